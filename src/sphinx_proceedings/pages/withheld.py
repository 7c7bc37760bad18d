"""A page that was withheld: what stands in its place, and what the organizers are told."""

from __future__ import annotations

from collections.abc import Mapping

from sphinx_proceedings.metadata.page import NOINDEX
from sphinx_proceedings.pages.plan import Page
from sphinx_proceedings.pages.templates import render
from sphinx_proceedings.problems import Problem

TITLE = "Page withheld"
PREFIX = "../"


def fill() -> Mapping[str, str]:
    """What fills the shell of a page that is withheld. It shows nothing of the volume."""
    return {"title": TITLE, "head": NOINDEX, "body": f"<h1>{TITLE}</h1>{notice(PREFIX)}"}


def notice(prefix: str) -> str:
    """What stands in the place of a page, or of a part of one; `prefix` leads to the site's root."""
    return render("withheld.html", prefix=prefix)


def problem(page: Page, found: str) -> Problem:
    """What to tell of a page in which something was found that no page may hold."""
    path = page.contributions[0].path if len(page.contributions) == 1 else page.address
    return Problem(path, 0, 0, "PAGE", f"The page {page.address} would hold “{found}”.", FIX)


FIX = (
    "A notice stands in its place. No text of an author should be able to do this: "
    "please tell those who keep sphinx-proceedings."
)
