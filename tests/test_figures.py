"""The pictures of the site are those that their scripts draw, byte for byte."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DRAW = Path(__file__).parent.parent / "docs" / "figures" / "draw.py"


def test_every_picture_is_what_its_script_draws():
    done = subprocess.run([sys.executable, DRAW, "--check"], capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def test_a_picture_that_differs_is_named(tmp_path: Path):
    copy = tmp_path / "docs"
    (copy / "topics").mkdir(parents=True)
    (copy / "figures").symlink_to(DRAW.parent)
    script = f"import sys, draw, pathlib; draw.DOCS = pathlib.Path({str(copy)!r}); sys.exit(draw.main())"
    done = subprocess.run(
        [sys.executable, "-c", script, "--check", "favicon"],
        capture_output=True, text=True, check=False, cwd=DRAW.parent,
    )  # fmt: skip
    assert (done.stdout, done.returncode) == ("differs: _static/figures/favicon.svg\n", 1)
