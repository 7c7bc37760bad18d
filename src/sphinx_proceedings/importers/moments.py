"""Dates and times as other systems write them."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo


def moment(date: str, time: str = "", zone: str = "") -> datetime.datetime | None:
    """A moment with its offset, from ISO 8601 or from date, time and the zone's name; else None."""
    try:
        found = datetime.datetime.fromisoformat(f"{date}T{time}" if time else date)
        if found.tzinfo is None and zone:
            found = found.replace(tzinfo=ZoneInfo(zone))
    except (ValueError, KeyError, OSError):
        return None
    return found if found.tzinfo else None
