"""Bibliographies of strangers are read in a process of its own, which cannot do more than read."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sphinx_proceedings.gate import apart, bibtex

BIB = Path(__file__).parent / "fixtures" / "hostile" / "bib"
ENTRY = "@book{a,\n  title = {Über {X}},\n  author = {A, B},\n  publisher = {C},\n  year = {2020},\n}\n"
TRY = """
import sys
from sphinx_proceedings.gate import apart
apart.limit()
try:
    {}
except (OSError, MemoryError):
    print("refused")
"""


def test_it_says_what_is_said_without_it():
    with apart.Reader() as reader:
        for path in [*sorted(BIB.glob("*.bib")), Path(__file__)]:
            data = path.read_bytes()
            assert reader.read(data, f"bib/{path.name}") == bibtex.read(data, f"bib/{path.name}"), path.name
        assert reader.read(ENTRY.encode(), "bib/a.bib") == bibtex.read(ENTRY.encode(), "bib/a.bib")


def test_one_process_reads_all_files_and_ends():
    with apart.Reader() as reader:
        process = reader.start()
        reader.read(ENTRY.encode(), "bib/a.bib")
        reader.read(ENTRY.encode(), "bib/b.bib")
        assert reader.start() is process
    assert process.poll() is not None


def test_a_file_that_comes_to_no_end_is_refused_and_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch):
    asked = apart.ask

    def slow(process: subprocess.Popen[str], data: bytes, path: str) -> object:
        if path == "bib/slow.bib":
            # Half a question: the process waits for the rest.
            return process.stdout.readline() or None
        return asked(process, data, path)

    monkeypatch.setattr(apart, "ask", slow)
    with apart.Reader(seconds=0.5) as reader:
        started = time.monotonic()
        entries, [problem] = reader.read(b"", "bib/slow.bib")
        assert time.monotonic() - started < 5
        assert (entries, problem.code) == ([], "BUDGET")
        reader.seconds = 30
        assert reader.read(ENTRY.encode(), "bib/a.bib")[0][0].key == "a"


def test_a_process_that_died_is_followed_by_another():
    with apart.Reader() as reader:
        reader.start().kill()
        reader.start().wait()
        assert [problem.code for problem in reader.read(ENTRY.encode(), "bib/a.bib")[1]] == ["BUDGET"]
        assert reader.read(ENTRY.encode(), "bib/a.bib")[1] == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other limits")
@pytest.mark.parametrize(
    "deed", ["open('/etc/hostname').read()", "bytearray(1 << 30)", "__import__('socket').socket()"]
)
def test_the_process_reads_no_file_asks_no_host_and_takes_no_gigabyte(deed: str):
    command = [sys.executable, "-c", TRY.format(deed)]
    environment = {**os.environ, "PYTHONPATH": str(apart.PACKAGES)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.stdout == "refused\n", done.stderr


def test_the_process_knows_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CANARY", "5d41402abc4b2a76")
    with apart.Reader() as reader:
        environment = Path(f"/proc/{reader.start().pid}/environ")
        if not environment.exists():
            pytest.skip("this system does not show environments")
        reader.read(b"", "bib/a.bib")
        assert b"5d41402abc4b2a76" not in environment.read_bytes()


def test_questions_and_answers_are_lines_of_json():
    out = io.StringIO()
    apart.answer([json.dumps([ENTRY.encode().decode("latin-1"), "bib/a.bib"])], out)
    [[key, kind, fields, line]], problems = json.loads(out.getvalue())
    assert (key, kind, fields["title"], line, problems) == ("a", "book", "Über {X}", 1, [])
