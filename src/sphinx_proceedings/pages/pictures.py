"""The pictures of a volume's pages, for the cards that show them elsewhere; each is drawn once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages.card import Card, draw
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.parallel import by_shares

SHARE = 20
"""So many cards are drawn at a time; fewer are not worth another process."""


def address(compiled: Compiled, contribution: Contribution) -> str:
    """The address of a contribution's own picture; nothing where it has the volume's.

    It has that where no pictures are drawn, and where its title or a name has a character that the site's
    typefaces lack: a picture cannot borrow one from the reader's machine, as a page does.
    """
    if (
        not compiled.site.pictured
        or contribution.is_sample
        or not _card(compiled, contribution).is_settable
    ):
        return ""
    return f"abstracts/{contribution.id}.png"


def cards(compiled: Compiled) -> Iterator[tuple[str, Card]]:
    """Every picture of the volume by its address; none where the site names none."""
    site, settings = compiled.site, compiled.volume.settings
    if not site.pictured:
        return
    facts = (settings.host.name if settings.host else "", settings.place)
    about = tuple(fact for fact in facts if fact)
    whole = Card(site.title, about, site.brief if site.brief != site.title else "")
    if whole.is_settable:
        yield site.picture, whole
    for contribution in compiled.published:
        if where := address(compiled, contribution):
            yield where, _card(compiled, contribution)


def _card(compiled: Compiled, contribution: Contribution) -> Card:
    topics = compiled.volume.topics_of(contribution)
    formulas = compiled.typesetter.of(contribution.title)
    return Card(
        compiled.title(contribution).text,
        tuple(author.name.display for author in contribution.meta.authors),
        compiled.site.brief,
        compiled.hue(topics[0]) if topics else 0,
        tuple(formulas[id(node)].text for node in contribution.title.of_kind("math")),
    )


def write(
    compiled: Compiled,
    out: Path,
    drawn: Path,
    *,
    jobs: int = 1,
    tick: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Write the pictures below `out`, and take away those that no page names any more; give their number.

    `drawn` is the folder that keeps what was drawn, under its digest.
    """
    wanted = dict(cards(compiled))
    old = {file.relative_to(out).as_posix() for file in (out / "abstracts").glob("*.png")} | {"picture.png"}
    for gone in old - set(wanted):
        (out / gone).unlink(missing_ok=True)
    if not wanted:
        return 0
    drawn.mkdir(parents=True, exist_ok=True)
    files = {where: drawn / f"{card.digest}.png" for where, card in wanted.items()}
    missing = {file: wanted[where] for where, file in files.items() if not file.exists()}
    _draw_all(missing, jobs, tick)
    for where, file in files.items():
        target, data = out / where, file.read_bytes()
        if not target.exists() or target.read_bytes() != data:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    for file in set(drawn.glob("*.png")) - set(files.values()):
        file.unlink()
    return len(files)


def _draw_all(missing: dict[Path, Card], jobs: int, tick: Callable[[int, int], None]) -> None:
    made = by_shares(partial(map, draw), list(missing.values()), SHARE, jobs)
    for done, (file, data) in enumerate(zip(missing, made, strict=True), 1):
        # A build that is cut short leaves no half of a picture under a digest.
        part = file.with_suffix(".part")
        part.write_bytes(data)
        part.replace(file)
        tick(done, len(missing))
