"""Work in parallel: in forked processes, which inherit what they work on, so that only numbers are sent."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

Item = TypeVar("Item")
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


def by_shares(
    work: Callable[[Sequence[Item]], Iterable[Made]], items: Sequence[Item], size: int, jobs: int
) -> Iterator[Made]:
    """What `work` makes of the items, `size` of them at a time; a single share needs no other process."""

    def share(start: int) -> list[Made]:
        return list(work(items[start : start + size]))

    starts = range(0, len(items), size)
    beside = jobs > 1 and len(starts) > 1
    for made in parallel(share, starts, jobs) if beside else map(share, starts):
        yield from made


@contextmanager
def without_collector() -> Iterator[None]:
    """Keep the garbage collector out of a phase that only makes what stays; processes begun in it, too."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if running:
            gc.enable()
