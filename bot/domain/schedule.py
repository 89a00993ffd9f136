"""When a thing is looked at again, and what one look decides. Pure: the same look decides the same, however often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.ladder import LADDER, Audience, Ladder
from bot.domain.notices import About, Item, Kind
from bot.domain.recipients import contacts_of, followers_of, team_of

DAY = timedelta(days=1)
LATE = timedelta(hours=12)
USEFUL = timedelta(days=7)


@dataclass(frozen=True)
class Entry:
    """A row of the schedule. touched: changed since it was looked at. revision: since which its clock runs.

    told: what was told of it, as the domain wrote it; {} = it was never looked at.
    """

    about: About
    number: int
    mesa_id: int
    next_at: datetime | None
    touched: bool = True
    revision: int = 1
    told: Mapping[str, Any] = field(default_factory=dict)
    acknowledged_until: date | None = None


@dataclass(frozen=True)
class Telling:
    """An item and the scopes that hear it. daily: part of the mesa's message of the day; else at its own moment."""

    item: Item
    scopes: tuple[str, ...]
    useful_until: datetime
    kind: Kind = Kind.REMINDER
    daily: bool = True
    urgent: bool = False


@dataclass(frozen=True)
class Decision:
    """told: the memory to keep. next_at: when to look again, None = not by itself.

    begins_anew: a recurring commitment is to be started again. digest: the Monday whose weekly message is due.
    """

    told: Mapping[str, Any]
    next_at: datetime | None = None
    tellings: tuple[Telling, ...] = ()
    begins_anew: bool = False
    digest: date | None = None


class Step(NamedTuple):
    """Something that is planned for a day."""

    day: date
    name: str
    told: tuple[Audience, ...]
    parents: int = 0


Levels = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Bodies:
    """Row numbers of the institutions that have contacts: who owes it; then level by level those above.

    each: slug → the same of one of them: itself, then each level above, () where that has no contacts.
    """

    owners: tuple[int, ...] = ()
    above: tuple[tuple[int, ...], ...] = ()
    each: Mapping[str, Levels] = field(default_factory=dict)

    @classmethod
    def of(cls, each: Mapping[str, Levels]) -> Bodies:
        """Level by level, each once."""
        levels = [
            tuple(dict.fromkeys(one for level in line for one in level)) for line in zip(*each.values(), strict=True)
        ]
        return cls(levels[0], tuple(levels[1:]), each) if levels else cls()

    def only(self, slugs: Iterable[str]) -> Bodies:
        """Of these alone."""
        return Bodies.of({slug: self.each[slug] for slug in slugs if slug in self.each})

    def up(self, levels: int) -> tuple[int, ...]:
        """Those above that are told too, each once, none that owes it itself."""
        found = dict.fromkeys(one for level in self.above[:levels] for one in level)
        return tuple(one for one in found if one not in self.owners)


@dataclass(frozen=True)
class Tick:
    """One look at one mesa. first: the day it was first seen, from which its summaries count.

    taken: the message of today was decided already, so what belongs into it waits for tomorrow's.
    """

    now: datetime
    mesa_id: int
    first: date
    zone: str = "America/Lima"
    remind_at: time = time(8)
    ladder: Ladder = LADDER
    taken: bool = False

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    @property
    def turn(self) -> date:
        """The day whose message is being decided: the last one whose hour of reminders has come. After an outage that
        ends before that hour, yesterday's: today's own is still to come."""
        return self.reached(self.now)

    def at(self, day: date) -> datetime:
        """The hour of reminders of that day there, in UTC."""
        return self.moment(day, self.remind_at)

    def moment(self, day: date, hour: time = time()) -> datetime:
        """In UTC: two moments of one zone are compared, and counted, by the wall clock."""
        return datetime.combine(day, hour, ZoneInfo(self.zone)).astimezone(UTC)

    def reached(self, moment: datetime) -> date:
        """The last day whose hour of reminders has come then."""
        day = moment.astimezone(ZoneInfo(self.zone)).date()
        return day if moment >= self.at(day) else day - DAY

    def since(self, entry: Entry) -> datetime:
        """The moment from which something new is counted: when it was written, not when it is looked at."""
        return min(entry.next_at or self.now, self.now) if entry.touched else self.now

    def late(self, planned: datetime, entry: Entry) -> bool:
        return not entry.touched and self.now - planned > LATE

    def summary_after(self, day: date) -> date:
        """The mesa's next summary after that day."""
        times = max(0, (day - self.first).days // self.ladder.every)
        return self.first + (times + 1) * self.ladder.every * DAY

    def summary_until(self, day: date) -> date:
        """Its last summary until that day; before the first one, the day it was first seen."""
        return self.summary_after(day) - self.ladder.every * DAY

    def scopes(self, told: Iterable[Audience], bodies: Bodies = Bodies(), parents: int = 0) -> Sequence[str]:
        """Whom it concerns; institutions only where they have contacts."""
        found = {
            Audience.FOLLOWERS: [followers_of(self.mesa_id)],
            Audience.TEAM: [team_of(self.mesa_id)],
            Audience.CONTACTS: [contacts_of(one) for one in (*bodies.owners, *bodies.up(parents))],
        }
        return [scope for audience in told for scope in found[audience]]


def newest(steps: Iterable[Step], after: date, until: date) -> Step | None:
    """Of those whose day came, the last: after an outage nobody hears three in a row. The first named of one day wins."""
    return max((step for step in steps if after < step.day <= until), key=lambda step: step.day, default=None)


def earliest(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)
