"""Which days a question names, asked on Wednesday, the 4th of November 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.moments import GROUPS, span_of
from bot.domain.questions import understand
from tests.lexicon import LEXICON

TODAY = date(2026, 11, 4)

DAYS = {
    "hoy": "2026-11-04",
    "¿qué vence mañana?": "2026-11-05",
    "pasado mañana": "2026-11-06",
    "ayer": "2026-11-03",
    "paqarin": "2026-11-05",
    "paqarinmanta": "2026-11-05",
    "minchha": "2026-11-06",
    "qayna p'unchaw": "2026-11-03",
    "el miércoles": "2026-11-04",
    "el lunes": "2026-11-09",
    "el domingo": "2026-11-08",
    "el 30/11": "2026-11-30",
    "30-11-2025": "2025-11-30",
    "1/12/26": "2026-12-01",
    "30.11.2026": "2026-11-30",
    "31/2 o el 3/12": "2026-12-03",
    "el 30 de noviembre": "2026-11-30",
    "el 3 mayo": "2027-05-03",
    "el 15 de MAYO de 2026": "2026-05-15",
    "la mayoría para el 3 de mayo": "2027-05-03",
    "3 p'unchaw nuwimri killapi": "2026-11-03",
    "3 p’unchaw nuwimripi": "2026-11-03",
    "el 3 de noviémbre": "2026-11-03",
}
SPANS = {
    "esta semana": ("2026-11-02", "2026-11-08"),
    "kay simanapi": ("2026-11-02", "2026-11-08"),
    "la otra semana": ("2026-11-09", "2026-11-15"),
    "la próxima semana": ("2026-11-09", "2026-11-15"),
    "qatiq simana": ("2026-11-09", "2026-11-15"),
    "la semana pasada": ("2026-10-26", "2026-11-01"),
    "este mes": ("2026-11-01", "2026-11-30"),
    "el próximo mes": ("2026-12-01", "2026-12-31"),
    "hamuq killapi": ("2026-12-01", "2026-12-31"),
    "el mes pasado": ("2026-10-01", "2026-10-31"),
    "este año": ("2026-01-01", "2026-12-31"),
    "hamuq wata": ("2027-01-01", "2027-12-31"),
    "el año pasado": ("2025-01-01", "2025-12-31"),
    "en noviembre": ("2026-11-01", "2026-11-30"),
    "en octubre": ("2027-10-01", "2027-10-31"),  # the one ahead
    "octubre de 2025": ("2025-10-01", "2025-10-31"),
    "febrero de 2028": ("2028-02-01", "2028-02-29"),
    "uktuwri killapi": ("2027-10-01", "2027-10-31"),
    "el 30 de febrero": ("2027-02-01", "2027-02-28"),  # no such day: the month at least
    "compromisos de 2021": ("2021-01-01", "2021-12-31"),
    "2021 watapi": ("2021-01-01", "2021-12-31"),
}
NONE = [
    "",
    "agua",
    "30/2",
    "12/13",
    "1.5 millones de soles",
    "a las 16.30",
    "a las 10.12",
    "mayoría",
    "120/11",
    "1999",
    "12021",
]


def days(text: str) -> tuple[date, date] | None:
    return understand(text, LEXICON, today=TODAY).days


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_a_day(text: str, day: str) -> None:
    assert days(text) == (date.fromisoformat(day), date.fromisoformat(day))


@pytest.mark.parametrize(("text", "span"), SPANS.items())
def test_several_days(text: str, span: tuple[str, str]) -> None:
    assert days(text) == (date.fromisoformat(span[0]), date.fromisoformat(span[1]))


@pytest.mark.parametrize("text", NONE)
def test_no_day(text: str) -> None:
    assert days(text) is None


def test_the_first_day_named_counts_and_a_date_in_numbers_before_all() -> None:
    named = [("next_month", "otro"), ("today", "hoy")]

    assert span_of("el otro mes, no hoy", named, TODAY) == (date(2026, 12, 1), date(2026, 12, 31))
    assert span_of("el otro mes, el 5/12, no hoy", named, TODAY) == (date(2026, 12, 5), date(2026, 12, 5))


@pytest.mark.parametrize(
    ("today", "group", "first", "last"),
    [
        (date(2026, 12, 31), "next_month", date(2027, 1, 1), date(2027, 1, 31)),
        (date(2027, 1, 1), "last_month", date(2026, 12, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), "this_week", date(2026, 12, 28), date(2027, 1, 3)),
        (date(2026, 11, 2), "this_week", date(2026, 11, 2), date(2026, 11, 8)),
        (date(2026, 11, 8), "this_week", date(2026, 11, 2), date(2026, 11, 8)),
        (date(2026, 12, 31), "tomorrow", date(2027, 1, 1), date(2027, 1, 1)),
        (date(2026, 12, 31), "month_12", date(2026, 12, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), "month_01", date(2027, 1, 1), date(2027, 1, 31)),
    ],
)
def test_months_weeks_and_years_end(today: date, group: str, first: date, last: date) -> None:
    assert span_of("", [(group, "word")], today) == (first, last)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_the_next_one_or_today(today: date, weekday: int) -> None:
    found = span_of("", [(f"weekday_{weekday}", "word")], today)

    assert found is not None
    assert found[0] == found[1]
    assert found[0].weekday() == weekday
    assert timedelta(0) <= found[0] - today <= timedelta(days=6)


@given(st.text(alphabet="0123456789/.- de mayo20"), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_any_numbers_make_days_in_order_or_none(text: str, today: date) -> None:
    found = span_of(text, [("month_05", "mayo")] if "mayo" in text else [], today)

    assert found is None or found[0] <= found[1]


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_every_group_names_days(group: str) -> None:
    assert span_of("", [(group, "word")], TODAY) is not None
