"""What a browser test needs: a site that is built, and programs that are there, or else said loudly.

Where CI is set, a missing program fails the test; elsewhere it skips the test, and the summary of the
run says so in red (`tests/conftest.py`). A missing Firefox skips its tests in CI too: they are a second
look at what the others see in Chromium.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from tools import setup_browser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
VOLUME = Path(__file__).resolve().parent / "volume"
MISSING = "missing on this machine: "


def chromium() -> Path:
    return setup_browser.chromium() or without("a Chromium", setup_browser.CHROMIUM_REMEDY)


def firefox() -> Path:
    return setup_browser.firefox() or skip("a Firefox", setup_browser.FIREFOX_REMEDY)


def html_checker() -> list[str]:
    return setup_browser.html_checker() or without("the Nu HTML checker", setup_browser.CHECKER_REMEDY)


def build_once(docs: Path, name: str, temporary: Path) -> Path:
    """Build the volume of `docs` once in a run, however many workers ask for it; give the site's folder.

    `temporary` is the worker's own temporary folder.
    """
    # The one folder that all workers of a run have in common.
    shared = temporary.parent if os.environ.get("PYTEST_XDIST_WORKER") else temporary
    site, report = shared / name, shared / f"{name}-report.txt"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not report.exists():
            proceedings = Path(sys.executable).with_name("proceedings")
            done = subprocess.run(
                [proceedings, "build", "--source", docs, "--out", site],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            report.write_text(f"status {done.returncode}\n{done.stdout}", encoding="utf-8")
    said = report.read_text(encoding="utf-8")
    if not said.startswith("status 0\n"):
        pytest.fail(f"`proceedings build` did not build {docs}:\n{said}", pytrace=False)
    return site


def expect_none(faults: Iterable[str], headline: str = "These are wrong") -> None:
    """Fail with all the faults, a line each, if there are any."""
    if found := list(faults):
        pytest.fail("\n- ".join([f"{headline}:", *found]), pytrace=False)


def without(name: str, remedy: str) -> NoReturn:
    if setup_browser.in_ci():
        pytest.fail(f"{MISSING}{name}. {remedy}", pytrace=False)
    skip(name, remedy)


def skip(name: str, remedy: str) -> NoReturn:
    pytest.skip(f"{MISSING}{name}. {remedy}")


def until(page: Page, condition: str, arg: object = None) -> None:
    """Wait until a condition of the page holds. Playwright's own waiting needs eval, which pages forbid."""
    for _ in range(200):
        if page.evaluate(condition, arg):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"This did not come true: {condition}")


def is_moved(page: Path) -> bool:
    """Whether a page only leads to another one."""
    return 'http-equiv="refresh"' in page.read_text("utf-8")
