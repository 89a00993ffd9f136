"""Deadlines that come again: "cada 4 meses", "trimestral", "setiembre a diciembre de cada año". What is not clear is none."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.commitments import Commitment, DeadlineOrigin, Status
from bot.domain.folding import fold

_NUMBERS = {
    "un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6,
    "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12,
}  # fmt: skip
_UNITS = {"dia": (0, 1), "semana": (0, 7), "mes": (1, 0), "bimestre": (2, 0), "trimestre": (3, 0)} | {
    "cuatrimestre": (4, 0), "semestre": (6, 0), "ano": (12, 0),
}  # fmt: skip
_ADJECTIVES = {"semanal": (0, 7), "quincenal": (0, 15), "mensual": (1, 0), "bimestral": (2, 0), "trimestral": (3, 0)} | {
    "cuatrimestral": (4, 0), "semestral": (6, 0), "anual": (12, 0),
}  # fmt: skip
_MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre".split()
)  # "septiembre" is written too
_EVERY = re.compile(rf"cada (?:([0-9]{{1,3}}|{'|'.join(_NUMBERS)}) )?({'|'.join(_UNITS)})(?:e?s)?")
_ADJECTIVE = re.compile(rf"({'|'.join(_ADJECTIVES)})(?:mente)?")
_MONTH = "|".join((*_MONTHS, "septiembre"))
_OF_EACH_YEAR = re.compile(rf"(?:(?:de )?(?:{_MONTH}) a )?({_MONTH}) de cada ano")


@dataclass(frozen=True)
class Recurrence:
    """months or days: how far apart. month: by the end of which month (1-12) of each year, None = counted from the deadline."""

    months: int = 0
    days: int = 0
    month: int | None = None


def read_recurrence(words: str) -> Recurrence | None:
    """None: the words say nothing of coming again, or not clearly."""
    plain = fold(words).strip(" .\"'«»")
    if found := _EVERY.fullmatch(plain):
        number = _NUMBERS.get(found[1] or "un") or int(found[1])
        months, days = _UNITS[found[2]]
        return Recurrence(months * number, days * number) if number else None
    if found := _ADJECTIVE.fullmatch(plain):
        return Recurrence(*_ADJECTIVES[found[1]])
    if found := _OF_EACH_YEAR.fullmatch(plain):
        return Recurrence(12, month=_MONTHS.index(found[1].replace("sep", "se", 1)) + 1)
    return None


def next_after(deadline: date, recurrence: Recurrence, today: date) -> date:
    """The first time it is due again after today."""
    if recurrence.month is not None:
        this_year = _last_of(today.year, recurrence.month)
        return this_year if this_year > today else _last_of(today.year + 1, recurrence.month)
    if recurrence.days:
        times = max(1, (today - deadline).days // recurrence.days + 1)
        return deadline + timedelta(days=recurrence.days * times)
    apart = (today.year - deadline.year) * 12 + today.month - deadline.month
    times = max(1, apart // recurrence.months)
    while (day := _months_later(deadline, recurrence.months * times)) <= today:
        times += 1
    return day


def started_again(one: Commitment, today: date) -> Commitment | None:
    """The commitment as it begins anew; None unless it is done, its deadline has passed and its words say that it recurs."""
    recurrence = read_recurrence(one.deadline_words)
    if one.status is not Status.DONE or one.deadline is None or one.deadline >= today or recurrence is None:
        return None
    deadline = next_after(one.deadline, recurrence, today)
    return replace(
        one, deadline=deadline, original_deadline=deadline, deadline_origin=DeadlineOrigin.DERIVED,
        extended_by="", extended_why="", status=Status.PENDING, status_words="", status_date="",
        confirmations=0, disputes=0,
    )  # fmt: skip


def _months_later(day: date, months: int) -> date:
    """The same day of the month, or its last where there is no such day; what ends a month ends each."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = whole // 12, whole % 12 + 1
    last = _last_of(year, month)
    return last if day == _last_of(day.year, day.month) else last.replace(day=min(day.day, last.day))


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
