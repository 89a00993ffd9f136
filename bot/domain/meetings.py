"""A mesa's dated session ("sesión", "huñunakuy"). In code it is a Meeting, because `db` is the database session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo


class Outcome(StrEnum):
    """How it really went."""

    UNKNOWN = "unknown"  # a past session nobody confirmed
    SCHEDULED = "scheduled"
    HELD = "held"
    POSTPONED = "postponed"
    NO_QUORUM = "no_quorum"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    UNSIGNED = "unsigned"


WILL_NOT_BE = frozenset({Outcome.POSTPONED, Outcome.SUSPENDED, Outcome.CANCELLED})


@dataclass(frozen=True)
class Meeting:
    """starts: no hour known → None (then no two-hour reminder). latitude, longitude: degrees; without them address only, no pin."""

    mesa: str  # slug
    code: str
    day: date
    starts: time | None = None
    subgroup: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    agenda: str = ""
    convener: str = ""
    outcome: Outcome = Outcome.UNKNOWN
    outcome_words: str = ""
    minutes_published: date | None = None
    source: str = ""
    note: str = ""
    extras: tuple[tuple[str, str], ...] = ()
    zone: str = "America/Lima"  # the mesa's, read with it
    revision: int = 1
    updated_at: datetime | None = None
    id: int = 0

    @property
    def starts_at(self) -> datetime | None:
        """The moment it begins, aware; None while no hour is known."""
        return datetime.combine(self.day, self.starts, ZoneInfo(self.zone)) if self.starts else None
