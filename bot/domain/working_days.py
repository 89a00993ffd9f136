"""The days on which offices are open: neither Saturday, Sunday nor a holiday of Peru."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from holidays.countries.peru import Peru

_DAY = timedelta(days=1)
_HOLIDAYS = Peru()  # fills itself year by year, as it is asked


@lru_cache(maxsize=4_096)  # eleven years of them
def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _HOLIDAYS


def working_day_until(day: date) -> date:
    """That day, or the last working day before it."""
    while not is_working_day(day):
        day -= _DAY
    return day


def working_day_from(day: date) -> date:
    """That day, or the first working day after it."""
    while not is_working_day(day):
        day += _DAY
    return day


def add_working_days(day: date, number: int) -> date:
    """The last of so many working days, the first of which comes after `day`; 0: the day itself."""
    for _ in range(number):
        day = working_day_from(day + _DAY)
    return day
