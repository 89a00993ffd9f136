"""Dates and hours as people say them. Our own in both languages: Babel's `qu` is wrong (QUECHUA: section 4)."""

from __future__ import annotations

import re
from datetime import date, time

from bot.texts.language import Language
from bot.texts.markup import Html, escape

MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "setiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_LOOSE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def day(language: Language, when: date) -> Html:
    """«6 de abril de 2026 (06/04/2026)»; month names are Spanish in Quechua too, as the minutes of Las Bambas write them."""
    return language.say(
        "date.absolute",
        "{day} de {month} de {year} ({numeric})",
        day=when.day,
        month=MONTHS[when.month - 1],
        year=when.year,
        numeric=numeric(when),
    )


def weekday(language: Language, when: date) -> Html:
    """With the day of the week before it."""
    return language.say("date.weekday", "{weekday}, {date}", weekday=WEEKDAYS[when.weekday()], date=day(language, when))


def numeric(when: date) -> str:
    return f"{when:%d/%m/%Y}"


def loose(language: Language, words: str) -> Html:
    """A date as sources give it: "2019-04-06", "2019-04", "2015", or any words, which stay."""
    found = _LOOSE.fullmatch(words)
    if not found or not found[2]:
        return escape(words)
    year, month = int(found[1]), int(found[2])
    if found[3]:
        return day(language, date(year, month, int(found[3])))
    return language.say("date.month", "{month} de {year}", month=MONTHS[month - 1], year=year)


def relative(language: Language, when: date, today: date) -> Html:
    """hoy, mañana, pasado mañana, ayer, en n días, hace n días."""
    away = (when - today).days
    if away == 0:
        return language.say("date.today", "hoy")
    if away == 1:
        return language.say("date.tomorrow", "mañana")
    if away == 2:
        return language.say("date.after_tomorrow", "pasado mañana")
    if away == -1:
        return language.say("date.yesterday", "ayer")
    if away > 0:
        return language.count("date.in_days", "en {n} día", "en {n} días", away)
    return language.count("date.days_ago", "hace {n} día", "hace {n} días", -away)


def hour(when: time) -> str:
    """24 hours: 15:30."""
    return f"{when:%H:%M}"
