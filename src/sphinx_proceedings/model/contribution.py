"""A contribution: what its author's file says."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Self
from urllib.parse import quote

from pydantic import Field, GetJsonSchemaHandler, PrivateAttr, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from sphinx_proceedings import names
from sphinx_proceedings.model.manuscript import Manuscript, Node, Packed
from sphinx_proceedings.model.record import (
    ArXiv,
    Doi,
    Identifier,
    License,
    Link,
    Orcid,
    Part,
    Record,
    Ror,
    Text,
)

MOST_KEYWORDS = 40
"""Each has a page in the volume."""


class Status(StrEnum):
    """Where a contribution stands. Merging its file accepts it."""

    ACCEPTED = "accepted"
    SAMPLE = "sample"
    WITHDRAWN = "withdrawn"


class Name(Record):
    """A person's name in its parts, or the name of a group in one piece."""

    given: Part = Field("", description="Given names, as the author writes them.")
    particle: Part = Field("", description="A particle that does not count for sorting: van, de.")
    family: Part = Field("", description="Family name.")
    suffix: Part = Field("", description="Jr., III.")
    literal: Part = Field("", description="The whole name of a group; then no other part is given.")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A name is one line of text, or its parts."""
        return {"anyOf": [{"type": "string"}, handler(core_schema)]}

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        given, particle, family, suffix = names.split_name(value)
        return {"given": given, "particle": particle, "family": family, "suffix": suffix}

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if bool(self.literal) == any((self.given, self.particle, self.family, self.suffix)):
            raise PydanticCustomError(
                "FM-VALUE", "A name has either its parts or a literal name, and not both."
            )
        if not (self.literal or self.family):
            raise PydanticCustomError("FM-VALUE", "A name needs a family name.")
        return self

    @cached_property
    def display(self) -> str:
        """The name in reading order."""
        parts = (self.literal, self.given, self.particle, self.family, self.suffix)
        return " ".join(part for part in parts if part)

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """Family name, given name, then what else there is, as `names.collation` orders them."""
        rest = f"{self.particle} {self.suffix}".strip()
        family, given = self.literal or self.family, self.given
        return names.collation(family), names.collation(given), names.collation(rest)

    @property
    def inverted(self) -> str:
        """Family name first, as indexes write it."""
        if self.literal:
            return self.literal
        given = " ".join(part for part in (self.given, self.particle) if part)
        return ", ".join(part for part in (self.family, given, self.suffix) if part)


class Affiliation(Record):
    """An institution of a contribution's authors."""

    id: Identifier = Field(description="A short id that the authors of this file refer to.")
    name: Text = Field(description="The institution's name, as it should be printed.")
    ror: Ror | None = Field(None, description="Its identifier from ror.org.")


class Author(Record):
    """One author of a contribution."""

    name: Name = Field(description="“Given Family”, or its parts, or {literal: …} for a group.")
    orcid: Orcid | None = Field(None, description="The author's ORCID iD; its checksum is tested.")
    affiliations: tuple[Identifier, ...] = Field((), description="Ids declared in `affiliations`.")
    corresponding: bool = Field(False, description="Whether questions go to this author.")
    presenting: bool = Field(False, description="Whether this author presents it at the workshop.")

    _address: str = PrivateAttr("")

    def known_as(self, name: Name, orcid: str | None, address: str) -> Author:
        """This author under the name, ORCID iD and address that the volume has for the person."""
        made = self.model_copy(update={"name": name, "orcid": orcid})
        made._address = address  # noqa: SLF001 - the copy's own
        # What the name alone makes may have been asked for.
        made.__dict__.pop("slug", None)
        return made

    @cached_property
    def slug(self) -> str:
        """The author's address within the volume; before people are known, what the name makes."""
        return self._address or names.slug(self.name.display)


class Links(Record):
    """Where more of a contribution is to be found."""

    arxiv: ArXiv | None = Field(None, description="arXiv number, such as 2501.01234.")
    doi: Doi | None = Field(None, description="DOI of the paper, such as 10.1000/182.")
    paper: Link | None = Field(None, description="The paper.")
    code: Link | None = Field(None, description="The code.")
    poster: Link | None = Field(None, description="The poster.")
    slides: Link | None = Field(None, description="The slides.")
    video: Link | None = Field(None, description="A video.")
    data: Link | None = Field(None, description="The data.")

    def addresses(self) -> Iterator[tuple[str, str]]:
        """(kind, https address) of each link that is given, in the order of the fields."""
        prefixes = {"arxiv": "https://arxiv.org/abs/", "doi": "https://doi.org/"}
        for kind in type(self).model_fields:
            if target := getattr(self, kind):
                yield kind, prefixes[kind] + quote(target) if kind in prefixes else target


class FrontMatter(Record):
    """What an author says about a contribution, above its text."""

    title: Text = Field(
        description="The title; $math$, *emphasis*, **strong** and `code` are allowed in it."
    )
    authors: tuple[Author, ...] = Field(min_length=1, description="The authors, in order.")
    affiliations: tuple[Affiliation, ...] = Field((), description="The authors' institutions.")
    topics: tuple[Text, ...] = Field((), description="Ids of the volume's topics.")
    keywords: tuple[Text, ...] = Field((), max_length=MOST_KEYWORDS, description="A few short phrases.")
    license: License | None = Field(None, description="SPDX identifier; else the volume's.")
    links: Links = Field(default_factory=Links, description="arXiv, DOI, code, poster …")
    doi: Doi | None = Field(None, description="DOI of this abstract, where it has one.")
    date: datetime.date | None = Field(None, description="Date of the abstract, as 2027-02-01.")
    status: Status = Field(Status.ACCEPTED, description="accepted, sample or withdrawn.")


@dataclass(frozen=True, slots=True)
class Contribution:
    """One contribution: what its author's file says.

    `digest` is of the file's bytes and pictures. `cited` are the keys that it cites, each once, in reading
    order; `pictures` the names of the files in its folder.
    """

    id: str
    path: str
    meta: FrontMatter
    manuscript: Manuscript | Packed
    digest: str
    pictures: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()

    @property
    def opened(self) -> Manuscript:
        """Its manuscript."""
        return self.manuscript.opened if isinstance(self.manuscript, Packed) else self.manuscript

    @property
    def title(self) -> Node:
        """The tree of its title."""
        return self.opened.title

    @property
    def body(self) -> Node:
        """The tree of its abstract."""
        return self.opened.body

    @property
    def source(self) -> str:
        """The author's file as text."""
        return self.opened.source

    @property
    def is_sample(self) -> bool:
        """Whether it only shows the format."""
        return self.meta.status is Status.SAMPLE

    @property
    def is_withdrawn(self) -> bool:
        """Whether its authors took it back."""
        return self.meta.status is Status.WITHDRAWN
