"""JSON Schemas: of the files that people write, for their editors, and of volume.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter

from sphinx_proceedings.exports.csl import Item
from sphinx_proceedings.model import FrontMatter, People, Programme, Record, Settings

SCHEMAS: dict[str, type[Record]] = {
    "contribution": FrontMatter,
    "volume": Settings,
    "programme": Programme,
    "people": People,
}


CITATIONS = "citations"


def citations() -> dict[str, Any]:
    """That of volume.json and of the .json beside each contribution: the part of CSL-JSON that we write."""
    return TypeAdapter(list[Item], config=ConfigDict(extra="forbid")).json_schema()


def write(folder: Path) -> None:
    """Write each schema as `NAME.json` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    schemas = {name: model.model_json_schema() for name, model in SCHEMAS.items()}
    for name, made in {**schemas, CITATIONS: citations()}.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
