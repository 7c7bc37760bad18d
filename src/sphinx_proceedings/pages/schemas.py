"""JSON Schemas: of the files that people write, for their editors, and of what programs are given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter

from sphinx_proceedings.exports.csl import Item
from sphinx_proceedings.model import FrontMatter, People, Programme, Record, Settings
from sphinx_proceedings.problems import CODES

SCHEMAS: dict[str, type[Record]] = {
    "contribution": FrontMatter,
    "volume": Settings,
    "programme": Programme,
    "people": People,
}


def problems() -> dict[str, Any]:
    """The list that `proceedings check --format json` prints."""
    fields = {
        "path": {"type": "string", "description": "The file, relative to the volume's folder."},
        "line": {"type": "integer", "minimum": 0, "description": "From 1; 0 is the file as a whole."},
        "column": {"type": "integer", "minimum": 0, "description": "In characters, from 1; 0 as line."},
        "code": {"enum": sorted(CODES)},
        "message": {"type": "string", "description": "What is wrong."},
        "fix": {"type": "string", "description": "How to mend it; empty where that is not known."},
        "severity": {"enum": ["advice", "error"], "description": "Advice fails only a strict check."},
    }
    item = {
        "type": "object", "properties": fields, "required": list(fields), "additionalProperties": False,
    }  # fmt: skip
    return {"title": "Problems", "type": "array", "items": item}


def citations() -> dict[str, Any]:
    """That of volume.json and of the .json beside each contribution: the part of CSL-JSON that we write."""
    return TypeAdapter(list[Item], config=ConfigDict(extra="forbid")).json_schema()


def write(folder: Path) -> None:
    """Write each schema as `NAME.json` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {name: model.model_json_schema() for name, model in SCHEMAS.items()}
    for name, body in {**made, "citations": citations(), "problems": problems()}.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **body}
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
