"""QR codes of addresses, for what is printed."""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup

DARK = re.compile(rb"\x01+")
QUIET = 4
"""So many modules around a code stay white: ISO/IEC 18004."""
QUICK = 3
"""A mask for all: to look for the best one takes 3 ms more, half a minute for ten thousand pages."""


def code(address: str) -> Markup:
    """A small QR code of an address for a page that is printed from a screen: read from the hand."""
    return _drawn(address, "l", QUICK)


@cache
def large(address: str) -> Markup:
    """A QR code of an address that is to be read from afar and in bad light."""
    return _drawn(address, "m", None)


def _drawn(address: str, error: str, mask: int | None) -> Markup:
    """The code with its quiet zone, as an SVG that the stylesheet makes black on white.

    Its lines are a module wide, and each step leads on from the end of the one before: a page has it
    in half a kilobyte.
    """
    import segno  # noqa: PLC0415 - most builds have no codes

    made = segno.make_qr(address, error=error, mask=mask)
    steps, x, y = [], 0, 0
    for height, row in enumerate(made.matrix):
        for dark in DARK.finditer(row):
            steps.append(f"m{dark.start() - x} {height - y}h{dark.end() - dark.start()}")
            x, y = dark.end(), height
    side = len(made.matrix) + 2 * QUIET
    box = f"{-QUIET} {-QUIET} {side} {side}"
    drawn = '<svg viewBox="{}" class="qr" aria-hidden="true"><path d="M0 .5{}"></path></svg>'
    return Markup(drawn).format(box, "".join(steps))  # noqa: S704 - a constant; format escapes
