"""What authors are told, word by word, and samples that state the Problems they expect.

A sample in tests/fixtures/lint says on its second line `# expect: LINE:COLUMN CODE, …`, or `# expect: nothing`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.golden.making import problems_of, said, text

LINT = Path(__file__).parent / "fixtures" / "lint"
SAMPLES = sorted(LINT.glob("*.md"))
EXPECTED = re.compile(rb"^# expect: (.+?)\r?$", re.MULTILINE)


def expected(data: bytes) -> list[tuple[int, int, str]]:
    """What a sample says of itself."""
    second = data.split(b"\n")[1]
    match = EXPECTED.match(second)
    assert match, "a sample states on its second line what it expects"
    if match[1] == b"nothing":
        return []
    wanted = []
    for item in match[1].decode().split(", "):
        place, _, code = item.partition(" ")
        line, _, column = place.partition(":")
        wanted.append((int(line), int(column), code))
    return sorted(wanted)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_has_the_problems_that_it_states(path: Path):
    data = path.read_bytes()
    found = problems_of(data, path.stem)
    assert sorted((p.line, p.column, p.code) for p in found) == expected(data)
