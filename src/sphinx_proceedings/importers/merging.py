"""An abstract's file and a newer record of it as one: what the record says anew, and all else as it was.

A record speaks for the title, the names and institutions of the authors, and the abstract; for keywords,
links and the date where it has any. Nothing else in a file is its business: topics, licence, DOI,
status, ORCID iDs and ROR identifiers, marks of an author, links of a kind that it does not have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sphinx_proceedings.gate import text as gate_text
from sphinx_proceedings.model import Affiliation, Author, FrontMatter, Links
from sphinx_proceedings.sources import dump, marked_yaml, records
from sphinx_proceedings.sources.contribution import split

KEY = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:")


@dataclass(frozen=True)
class Merged:
    """A file, and the names of what differs in it from the file that was there."""

    data: bytes
    fields: tuple[str, ...]


def merge(old: bytes, new: str) -> Merged | None:
    """The file `old` with what `new` says anew; None where `old` cannot be read.

    Fields that stay keep their lines, with comments and order; where none differs, so does the file.
    """
    parts = _parts(old)
    fresh = _parts(new.encode("utf-8"))
    if parts is None or fresh is None:
        return None
    (head, meta, body), (_, wanted, text) = parts, fresh
    together = _together(meta, wanted)
    fields = [key for key in FrontMatter.model_fields if getattr(together, key) != getattr(meta, key)]
    made = _replaced(head, together, fields) if fields else head
    if body.strip("\n") != text.strip("\n"):
        fields.append("abstract")
        body = f"\n{text.strip(chr(10))}\n"
    if not fields:
        return Merged(old, ())
    whole = f"---\n{made}---\n{body}"
    again = _parts(whole.encode("utf-8"))
    if again is None or again[1] != together:
        whole = dump(together, body)
    if b"\r\n" in old:
        whole = whole.replace("\n", "\r\n")
    return Merged(whole.encode("utf-8"), tuple(fields))


def _parts(data: bytes) -> tuple[str, FrontMatter, str] | None:
    """The front matter as text and as a record, and the body."""
    text, problems = gate_text.read(data, "")
    if problems:
        return None
    head, body, _, problems = split(text, "")
    if problems:
        return None
    marked, problems = marked_yaml.read(head, "")
    if problems:
        return None
    meta, problems = records.validate(FrontMatter, marked, "")
    return None if meta is None or problems else (f"{head}\n", meta, body)


def _together(old: FrontMatter, new: FrontMatter) -> FrontMatter:
    authors, affiliations = _people(old, new)
    links = {**old.links.model_dump(exclude_none=True), **new.links.model_dump(exclude_none=True)}
    return old.model_copy(
        update={
            "title": new.title,
            "authors": authors,
            "affiliations": affiliations,
            "keywords": new.keywords or old.keywords,
            "links": Links(**links),
            "date": new.date or old.date,
        }
    )


def _people(old: FrontMatter, new: FrontMatter) -> tuple[tuple[Author, ...], tuple[Affiliation, ...]]:
    """The new authors with what only the file knows of them, under the ids that the file uses."""
    known = {affiliation.name: affiliation for affiliation in old.affiliations}
    ids = {affiliation.id for affiliation in old.affiliations}
    all_: dict[str, Affiliation] = {affiliation.id: affiliation for affiliation in old.affiliations}
    renamed: dict[str, str] = {}
    for affiliation in new.affiliations:
        kept = known.get(affiliation.name)
        if kept is None:
            id_, number = affiliation.id, 1
            while id_ in ids:
                number += 1
                id_ = f"{affiliation.id[:56]}-{number}"
            ids.add(id_)
            kept = affiliation.model_copy(update={"id": id_})
        all_[kept.id] = kept
        renamed[affiliation.id] = kept.id
    before = {author.name.display: author for author in old.authors}
    authors = []
    for author in new.authors:
        own = tuple(renamed[id_] for id_ in author.affiliations)
        if was := before.get(author.name.display):
            more = {
                "affiliations": own or was.affiliations,
                "orcid": author.orcid or was.orcid,
                "presenting": author.presenting or was.presenting,
                "corresponding": author.corresponding or was.corresponding,
            }
            authors.append(was.model_copy(update=more))
        else:
            authors.append(author.model_copy(update={"affiliations": own}))
    used = {id_ for author in authors for id_ in author.affiliations}
    unused = {id_ for author in old.authors for id_ in author.affiliations} - used
    return tuple(authors), tuple(all_[id_] for id_ in all_ if id_ not in unused)


def _replaced(head: str, meta: FrontMatter, fields: list[str]) -> str:
    """The front matter with the lines of `fields` written anew."""
    blocks = _blocks(head)
    fresh = _blocks(dump(meta, "").split("---\n")[1])
    for key in fields:
        if key in fresh:
            blocks[key] = fresh[key]
        else:
            blocks.pop(key, None)
    return "".join(blocks.values())


def _blocks(head: str) -> dict[str, str]:
    """The lines of each key at the left margin; what stands before the first belongs to none."""
    blocks = {"": ""}
    key = ""
    for line in head.splitlines(keepends=True):
        if match := KEY.match(line):
            key = match[1]
        blocks[key] = blocks.get(key, "") + line
    return blocks
