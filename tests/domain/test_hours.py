"""An hour as a coordinator writes it."""

from __future__ import annotations

from datetime import time

import pytest

from bot.domain.hours import read_hour


@pytest.mark.parametrize(
    ("words", "hour"),
    [
        ("10:30", time(10, 30)),
        ("9.05", time(9, 5)),
        ("15h", time(15)),
        ("15 h 30", time(15, 30)),
        ("15h30", time(15, 30)),
        ("10:00 horas", time(10)),
        ("a las 10", time(10)),
        ("3 pm", time(15)),
        ("3 p. m.", time(15)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("9 de la mañana", time(9)),
        ("3 y media de la tarde", time(15, 30)),
        ("7 y cuarto de la noche", time(19, 15)),
        ("06:15", time(6, 15)),
        ("3", None),  # of the morning or of the afternoon?
        ("25:00", None),
        ("10:75", None),
        ("15 pm", None),
        ("temprano", None),
        ("", None),
        ("10:30'; DROP TABLE meeting", None),
        ("١٠:٣٠", None),
    ],
)
def test_one_hour_or_none(words: str, hour: time | None) -> None:
    assert read_hour(words) == hour
