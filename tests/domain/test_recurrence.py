"""Deadlines that come again, in the words of actas; all that is not clear comes but once."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.commitments import Commitment, DeadlineOrigin, Status
from bot.domain.recurrence import Recurrence, next_after, read_recurrence, started_again

DATA = Path(__file__).parents[2] / "bot/simulator/data/compromisos.csv"


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("cada 4 meses", Recurrence(months=4)),
        ("Cada cuatro meses.", Recurrence(months=4)),
        ("«cada mes»", Recurrence(months=1)),
        ("cada año", Recurrence(months=12)),
        ("cada 2 años", Recurrence(months=24)),
        ("cada semestre", Recurrence(months=6)),
        ("cada 15 días", Recurrence(days=15)),
        ("cada dos semanas", Recurrence(days=14)),
        ("semanal", Recurrence(days=7)),
        ("mensual", Recurrence(months=1)),
        ("mensualmente", Recurrence(months=1)),
        ("Trimestral", Recurrence(months=3)),
        ("semestral", Recurrence(months=6)),
        ("anual", Recurrence(months=12)),
        ("setiembre a diciembre de cada año", Recurrence(months=12, month=12)),
        ("de septiembre a octubre de cada año", Recurrence(months=12, month=10)),
        ("septiembre de cada año", Recurrence(months=12, month=9)),
    ],
)
def test_words_that_say_how_often(words: str, meant: Recurrence) -> None:
    assert read_recurrence(words) == meant


@pytest.mark.parametrize(
    "words",
    ["", "30 días", "cada cierto tiempo", "cada 0 meses", "4 meses", "plan anual", "reunión mensual a definir", "2022"],
)
def test_other_words_say_nothing_of_it(words: str) -> None:
    assert read_recurrence(words) is None


def test_no_real_deadline_of_a_commitment_recurs() -> None:
    """ "35 desde el primer trimestre 2023", "próximos cinco años", "según cronograma": each is met once, or never."""
    with DATA.open(encoding="utf-8") as file:
        assert [row["codigo"] for row in csv.DictReader(file) if read_recurrence(row["plazo_texto"])] == []


@pytest.mark.parametrize(
    ("words", "deadline", "today", "following"),
    [
        ("cada 4 meses", date(2023, 3, 16), date(2023, 3, 17), date(2023, 7, 16)),
        ("cada 4 meses", date(2023, 3, 16), date(2023, 7, 16), date(2023, 11, 16)),  # after today, not today
        ("cada 4 meses", date(2023, 3, 16), date(2026, 11, 26), date(2027, 3, 16)),  # those missed are not made up for
        ("mensual", date(2026, 1, 30), date(2026, 2, 1), date(2026, 2, 28)),
        ("mensual", date(2026, 1, 31), date(2026, 3, 31), date(2026, 4, 30)),  # the month's end stays the month's end
        ("anual", date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28)),
        ("anual", date(2027, 2, 28), date(2027, 3, 1), date(2028, 2, 29)),
        ("cada 15 días", date(2026, 11, 1), date(2026, 11, 26), date(2026, 12, 1)),
        ("setiembre a diciembre de cada año", date(2025, 12, 31), date(2026, 1, 2), date(2026, 12, 31)),
        ("setiembre a diciembre de cada año", date(2025, 12, 31), date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_the_next_time_comes_after_today(words: str, deadline: date, today: date, following: date) -> None:
    recurrence = read_recurrence(words)

    assert recurrence is not None
    assert next_after(deadline, recurrence, today) == following


RECURRING = Commitment(
    "valle", "V-1", "Monitorear el río", deadline=date(2026, 11, 20), original_deadline=date(2026, 7, 20),
    deadline_words="cada 4 meses", extended_by="RM 1", extended_why="lluvias", status=Status.DONE,
    status_words="cumplido", status_date="2026-11", confirmations=3,
)  # fmt: skip
TODAY = date(2026, 11, 26)


def test_what_is_done_begins_anew_with_nothing_reported_of_it() -> None:
    assert started_again(RECURRING, TODAY) == replace(
        RECURRING, deadline=date(2027, 3, 20), original_deadline=date(2027, 3, 20),
        deadline_origin=DeadlineOrigin.DERIVED, extended_by="", extended_why="", status=Status.PENDING,
        status_words="", status_date="", confirmations=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        replace(RECURRING, status=Status.PENDING),  # not done: it stays overdue
        replace(RECURRING, status=Status.UNFEASIBLE),
        replace(RECURRING, deadline=TODAY),  # its day has not passed
        replace(RECURRING, deadline=None),
        replace(RECURRING, deadline_words="30 días"),
    ],
)
def test_nothing_else_begins_anew(other: Commitment) -> None:
    assert started_again(other, TODAY) is None
