"""Submissions of HotCRP: the JSON that its list of submissions gives for download.

That is a list of objects, or one object where one submission was chosen; the API's /papers has the list
under “papers”. Each has `pid`, `title`, `abstract`, `authors` (first and last or name, affiliation,
email, orcid), `topics`, and where the account may see it `decision`; `status` is accept, reject,
desk_reject, submitted, withdrawn or draft, and in older versions the decision itself.

Source: HotCRP's src/paperexport.php and devel/apidoc/submissions.md. HotCRP's topics become keywords.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx_proceedings.importers import making, streams
from sphinx_proceedings.importers.files import Imported
from sphinx_proceedings.importers.record import DEFAULTS, Options, Person, Submission, reason_against

PAPERS = r"(papers\.)?item"
EXPECTED = "HotCRP's JSON of submissions, a list of objects with “pid”"


def read(source: Path, options: Options = DEFAULTS) -> Iterator[Imported]:
    """The accepted submissions of `source`; Unusable where it has none at all."""
    papers = streams.maps(source, PAPERS, options, alone="pid", expected=EXPECTED)
    return making.imported((_submission(number, paper) for number, paper in papers), source.name)


def _submission(position: int, paper: dict[str, Any]) -> Submission:
    pid = streams.said(paper.get("pid"))
    return Submission(
        label=f"#{pid or position}",
        title=streams.said(paper.get("title")),
        people=tuple(_people(paper.get("authors"))),
        abstract=streams.said(paper.get("abstract")),
        key=pid,
        keywords=tuple(_topics(paper.get("topics"))),
        left_out=_against(paper),
    )


def _people(authors: object) -> Iterator[Person]:
    for author in streams.several(authors):
        if isinstance(author, dict):
            yield Person(
                name=streams.said(author.get("name")),
                given=streams.said(author.get("first")),
                family=streams.said(author.get("last")),
                affiliations=(streams.said(author.get("affiliation")),),
                orcid=streams.said(author.get("orcid")),
            )
        elif name := streams.said(author):
            yield Person(name=name)


def _topics(topics: object) -> Iterator[str]:
    """Topics are a list of names, or in older versions an object whose keys they are."""
    if isinstance(topics, dict):
        yield from (name for name, chosen in topics.items() if chosen)
    else:
        yield from (streams.said(topic) for topic in streams.several(topics))


def _against(paper: dict[str, Any]) -> str:
    status = streams.said(paper.get("status"))
    if paper.get("error"):
        return "hidden from the account that exported it"
    if paper.get("withdrawn"):
        return "withdrawn"
    # “submitted” is what HotCRP says as long as there is no decision.
    return reason_against(
        status if status != "submitted" else streams.said(paper.get("decision")) or status
    )
