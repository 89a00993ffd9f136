"""One day, as a coordinator writes it in Spanish: "15/12/2026", "15 de diciembre", "mañana", "el lunes", "en 30 días"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.domain.folding import fold
from bot.domain.moments import span_of

_MONTHS = "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre".split()
_WEEKDAYS = "lunes martes miercoles jueves viernes sabado domingo".split()
# The longer before what it holds: "pasado mañana" is not "mañana".
_NAMED = (
    ("after_tomorrow", "pasado manana"),
    ("tomorrow", "manana"),
    ("today", "hoy"),
    ("yesterday", "ayer"),
    *((f"month_{number:02}", name) for number, name in enumerate(_MONTHS, 1)),
    ("month_09", "septiembre"),
    *((f"weekday_{number}", name) for number, name in enumerate(_WEEKDAYS)),
)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WHOLE = re.compile(r"(?:el )?[0-9]{1,2} de [a-z]+ del? 20[0-9]{2}")
YEARS = range(1900, 2101)  # those that an acta can have
_LATER = re.compile(r"(?:en |dentro de )?([0-9]{1,3}) dias?")


def read_day(words: str, today: date) -> date | None:
    """The one day meant; None: none, several ("en noviembre"), or of a year that no acta can have. today: the date in the
    mesa's zone."""
    read = _read(words, today)
    return read if read and read.year in YEARS else None


def _read(words: str, today: date) -> date | None:
    said = fold(words).strip()
    if iso := _ISO.fullmatch(words.strip()):
        try:
            return date(*map(int, iso.groups()))
        except ValueError:
            return None
    if later := _LATER.fullmatch(said):
        return today + timedelta(days=int(later[1]))
    named = [(group, word) for group, word in _NAMED if re.search(rf"\b{word}\b", said)]
    span = span_of(words, named, today)
    return span[0] if span and span[0] == span[1] else None


def read_whole_day(words: str) -> date | None:
    """A day in words that tells its year, "12 de mayo de 2026", and nothing besides; None: anything else."""
    return read_day(words, date.min) if _WHOLE.fullmatch(fold(words).strip()) else None
