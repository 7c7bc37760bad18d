"""Submissions of OpenReview: notes of its API 2, as JSON.

A note has a `number`, its `invitations` and a `content`, in which each field is {"value": …}: title,
authors, authorids, abstract, keywords, venue, venueid. Accepted notes have the venue's own id as
venueid; the others add a word to it, such as /Submission, /Rejected_Submission, /Withdrawn_Submission.
Until the venue says so, a decision is a reply in `details`, to an invitation that ends in /Decision.

Source: docs.openreview.net, “How to get all submissions”, “How to get all notes” and “Introduction to
notes”. The ids of authors may be e-mail addresses, and are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx_proceedings.importers import making, streams
from sphinx_proceedings.importers.files import Imported
from sphinx_proceedings.importers.flow import Doubt
from sphinx_proceedings.importers.record import DEFAULTS, Options, Person, Submission, reason_against

NOTES = r"(notes\.)?item"
EXPECTED = "a list of notes, or the answer of the API with “notes”"
NOT_ACCEPTED = re.compile(r"/(Desk_Rejected|Rejected|Withdrawn)_[^/]*$")
SEPARATOR = re.compile(r"[;,]")


def read(source: Path, options: Options = DEFAULTS) -> Iterator[Imported]:
    """The accepted notes of `source`; Unusable where it has none."""
    notes = streams.maps(source, NOTES, options, alone="content", expected=EXPECTED)
    return making.imported((_submission(number, note) for number, note in notes), source.name)


def _submission(position: int, note: dict[str, Any]) -> Submission:
    content = note.get("content")
    values = {key: _value(field) for key, field in content.items()} if isinstance(content, dict) else {}
    number, id_ = streams.said(note.get("number")), streams.said(note.get("id"))
    forum = streams.said(note.get("forum")) or id_
    people = tuple(_people(values))
    doubts = [Doubt("The authors are hidden.", "Export with an account that may see them.")] * (
        people == () and "authors" in values
    )
    open_to_all = "everyone" in streams.several(note.get("readers"))
    links = [("paper", f"https://openreview.net/forum?id={forum}")] if forum and open_to_all else []
    if code := streams.said(values.get("code")):
        links.append(("code", code))
    return Submission(
        label=f"note {number or id_ or position}",
        title=streams.said(values.get("title")),
        people=people,
        abstract=streams.said(values.get("abstract")),
        key=number or id_,
        keywords=tuple(_keywords(values.get("keywords"))),
        links=tuple(links),
        left_out=_against(note, values),
        doubts=tuple(doubts),
    )


def _value(field: object) -> object:
    return field.get("value") if isinstance(field, dict) else field


def _people(values: dict[str, object]) -> Iterator[Person]:
    for author in streams.several(values.get("authors")):
        if isinstance(author, dict):
            places = [
                place for place in streams.several(author.get("institutions")) if isinstance(place, dict)
            ]
            names = tuple(streams.said(place.get("name")) for place in places)
            yield Person(name=streams.said(author.get("fullname")), affiliations=names)
        elif (name := streams.said(author)) and name != "Anonymous":
            yield Person(name=name)


def _keywords(value: object) -> Iterator[str]:
    for word in streams.several(value):
        yield from SEPARATOR.split(word) if isinstance(word, str) else ()


def _against(note: dict[str, Any], values: dict[str, object]) -> str:
    """Why the note is not among the accepted."""
    venueid = streams.said(values.get("venueid"))
    if match := NOT_ACCEPTED.search(venueid):
        return match[1].replace("_", "-").lower()
    if note.get("ddate"):
        return "deleted"
    decision = streams.said(values.get("decision")) or _decision(note)
    if decision:
        return reason_against(decision)
    if venueid in _under_review(note) or venueid.endswith("/Submission"):
        return "without a decision"
    return reason_against(streams.said(values.get("venue")))


def _decision(note: dict[str, Any]) -> str:
    details = note.get("details")
    replies = details if isinstance(details, dict) else {}
    for reply in [*streams.several(replies.get("directReplies")), *streams.several(replies.get("replies"))]:
        content = reply.get("content") if isinstance(reply, dict) else None
        ends = [str(name).rpartition("/")[2] for name in streams.several(reply.get("invitations"))]
        if isinstance(content, dict) and "Decision" in ends:
            return streams.said(_value(content.get("decision")))
    return ""


def _under_review(note: dict[str, Any]) -> set[str]:
    """What the venueid of a submission is before there is a decision."""
    return {str(name).replace("/-/", "/", 1) for name in streams.several(note.get("invitations"))}
