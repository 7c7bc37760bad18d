"""Fuzz what meets a stranger's file first: sources, gate, content or references.

    pip install atheris
    python tools/fuzz.py gate -max_total_time=600

Arguments after the target are libFuzzer's. Seeds are in tests/fixtures/seeds/, with the samples of
tests/fixtures/lint. What breaks a target is kept as crash-… in the current folder; made small, it belongs
into the seeds, which the test suite reads as well.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
LONGEST = 4096
SLOWEST = 60


def main() -> None:
    """Run one target until libFuzzer stops."""
    import atheris  # noqa: PLC0415 - only here: it comes with a compiler's run time

    sys.path.insert(0, str(ROOT))
    with atheris.instrument_imports(
        include=["sphinx_proceedings", "markdown_it", "mdit_py_plugins", "yaml"]
    ):
        from tests import targets  # noqa: PLC0415 - to be instrumented

    name, *options = sys.argv[1:]
    seeds = [FIXTURES / "seeds" / name]
    if name in {"gate", "sources", "content"}:
        seeds += [FIXTURES / "lint", FIXTURES / "hostile" / "abstracts"]
    else:
        seeds += [FIXTURES / "hostile" / "bib"]
    with tempfile.TemporaryDirectory() as corpus:
        folders = [corpus, *(str(folder) for folder in seeds if folder.is_dir())]
        limits = [f"-max_len={LONGEST}", f"-timeout={SLOWEST}", "-rss_limit_mb=2048"]
        atheris.Setup([sys.argv[0], *limits, *options, *folders], targets.TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
