"""A day as a coordinator writes it; today is Monday 23 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.days import read_day, read_whole_day

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("15/12/2026", date(2026, 12, 15)),
        ("15-12-26", date(2026, 12, 15)),
        ("2026-12-15", date(2026, 12, 15)),
        ("15 de diciembre", date(2026, 12, 15)),
        ("el 3 de febrero", date(2027, 2, 3)),
        ("15 de Setiembre de 2027", date(2027, 9, 15)),
        ("15 de septiembre de 2027", date(2027, 9, 15)),
        ("hoy", TODAY),
        ("Mañana", date(2026, 11, 24)),
        ("pasado mañana", date(2026, 11, 25)),
        ("el viernes", date(2026, 11, 27)),
        ("en 30 días", date(2026, 12, 23)),
        ("30 dias", date(2026, 12, 23)),
        ("en diciembre", None),
        ("30/02/2027", None),
        ("2027-02-30", None),
        ("cuando se pueda", None),
        ("9999-12-31", None),
        ("31/12/9999", None),
        ("31/12/2100", date(2100, 12, 31)),
        ("0001-01-01", None),
        ("en ٣٠ días", None),
        ("١٥/١٢/٢٠٢٦", None),
        ("٢٠٢٦-١٢-١٥", None),
        ("٣ de diciembre", None),
        ("", None),
    ],
)
def test_one_day_or_none(words: str, day: date | None) -> None:
    assert read_day(words, TODAY) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("15 de marzo de 2026", date(2026, 3, 15)),
        ("El 3 de Setiembre del 2025", date(2025, 9, 3)),
        ("31 de febrero de 2026", None),
        ("15 de marzo", None),
        ("marzo de 2026", None),
        ("entre el 3 de mayo de 2026 y fin de mes", None),
        ("ayer", None),
    ],
)
def test_a_whole_day_tells_its_year(words: str, day: date | None) -> None:
    assert read_whole_day(words) == day
