"""Whether the clock can be believed: a machine without a battery starts in 1970 or in 2036, and every deadline has passed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

FIRST = datetime(2026, 11, 1, tzinfo=UTC)  # nothing of this program was there before
MOST_BACK, MOST_AHEAD = timedelta(days=1), timedelta(days=366)


def doubt(now: datetime, last: datetime | None) -> str:
    """Why `now` is not believed, "" = it is. last: the last moment that was, or the newest that is stored; None: nothing is."""
    if now < FIRST:
        return f"antes de {FIRST:%Y-%m-%d}"
    if last is None:
        return ""
    if now < last - MOST_BACK:
        return f"más de un día antes de {last:%Y-%m-%d %H:%M}"
    if now > last + MOST_AHEAD:
        return f"más de un año después de {last:%Y-%m-%d %H:%M}"
    return ""
