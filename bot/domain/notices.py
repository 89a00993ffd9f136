"""A Notice is one thing to tell many; a Delivery is telling one of them. Reminders and announcements share this road."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    CHANGE = "change"  # of a session: goes before everything else
    REMINDER = "reminder"
    DIGEST = "digest"  # of a week, to those who chose it
    ANNOUNCEMENT = "announcement"
    TEAM = "team"  # what one coordinator changed, to the others


PRIORITY = {Kind.CHANGE: 0, Kind.REMINDER: 1, Kind.DIGEST: 2, Kind.ANNOUNCEMENT: 3, Kind.TEAM: 1}
# Tries whose fate nobody knows, after which another could only say it once more.
MOST_AMBIGUOUS = {Kind.CHANGE: 3, Kind.REMINDER: 3, Kind.DIGEST: 3, Kind.ANNOUNCEMENT: 2, Kind.TEAM: 3}


class About(StrEnum):
    COMMITMENT = "commitment"
    MEETING = "meeting"
    MESA = "mesa"
    EVENT = "event"  # of the history, by its number


@dataclass(frozen=True)
class Item:
    """One reason to tell: what, by its row number, at which revision, by which step of the ladder.

    A step that comes again names its day: "summary@2026-12-26". late: it should have been told on an earlier day.
    parents: institutions (row numbers) to which it was escalated.
    Nothing here is a text of somebody's: what is said is read when it is said.
    """

    about: About
    number: int
    revision: int
    step: str
    late: bool = False
    parents: tuple[int, ...] = ()

    @property
    def rung(self) -> str:
        """The step without the day of its repeat: "summary@2026-12-26" is a "summary"."""
        return self.step.split("@")[0]

    @property
    def since(self) -> str:
        """What a step that comes again names after its rung: "head@512@w2026-12-28" → "512"."""
        return self.step.split("@")[1]


class NoticeState(StrEnum):
    WRITING = "writing"  # more of it may be decided: nobody is told yet
    OPEN = "open"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"  # each delivery has come to its end


GOES = (NoticeState.OPEN, NoticeState.PAUSED)  # whose deliveries are made and sent, now or later


class State(StrEnum):
    """Where one delivery stands; all but the first two are ends."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"  # not wanted
    DEAD = "dead"
    UNCERTAIN = "uncertain"  # after the last try whose fate nobody knows
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    HELD = "held"


@dataclass(frozen=True)
class Draft:
    """A Notice to be made. dedup: made twice, it is one.

    scope: whom it concerns (domain/recipients.py). not_before, useful_until: aware moments. urgent: quiet hours do not hold it.
    """

    dedup: str
    mesa_id: int
    scope: str
    kind: Kind
    made_at: datetime
    useful_until: datetime
    items: tuple[Item, ...] = ()
    not_before: datetime | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Notice:
    """A Notice as it is kept. zone: the mesa's. fill_cursor: the last recipient a delivery was made for, None = none yet."""

    id: int
    mesa_id: int
    scope: str
    kind: Kind
    made_at: datetime
    useful_until: datetime
    not_before: datetime
    urgent: bool
    zone: str
    state: NoticeState = NoticeState.OPEN
    filled: bool = False
    fill_cursor: bytes | None = None
    items: tuple[Item, ...] = field(default=())
