"""What the theme's templates know of the volume, and which of the inherited files a page links."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import rcssmin
import rjsmin
from docutils import nodes
from sphinx.application import Sphinx

from sphinx_proceedings.pages import allowed
from sphinx_proceedings.pages.contribution import LICENSES
from sphinx_proceedings.pages.plan import FOLDERS
from sphinx_proceedings.pages.templates import icon
from sphinx_proceedings.sphinx_ext.domain import domain_of
from sphinx_proceedings.sphinx_ext.navigation import Link, Navigation, plain_title

# What the inherited themes and Sphinx link on every page. Our stylesheet replaces theirs, formulas need no
# script, and search is made from our own records: together they are 2.9 MB that no page of ours uses.
REPLACED = frozenset(
    {
        "_static/basic.css",
        "_static/pygments.css",
        "_static/styles/pydata-sphinx-theme.css",
        "_static/styles/sphinx-book-theme.css",
        "_static/documentation_options.js",
        "_static/doctools.js",
        "_static/sphinx_highlight.js",
        "_static/scripts/sphinx-book-theme.js",
    }
)
GENERATED = {"documentation_options.js", "language_data.js", "pygments.css", "searchtools.js"}
"""What Sphinx itself adds for pages that link it."""
ENOUGH_HEADINGS = 3
"""Headings from which on a page shows a table of its contents."""


def add_filters(app: Sphinx) -> None:
    """Give the theme's stylesheet and scripts, which are templates, two filters and a list.

    The filters take out blanks and comments; the list is of what a script may set on a page.
    """
    if app.builder.format == "html":
        filters = app.builder.templates.environment.filters
        filters["small_css"] = rcssmin.cssmin
        filters["small_js"] = rjsmin.jsmin
        app.builder.templates.environment.globals |= {
            "inline_elements": " ".join(allowed.INLINE),
            "inline_attributes": " ".join(allowed.INLINE_ATTRIBUTES),
        }


def complete_context(
    app: Sphinx,
    pagename: str,
    _templatename: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Add the volume's settings, the navigation and the icons to a page's context."""
    compiled = domain_of(app.env).compiled
    settings = compiled.volume.settings
    home = pagename == app.config.root_doc
    context["volume"] = settings
    context["has_search"] = app.config.proceedings_has_search
    context["licence"] = Link(*LICENSES.get(settings.license, (settings.license, "")))
    context["icon"] = icon
    context.setdefault("root", "../" * pagename.count("/"))
    context["offline"] = app.config.proceedings_offline
    context["kind"] = "home" if home else pagename.partition("/")[0]
    context["plain_title"] = plain_title(app.env, pagename)
    context["crumbs"] = [] if home else context.get("parents", [])
    headings = app.env.toc_num_entries.get(pagename, 0) - 1
    context["has_toc"] = not home and headings >= ENOUGH_HEADINGS
    navigation = Navigation(app.env, pagename, context["pathto"])
    _add_navigation(navigation, context)
    context["rail"] = navigation.all_topics(compiled)
    is_record = pagename.partition("/")[0] in FOLDERS and pagename not in app.env.found_docs
    _link_files(app, context, is_record=is_record)


def _add_navigation(navigation: Navigation, context: dict[str, Any]) -> None:
    env = navigation.env
    captions = {caption.strip() for caption in str(context["theme_footer_groups"]).split(",")}
    groups = list(navigation.groups())
    context["navigation"] = [group for group in groups if group.caption not in captions]
    context["footer_navigation"] = [navigation.footer(g) for g in groups if g.caption in captions]
    context["section"] = navigation.section()
    about = {"How to cite": str(context["theme_citing"]), "About": str(context["theme_about"])}
    context["about_links"] = [
        Link(title, navigation.pathto(docname).removesuffix("#" * bool(anchor)) + hash_ + anchor)
        for title, target in about.items()
        for docname, hash_, anchor in [target.partition("#")]
        if docname in env.found_docs
    ]


def _link_files(app: Sphinx, context: dict[str, Any], *, is_record: bool) -> None:
    app.add_js_file("theme-init.js")
    app.add_js_file("proceedings.js", loading_method="defer")
    if not is_record:
        # Those of which a volume has thousands do without what only authored pages need.
        app.add_css_file("documents.css")
        app.add_js_file("documents.js", loading_method="defer")
    for files in ("css_files", "script_files"):
        context[files] = [file for file in context[files] if _is_linked(file)]


def _is_linked(file: Any) -> bool:
    # The inherited theme's settings for its own scripts have no file, only a body.
    is_setting = str(file.attributes.get("body", "")).startswith("DOCUMENTATION_OPTIONS")
    return not is_setting and str(file.filename) not in REPLACED


def remove_what_no_page_links(app: Sphinx, exception: Exception | None) -> None:
    """Take the inherited themes' scripts, styles and icon fonts out of the site.

    A file of the same name in the volume's own static folders, or in our theme, stays.
    """
    if exception or app.builder.format != "html":
        return
    ours, *inherited = app.builder.theme.get_theme_dirs()  # type: ignore[attr-defined]
    kept = _files_below(
        [Path(ours) / "static", *(Path(app.confdir) / p for p in app.config.html_static_path)]
    )
    static = Path(app.outdir) / "_static"
    for name in (_files_below([Path(folder) / "static" for folder in inherited]) | GENERATED) - kept:
        (static / name).unlink(missing_ok=True)
    for folder in sorted((f for f in static.rglob("*") if f.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _files_below(folders: list[Path]) -> set[str]:
    """The files below folders, as the site's static folder names them: without a template's ending."""
    return {
        re.sub(r"(_t|\.jinja)$", "", file.relative_to(folder).as_posix())
        for folder in folders
        if folder.is_dir()
        for file in folder.rglob("*")
        if file.is_file()
    }
