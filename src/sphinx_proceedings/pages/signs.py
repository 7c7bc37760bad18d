"""Signs for poster boards: a sheet of paper each, with the board, what hangs there and its address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from sphinx_proceedings import names
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages import schedule
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.templates import render

LONG = 110
"""A title of more characters is set smaller."""
MANY = 12
"""So are more authors than these."""


@dataclass(frozen=True)
class Sign:
    """What a sign shows. `address` and `code` are empty where nobody said where the site is."""

    board: str
    title: Markup
    is_long: bool
    authors: tuple[str, ...]
    are_many: bool
    affiliations: tuple[str, ...]
    where: tuple[str, ...]
    address: str
    code: Markup


def signs(compiled: Compiled, session: str, prefix: str) -> str:
    """The signs of a session, or of all, as HTML: by session, then by board."""
    volume = compiled.volume
    order = {s.id: i for i, s in enumerate(schedule.in_order(list(volume.sessions.values())))}
    placed = sorted(
        (p for p in volume.programme.placements if p.board and session in ("", p.session)),
        key=lambda p: (order.get(p.session or "", len(order)), names.natural(p.board), p.contribution),
    )
    made = [
        _sign(compiled, contribution, placement.board, placement.session or "")
        for placement in placed
        if (contribution := volume.by_id.get(placement.contribution)) and not contribution.is_withdrawn
    ]
    return render("signs.html", signs=made, volume=volume.settings, prefix=prefix)


def _sign(compiled: Compiled, contribution: Contribution, board: str, session_id: str) -> Sign:
    volume, meta = compiled.volume, contribution.meta
    title = compiled.title(contribution)
    session, hall = volume.sessions.get(session_id), volume.halls.get(board)
    site = volume.settings.site_url
    address = f"{site.rstrip('/')}/abstracts/{contribution.id}.html" if site else ""
    where = [session.title, schedule.day_name(session.day)] if session else []
    where.append(hall.title if hall else session.room if session else "")
    return Sign(
        board,
        title.html,
        len(title.text) > LONG,
        tuple(author.name.display for author in meta.authors),
        len(meta.authors) > MANY,
        tuple(a.name for a in meta.affiliations if any(a.id in who.affiliations for who in meta.authors)),
        tuple(compiled.spoken(part) for part in where if part),
        address,
        code(address) if address else Markup(""),
    )


@cache
def code(address: str) -> Markup:
    """A QR code of an address, with its quiet zone, as an SVG that the stylesheet makes black on white."""
    import segno  # noqa: PLC0415 - most builds have no signs

    made = segno.make_qr(address, error="m")
    dark = [(x, y) for y, row in enumerate(made.matrix_iter(border=4)) for x, bit in enumerate(row) if bit]
    side = made.symbol_size(border=4)[0]
    shape = " ".join(f"M{x} {y}h1v1h-1z" for x, y in dark)
    drawn = '<svg viewBox="0 0 {0} {0}" class="qr"><path d="{1}"></path></svg>'
    return Markup(drawn).format(side, shape)  # noqa: S704 - a constant; format escapes
