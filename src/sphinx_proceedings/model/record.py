"""What all records share: frozen, strict about keys, with checked kinds of text.

A validator raises `PydanticCustomError` whose type is a code of `problems.CODES`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from sphinx_proceedings import addresses, identifiers


class Record(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _checked(code: str, parse: Callable[[str], str]) -> BeforeValidator:
    """A validator that turns the ValueError of `parse` into a Problem with `code`."""

    def validate(value: object) -> str:
        try:
            return parse(str(value))
        except ValueError as error:
            raise PydanticCustomError(
                code,
                "“{value}” {reason}.",
                {"value": str(value), "reason": str(error)},
            ) from None

    return BeforeValidator(validate)


def _https(value: str) -> str:
    if not addresses.PAGE.fullmatch(value):
        if value.startswith("https://") and not set(value) & set(" \t\n\"'<>`\\"):
            raise ValueError("does not begin with https:// and the plain name of a host")
        raise ValueError("is not a link that starts with https:// and has no spaces or quotes")
    return value


def _spdx(value: str) -> str:
    if not value.isascii() or not all(c.isalnum() or c in "-.+" for c in value) or not value:
        raise ValueError("is not an SPDX licence identifier such as CC-BY-4.0")
    return value


def _one_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


Line = Annotated[str, BeforeValidator(_one_line)]
"""Text in one line: YAML keeps some of an author's line breaks."""
Text = Annotated[Line, Field(min_length=1, max_length=600)]
Part = Annotated[Line, Field(max_length=200)]
"""A part of a name."""
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")]
Link = Annotated[str, _checked("LINK", _https)]
Orcid = Annotated[str, _checked("ORCID", identifiers.parse_orcid)]
Ror = Annotated[str, _checked("ROR", identifiers.parse_ror)]
License = Annotated[str, _checked("FM-VALUE", _spdx)]
ArXiv = Annotated[str, Field(pattern=r"^([0-9]{4}\.[0-9]{4,5}|[a-z-]+(\.[A-Z]{2})?/[0-9]{7})(v[0-9]+)?$")]
Doi = Annotated[str, Field(pattern=r"^10\.[0-9]{4,9}/[!#-;=?-\[\]_a-z|~]+$", max_length=300)]
"""In ASCII, and without the signs that would end a value of BibTeX or an attribute."""
