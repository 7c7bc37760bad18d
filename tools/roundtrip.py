"""Read every export of a built site with other people's parsers, and compare them field by field.

    python tools/roundtrip.py build/html

The files of the whole volume (volume.bib, .ris and .json, feed.atom) and those beside each contribution are
read by pybtex, bibtexparser, rispy, jsonschema and feedparser, the heads of the pages by extruct, and held
against CSL-JSON. Prints what differs and how much was compared; exit 1 if anything differs.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bibtexparser
import extruct
import feedparser
import jsonschema
import rispy
from pybtex.database import BibliographyData, Entry, parse_string
from pybtex.richtext import Text

Item = dict[str, Any]
Difference = tuple[str, str, object, object]
"""A contribution's key, the format and field, what CSL-JSON says, what the other says."""


def compare(site: Path) -> Iterator[Difference | str]:
    """Each difference; for each field that was compared, its name."""
    items: list[Item] = json.loads(_read(site / "volume.json"))
    schema = json.loads(_read(site / "schema" / "citations.json"))
    checked = jsonschema.Draft202012Validator(schema)
    for error in checked.iter_errors(items):
        yield "volume.json", f"schema {error.json_path}", "valid", error.message
    bib = parse_string(_read(site / "volume.bib"), "bibtex")
    second = {entry.key: entry for entry in bibtexparser.parse_string(_read(site / "volume.bib")).entries}
    ris = rispy.loads(_read(site / "volume.ris"))
    yield from _held("volume", "number", len(items), len(bib.entries))
    yield from _held("volume", "number", len(items), len(second))
    yield from _held("volume", "number", len(items), len(ris))
    news = feedparser.parse(_read(site / "feed.atom")).entries if (site / "feed.atom").exists() else []
    by_page = {Path(entry.link).stem: entry for entry in reversed(news)}
    for item, record in zip(items, ris, strict=True):
        key = item["id"]
        if key not in bib.entries or key not in second:
            yield key, "bibtex", "an entry", "none"
            continue
        yield from _bibtex(item, bib.entries[key])
        for name, value in bib.entries[key].fields.items():
            yield from _held(
                key, f"bibtexparser {name}", value, _month(second[key].fields_dict[name].value)
            )
        yield from _ris(item, record)
        yield from _beside(site, item, bib, record)
    for id_, entry in by_page.items():
        alone = site / "abstracts" / f"{id_}.json"
        if alone.exists() and not entry.title.startswith(("Correction: ", "Withdrawn: ")):
            [item] = json.loads(_read(alone))
            yield from _held(item["id"], "atom title", item["title"], entry.title)
            said = f"{item.get('note', '')} {item.get('abstract', '')}".strip()
            yield from _held(item["id"], "atom abstract", said, entry.summary)
            yield from _held(item["id"], "atom authors", len(item["author"]), len(entry.authors))


def _bibtex(item: Item, entry: Entry) -> Iterator[Difference | str]:
    key, fields = item["id"], entry.fields
    if "$" not in fields["title"]:
        yield from _held(key, "bibtex title", item["title"], _plain(fields["title"]))
    said = [_plain(" ".join([*p.prelast_names, *p.last_names])) for p in entry.persons["author"]]
    yield from _held(key, "bibtex families", [_family(name) for name in item["author"]], said)
    said = [_plain(" ".join([*p.first_names, *p.middle_names])) for p in entry.persons["author"]]
    yield from _held(key, "bibtex given", [name.get("given", "") for name in item["author"]], said)
    yield from _held(key, "bibtex container", item["container-title"], _plain(fields["booktitle"]))
    yield from _held(key, "bibtex year", _year(item), fields.get("year", ""))
    yield from _held(key, "bibtex doi", item.get("DOI", ""), fields.get("doi", ""))
    yield from _held(key, "bibtex url", item.get("URL", ""), fields.get("url", ""))


def _ris(item: Item, record: Item) -> Iterator[Difference | str]:
    key = item["id"]
    yield from _held(key, "ris title", item["title"], record["title"])
    yield from _held(key, "ris authors", [_inverted(name) for name in item["author"]], record["authors"])
    yield from _held(key, "ris container", item["container-title"], record["secondary_title"])
    yield from _held(key, "ris year", _year(item), record.get("year", ""))
    yield from _held(key, "ris doi", item.get("DOI", ""), record.get("doi", ""))
    yield from _held(key, "ris url", item.get("URL", ""), "".join(record.get("urls", [])))
    yield from _held(key, "ris abstract", item.get("abstract", ""), record.get("abstract", ""))


def _beside(site: Path, item: Item, bib: BibliographyData, record: Item) -> Iterator[Difference | str]:
    """The files of one contribution, and what the head of its page says."""
    # The key is the short title and the id; of two ids that end alike, the longer one.
    parts = item["id"].split("-")
    names = ("-".join(parts[i:]) for i in range(len(parts)))
    page = next((p for n in names if (p := site / "abstracts" / f"{n}.json").exists()), None)
    if page is None:
        yield item["id"], "its own files", "there", "missing"
        return
    key = item["id"]
    yield from _held(key, "own json", [item], json.loads(_read(page)))
    own = parse_string(_read(page.with_suffix(".bib")), "bibtex")
    yield from _held(key, "own bib", bib.entries[key], own.entries[key])
    yield from _held(key, "own ris", [record], rispy.loads(_read(page.with_suffix(".ris"))))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = extruct.extract(_read(page.with_suffix(".html")), syntaxes=["json-ld", "opengraph"])
    every = [node for whole in found["json-ld"] for node in whole.get("@graph", [whole])]
    [work] = [node for node in every if node["@type"] == "ScholarlyArticle"]
    yield from _held(key, "json-ld title", item["title"], work["headline"])
    yield from _held(key, "json-ld abstract", item.get("abstract", ""), work.get("abstract", ""))
    yield from _held(key, "json-ld url", item.get("URL", ""), work.get("url", ""))
    yield from _held(key, "json-ld doi", item.get("DOI", ""), work.get("identifier", {}).get("value", ""))
    said = [author.get("familyName") or author["name"] for author in work["author"]]
    yield from _held(key, "json-ld families", [_family(name) for name in item["author"]], said)
    yield from _held(key, "json-ld year", _year(item), work.get("datePublished", "")[:4])
    titles = [
        value for graph in found["opengraph"] for name, value in graph["properties"] if name == "og:title"
    ]
    yield from _held(key, "open graph title", [item["title"]], titles)


def _held(key: str, field: str, expected: object, said: object) -> Iterator[Difference | str]:
    yield field
    if expected != said:
        yield key, field, expected, said


def _plain(latex: str) -> str:
    return " ".join(str(Text.from_latex(latex)).split())


def _family(name: Item) -> str:
    parts = (name.get("non-dropping-particle"), name.get("family"))
    return name.get("literal") or " ".join(part for part in parts if part)


def _inverted(name: Item) -> str:
    return ", ".join(part for part in (_family(name), name.get("given"), name.get("suffix")) if part)


def _year(item: Item) -> str:
    return str(item["issued"]["date-parts"][0][0]) if "issued" in item else ""


def _month(value: str) -> str:
    """A month in full: pybtex resolves its abbreviation, bibtexparser leaves it."""
    months = "January February March April May June July August September October November December".split()
    return next((month for month in months if month[:3].lower() == value), value)


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def main() -> int:
    """Compare, print, and say by the status whether all agrees."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site", type=Path, help="the folder of a built site")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    compared: Counter[str] = Counter()
    different: Counter[str] = Counter()
    for found in compare(options.site):
        if isinstance(found, str):
            compared[found] += 1
            continue
        key, field, expected, said = found
        different[field] += 1
        if different[field] <= 5:
            print(f"{key}: {field}\n  {expected!r}\n  {said!r}")
    for field, number in different.items():
        print(f"{field}: {number} differ")
    print(f"{sum(compared.values())} values of {len(compared)} fields compared, {different.total()} differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
