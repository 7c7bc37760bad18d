"""What a site has for those who look for it: a feed, a sitemap, rules for robots, pictures of pages."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from sphinx_proceedings.pages import crawling, feed, pictures
from sphinx_proceedings.sphinx_ext import heads
from sphinx_proceedings.sphinx_ext.domain import domain_of

FILES = (feed.ADDRESS, "robots.txt", "sitemap.xml")


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write the feed, the sitemap and robots.txt. Those that organizers bring themselves are left alone."""
    if exception or app.builder.format != "html":
        return
    domain, out = domain_of(app.env), Path(app.outdir)
    with domain.build.phase("feed and sitemap"):
        documents = [heads.address(app, docname) for docname in sorted(app.env.found_docs)]
        files = crawling.crawling(domain.compiled, domain.build.planned, documents)
        if news := feed.feed(domain.compiled):
            files[feed.ADDRESS] = news
        old = {*FILES, *(file.name for file in out.glob("sitemap-*.xml"))}
        for name in (old | files.keys()) - _brought(app):
            if name not in files:
                (out / name).unlink(missing_ok=True)
            elif not (out / name).exists() or (out / name).read_bytes() != files[name]:
                (out / name).write_bytes(files[name])


def write_pictures(app: Sphinx, exception: Exception | None) -> None:
    """Draw the pictures, where the build asks for them, and take away those that no page names."""
    if exception or app.builder.format != "html":
        return
    domain = domain_of(app.env)
    with domain.build.phase("pictures"):
        drawn = Path(app.config.proceedings_pictures)
        domain.build.pictures = pictures.write(domain.compiled, Path(app.outdir), drawn, jobs=app.parallel)


def _brought(app: Sphinx) -> set[str]:
    """The files for the site's root that conf.py names."""
    extra = [Path(app.confdir) / path for path in app.config.html_extra_path]
    return {file.name for path in extra for file in ([path] if path.is_file() else path.glob("*"))}
