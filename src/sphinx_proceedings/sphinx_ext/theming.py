"""What the theme's templates know of the volume, and which of the inherited files a page links."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.contribution import LICENSES
from sphinx_proceedings.pages.templates import icon
from sphinx_proceedings.sphinx_ext.domain import domain_of

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
ENOUGH_HEADINGS = 3
"""Headings from which on a page shows what is on it."""

ALL_TOPICS = "topics/index"


@dataclass(frozen=True)
class Link:
    """A page in a navigation. `current` is the value of aria-current: "page", "true" or nothing."""

    title: str
    address: str
    current: str = ""
    hue: int = 0


@dataclass(frozen=True)
class Group:
    """Links under one caption, which may be empty."""

    caption: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Section:
    """A page with pages of its own below it, and where among them we are."""

    title: str
    address: str
    current: str
    links: tuple[Link, ...]
    previous: Link | None
    next: Link | None


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
    title, address = LICENSES.get(settings.license, (settings.license, ""))
    home = pagename == app.config.root_doc
    context["volume"] = settings
    context["licence"] = Link(title, address)
    context["icon"] = icon
    context["root"] = "../" * pagename.count("/")
    context["kind"] = "home" if home else pagename.partition("/")[0]
    _add_navigation(app, pagename, context)
    context["rail"] = _rail(compiled, pagename, context["pathto"])
    context["crumbs"] = [] if home else context.get("parents", [])
    context["has_toc"] = not home and _headings(app.env, pagename) >= ENOUGH_HEADINGS
    app.add_js_file("theme-init.js")
    app.add_js_file("proceedings.js", loading_method="defer")
    app.add_css_file("fonts/fonts.css")
    for files in ("css_files", "script_files"):
        context[files] = [file for file in context[files] if _is_linked(file)]


def _is_linked(file: Any) -> bool:
    # The inherited theme's settings for its own scripts have no file, only a body.
    is_setting = str(file.attributes.get("body", "")).startswith("DOCUMENTATION_OPTIONS")
    return not is_setting and str(file.filename) not in REPLACED


def _add_navigation(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    env, pathto = app.env, context["pathto"]
    line = _line(env, pagename)
    captions = {caption.strip() for caption in str(context["theme_footer_groups"]).split(",")}
    groups = list(_groups(env, line, pathto))
    context["navigation"] = [group for group in groups if group.caption not in captions]
    context["footer_navigation"] = [group for group in groups if group.caption in captions]
    # Topics have a rail of their own, by group; the other sections list their pages.
    context["section"] = None if line and line[-1] == ALL_TOPICS else _section(env, line, pathto)
    about = {"How to cite": context["theme_citing"], "About": context["theme_about"]}
    context["about_links"] = [
        Link(title, pathto(docname) + (f"#{anchor}" if anchor else ""))
        for title, target in about.items()
        for docname, _, anchor in [str(target).partition("#")]
        if docname in env.found_docs
    ]


def _line(env: BuildEnvironment, pagename: str) -> list[str]:
    """The documents from `pagename` up to the one that the root's toctree names."""
    includes: Mapping[str, list[str]] = env.toctree_includes
    parents = {child: parent for parent, children in includes.items() for child in children}
    if pagename not in parents and pagename.startswith("abstracts/"):
        pagename = _list_of_all(env) or pagename
    line = [pagename]
    while (parent := parents.get(line[-1])) and parent != env.config.root_doc and parent not in line:
        line.append(parent)
    return line


def _list_of_all(env: BuildEnvironment) -> str:
    """The document that lists all contributions, with a filter: a contribution belongs below it."""
    for docname, parts in sorted(domain_of(env).shown.items()):
        if any(kind == "contributions" and "filter" in dict(options) for kind, options in parts):
            return docname
    return ""


def _groups(env: BuildEnvironment, line: list[str], pathto: Callable[[str], str]) -> Iterator[Group]:
    """The toctrees of the root document."""
    root = env.config.root_doc
    for tree in env.tocs[root].findall(toctree):
        links = tuple(
            _link(env, title, root if target == "self" else target, line, pathto)
            for title, target in tree["entries"]
        )
        yield Group(tree.get("caption") or "", links)


def _link(
    env: BuildEnvironment,
    title: str | None,
    target: str,
    line: list[str],
    pathto: Callable[[str], str],
) -> Link:
    if target not in env.found_docs:
        return Link(title or target, target)
    current = "page" if target == line[0] else "true" if target in line else ""
    return Link(title or env.titles[target].astext(), pathto(target), current)


def _section(env: BuildEnvironment, line: list[str], pathto: Callable[[str], str]) -> Section | None:
    top = line[-1]
    below = [docname for docname in env.toctree_includes.get(top, ()) if docname in env.found_docs]
    if not below or top == env.config.root_doc:
        return None
    head = _link(env, None, top, line, pathto)
    links = tuple(_link(env, None, docname, line, pathto) for docname in below)
    order = [head, *links]
    here = next((i for i, link in enumerate(order) if link.current == "page"), 0)
    before = order[here - 1] if here else None
    after = order[here + 1] if here + 1 < len(order) else None
    return Section(head.title, head.address, head.current, links, before, after)


def _rail(compiled: Compiled, pagename: str, pathto: Callable[[str], str]) -> list[Group]:
    """On a topic's page all topics, by group."""
    if not pagename.startswith("topics/") or pagename == ALL_TOPICS:
        return []
    return [
        Group(
            group,
            tuple(
                Link(
                    Markup(compiled.inline(topic.title)),  # noqa: S704 - escaped by render
                    pathto(f"topics/{topic.id}"),
                    "page" if pagename == f"topics/{topic.id}" else "",
                    compiled.hue(topic),
                )
                for topic in topics
            ),
        )
        for group, topics in compiled.volume.groups.items()
    ]


def _headings(env: BuildEnvironment, pagename: str) -> int:
    """How many headings a document has below its title."""
    return max(env.toc_num_entries.get(pagename, 0) - 1, 0)
