"""The page "Compose", on which authors write their file, and what its script reads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_proceedings import metadata
from sphinx_proceedings.pages import compose
from sphinx_proceedings.sphinx_ext.domain import domain_of
from sphinx_proceedings.sphinx_ext.steady import steady

PAGE, TITLE = "compose", "Compose"
SOURCES = Path(__file__).parent.parent / "theme" / "js" / PAGE


def name_page(app: Sphinx) -> None:
    """Let documents refer to the page as {ref}`compose`, where the site has one."""
    standard = app.env.domains.standard_domain
    if app.config.proceedings_compose:
        standard.note_hyperlink_target(PAGE, PAGE, "", TITLE)
    else:
        for known in (standard.labels, standard.anonlabels):
            known.pop(PAGE, None)


def page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page, unless the organizers do without it or wrote one."""
    file = Path(app.outdir) / f"{PAGE}.html"
    if PAGE in app.env.found_docs:
        return
    if not app.config.proceedings_compose:
        file.unlink(missing_ok=True)
        return
    compiled = domain_of(app.env).compiled
    said = metadata.head(compiled.site, metadata.Page(TITLE, file.name, indexed=False))
    frame = Markup(_frame(app.env))  # noqa: S704 - a template's
    # Sphinx has written the page when it asks for the next one.
    with steady(file):
        yield PAGE, {PAGE: frame, "head": said}, "compose.html"


def _frame(env: BuildEnvironment) -> str:
    guide = next((name for name in ("manual/authors", "participate") if name in env.found_docs), "")
    return compose.frame(domain_of(env).compiled, _version(), f"{guide}.html" if guide else "")


@cache
def _version() -> str:
    script = b"".join(file.read_bytes() for file in sorted(SOURCES.glob("*.js")))
    return sha256(script).hexdigest()[:8]


def write_facts(app: Sphinx, exception: Exception | None) -> None:
    """Write what the page's script knows of the volume and of the rules."""
    if exception or app.builder.format != "html":
        return
    files = [Path(app.outdir) / name for name in (compose.FACTS, compose.VOLUME)]
    if not app.config.proceedings_compose:
        for file in files:
            file.unlink(missing_ok=True)
        return
    compiled = domain_of(app.env).compiled
    texts = compose.facts(compiled, app.config.proceedings_branch), compose.volume(compiled)
    for file, text in zip(files, texts, strict=True):
        if not file.exists() or file.read_bytes() != text.encode():
            file.write_bytes(text.encode())
