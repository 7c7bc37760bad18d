"""Bibliographies of strangers are read in a process of its own, which cannot do more than read."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from sphinx_proceedings.gate import apart, bibtex

BIB = Path(__file__).parent / "fixtures" / "hostile" / "bib"
ENTRY = "@book{a,\n  title = {Über {X}},\n  author = {A, B},\n  publisher = {C},\n  year = {2020},\n}\n"
GOOD = (ENTRY.encode(), "bib/a.bib")
TRY = """
import sys
from sphinx_proceedings.gate import apart, confinement
confinement.limit(apart.MEGABYTES)
try:
    {}
except (OSError, MemoryError):
    print("refused")
"""


def test_it_says_what_is_said_without_it():
    with apart.Reader() as reader:
        asked = [
            (path.read_bytes(), f"bib/{path.name}") for path in [*BIB.glob("*.bib"), Path(__file__)] * 3
        ]
        assert len(asked) > apart.TOGETHER
        asked.append((ENTRY.encode(), "bib/a.bib"))
        for (data, path), found in zip(asked, reader.read(asked), strict=True):
            assert found == bibtex.read(data, path), path


def test_one_process_reads_all_files_and_ends():
    with apart.Reader() as reader:
        process = reader.start()
        list(reader.read([GOOD, (b"", "bib/b.bib")]))
        list(reader.read([GOOD]))
        assert reader.start() is process
    assert process.poll() is not None


def test_a_file_that_comes_to_no_end_is_refused_and_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch):
    asked = apart.ask

    def slow(process: subprocess.Popen[str], questions: Sequence[apart.Question]) -> list[object]:
        # Half a question: the process waits for the rest.
        endless = ("", "bib/slow.bib") in [("", path) for _, path in questions]
        return list(process.stdout.readline()) if endless else asked(process, questions)

    monkeypatch.setattr(apart, "ask", slow)
    with apart.Reader(seconds=1.5) as reader:
        found = list(reader.read([GOOD, (b"", "bib/slow.bib"), (b"", "bib/empty.bib")]))
    [before, (entries, [problem]), after] = found
    assert (before[0][0].key, entries, problem.path, problem.code) == ("a", [], "bib/slow.bib", "BUDGET")
    assert after == ([], [])


def test_a_process_that_died_is_followed_by_another():
    with apart.Reader() as reader:
        reader.start().kill()
        reader.start().wait()
        [(entries, problems)] = reader.read([GOOD])
        assert (entries[0].key, problems) == ("a", [])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other limits")
@pytest.mark.parametrize(
    "deed", ["open('/etc/hostname').read()", "bytearray(1 << 30)", "__import__('socket').socket()"]
)
def test_the_process_reads_no_file_asks_no_host_and_takes_no_gigabyte(deed: str):
    command = [sys.executable, "-c", TRY.format(deed)]
    environment = {**os.environ, "PYTHONPATH": apart.PACKAGES}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.stdout == "refused\n", done.stderr


def test_the_process_knows_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CANARY", "5d41402abc4b2a76")
    with apart.Reader() as reader:
        environment = Path(f"/proc/{reader.start().pid}/environ")
        if not environment.exists():
            pytest.skip("this system does not show environments")
        list(reader.read([GOOD]))
        assert b"5d41402abc4b2a76" not in environment.read_bytes()


def test_questions_and_answers_are_lines_of_json():
    out = io.StringIO()
    apart.answer([json.dumps([[ENTRY.encode().decode("latin-1"), "bib/a.bib"]])], out)
    [[[[key, kind, fields, line]], problems]] = json.loads(out.getvalue())
    assert (key, kind, fields["title"], line, problems) == ("a", "book", "Über {X}", 1, [])
