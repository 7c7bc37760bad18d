"""JSON Schemas of the files that people write, for their editors; made from the model."""

from __future__ import annotations

import json
from pathlib import Path

from sphinx_proceedings.model import FrontMatter, People, Programme, Record, Settings

SCHEMAS: dict[str, type[Record]] = {
    "contribution": FrontMatter,
    "volume": Settings,
    "programme": Programme,
    "people": People,
}


def write(folder: Path) -> None:
    """Write each schema as `NAME.json` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in SCHEMAS.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
