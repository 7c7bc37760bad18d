"""Work in parallel: in forked processes, which inherit what they work on, so that only numbers are sent."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

Made = TypeVar("Made")

_inherited: list[Callable[[int], Any]] = []


def parallel(work: Callable[[int], Made], numbers: range, jobs: int) -> Iterator[Made]:
    """What `work` makes of each number, in their order, in at most `jobs` processes.

    What it makes is pickled; its memory goes with its process.
    """
    _inherited.append(work)
    try:
        with ProcessPoolExecutor(min(jobs, os.cpu_count() or 1), get_context("fork")) as pool:
            yield from pool.map(_do, numbers)
    finally:
        _inherited.pop()


def _do(number: int) -> Any:
    return _inherited[-1](number)
