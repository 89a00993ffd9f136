"""Dates in both languages, as the minutes of Las Bambas write them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from bot.texts import dates
from tests.languages import LANGUAGES

ES, QU = LANGUAGES["es"], LANGUAGES["qu"]
DAY = date(2026, 4, 6)


def test_a_day() -> None:
    assert dates.day(ES, DAY) == "6 de abril de 2026 (06/04/2026)"
    assert dates.day(QU, DAY) == "6 p'unchaw abril killa 2026 watapi (06/04/2026)"


def test_a_day_of_the_week() -> None:
    assert dates.weekday(ES, DAY) == "lunes, 6 de abril de 2026 (06/04/2026)"
    assert dates.weekday(QU, DAY) == "lunes p'unchaw, 6 p'unchaw abril killa 2026 watapi (06/04/2026)"


@pytest.mark.parametrize(
    ("away", "es", "qu"),
    [
        (0, "hoy", "kunan p'unchaw"),
        (1, "mañana", "paqarin"),
        (2, "pasado mañana", "minchha"),
        (3, "en 3 días", "3 p'unchawmanta"),
        (-1, "ayer", "qayna p'unchaw"),
        (-2, "hace 2 días", "2 p'unchawña"),
    ],
)
def test_how_far_away(away: int, es: str, qu: str) -> None:
    when = DAY + timedelta(days=away)

    assert (dates.relative(ES, when, DAY), dates.relative(QU, when, DAY)) == (es, qu)


@pytest.mark.parametrize(
    ("words", "es"),
    [
        ("2019-04-06", "6 de abril de 2019 (06/04/2019)"),
        ("2019-09", "setiembre de 2019"),
        ("2015", "2015"),
        ("primer trimestre <2023>", "primer trimestre &lt;2023&gt;"),
    ],
)
def test_a_date_as_loose_as_its_source(words: str, es: str) -> None:
    assert dates.loose(ES, words) == es


def test_hours_are_of_24() -> None:
    assert dates.hour(time(15, 5)) == "15:05"
