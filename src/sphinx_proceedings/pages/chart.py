"""The chart: a place in the plane for every contribution, so that those that are alike lie near.

Contributions pull those most like them and push all others away, as in UMAP (arXiv:1802.03426); where
they begin follows from their ids. The push is a convolution on a mesh, so that its cost does not grow
with the square of the volume: 10,000 take 0.9 s here. umap-learn would bring numba and scikit-learn,
250 MB of wheels, and several seconds to its first import.

After every step places are rounded, so that the last digits of a sum, which are not the same on all
machines, do not grow into another chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

NEAR = 8
"""So many of those most like a contribution pull it."""
STEPS = 100
FINE = 1024
"""Places are rounded to this part of the distance at which a pull is half as strong."""
SMOOTHED = 30
"""So often is each contribution put into the middle of those that it pulls, before the first step."""
KEPT = 0.8
"""What is kept of a movement for the next step."""
FARTHEST = 2.0
"""What a contribution moves at most in one step."""
GRAVITY = 0.01
"""What holds those that are like no other."""
SIDE = 4000
"""The chart is a square of whole numbers from 0 to this."""
FEW = 500
"""So many contributions are moved apart until none hides another."""

Reals = NDArray[np.float64]
Integers = NDArray[np.int64]


def places(ids: Sequence[str], near: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Where each contribution lies. `near` has the numbers of those most like it, the most like first."""
    size = len(ids)
    if size < 2:
        return [(SIDE // 2, SIDE // 2)] * size
    # The order of the volume changes no sum.
    order = sorted(range(size), key=ids.__getitem__)
    rank = np.empty(size, np.int64)
    rank[order] = np.arange(size)
    pairs = [(rank[i], rank[j]) for i in order for j in near[i][:NEAR]]
    ones, others, pulls = _pulls(np.array(pairs, np.int64).reshape(-1, 2), size)
    begun = _begun([ids[i] for i in order], ones, others)
    found = _moved(begun, ones, others, pulls)
    lowest, highest = found.min(0), found.max(0)
    scaled = (found - lowest) / np.maximum(highest - lowest, 1 / FINE) * SIDE
    whole = np.rint(_apart(scaled) if size <= FEW else scaled).astype(np.int64)[rank]
    return [(int(x), int(y)) for x, y in whole]


def _pulls(pairs: Integers, size: int) -> tuple[Integers, Integers, Reals]:
    """Who pulls whom, and how strongly: twice as much where each is among the most like of the other."""
    both = np.concatenate([pairs, pairs[:, ::-1]])
    keys, times = np.unique(both[:, 0] * size + both[:, 1], return_counts=True)
    pulls: Reals = np.multiply(times, size / max(len(both), 1), dtype=np.float64)
    return keys // size, keys % size, pulls


def _begun(ids: Sequence[str], ones: Integers, others: Integers) -> Reals:
    """The first places: drawn by the digests of ids, then smoothed over the graph."""
    drawn = b"".join(sha256(id_.encode()).digest()[:8] for id_ in ids)
    found = np.frombuffer(drawn, "<u4").reshape(-1, 2) / 2.0**31 - 1
    degrees = np.bincount(ones, minlength=len(ids))[:, None]
    for _ in range(SMOOTHED):
        middles = _sums(ones, found[others], len(ids)) / np.maximum(degrees, 1)
        found = np.where(degrees, middles, found)
        found = found - found.mean(0)
        found /= found.std(0) + 1 / FINE
    return np.rint(found * 2 * FINE) / FINE


def _moved(found: Reals, ones: Integers, others: Integers, pulls: Reals) -> Reals:
    size = len(found)
    crowd = min(2 * size**0.25, size / 8)
    movement = np.zeros_like(found)
    for step in range(STEPS):
        apart = found[ones] - found[others]
        strength = pulls / (1 + (apart * apart).sum(1))
        pulled = _sums(ones, strength[:, None] * apart, size)
        # In the first quarter what is alike comes together; after that everything takes its room.
        room = crowd * (8 if step < STEPS // 4 else 1)
        movement = KEPT * movement - pulled - GRAVITY * found + _pushes(found) / room
        movement = np.clip(movement, -FARTHEST, FARTHEST)
        found = np.rint((found + movement) * FINE) / FINE
    return found


def _sums(rows: Integers, values: Reals, size: int) -> Reals:
    return np.stack([np.bincount(rows, values[:, axis], size) for axis in (0, 1)], 1)


def _pushes(found: Reals) -> Reals:
    """What moves each away from all others: half the slope of their potential, 1 / (1 + d²)."""
    above = found - np.floor(found.min(0)) + 1
    mesh = 1 << (int(above.max()) + 3).bit_length()
    cell = above.astype(np.int64)
    right = above - cell
    left = 1 - right
    first = cell[:, 0] * mesh + cell[:, 1]
    corners = np.concatenate([first, first + 1, first + mesh, first + mesh + 1])
    shares = np.concatenate(
        [
            left[:, 0] * left[:, 1],
            left[:, 0] * right[:, 1],
            right[:, 0] * left[:, 1],
            right[:, 0] * right[:, 1],
        ]
    )
    crowd = np.bincount(corners, shares, mesh * mesh).reshape(mesh, mesh)
    wide = (2 * mesh, 2 * mesh)
    potential = np.fft.irfft2(np.fft.rfft2(crowd, wide) * _kernel(mesh), wide)[:mesh, :mesh]
    slopes = np.gradient(potential)
    pushes = [(slope.ravel()[corners] * shares).reshape(4, -1).sum(0) for slope in slopes]
    return -0.5 * np.stack(pushes, 1)


@lru_cache(maxsize=8)
def _kernel(mesh: int) -> NDArray[np.complex128]:
    away = np.fft.fftfreq(2 * mesh) * 2 * mesh
    return np.fft.rfft2(1 / (1 + away[:, None] ** 2 + away[None] ** 2))


def _apart(found: Reals) -> Reals:
    """Places of which no two are so near that one hides the other."""
    least = SIDE / (1.6 * len(found) ** 0.5)
    least = min(least, SIDE / 20)
    for _ in range(40):
        between = found[:, None] - found[None]
        distances = np.sqrt((between * between).sum(2))
        np.fill_diagonal(distances, SIDE)
        close = distances < least
        if not close.any():
            break
        # Two at one place part along a direction that their numbers give.
        turned = np.arange(len(found))[:, None] - np.arange(len(found))[None]
        aside = np.stack([np.sign(turned), np.sign(turned) * (np.abs(turned) % 3 - 1)], 2)
        direction = np.where(
            distances[..., None] > 0, between / np.maximum(distances, 1e-9)[..., None], aside
        )
        shift = np.where(close, least - distances, 0.0)[..., None] * direction
        found = np.clip(np.rint((found + 0.3 * shift.sum(1)) * FINE) / FINE, 0, SIDE)
    return found
