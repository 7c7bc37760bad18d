"""What the organizers know of the people who sign: docs/people.yml."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from sphinx_proceedings.model.contribution import Name
from sphinx_proceedings.model.record import Identifier, Orcid, Record


def _free(value: str) -> str:
    if value == "index":
        raise PydanticCustomError("FM-VALUE", "“index” is the address of the list of all authors.")
    return value


Address = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120), AfterValidator(_free)]


class Identity(Record):
    """One person: which signatures are theirs, and how the volume shows them."""

    name: Name | None = Field(
        None, description="The name to show wherever the person appears; else each file's own spelling."
    )
    spellings: tuple[Name, ...] = Field((), description="Names under which the person signs.")
    orcids: tuple[Orcid, ...] = Field((), description="The person's ORCID iDs; the first is shown.")
    contributions: tuple[Identifier, ...] = Field(
        (), description="Ids of contributions, if the names count in these only: two people of one name."
    )
    address: Address | None = Field(
        None, description="Address of the person's page, without folder and .html. It never changes."
    )
    former_addresses: tuple[Address, ...] = Field(
        (), description="Addresses that the page had before; each leads to the page."
    )
    hide_spellings: bool = Field(
        False, description="Whether the spellings appear nowhere, in addresses neither."
    )

    @model_validator(mode="after")
    def _means_somebody(self) -> Self:
        if not (self.name or self.spellings or self.orcids):
            raise PydanticCustomError(
                "FM-VALUE", "An entry needs name, spellings or orcids to say who is meant."
            )
        if self.hide_spellings and not self.name:
            raise PydanticCustomError("FM-VALUE", "hide_spellings needs the name to show instead.")
        return self

    @property
    def spelled(self) -> tuple[Name, ...]:
        """Every name under which the person may sign."""
        return (self.name, *self.spellings) if self.name else self.spellings


class People(Record):
    """Who is who among the authors: docs/people.yml."""

    people: tuple[Identity, ...] = Field((), description="The people of whom something is to be said.")
