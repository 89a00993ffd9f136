"""A month as buttons: a day is one press. Coordinators' screens: Spanish."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Callable
from datetime import date, timedelta

from bot.domain.messages import Button
from bot.texts.dates import MONTHS, numeric
from bot.texts.language import Language
from bot.texts.markup import Html
from bot.texts.paging import Rows

_INITIALS = ("L", "M", "X", "J", "V", "S", "D")
_MONTH = Calendar()  # weeks begin on Monday


def month(first: date, button: Callable[[str, str], Button]) -> Rows:
    """The month of `first`. A day's choice is "20261130", a month's "202612"; what is neither answers nothing."""
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    turning = (
        button("◀", f"{before:%Y%m}"),
        button(f"{MONTHS[first.month - 1]} {first.year}", f"{first:%Y%m}"),
        button("▶", f"{after:%Y%m}"),
    )
    names = tuple(button(name, f"{first:%Y%m}") for name in _INITIALS)
    weeks = tuple(
        tuple(
            button(str(day.day), f"{day:%Y%m%d}") if day.month == first.month else button("·", f"{first:%Y%m}")
            for day in week
        )
        for week in _MONTH.monthdatescalendar(first.year, first.month)
    )
    return (turning, names, *weeks)


def hint(language: Language, today: date, *, past: bool = False) -> Html:
    """past: a day to come would not do."""
    near, others = (-15, "ayer, hoy") if past else (15, "mañana, en 30 días")
    example = f"{numeric(today + timedelta(days=near))}, {others}"
    return language.say("wizard.day_hint", "Pulse un día, o escríbalo: {example}", example=example)


def no_day(language: Language, today: date) -> Html:
    example = numeric(today + timedelta(days=15))
    return language.say("wizard.no_day", "No entiendo qué día es. Escriba por ejemplo {example}", example=example)
