"""Which days a question names: "mañana", "la otra semana", "en noviembre", "el 30/11", "hamuq killapi"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.folding import fold

Span = tuple[date, date]  # both included

# What the groups of [dates] may be called.
GROUPS = frozenset(
    (
        *("today", "tomorrow", "after_tomorrow", "yesterday"),
        *(f"{when}_{unit}" for when in ("this", "next", "last") for unit in ("week", "month", "year")),
        *(f"month_{number:02}" for number in range(1, 13)),
        *(f"weekday_{number}" for number in range(7)),
    )
)
_DAY = timedelta(days=1)
_NUMERIC = re.compile(r"(?<!\d)([0-9]{1,2})([/.-])([0-9]{1,2})(?:[/.-]([0-9]{4}|[0-9]{2}))?(?!\d)")
_DAY_BEFORE = r"(?<!\d)([0-9]{1,2})\s*(?:de\s+|p'?uncha[wy]\s+)?"  # the name of a month, folded
_YEAR = re.compile(r"(?<!\d)(20[0-9]{2})(?!\d)")


def span_of(text: str, named: Sequence[tuple[str, str]], today: date) -> Span | None:
    """The days meant. named: (group of [dates], its word as folded) in order; None: no day is named."""
    for numeric in _NUMERIC.finditer(text):
        if day := _numeric(numeric, today):
            return day, day
    for group, word in named:
        if group.startswith("month_"):
            return _in_month(text, int(group[-2:]), word, today)
        if group.startswith("weekday_"):
            day = today + _DAY * ((int(group[-1]) - today.weekday()) % 7)
            return day, day
        return _relative(group, today)
    year = _YEAR.search(text)
    return _year(int(year[1])) if year else None


def _numeric(found: re.Match[str], today: date) -> date | None:
    day, sign, month, year = int(found[1]), found[2], int(found[3]), found[4]
    if sign == "." and not year:  # "1.5 millones", "a las 10.12"
        return None
    full = int(year) + (2000 if len(year) == 2 else 0) if year else today.year
    return _date(full, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 30/2, 12/13: no day at all
        return None


def _in_month(text: str, month: int, word: str, today: date) -> Span:
    """The month nearest ahead, unless a year is told; one day of it where one is told."""
    told = _YEAR.search(text)
    year = int(told[1]) if told else today.year + (month < today.month)
    day = re.search(rf"{_DAY_BEFORE}{re.escape(word)}(?!\w)", fold(text))
    if day and (exact := _date(year, month, int(day[1]))):
        return exact, exact
    return _month(year, month)


def _relative(group: str, today: date) -> Span:
    when, _, unit = group.partition("_")
    step = {"this": 0, "next": 1, "last": -1}.get(when)
    if step is None:
        day = today + _DAY * {"today": 0, "tomorrow": 1, "after_tomorrow": 2, "yesterday": -1}[group]
        return day, day
    if unit == "week":
        monday = today - _DAY * today.weekday() + 7 * step * _DAY
        return monday, monday + 6 * _DAY
    if unit == "month":
        months = today.year * 12 + today.month - 1 + step
        return _month(months // 12, months % 12 + 1)
    return _year(today.year + step)


def _month(year: int, month: int) -> Span:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year(year: int) -> Span:
    return date(year, 1, 1), date(year, 12, 31)
