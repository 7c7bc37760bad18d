"""What authored documents say of themselves in their heads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from sphinx_proceedings.metadata import Crumb, Page, head, policy, structured
from sphinx_proceedings.pages import feed, heads
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.sphinx_ext.domain import domain_of
from sphinx_proceedings.sphinx_ext.navigation import Navigation, plain_title
from sphinx_proceedings.sphinx_ext.plans import shown_on

TOPICS = "topics/"


def address(app: Sphinx, docname: str) -> str:
    """A document's address below the site's root; empty for the home page."""
    return "" if docname == app.config.root_doc else app.builder.get_target_uri(docname)


def say_in_head(
    app: Sphinx,
    pagename: str,
    _templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add a document's head and the address of the feed; the engine's own pages bring theirs."""
    compiled = domain_of(app.env).compiled
    context["feed"] = feed.ADDRESS if feed.undated(compiled) else ""
    # Sphinx's canonical address names index.html, and in a shell the specimen.
    context["pageurl"] = None
    context.setdefault("head", "")
    if pagename in app.env.found_docs:
        context["head"] = head(compiled.site, _page(app, compiled, pagename, doctree))


def begin_with_policy(
    app: Sphinx,
    _pagename: str,
    _templatename: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Begin the head with the policy, before anything that loads something."""
    try:
        text = policy.policy(app.config.proceedings_policy)
    except ValueError as error:
        raise ExtensionError(f"proceedings_policy in conf.py: {error}") from error
    context["metatags"] = f"{policy.element(text)}{context.get('metatags', '')}"


def _page(app: Sphinx, compiled: Compiled, docname: str, doctree: nodes.document | None) -> Page:
    settings, site = compiled.volume.settings, compiled.site
    if docname == app.config.root_doc:
        description = compiled.spoken(settings.description)
        known = (structured.workshop(site, settings, description), structured.website(site))
        about = tuple(node for node in known if node)
        said = "" if _has_description(doctree) else description
        return Page(settings.title, "", said, nodes=about)
    line = Navigation(app.env, docname, str).line
    above = [Crumb(plain_title(app.env, name), address(app, name)) for name in reversed(line[1:])]
    shows_programme = docname == shown_on(app.env).programme
    events = heads.sessions(compiled, address(app, docname)) if shows_programme else ()
    return Page(
        plain_title(app.env, docname),
        address(app, docname),
        _description(app.env, compiled, docname, doctree),
        kind="article",
        above=tuple(above),
        nodes=events,
    )


def _description(
    env: BuildEnvironment, compiled: Compiled, docname: str, doctree: nodes.document | None
) -> str:
    """A topic's summary, the first paragraph, or the titles; nothing where the document says it itself."""
    if doctree is None or _has_description(doctree):
        return ""
    topic = compiled.volume.topics.get(docname.removeprefix(TOPICS)) if docname.startswith(TOPICS) else None
    if topic and topic.summary:
        return compiled.spoken(topic.summary)
    typesetter = compiled.typesetter
    for section in doctree.findall(nodes.section):
        for paragraph in section.children:
            if isinstance(paragraph, nodes.paragraph):
                parts = (
                    typesetter.one(node.astext()).text
                    if isinstance(node.parent, nodes.math)
                    else node.astext()
                    for node in paragraph.findall(nodes.Text)
                    if not isinstance(node.parent, nodes.raw)
                )
                if said := " ".join("".join(parts).split()):
                    return said
    return f"{plain_title(env, docname)}: {compiled.site.title}"


def _has_description(doctree: nodes.document | None) -> bool:
    """Whether the document's own `html_meta` has a description."""
    return doctree is not None and any(_descriptions(doctree))


def _descriptions(doctree: nodes.document) -> Iterator[str]:
    for node in doctree.findall(nodes.meta):
        if node.get("name") == "description":
            yield node.get("content", "")
