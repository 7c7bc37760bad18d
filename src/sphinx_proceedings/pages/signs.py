"""Signs for poster boards: a sheet of paper each, with the board, what hangs there and its address."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from sphinx_proceedings import names
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages import codes, schedule
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
        codes.large(address) if address else Markup(""),
    )
