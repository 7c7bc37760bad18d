"""Pages at addresses that a contribution or an author had before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup

from sphinx_proceedings import metadata
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages import heads
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.templates import render

PREFIX = "../"
TITLE = "This page has moved"


def fill_contribution(compiled: Compiled, contribution: Contribution) -> Mapping[str, str]:
    """What fills the shell at an address that `contribution` had before: browsers go on at once."""
    # Its canonical address is that of the page to which it leads.
    about = metadata.Page(TITLE, f"abstracts/{contribution.id}.html", indexed=False)
    onward = Markup('<meta http-equiv="refresh" content="0; url={}.html">').format(contribution.id)
    body = render(
        "moved_contribution.html",
        id=contribution.id,
        title=compiled.title(contribution).html,
        heading=TITLE,
        prefix=PREFIX,
    )
    return _page(compiled, TITLE, f"{metadata.head(compiled.site, about)}{onward}", body)


def fill_author(compiled: Compiled, slug: str) -> Mapping[str, str]:
    """What fills the shell at an address that an author had before."""
    person = compiled.people[compiled.moved[slug]]
    body = render("moved.html", person=person, heading=TITLE, prefix=PREFIX)
    about = replace(heads.person(compiled, person), indexed=False)
    return _page(compiled, about.title, metadata.head(compiled.site, about), body)


def _page(compiled: Compiled, title: str, head: str, body: str) -> Mapping[str, str]:
    whole = str(Markup("{} – {}").format(title, compiled.volume.settings.brief))
    return {"title": whole, "head": head, "body": body}
