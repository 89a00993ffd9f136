"""Days on which the offices of Peru are open. November 2026: Sunday the 1st is All Saints; 8 and 9 December are holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from holidays.countries.peru import Peru

from bot.domain.working_days import add_working_days, is_working_day, working_day_from, working_day_until

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (20, 21, 22, 23))


@pytest.mark.parametrize(
    ("day", "open_then"),
    [
        (FRIDAY, True),
        (SATURDAY, False),
        (SUNDAY, False),
        (MONDAY, True),
        (date(2026, 7, 28), False),  # Tuesday, Fiestas Patrias
        (date(2026, 12, 8), False),  # Tuesday
        (date(2027, 3, 26), False),  # Good Friday moves
        (date(2028, 2, 29), True),
    ],
)
def test_offices_are_closed_on_weekends_and_holidays(day: date, open_then: bool) -> None:
    assert is_working_day(day) is open_then


def test_the_table_is_the_librarys() -> None:
    law = Peru(years=range(2000, 2101))
    days = [date(2000, 1, 1) + timedelta(days=number) for number in range(101 * 365)]

    assert [day for day in days if is_working_day(day) != (day.weekday() < 5 and day not in law)] == []


def test_a_closed_day_gives_way_to_the_last_open_one_before_or_the_first_after() -> None:
    assert [working_day_until(day) for day in (FRIDAY, SUNDAY, date(2026, 12, 9))] == [
        FRIDAY,
        FRIDAY,
        date(2026, 12, 7),
    ]
    assert [working_day_from(day) for day in (MONDAY, SATURDAY, date(2026, 12, 8))] == [
        MONDAY,
        MONDAY,
        date(2026, 12, 10),
    ]


@pytest.mark.parametrize(
    ("day", "number", "last"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 1, MONDAY),  # the first counted comes after the acta's day
        (date(2026, 12, 4), 3, date(2026, 12, 11)),  # over a weekend and two holidays
        (date(2026, 12, 30), 2, date(2027, 1, 4)),  # over the new year
    ],
)
def test_so_many_working_days_later(day: date, number: int, last: date) -> None:
    assert add_working_days(day, number) == last
