"""What every test may ask for: the site, built once, and steady property tests."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from jinja2 import BytecodeCache
from sphinx.jinja2glue import BuiltinTemplateLoader

from tests.browser.tools import MISSING, build_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2.bccache import Bucket

ROOT = Path(__file__).resolve().parents[1]

# No deadline: on a shared machine a slow example says nothing about the code.
# In CI the same examples every time, so that a change is not blamed for what luck found.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of docs/, built once in a run, however many workers ask for it."""
    return build_once(ROOT / "docs", "site", tmp_path_factory.getbasetemp())


class Templates(BytecodeCache):
    """The templates that were compiled in this process, by name and content."""

    def __init__(self) -> None:
        self.compiled: dict[tuple[str, str], object] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once() -> Iterator[None]:
    """Every build of Sphinx compiles the theme anew, which is a third of what a small volume takes."""
    templates, init = Templates(), BuiltinTemplateLoader.init

    def with_cache(self: BuiltinTemplateLoader, *arguments: Any, **options: Any) -> None:
        init(self, *arguments, **options)
        self.environment.bytecode_cache = templates

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BuiltinTemplateLoader, "init", with_cache)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """End on the tests that this machine could not run, so that nobody takes them for passed."""
    yield
    missing = Counter(
        report.longrepr[2].partition(MISSING)[2]
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and MISSING in report.longrepr[2]
    )
    for what, count in sorted(missing.items()):
        terminalreporter.section(f"{count} TESTS DID NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.line(f"Missing on this machine: {what}", red=True)
