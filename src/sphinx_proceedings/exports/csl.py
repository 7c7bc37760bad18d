"""Citations as CSL-JSON: https://github.com/citation-style-language/schema, csl-data.json."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from typing import Any, Required, cast

# pydantic wants these of Python 3.11, not typing.TypedDict.
from typing_extensions import TypedDict

from sphinx_proceedings.citation import Citation
from sphinx_proceedings.model import Name

CslName = TypedDict(
    "CslName",
    {"literal": str, "family": str, "given": str, "non-dropping-particle": str, "suffix": str},
    total=False,
)
CslDate = TypedDict("CslDate", {"date-parts": list[list[int]]})
Item = TypedDict(
    "Item",
    {
        "id": Required[str],
        "type": Required[str],
        "author": Required[list[CslName]],
        "title": Required[str],
        "container-title": Required[str],
        "event-title": str,
        "event-date": CslDate,
        "event-place": str,
        "publisher": str,
        "issued": CslDate,
        "abstract": str,
        "keyword": str,
        "DOI": str,
        "URL": str,
        "note": str,
    },
    total=False,
)
"""What we say of a contribution, of all that CSL-JSON knows; `pages.schemas` publishes it."""


def csl_json(citations: Sequence[Citation]) -> str:
    """A list with an item for each citation."""
    return json.dumps([item(citation) for citation in citations], ensure_ascii=False, indent=1) + "\n"


def item(cited: Citation) -> Item:
    """A citation as an item; what is not known has no key."""
    everything = {
        "id": cited.key,
        "type": "paper-conference",
        "author": [_name(name) for name in cited.authors],
        "title": cited.title,
        "container-title": cited.container,
        "event-title": cited.event,
        "event-date": _dates(cited.begins, cited.ends),
        "event-place": cited.place,
        "publisher": cited.publisher,
        "issued": _dates(cited.date),
        "abstract": cited.abstract,
        "keyword": ", ".join(cited.keywords),
        "DOI": cited.doi,
        "URL": cited.url,
        "note": cited.note,
    }
    return cast(Item, {key: value for key, value in everything.items() if value})


def _dates(*days: datetime.date | None) -> dict[str, Any] | None:
    parts = [[day.year, day.month, day.day] for day in days if day]
    return {"date-parts": parts} if parts else None


def _name(name: Name) -> dict[str, str]:
    parts = {
        "literal": name.literal,
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {key: value for key, value in parts.items() if value}
