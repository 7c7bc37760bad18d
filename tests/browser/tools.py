"""The programs that a browser test needs: there, or else said loudly.

One rule, for every program: where CI is set, a missing one fails the test; elsewhere it skips the
test, and the summary of the run says so in red (`tests/conftest.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest

from tools import setup_browser

if TYPE_CHECKING:
    from pathlib import Path

MISSING = "missing on this machine: "


def chromium() -> Path:
    return setup_browser.chromium() or without("a Chromium", setup_browser.CHROMIUM_REMEDY)


def html_checker() -> list[str]:
    return setup_browser.html_checker() or without(
        "the Nu HTML checker", setup_browser.CHECKER_REMEDY
    )


def without(name: str, remedy: str) -> NoReturn:
    message = f"{MISSING}{name}. {remedy}"
    if setup_browser.in_ci():
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
