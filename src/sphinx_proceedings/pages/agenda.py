"""The agenda: what its page needs to know of a contribution's place, and the page's own frame."""

from __future__ import annotations

from collections.abc import Mapping

from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages import schedule
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.templates import render

QR = "qrcode-generator-2.0.4.js"
"""The script that draws a QR code, below `_static/vendor`."""


def place(compiled: Compiled, contribution: Contribution) -> Mapping[str, str]:
    """When and where a contribution is shown, by the names of data attributes.

    Of several places it is the earliest. `begins` is a date and time with offset; `when` says the whole
    span in words, in the workshop's own time. What is not known is left out.
    """
    volume = compiled.volume
    timed = schedule.places(volume, contribution)
    if timed:
        placement, session, (start, end) = timed[0]
        known = {
            "board": placement.board,
            "begins": start.isoformat(),
            "when": f"{schedule.day_name(start.date())}, {schedule.clock(start)}–{schedule.clock(end)}",
            "session": compiled.spoken(session.title),
            "slot": placement.slot,
            "room": session.room,
        }
    else:
        boards = (place.board for place in volume.places.get(contribution.id, ()) if place.board)
        known = {"board": next(boards, "")}
    return {name: value for name, value in known.items() if value}


def frame(prefix: str, version: str, listed: str) -> str:
    """The page's frame, which its script fills.

    `prefix` leads from the page to the site's root, `version` is that of the script, and `listed` the
    address of the list of all contributions, if there is one.
    """
    return render("agenda.html", prefix=prefix, version=version, listed=listed, qr=QR)
