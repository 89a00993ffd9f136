"""The ladder: who is told how long before and after. One table; a mesa may have days of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bot.domain.folding import fold


class Audience(StrEnum):
    FOLLOWERS = "followers"
    TEAM = "team"  # the mesa's coordinators
    CONTACTS = "contacts"  # of the institutions that owe it


OFFICES = (Audience.TEAM, Audience.CONTACTS)
ASKED = (Audience.CONTACTS,)  # of who was asked to act: so it hears that it was
MEMBERS = (Audience.FOLLOWERS, Audience.TEAM)
EVERYBODY = (*MEMBERS, Audience.CONTACTS)


UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Rung:
    """days: from the deadline, negative before it; of `answer`, since somebody was asked. parents: so many levels above who
    owes it, or does not answer, are told too."""

    step: str
    days: int
    told: tuple[Audience, ...]
    parents: int = 0


@dataclass(frozen=True)
class Ladder:
    """In days. answer: since somebody was asked and did not answer. every: the mesa's summary. acta: after a session.
    no_session: since the last one. term: before its end."""

    deadline: tuple[Rung, ...]
    answer: tuple[Rung, ...]
    every: int
    acta: int
    no_session: int
    term: int


LADDER = Ladder(
    deadline=(
        Rung("before:30", -30, OFFICES),
        Rung("before:14", -14, OFFICES),
        Rung("before:7", -7, OFFICES),
        Rung("before:1", -1, OFFICES),
        Rung("overdue", 1, EVERYBODY),
        Rung("after:7", 7, EVERYBODY, parents=1),
        Rung("after:30", 30, EVERYBODY, parents=2),
    ),
    answer=(
        Rung("unanswered:1", 1, ASKED),
        Rung("unanswered:15", 15, OFFICES),
        Rung("unanswered:30", 30, OFFICES, parents=1),
    ),
    every=30,
    acta=15,
    no_session=120,
    term=30,
)
SUMMARY = Rung("summary", 0, EVERYBODY, parents=2)  # on the mesa's day, whatever the deadline's
# Of a session: the first two at the hour of reminders, the last at its moment.
SESSION_DAYS = {"7d": 7, "1d": 1}
SESSION_HOURS = ("2h", timedelta(hours=2))

EXAMPLE = "antes 30 14 7 1; después 7 30; sin respuesta 15 30; cada 30; acta 15; sin sesión 120; vigencia 30"
_PART = re.compile(r"(antes|despues|sin respuesta|cada|acta|sin sesion|vigencia)((?: [0-9]{1,3})+)")
_ONE = {"cada": "every", "acta": "acta", "sin sesion": "no_session", "vigencia": "term"}
_MOST_DAYS = 365


def read_ladder(words: str) -> Ladder:
    """A mesa's own days, as EXAMPLE; what is left out is as usual. ValueError, with one clear line, for anything else."""
    told: dict[str, list[int]] = {}
    for part in filter(None, (fold(one) for one in words.split(";"))):
        found = _PART.fullmatch(part)
        if found is None or found[1] in told:
            raise _refused(part)
        told[found[1]] = [int(number) for number in found[2].split()]
        if not _in_order(found[1], told[found[1]]):
            raise _refused(part)
    before = _before(told["antes"]) if "antes" in told else _usual(before=True)
    after = _after(told["despues"]) if "despues" in told else _usual(before=False)
    answer = _answer(told["sin respuesta"]) if "sin respuesta" in told else LADDER.answer
    single = {_ONE[name]: days[0] for name, days in told.items() if name in _ONE}
    return replace(LADDER, deadline=(*before, *after), answer=answer, **single)


def _in_order(name: str, days: list[int]) -> bool:
    """Each once, the nearest to the deadline last (before it) or first (after it); the day after it is overdue's own."""
    if name in _ONE:
        return len(days) == 1 and 1 <= days[0] <= _MOST_DAYS
    least, order = (1, sorted(set(days), reverse=True)) if name == "antes" else (2, sorted(set(days)))
    return days == order and min(days) >= least and max(days) <= _MOST_DAYS


def _usual(*, before: bool) -> tuple[Rung, ...]:
    return tuple(rung for rung in LADDER.deadline if (rung.days < 0) == before)


def _before(days: list[int]) -> tuple[Rung, ...]:
    return tuple(Rung(f"before:{number}", -number, OFFICES) for number in days)


def _after(days: list[int]) -> tuple[Rung, ...]:
    """The first goes one level up, the others two."""
    steps = tuple(Rung(f"after:{number}", number, EVERYBODY, min(level, 2)) for level, number in enumerate(days, 1))
    return (Rung("overdue", 1, EVERYBODY), *steps)


def _answer(days: list[int]) -> tuple[Rung, ...]:
    """The first goes to the team and to who does not answer, the others one and two levels up too."""
    steps = tuple(Rung(f"{UNANSWERED}:{number}", number, OFFICES, min(level, 2)) for level, number in enumerate(days))
    return (LADDER.answer[0], *steps)


def _refused(part: str) -> ValueError:
    return ValueError(f"no entiendo «{part}»; escriba por ejemplo {EXAMPLE}")
