"""How alike contributions are: the cosine of what they have in common, counted in whole numbers.

A contribution is a list of features of several kinds: words, references, authors, topics. The rarer one is,
the more it weighs. Weights are rounded to whole numbers before anything is summed, so that the order of a
sum, which is not the same on all machines, changes nothing.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SHARES = {"words": 1.0, "references": 0.6, "authors": 0.3, "topics": 0.1}
"""What each kind of feature can add to a likeness."""
COMMON = {"words": 0.15, "references": 0.5, "authors": 0.5, "topics": 0.5}
"""What a larger share of the contributions has tells nothing of two of them: so are stop words found."""
FEW = {"words": 3, "references": 6, "authors": 6, "topics": 6}
"""What no more contributions than this have does tell something, however small the volume."""
TELLING = 32
"""So many words stand for a contribution: those that weigh most."""
SCALE = 1 << 14
CELLS = 1 << 18
"""So many sums are kept at a time."""

Integers = NDArray[np.int64]
Whole = NDArray[np.float64]
"""Whole numbers as floating-point ones, far below 2⁵³: their sums are exact."""
Features = Mapping[str, Mapping[str, int]]
"""For each kind the features of a contribution, and how often it has each."""


class Matrix(NamedTuple):
    """The features of all contributions: which row has which column, with which weight; by rows."""

    rows: Integers
    columns: Integers
    weights: Whole


def telling(found: Sequence[Features], kind: str) -> dict[str, int]:
    """The features of one kind that two or more share, but not too many; and in how many each occurs."""
    counts = Counter(name for features in found for name in features[kind])
    most = _most(kind, len(found))
    return {name: count for name, count in counts.items() if 1 < count <= most}


def _most(kind: str, contributions: int) -> float:
    return max(FEW[kind], COMMON[kind] * contributions)


def alike(found: Sequence[Features], most: int, least: float) -> list[list[tuple[int, float]]]:
    """For each contribution the numbers of those most like it, each with how alike the two are.

    There are `most` at most, of equals the lower first. What is less alike than `least` is left out.
    """
    size = len(found)
    matrix = _joined([_weighed(found, kind) for kind in SHARES])
    if not matrix.rows.size:
        return [[] for _ in found]
    starts = np.searchsorted(matrix.rows, np.arange(size + 1))
    order = np.argsort(matrix.columns, kind="stable")
    posted, weighed = matrix.rows[order], matrix.weights[order]
    lengths = np.bincount(matrix.columns)
    ends = np.cumsum(lengths)
    chosen: list[list[tuple[int, float]]] = []
    block = max(1, CELLS // size)
    for first in range(0, size, block):
        last = min(first + block, size)
        part = slice(int(starts[first]), int(starts[last]))
        # Each feature of the block with everybody who has it: an inverted index, laid flat.
        these = matrix.columns[part]
        counts = lengths[these]
        skipped = np.repeat(ends[these] - np.cumsum(counts), counts)
        postings = skipped + np.arange(skipped.size)
        cells = np.repeat(matrix.rows[part] - first, counts) * size + posted[postings]
        products = np.repeat(matrix.weights[part], counts) * weighed[postings]
        sums: Whole = np.bincount(cells, products, (last - first) * size).astype(np.float64, copy=False)
        chosen += _best(sums.reshape(-1, size), first, most, max(least * SCALE * SCALE, 1))
    return chosen


def _best(sums: Whole, first: int, most: int, least: float) -> Iterator[list[tuple[int, float]]]:
    for number, line in enumerate(sums, first):
        near = np.flatnonzero(line >= least)
        near = near[near != number]
        near = near[np.lexsort((near, -line[near]))][:most]
        yield list(zip(near.tolist(), (line[near] / SCALE**2).tolist(), strict=True))


def _joined(matrices: list[Matrix]) -> Matrix:
    """The features of all kinds together, each kind with columns of its own."""
    offset = 0
    columns: list[Integers] = []
    for matrix in matrices:
        columns.append(matrix.columns + offset)
        offset += int(matrix.columns.max(initial=-1)) + 1
    rows = np.concatenate([matrix.rows for matrix in matrices])
    weights = np.concatenate([matrix.weights for matrix in matrices])
    order = np.argsort(rows, kind="stable")
    return Matrix(rows[order], np.concatenate(columns)[order], weights[order])


def _weighed(found: Sequence[Features], kind: str) -> Matrix:
    """The features of one kind: TF-IDF, of length 1 for each contribution, times the kind's share."""
    ids: dict[str, int] = {}
    rows, columns, times = array("q"), array("q"), array("q")
    for number, features in enumerate(found):
        for name, count in features[kind].items():
            rows.append(number)
            columns.append(ids.setdefault(name, len(ids)))
            times.append(count)
    row, column, often = (np.array(part, np.int64) for part in (rows, columns, times))
    occurs = np.bincount(column, minlength=1)
    rarity = np.log((len(found) + 1) / np.maximum(occurs, 1))
    weight = (1 + np.log(often)) * rarity[column]
    length = np.sqrt(np.bincount(row, weight**2, len(found)))
    share = np.sqrt(SHARES[kind]) / np.where(length > 0, length, 1.0)
    whole = np.rint(weight * share[row] * SCALE)
    shared = (occurs[column] > 1) & (occurs[column] <= _most(kind, len(found)))
    return _telling(Matrix(row[shared], column[shared], whole[shared]))


def _telling(matrix: Matrix) -> Matrix:
    """The features that weigh most in each contribution; of equals the one that came first."""
    order = np.lexsort((matrix.columns, -matrix.weights, matrix.rows))
    rows = matrix.rows[order]
    kept = order[np.arange(rows.size) - np.searchsorted(rows, rows) < TELLING]
    return Matrix(matrix.rows[kept], matrix.columns[kept], matrix.weights[kept])
