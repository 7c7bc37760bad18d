"""The feed of a volume: its contributions and their corrections, the newest first.

A contribution's date is the author's, or else the workshop's first day; it is updated when it is corrected,
and each correction is a piece of news of its own. Where the author gave no date and the workshop has none,
it is the newest of all dates of the volume. A volume in which nothing has a date has no feed: an entry must
say when, and nothing is guessed.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sphinx_proceedings.exports.atom import Entry, Feed, atom, permanent_id
from sphinx_proceedings.model import Contribution, Correction
from sphinx_proceedings.pages.compiled import Compiled

ADDRESS = "feed.atom"
NEWEST = 200
"""Entries of a feed: readers ask for it every hour, and all of a large volume are megabytes."""


@dataclass(frozen=True)
class _News:
    """A contribution, or a correction of it with its number among those of the same day."""

    updated: datetime.date
    published: datetime.date
    contribution: Contribution
    correction: Correction | None = None
    number: int = 0


def undated(compiled: Compiled) -> datetime.date | None:
    """The date of what has none of its own; None where there is none, and then there is no feed."""
    settings = compiled.volume.settings
    if settings.dates:
        return settings.dates.start
    days = [contribution.meta.date for contribution in compiled.published]
    for contribution in compiled.published:
        days += [correction.date for correction in compiled.volume.corrections.get(contribution.id, ())]
    return max((day for day in days if day), default=None)


def feed(compiled: Compiled) -> bytes | None:
    """The feed as a file, or None where nothing has a date."""
    otherwise = undated(compiled)
    if otherwise is None:
        return None
    settings, site = compiled.volume.settings, compiled.site
    # Python's sort is stable: the news of one day stay in the order of the contributions' ids.
    news = sorted(_news(compiled, otherwise), key=lambda item: item.updated, reverse=True)
    return atom(
        Feed(
            id=_id(compiled),
            title=settings.title,
            subtitle=compiled.spoken(settings.description),
            address=site.url(ADDRESS) or ADDRESS,
            home=site.url("") or "index.html",
            updated=news[0].updated if news else otherwise,
            rights=settings.license,
            entries=[_entry(compiled, item) for item in news[:NEWEST]],
        )
    )


def _news(compiled: Compiled, otherwise: datetime.date) -> Iterator[_News]:
    for contribution in compiled.published:
        published = contribution.meta.date or otherwise
        corrections = compiled.volume.corrections.get(contribution.id, ())
        updated = max([published, *(correction.date for correction in corrections)])
        numbers: Counter[datetime.date] = Counter()
        for correction in corrections:
            numbers[correction.date] += 1
            day = correction.date
            yield _News(day, day, contribution, correction, numbers[day])
        yield _News(updated, published, contribution)


def _entry(compiled: Compiled, news: _News) -> Entry:
    cited = compiled.citation(news.contribution)
    page = cited.url or f"abstracts/{cited.id}.html"
    authors = tuple(name.display for name in cited.authors)
    if correction := news.correction:
        what = "Withdrawn" if news.contribution.is_withdrawn else "Correction"
        own = _id(compiled, cited.id, correction.date.isoformat(), str(news.number))
        title = f"{what}: {cited.title}"
        return Entry(own, title, page, news.published, news.updated, authors, correction.text)
    topics = [compiled.spoken(topic.title) for topic in compiled.volume.topics_of(news.contribution)]
    return Entry(
        _id(compiled, cited.id),
        cited.title,
        page,
        news.published,
        news.updated,
        authors,
        f"{cited.note} {cited.abstract}".strip(),
        tuple(dict.fromkeys((*topics, *cited.keywords))),
    )


def _id(compiled: Compiled, *parts: str) -> str:
    return permanent_id(compiled.volume.settings.identity, *parts)
