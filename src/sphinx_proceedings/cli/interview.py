"""The questions that `proceedings new` asks an author, and the file that it writes of the answers."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from sphinx_proceedings import names
from sphinx_proceedings.cli import formats
from sphinx_proceedings.cli.build import cannot_run
from sphinx_proceedings.gate import bibtex, files
from sphinx_proceedings.model import FrontMatter, Volume
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.sources import Layout, UnusableVolume, dump, read_contribution, survey

END = "."
Check = Callable[[str], str]
"""What is wrong with an answer, and the remedy; an empty text where nothing is."""
SOMEBODY: Mapping[str, Any] = {"title": "A title", "authors": [{"name": "Given Family"}]}


def interview(source: Path) -> None:
    """Ask, and write the file; exit code 1 where the author declines, 2 where it cannot be written."""
    layout = Layout.of_docs(source)
    try:
        volume = survey(layout).volume()
    except UnusableVolume as error:
        cannot_run(str(error.problems[0]))
        return
    click.echo("An empty answer leaves a question out. Ctrl-C ends all, and nothing is written.\n")
    meta = _front_matter(volume)
    body = _abstract(meta)
    entries = _references()
    id_ = _id(str(meta["title"]), layout.root)
    text = dump(FrontMatter.model_validate(meta), body)
    click.echo()
    for line in text.split("\n"):
        click.echo(f"  {formats.harmless(line)}")
    if not click.confirm(f"Write this to abstracts/{id_}.md?", default=True):
        click.echo("Nothing was written.")
        sys.exit(1)
    wanted = {f"bib/{id_}.bib": entries, f"abstracts/{id_}.md": text}
    try:
        written = _write(layout.root, {name: content for name, content in wanted.items() if content})
    except FileExistsError as error:
        cannot_run(f"there is {error.filename2 or error.filename} by now. Nothing was written.")
        return
    click.echo(f"Written: {', '.join(written)}. Next:\n  proceedings check {written[-1]}")


def _ask(question: str, check: Check = lambda _answer: "", *, needed: bool = False, given: str = "") -> str:
    """An answer that passes `check`; the question is asked until there is one."""
    while True:
        answer = click.prompt(question, default=given, show_default=bool(given), type=str).strip()
        wrong = "This is needed." if needed and not answer else check(answer) if answer else ""
        if not wrong:
            return str(answer)
        _complain(wrong)


def _complain(message: str) -> None:
    click.echo(click.style(f"  {formats.harmless(message)}", fg="red"), color=formats.colour())


def _wrong(problems: Iterable[Problem]) -> str:
    return " ".join(f"{problem.message} {problem.fix}".strip() for problem in problems)


def _trial(keys: Mapping[str, Any], body: str = "The text.") -> str:
    """What is wrong with front matter that says this, as a file of an author would be told."""
    try:
        text = dump(FrontMatter.model_validate({**SOMEBODY, **keys}), body)
    except ValueError:
        # JSON is YAML: what no record takes reaches the reader, which says why in an author's words.
        text = f"---\n{json.dumps({**SOMEBODY, **keys}, ensure_ascii=False)}\n---\n{body}\n"
    return _wrong(read_contribution(text.encode(), "abstracts/new.md", "new")[2])


def _front_matter(volume: Volume) -> dict[str, Any]:
    meta: dict[str, Any] = {
        "title": _ask("Title (formulas between $)", lambda title: _trial({"title": title}), needed=True)
    }
    places: dict[str, str] = {}
    authors = [_author(1, places)]
    while author := _author(len(authors) + 1, places):
        authors.append(author)
    meta["authors"] = authors
    meta["affiliations"] = [{"id": id_, "name": name} for name, id_ in places.items()]
    meta["topics"] = _topics(volume)
    words = _ask("Keywords, with commas between them", lambda answer: _trial({"keywords": _listed(answer)}))
    meta["keywords"] = _listed(words)
    licence = volume.settings.license
    answer = _ask("Licence", lambda answer: _trial({"license": answer}), given=licence)
    return {**meta, "license": answer} if answer not in {"", licence} else meta


def _listed(answer: str) -> list[str]:
    return [part.strip() for part in answer.split(",") if part.strip()]


def _author(number: int, places: dict[str, str]) -> dict[str, Any]:
    """An author, whose institutions are added to `places`; empty where there is no further one."""
    question = f"Author {number}, as “Given Family”" + ("" if number == 1 else " (empty: no more)")
    name = _ask(question, lambda name: _trial({"authors": [{"name": name}]}), needed=number == 1)
    if not name:
        return {}
    author: dict[str, Any] = {"name": name}
    if orcid := _ask("  ORCID iD", lambda given: _trial({"authors": [{"name": name, "orcid": given}]})):
        author["orcid"] = orcid
    ids: list[str] = []
    while True:
        known = "".join(f"\n    {i} {place}" for i, place in enumerate(places, 1))
        hint = f" (a name, or the number of one of{known}\n  )" if known else ""
        place = _ask(f"  {'Another affiliation' if ids else 'Affiliation'}{hint}")
        if not place:
            break
        if place.isdecimal() and 0 < int(place) <= len(places):
            place = list(places)[int(place) - 1]
        ids.append(places.setdefault(place, _free(names.slug(place)[:24].strip("-"), places.values())))
    return {**author, "affiliations": list(dict.fromkeys(ids))} if ids else author


def _free(wanted: str, taken: Iterable[str]) -> str:
    used = set(taken)
    return next(id_ for id_ in (wanted, *(f"{wanted}-{i}" for i in range(2, 99))) if id_ not in used)


def _topics(volume: Volume) -> list[str]:
    ids = list(volume.topics)
    if not ids:
        return []
    for i, topic in enumerate(volume.topics.values(), 1):
        click.echo(f"  {i:>2} {topic.title}")

    def check(answer: str) -> str:
        wrong = [part for part in _listed(answer) if not _topic(part, ids)]
        return f"There is no topic “{wrong[0]}”. Give numbers from 1 to {len(ids)}." if wrong else ""

    answer = _ask("Topics by their numbers, the main one first, with commas", check)
    return list(dict.fromkeys(_topic(part, ids) for part in _listed(answer)))


def _topic(part: str, ids: Sequence[str]) -> str:
    if part.isdecimal() and 0 < int(part) <= len(ids):
        return ids[int(part) - 1]
    return part if part in ids else ""


def _abstract(meta: Mapping[str, Any]) -> str:
    """The text, from the author's editor if one is set, else typed; until it passes."""
    text = ""
    while True:
        if os.environ.get("VISUAL") or os.environ.get("EDITOR"):
            text = (click.edit(text, extension=".md", require_save=False) or "").strip()
        else:
            text = _typed("The abstract")
        wrong = _trial(meta, text)
        if not wrong:
            return text
        _complain(wrong)
        click.pause("Press a key to try again.")


def _references() -> str:
    while True:
        text = _typed("References that bib/references.bib does not have, as BibTeX")
        _, problems = bibtex.read(text.encode(), "bib/new.bib")
        if not problems:
            return f"{text}\n" if text else ""
        _complain(_wrong(problems))


def _typed(what: str) -> str:
    click.echo(f"{what}; end it by a line with a full stop alone:")
    lines: list[str] = []
    while (line := sys.stdin.readline()) and line.strip() != END:
        lines.append(line.rstrip("\n"))
    return "\n".join(lines).strip()


def _id(title: str, root: Path) -> str:
    def check(answer: str) -> str:
        name = f"{answer}.md"
        if not files.NAME["abstracts"].fullmatch(name) or files.RESERVED.fullmatch(name):
            return "Use 2 to 61 letters a-z, digits and hyphens, and no word that Windows keeps."
        taken = any(
            os.path.lexists(root / name) for name in (f"abstracts/{answer}.md", f"bib/{answer}.bib")
        )
        return f"There is a contribution “{answer}” already. Choose another name." if taken else ""

    wanted = names.slug(re.sub(r"\$[^$]*\$", " ", title))[:40].strip("-")
    return _ask("Name of the file, which is its address, too", check, needed=True, given=wanted)


def _write(root: Path, texts: Mapping[str, str]) -> list[str]:
    """Write files that do not exist yet, whole or not at all. FileExistsError where one does."""
    written: list[str] = []
    with tempfile.TemporaryDirectory(dir=root, prefix=".new-") as folder:
        try:
            for number, (name, text) in enumerate(texts.items()):
                draft = Path(folder) / str(number)
                draft.write_text(text, encoding="utf-8")
                (root / name).parent.mkdir(exist_ok=True)
                # A link, unlike a move, never takes the place of a file.
                (root / name).hardlink_to(draft)
                written.append(name)
        except FileExistsError:
            for name in written:
                (root / name).unlink()
            raise
    return written
