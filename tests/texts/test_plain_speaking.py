"""What made people stumble who walked through the bot: each in the words that they read now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.fates import Account, Fates
from bot.domain.history import Change
from bot.domain.meetings import Outcome
from bot.domain.mesas import Institution
from bot.domain.messages import Button
from bot.domain.notices import Kind, Notice, NoticeState
from bot.texts import bodies, calendar, composition, deliveries, meetings, sessions
from bot.texts.fields import from_to
from bot.texts.markup import plain
from tests.cast import MESA, NEXT, NOW, TODAY
from tests.texts.test_facts import ES

AT = datetime(2026, 11, 26, tzinfo=UTC)
NOTICE = Notice(1, 1, "mesa:1", Kind.REMINDER, NOW, NOW, NOW, urgent=False, zone="UTC", state=NoticeState.DONE)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change(AT, "status_words", "60 %", ""), "Con sus palabras: nada"),
        (Change(AT, "status_words", "", "60 %"), "Con sus palabras: «60 %»"),
        (Change(AT, "place", "Plaza", ""), "Lugar: «Plaza» → nada"),
    ],
)
def test_nothing_is_not_quoted_as_if_somebody_had_said_it(change: Change, told: str) -> None:
    assert plain(from_to(ES, change) or "") == told


@pytest.mark.parametrize(("number", "told"), [(1, "En total (1 aviso)"), (2, "En total (2 avisos)")])
def test_one_notice_is_counted_as_one(number: int, told: str) -> None:
    each = [Account(NOTICE, Fates())] * number

    assert told in plain(deliveries.report(ES, MESA, each, 1, NOW).text).split("\n")


def test_a_day_gone_by_is_asked_for_with_examples_gone_by() -> None:
    assert plain(calendar.hint(ES, TODAY, past=True)) == "Pulse un día, o escríbalo: 08/11/2026, ayer, hoy"
    assert plain(calendar.hint(ES, TODAY)).endswith("08/12/2026, mañana, en 30 días")


def test_of_a_session_gone_by_that_nobody_told_of_nothing_is_said_of_how_it_went() -> None:
    untold = replace(NEXT, day=TODAY - timedelta(days=1), outcome=Outcome.SCHEDULED)

    assert "Cómo fue" not in plain(sessions.head(ES, untold, TODAY))
    assert "Cómo fue: realizada" in plain(sessions.head(ES, replace(untold, outcome=Outcome.HELD), TODAY))


@pytest.mark.parametrize(
    ("place", "title", "address"),
    [
        ("Local comunal", "Local comunal", "28/11/2026 09:30"),
        ("Local comunal, Plaza 3, Valle", "Local comunal", "Plaza 3, Valle"),
        ("", "S-03", "28/11/2026 09:30"),
    ],
)
def test_a_pin_does_not_say_its_place_twice(place: str, title: str, address: str) -> None:
    venue = meetings.pin(ES, replace(NEXT, place=place)).venue

    assert venue is not None
    assert (venue.title, venue.address) == (title, address)


def test_an_institution_is_offered_by_the_letters_that_people_know_it_by() -> None:
    body = Institution("censopas", "Centro Nacional de Salud Ocupacional y Protección del Ambiente", acronym="CENSOPAS")
    asked = composition.which_body(ES, [body], Button)

    assert [row[0].label for row in asked.rows] == [bodies.label(body)] == ["CENSOPAS · Centro Nacional de…"]
