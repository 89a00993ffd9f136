"""The days on which offices are open: neither Saturday, Sunday nor a holiday of Peru.

The table is held against the library `holidays` by its test, which costs 11 MB that no mesa needs at night.
"""

from __future__ import annotations

from datetime import date, timedelta

_DAY = timedelta(days=1)
# (month, day): the first year. Decreto Legislativo 713, article 6, as changed since; https://www.gob.pe/feriados
_HOLIDAYS = {
    (1, 1): 0,
    (5, 1): 0,
    (6, 7): 2024,  # Ley 31788
    (6, 29): 0,
    (7, 23): 2023,  # Ley 31822
    (7, 28): 0,
    (7, 29): 0,
    (8, 6): 2022,  # Ley 31530
    (8, 30): 0,
    (10, 8): 0,
    (11, 1): 0,
    (12, 8): 0,
    (12, 9): 2022,  # Ley 31381
    (12, 25): 0,
}
_HOLY_THURSDAY, _GOOD_FRIDAY = timedelta(days=-3), timedelta(days=-2)


def is_working_day(day: date) -> bool:
    if day.weekday() >= 5 or day.year >= _HOLIDAYS.get((day.month, day.day), date.max.year + 1):
        return False
    return day - easter(day.year) not in (_HOLY_THURSDAY, _GOOD_FRIDAY)


def easter(year: int) -> date:
    """Easter Sunday, by the method of Meeus, Jones and Butcher for the Gregorian calendar."""
    century, of_century = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    shift = moon + weekday - 7 * ((year % 19 + 11 * moon + 22 * weekday) // 451) + 114
    return date(year, shift // 31, shift % 31 + 1)


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
