"""What a coordinator does to a session, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from bot.domain.convening import WORDS, begins, is_link, moved, new_code, placed, possible, published, went
from bot.domain.meetings import Meeting, Outcome
from bot.domain.statuses import read_outcome

TODAY = date(2026, 11, 23)
COMING = Meeting("valle", "S-1", date(2026, 11, 28), time(9), place="Local", latitude=-14.0, longitude=-71.0)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_what_a_table_says_of_an_outcome_reads_back_the_same(outcome: Outcome) -> None:
    assert read_outcome(WORDS[outcome]) == (outcome, True)


def test_nobody_can_have_come_before_its_day() -> None:
    off = (Outcome.POSTPONED, Outcome.SUSPENDED, Outcome.CANCELLED)

    assert possible(COMING, TODAY) == off
    assert possible(COMING, COMING.day) == (Outcome.HELD, Outcome.NO_QUORUM, Outcome.UNSIGNED, *off)


def test_a_session_called_off_is_to_be_again_once_it_has_another_day() -> None:
    off = went(COMING, Outcome.POSTPONED, "lluvia")
    again = moved(off, date(2026, 12, 5))

    assert (off.outcome, off.note, off.day) == (Outcome.POSTPONED, "lluvia", COMING.day)
    assert (again.outcome, again.note, again.day) == (Outcome.SCHEDULED, "lluvia", date(2026, 12, 5))


def test_another_place_has_not_the_pin_of_the_old_one() -> None:
    assert placed(COMING, "Estadio", None) == replace(COMING, place="Estadio", latitude=None, longitude=None)
    assert placed(COMING, "Estadio", (-13.5, -72.0)).latitude == -13.5


def test_hour_and_acta() -> None:
    acta = published(replace(COMING, source="https://example.org"), TODAY)

    assert begins(COMING, None).starts is None
    assert (acta.minutes_published, acta.source) == (TODAY, "https://example.org")
    assert published(acta, TODAY, "https://example.org/acta.pdf").source == "https://example.org/acta.pdf"


@pytest.mark.parametrize(
    ("words", "good"),
    [
        ("https://www.gob.pe/institucion/pcm/acta.pdf?id=1#p2", True),
        ("HTTP://example.org/a", True),
        ("ftp://example.org/a", False),
        ("javascript:alert(1)//example.org", False),
        ("file:///etc/passwd", False),
        ("https://localhost", False),
        ("https://user:pass@example.org/", False),
        ('https://example.org/"onclick', False),
        ("https://example.org/\u202egnp", False),
        ("https://example.org/ a", False),
        ("https://example.org/" + "a" * 500, False),
        ("", False),
    ],
)
def test_a_link_is_an_address_of_the_web(words: str, good: bool) -> None:
    assert is_link(words) is good


def test_a_code_is_made_of_the_day_and_no_two_are_alike() -> None:
    day = date(2026, 12, 15)

    assert new_code(day, "", ()) == "S-2026-12-15"
    assert new_code(day, "Wayra Alta", ()) == "S-2026-12-15-wayra-alta"
    assert new_code(day, "", {"S-2026-12-15", "S-2026-12-15-2"}) == "S-2026-12-15-3"
