"""Submissions as abstracts' files: converted, with an id, and read back as the checks will."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pydantic import ValidationError

from sphinx_proceedings import identifiers, names
from sphinx_proceedings.gate.text import MAX_BYTES
from sphinx_proceedings.importers import latex, prose
from sphinx_proceedings.importers.cleaning import readable
from sphinx_proceedings.importers.files import Imported
from sphinx_proceedings.importers.flow import Doubt
from sphinx_proceedings.importers.ids import Taken, identifier, suggested
from sphinx_proceedings.importers.latex import Converted
from sphinx_proceedings.importers.record import Person, Submission
from sphinx_proceedings.model import Affiliation, Author, FrontMatter, Links, Name
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.sources import dump, read_contribution

GROUP = re.compile(
    r"\b(collaboration|consortium|team|group|project|initiative|network|committee|collective|society)$",
    re.IGNORECASE,
)
MAX_TEXT = 600
MAX_ABSTRACT = 4 * MAX_BYTES
NO_ABSTRACT = "This record was imported without an abstract."
BY_HAND = "Add it by hand if it matters."
MEND = "Mend it in the file."


def imported(submissions: Iterable[Submission], path: str) -> Iterator[Imported]:
    """The file of each submission of the source `path`; without text where there can be none.

    Ids and titles are remembered; besides them, one submission is in memory at a time.
    """
    taken = Taken()
    typesetter = Typesetter()
    titles: dict[str, str] = {}
    for submission in submissions:
        author = submission.people[0].family or submission.people[0].written if submission.people else ""
        wanted = identifier(submission.id) if submission.id else _suggested(submission, author)
        id_, other = taken.give(wanted, submission.label)
        if submission.left_out:
            yield Imported(id_, "", (), submission.left_out, _printable(submission.label))
            continue
        doubts = list(submission.doubts)
        if other and (submission.key or submission.id):
            doubts.append(Doubt(f"{other} has the same number, so this one is {id_}.", "Keep one of them."))
        title = names.folded(" ".join(submission.title.split()))
        if title and (twin := titles.setdefault(title, submission.label)) != submission.label:
            doubts.append(Doubt(f"{twin} has the same title.", "Keep one of them if they are one."))
        text = _File(submission, doubts).dumped()
        doubts += _faults(text, id_, typesetter) if text else ()
        problems = tuple(_problem(path, submission, doubt) for doubt in dict.fromkeys(doubts))
        yield Imported(id_, text, problems, label=_printable(submission.label), slot=submission.slot)


def _suggested(submission: Submission, author: str) -> str:
    # As one word, the name of a group is kept whole.
    group = GROUP.search(author) and submission.people[0].written == author
    return suggested(names.slug(author) if group else prose.plain(author), submission.key, submission.title)


def _problem(path: str, submission: Submission, doubt: Doubt) -> Problem:
    line = submission.line
    message = _printable(f"{submission.label}: {doubt.message}")
    return Problem(path, line, 1 if line else 0, "IMPORT", message, doubt.fix)


def _printable(text: str) -> str:
    """What a stranger wrote in one line, without characters that a terminal would obey."""
    return " ".join(readable(text).split())


def _faults(text: str, id_: str, typesetter: Typesetter) -> Iterator[Doubt]:
    """What the checks of a volume will say of the file."""
    made, _, problems = read_contribution(text.encode("utf-8"), f"{id_}.md", id_)
    for wrong in problems:
        where = f" (line {wrong.line} of {id_}.md)" if wrong.line else ""
        yield Doubt(f"The file will be set aside: {wrong.message}{where}", wrong.fix or MEND)
    for tree in (made.title, made.body) if made else ():
        for node in tree.of_kind("math", "display"):
            if why := typesetter.one(node.text, display=node.kind == "display").problem:
                fix = "Mend it in the file, or give the volume a macro in docs/volume.yml."
                yield Doubt(f"{why} in “{' '.join(node.text.split())[:60]}”.", fix)


@dataclass
class _File:
    """One file in the making; doubts are added to the list."""

    submission: Submission
    doubts: list[Doubt]
    affiliations: dict[str, Affiliation] = field(default_factory=dict)

    def dumped(self) -> str:
        """The file, or an empty text where none can be made."""
        given = self.submission
        if given.unreadable:
            return ""
        title = self.converted(
            "title", latex.title(given.title) if given.latex else prose.title(given.title)
        )
        authors = tuple(self.authors())
        for key, value in (("title", title), ("author", authors)):
            if not value:
                fix = "Write the file by hand if it is a contribution."
                self.doubts.append(Doubt(f"There is no {key}, so no file was made.", fix))
                return ""
        try:
            meta = FrontMatter(
                title=title,
                authors=authors,
                affiliations=tuple(self.affiliations.values()),
                keywords=tuple(self.keywords()),
                links=self.links(),
                date=self.date(),
            )
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                message = f"The {detail['loc'][0]} does not fit: {detail['msg']}."
                self.doubts.append(
                    Doubt(message, "Correct it where it comes from, or write the file by hand.")
                )
            return ""
        return dump(meta, self.body())

    def converted(self, key: str, converted: Converted) -> str:
        for doubt in converted.doubts:
            self.doubts.append(Doubt(f"In the {key}: {doubt.message}", doubt.fix))
        return converted.text

    def body(self) -> str:
        """The abstract, or a sentence in its place."""
        given = self.submission.abstract
        if len(given) > MAX_ABSTRACT:
            self.doubts.append(
                Doubt(f"The abstract has {len(given):,} characters, so it was left out.", MEND)
            )
            return NO_ABSTRACT
        made = latex.body(given) if self.submission.latex else prose.body(given)
        if text := self.converted("abstract", made):
            return text
        self.doubts.append(Doubt("There is no abstract; the file says so.", BY_HAND))
        return NO_ABSTRACT

    def authors(self) -> Iterator[Author]:
        """The authors, each with the ids of the institutions."""
        for person in self.submission.people:
            name = self.name(person)
            if name is None:
                self.doubts.append(Doubt("An author has no name, and was left out.", BY_HAND))
                continue
            yield Author(
                name=name,
                orcid=self.orcid(person.orcid) if person.orcid else None,
                affiliations=tuple(dict.fromkeys(self.institutions(person))),
                presenting=person.presenting,
                corresponding=person.corresponding,
            )

    def name(self, person: Person) -> Name | None:
        """The name in the parts that the system gives, or as it is written; of a group in one piece."""
        read = latex.plain if self.submission.latex else prose.plain
        whole, given, family = (read(part) for part in (person.name, person.given, person.family))
        if given and family:
            return Name(given=given, family=family)
        whole = whole or given or family
        if not whole:
            return None
        if GROUP.search(whole):
            return Name(literal=whole)
        try:
            return Name.model_validate(whole)
        except ValidationError:
            return Name(literal=whole)

    def orcid(self, given: str) -> str | None:
        """An ORCID iD that has the right checksum."""
        try:
            return identifiers.parse_orcid(given)
        except ValueError as error:
            fix = "Ask the author for it."
            self.doubts.append(Doubt(f"The ORCID iD “{given[:60]}” {error}; it was left out.", fix))
            return None

    def institutions(self, person: Person) -> Iterator[str]:
        """The ids of a person's institutions, which are declared at the first mention."""
        said = (part for given in person.affiliations for part in prose.plain(given).split(";"))
        for name in filter(None, (part.strip()[:MAX_TEXT] for part in said)):
            key = names.folded(name)
            if key not in self.affiliations:
                have = {affiliation.id for affiliation in self.affiliations.values()}
                wanted = _cut(names.slug(name), 40)
                id_, number = wanted, 1
                while id_ in have:
                    number += 1
                    id_ = f"{wanted}-{number}"
                self.affiliations[key] = Affiliation(id=id_, name=name)
            yield self.affiliations[key].id

    def date(self) -> datetime.date | None:
        """The date, if it is one."""
        given = self.submission.date
        try:
            return datetime.date.fromisoformat(given[:10]) if given else None
        except ValueError:
            self.doubts.append(Doubt(f"“{given[:40]}” is not a date.", "Dates are written 2027-02-01."))
            return None

    def keywords(self) -> Iterator[str]:
        """The keywords, each once."""
        read = latex.plain if self.submission.latex else prose.plain
        seen: set[str] = set()
        for given in self.submission.keywords:
            text = read(given)
            if text and len(text) <= MAX_TEXT and names.folded(text) not in seen:
                seen.add(names.folded(text))
                yield text

    def links(self) -> Links:
        """The links that fit; each other one is doubtful."""
        links = Links()
        for kind, given in self.submission.links:
            try:
                links = Links.model_validate({**links.model_dump(exclude_defaults=True), kind: given})
            except ValidationError:
                message = f"The link “{kind}” does not fit and was left out: {given[:200]}"
                self.doubts.append(Doubt(message, BY_HAND))
        return links


def _cut(slug: str, length: int) -> str:
    """A slug of at most `length` characters, cut between words."""
    if len(slug) <= length:
        return slug
    return slug[: length + 1].rpartition("-")[0] or slug[:length]
