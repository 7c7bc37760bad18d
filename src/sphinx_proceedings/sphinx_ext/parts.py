"""Parts: pieces of the volume that an authored document shows, made when the page is written.

A document's tree holds only the part's kind and options; what it shows depends on the volume.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from sphinx_proceedings.pages import scan, withheld
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.hall import poster_hall
from sphinx_proceedings.pages.programme import programme
from sphinx_proceedings.pages.signs import signs
from sphinx_proceedings.pages.templates import render
from sphinx_proceedings.pages.volume_map import volume_map
from sphinx_proceedings.sphinx_ext import agenda, bibliography, browse, plans
from sphinx_proceedings.sphinx_ext.domain import Shown, domain_of
from sphinx_proceedings.sphinx_ext.node import part

Options = Mapping[str, str]
logger = logging.getLogger(__name__)
WITHHELD = "withheld"
"""In place of a digest: the part is made again with every build, so that it is told of every time."""


def _committee(compiled: Compiled, _options: Options, prefix: str) -> str:
    return render("committee.html", organizers=compiled.volume.settings.organizers, prefix=prefix)


def _dates(compiled: Compiled, _options: Options, prefix: str) -> str:
    settings = compiled.volume.settings
    return render("dates.html", settings=settings, days=_days(compiled), prefix=prefix)


def _days(compiled: Compiled) -> str:
    dates = compiled.volume.settings.dates
    if dates is None:
        return ""
    start, end = dates.start, dates.end
    if start == end:
        return f"{start:%B} {start.day}, {start.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start:%B} {start.day}–{end.day}, {start.year}"
    if start.year == end.year:
        return f"{start:%B} {start.day} – {end:%B} {end.day}, {start.year}"
    return f"{start:%B} {start.day}, {start.year} – {end:%B} {end.day}, {end.year}"


def _programme(compiled: Compiled, _options: Options, prefix: str) -> str:
    return programme(compiled, prefix)


def _poster_hall(compiled: Compiled, options: Options, prefix: str) -> str:
    return poster_hall(compiled, options.get("id", ""), prefix)


def _board_signs(compiled: Compiled, options: Options, prefix: str) -> str:
    return signs(compiled, options.get("session", ""), prefix)


def _topic_groups(compiled: Compiled, options: Options, prefix: str) -> str:
    groups = [
        (
            group,
            compiled.hue(topics[0]),
            [
                (
                    t,
                    compiled.inline(t.title),
                    compiled.inline(t.summary),
                    len(compiled.on_topic[t.id]),
                )
                for t in topics
            ],
        )
        for group, topics in compiled.volume.groups.items()
    ]
    return render("topic_groups.html", groups=groups, compact="compact" in options, prefix=prefix)


def _topic(compiled: Compiled, options: Options, prefix: str) -> str:
    topic = compiled.volume.topics.get(options["id"])
    if topic is None:
        return ""
    return render(
        "topic.html",
        topic=topic,
        hue=compiled.hue(topic),
        summary=compiled.inline(topic.summary),
        prefix=prefix,
    )


def _neighbours(compiled: Compiled, options: Options, prefix: str) -> str:
    volume = compiled.volume
    near = volume.neighbours.get(options["id"], {})
    rows = [
        (
            volume.topics[id_],
            compiled.hue(volume.topics[id_]),
            compiled.inline(volume.topics[id_].title),
            compiled.inline(how),
        )
        for id_, how in near.items()
    ]
    return render("neighbours.html", rows=rows, prefix=prefix)


def _volume_map(compiled: Compiled, _options: Options, prefix: str) -> str:
    return volume_map(compiled, prefix)


def _cover(_compiled: Compiled, options: Options, prefix: str) -> str:
    return render(
        "cover.html",
        source=options["source"],
        alt=options["alt"],
        caption=options["caption"],
        prefix=prefix,
    )


def _role(compiled: Compiled, options: Options, _prefix: str) -> str:
    """What a role shows of an object; only its digest is used."""
    volume = compiled.volume
    if options["type"] == "author":
        person = compiled.person(options["target"])
        return repr((person.slug, person.name) if person else None)
    objects: Mapping[str, Mapping[str, Any]] = {
        "contribution": volume.by_id,
        "topic": volume.topics,
        "session": volume.sessions,
    }
    found = objects[options["type"]].get(options["target"])
    return repr(getattr(getattr(found, "meta", found), "title", None))


PARTS: dict[str, Callable[[Compiled, Options, str], str]] = {
    "contributions": browse.contributions,
    "committee": _committee,
    "dates": _dates,
    "programme": _programme,
    "poster-hall": _poster_hall,
    "board-signs": _board_signs,
    "topic-groups": _topic_groups,
    "topic": _topic,
    "neighbours": _neighbours,
    "volume-map": _volume_map,
    "cover": _cover,
    "role": _role,
}


def digest(compiled: Compiled, shown: Shown) -> str:
    """A digest of what a part shows today."""
    kind, options = shown
    if kind not in PARTS:
        return ""
    html = PARTS[kind](compiled, dict(options), "")
    return WITHHELD if scan.finding(html, "part") else sha256(html.encode()).hexdigest()


def visit_part(self: Any, node: part) -> None:
    """Write a part as HTML."""
    env: BuildEnvironment = self.builder.env
    docname = self.builder.current_docname
    prefix = "../" * docname.count("/")
    kind, options = node["kind"], node["options"]
    of_documents = {**bibliography.PARTS, **agenda.PARTS, **plans.PARTS}
    if kind in of_documents:
        html = of_documents[kind](env, docname, options, prefix)
    else:
        html = PARTS[kind](domain_of(env).compiled, options, prefix)
    if found := scan.finding(html, "part"):
        message = f"The part “{kind}” of this page would hold “{found}”. {withheld.FIX}"
        logger.warning("%s", message, location=node, type="proceedings", subtype="PAGE")
        html = withheld.notice(prefix)
    self.body.append(str(Markup(html)))  # noqa: S704 - a template's


def depart_part(_self: Any, _node: part) -> None:
    """Nothing is left to write."""


def skip_part(_self: Any, _node: part) -> None:
    """Other formats leave a part out."""
    raise nodes.SkipNode
