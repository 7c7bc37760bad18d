"""Measure a build, cold, unchanged and after one abstract was edited; and a check, of all and of one.

    python tools/bench.py --contributions 1000
    python tools/bench.py --records records.jsonl --contributions 1000

Without `--records` the abstracts are made up by rule from a few sentences and formulas. A record is a JSON
object with title, authors, affiliations, keywords and abstract (LaTeX). Each command is a process of its
own.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sphinx_proceedings import names
from sphinx_proceedings.model import FrontMatter
from sphinx_proceedings.sources import dump

SENTENCES = (
    "We study the {} of a {} and show that its {} is determined by finitely many {}.",
    "For $n \\ge 2$ and a generic point $x \\in \\mathbb{{R}}^n$ the {} has a {} with {} and {}.",
    "The bound $\\sum_{{k=0}}^n \\binom{{n}}{{k}} = 2^n$ holds for every {} of a {} whose {} is a {}.",
    "This extends a {} of the {}; its {} is again a {}.",
)
NOUNS = "variety fiber module invariant network estimator cell polytope stratum quotient map bound".split()
GIVEN = "Ada Emmy Sofia Felix David Maryam Oscar Olga Grace Carl".split()
FAMILY = "Alder Birch Cedar Damson Elm Fir Gorse Hazel Ivy Juniper Kauri Larch Maple".split()


def made_up(count: int) -> Iterator[tuple[str, str]]:
    """(id, file) of `count` contributions, always the same ones."""
    for i in range(count):
        nouns = itertools.cycle(NOUNS[i % len(NOUNS) :] + NOUNS[: i % len(NOUNS)])
        body = " ".join(
            sentence.format(*itertools.islice(nouns, 4)) for sentence in SENTENCES * (2 + i % 3)
        )
        authors = [
            {
                "name": f"{GIVEN[(i + k) % len(GIVEN)]} {FAMILY[(i * 7 + k * 3) % len(FAMILY)]}",
                "affiliations": ["a"],
            }
            for k in range(1 + i % 4)
        ]
        meta = FrontMatter.model_validate(
            {
                "title": f"On the {next(nouns)} of a {next(nouns)} of degree ${i}$",
                "authors": authors,
                "affiliations": [{"id": "a", "name": f"University of {FAMILY[i % len(FAMILY)]}"}],
                "topics": ["first-topic"],
                "keywords": [next(nouns), next(nouns)],
            }
        )
        yield f"made-up-{i:05d}", dump(meta, f"{body} {{cite:p}}`cox2015ideals`.")


def recorded(file: Path, count: int) -> Iterator[tuple[str, str]]:
    """(id, file) of the first `count` records of a JSON Lines file, gzipped or not."""
    from sphinx_proceedings.importers import latex  # noqa: PLC0415

    with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8") as lines:
        for i, line in enumerate(itertools.islice(lines, count)):
            record = json.loads(line)
            places = dict.fromkeys(name[:600] for name in record["affiliations"] if name.strip())
            ids = {name: f"a{k}" for k, name in enumerate(places)}
            affiliations = [*record["affiliations"], *[""] * len(record["authors"])]
            meta = FrontMatter.model_validate(
                {
                    "title": latex.title(record["title"]).text,
                    "authors": [
                        {"name": _name(name), "affiliations": [ids[a[:600]]] if a.strip() else []}
                        for name, a in zip(record["authors"], affiliations, strict=False)
                    ],
                    "affiliations": [{"id": id_, "name": name} for name, id_ in ids.items()],
                    "topics": ["first-topic"],
                    "keywords": record["keywords"][:8],
                }
            )
            yield (
                f"r{i:05d}-{names.slug(record['title'])[:40].strip('-')}",
                dump(meta, latex.body(record["abstract"]).text),
            )


def _name(text: str) -> str | dict[str, str]:
    return text if len(text.split()) > 1 else {"literal": text or "Unknown"}


def timed(volume: Path, *words: str, ends: int = 0) -> tuple[float, str]:
    """(wall seconds, last line) of one command, which ends with a code of at most `ends`."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "sphinx_proceedings", *words]
    started = time.perf_counter()
    done = subprocess.run(command, cwd=volume, env=environment, check=False, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    if done.returncode > ends:
        sys.exit(done.stdout + done.stderr)
    return seconds, done.stdout.splitlines()[-1]


def tell(label: str, measured: tuple[float, str]) -> None:
    """Print what a command took, and what it said last."""
    print(f"{label:16} {measured[0]:6.2f} s  {measured[1]}", flush=True)


def main() -> None:
    """Make a volume in a temporary folder, build and check it, print what it took."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--contributions", type=int, default=1000)
    parser.add_argument("--records", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path, help="make the volume here and leave it")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="bench-"))
    volume = folder / "volume"
    try:
        subprocess.run(
            [sys.executable, "-m", "sphinx_proceedings", "init", str(volume)],
            check=True,
            capture_output=True,
        )
        chosen = (
            recorded(options.records, options.contributions)
            if options.records
            else made_up(options.contributions)
        )
        for id_, text in chosen:
            (volume / "abstracts" / f"{id_}.md").write_text(text, encoding="utf-8")
        build = ("build", "--jobs", str(options.jobs))
        for label in ("cold", "nothing changed"):
            tell(label, timed(volume, *build))
        files = sorted((volume / "abstracts").glob("*.md"))
        edited = files[len(files) // 2]
        edited.write_text(edited.read_text(encoding="utf-8") + "\nOne sentence more.\n", encoding="utf-8")
        tell("one edited", timed(volume, *build))
        tell("check", timed(volume, "check", ends=1))
        tell("check of one", timed(volume, "check", f"abstracts/{edited.name}", ends=1))
    finally:
        if not options.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
