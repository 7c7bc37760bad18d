"""Events as iCalendar, RFC 5545: in UTC, with the same UID from build to build."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PRODUCT = "-//sphinx-proceedings//sphinx-proceedings//EN"


@dataclass(frozen=True)
class Event:
    """Something that takes place. `stamp` is when it was last changed, `kind` what it is.

    The texts are plain; those that are empty are left out.
    """

    uid: str
    stamp: datetime.datetime
    start: datetime.datetime
    end: datetime.datetime
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    kind: str = ""
    cancelled: bool = False


def calendar(events: Iterable[Event], name: str) -> str:
    """A calendar with the name `name`, and an event for each of `events`."""
    # It takes 0.1 s to import, which a volume without a programme need not spend.
    import icalendar  # noqa: PLC0415

    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("name", name)
    # What calendars read that do not know RFC 7986.
    made.add("x-wr-calname", name)
    for event in events:
        entry = icalendar.Event()
        for key, value in _properties(event):
            entry.add(key, value)
        made.add_component(entry)
    return str(made.to_ical().decode())


def _properties(event: Event) -> Iterator[tuple[str, object]]:
    yield "uid", event.uid
    for name in ("stamp", "start", "end"):
        yield f"dt{name}", getattr(event, name).astimezone(datetime.UTC)
    for name in ("summary", "location", "description", "url"):
        if value := getattr(event, name):
            yield name, value
    if event.kind:
        yield "categories", [event.kind]
    yield "status", "CANCELLED" if event.cancelled else "CONFIRMED"
