"""A mesa as its coordinators look at it: what stands how, who owes it, and what needs somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.commitments import ClockKind, Status, clock_of
from bot.domain.ladder import read_ladder
from bot.domain.meetings import Meeting
from bot.domain.mesa_reminders import Facts
from bot.domain.mesas import Mesa, MesaState


class Standing(StrEnum):
    """What the clock and the report make of a commitment together: each has exactly one. The most urgent first."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    ON_TIME = "on_time"
    NO_DEADLINE = "no_deadline"
    DONE = "done"
    UNFEASIBLE = "unfeasible"


def standing_of(status: Status, deadline: date | None, today: date) -> Standing:
    kind = clock_of(status, deadline, today).kind
    if kind is ClockKind.CLOSED:
        return Standing.DONE if status is Status.DONE else Standing.UNFEASIBLE
    return Standing(kind.value)


@dataclass(frozen=True)
class Counted:
    """Commitments by their standing. oldest: the earliest deadline that passed, None where none did."""

    numbers: Mapping[Standing, int] = field(default_factory=dict)
    oldest: date | None = None

    def of(self, one: Standing) -> int:
        return self.numbers.get(one, 0)

    @property
    def total(self) -> int:
        return sum(self.numbers.values())

    @property
    def open(self) -> int:
        return self.total - self.of(Standing.DONE) - self.of(Standing.UNFEASIBLE)


@dataclass(frozen=True)
class Owing:
    """An institution with whatever it has a part in, in whatever role or stance. name: how people call it."""

    institution_id: int
    slug: str
    name: str
    counted: Counted


@dataclass(frozen=True)
class Overview:
    """whole: each commitment once; owing: once for each institution, the most overdue first; unowned: of no institution.

    contested: open, and somebody declined a part in it. unsettled: sessions past of which nobody said how they went.
    actas: sessions held long ago whose acta is not published. undelivered: of notices that are still of use.
    """

    whole: Counted = field(default_factory=Counted)
    owing: tuple[Owing, ...] = ()
    unowned: Counted = field(default_factory=Counted)
    facts: Facts = field(default_factory=Facts)
    contested: int = 0
    unsettled: tuple[Meeting, ...] = ()
    actas: tuple[Meeting, ...] = ()
    undelivered: int = 0

    @property
    def overdue(self) -> tuple[Owing, ...]:
        return tuple(one for one in self.owing if one.counted.of(Standing.OVERDUE))


def by_urgency(owing: Iterable[Owing]) -> tuple[Owing, ...]:
    """The most overdue first, then the longest, then the most there is."""
    return tuple(
        sorted(
            owing,
            key=lambda one: (
                -one.counted.of(Standing.OVERDUE),
                one.counted.oldest or date.max,
                -one.counted.total,
                one.slug,
            ),
        )
    )


def term_is_near(mesa: Mesa, today: date) -> bool:
    """Whether its term ends so soon, or has ended, that somebody must see to it."""
    if mesa.term_until is None or mesa.state is MesaState.CONCLUDED:
        return False
    return (mesa.term_until - today).days <= read_ladder(mesa.ladder).term


def is_silent(mesa: Mesa, last_session: date | None, today: date) -> bool:
    """Whether for too long no session was held or called."""
    if last_session is None or mesa.state is MesaState.CONCLUDED:
        return False
    return (today - last_session).days >= read_ladder(mesa.ladder).no_session
