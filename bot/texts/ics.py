"""Sessions as a calendar file (RFC 5545), written by `icalendar`, which folds and escapes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.domain.meetings import WILL_NOT_BE, Meeting
from bot.texts.markup import clean

if TYPE_CHECKING:
    from icalendar import Event

LENGTH = timedelta(hours=2)  # nobody writes how long a session lasts
UNTOUCHED = datetime(2026, 1, 1, tzinfo=UTC)  # DTSTAMP of a row that never changed: the same file each time


def calendar_file(*sessions: tuple[Meeting, str]) -> bytes:
    """One VEVENT a session with its summary."""
    from icalendar import Calendar, Event  # noqa: PLC0415 (3 MB, and most hours nobody asks for a calendar)

    calendar = Calendar()
    calendar.add("prodid", "-//Yuyachiq//ES")
    calendar.add("version", "2.0")
    for meeting, summary in sessions:
        calendar.add_component(described(Event(), meeting, summary))
    return bytes(calendar.to_ical())


def described(event: Event, meeting: Meeting, summary: str) -> Event:
    """Without an hour it lasts the day. Its UID stays, so that a newer file replaces the older."""
    event.add("uid", f"{meeting.mesa}-{meeting.code}@yuyachiq")
    event.add("dtstamp", meeting.updated_at or UNTOUCHED)
    event.add("sequence", meeting.revision)
    event.add("summary", one_line(summary))
    starts = meeting.starts_at
    event.add("dtstart", starts.astimezone(UTC) if starts else meeting.day)
    event.add("dtend", starts.astimezone(UTC) + LENGTH if starts else meeting.day + timedelta(days=1))
    if meeting.place:
        event.add("location", one_line(meeting.place))
    if meeting.latitude is not None and meeting.longitude is not None:
        event.add("geo", (meeting.latitude, meeting.longitude))
    if meeting.agenda:
        event.add("description", one_line(meeting.agenda))
    event.add("status", "CANCELLED" if meeting.outcome in WILL_NOT_BE else "CONFIRMED")
    return event


def one_line(text: str) -> str:
    """No line's end of any kind can start a property of its own."""
    return " ".join(clean(text).split())
