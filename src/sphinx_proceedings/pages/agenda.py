"""The frame of the agenda's page, which its script fills."""

from __future__ import annotations

from sphinx_proceedings.pages.templates import render

QR = "qrcode-generator-2.0.4.js"
"""The script that draws a QR code, below `_static/vendor`."""


def frame(prefix: str, version: str, listed: str) -> str:
    """The page's frame, which its script fills.

    `prefix` leads from the page to the site's root, `version` is that of the script, and `listed` the
    address of the list of all contributions, if there is one.
    """
    return render("agenda.html", prefix=prefix, version=version, listed=listed, qr=QR)
