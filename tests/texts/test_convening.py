"""Sessions in reminders: how soon, where, what changed; the calendar file that comes along."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.domain.meetings import Meeting, Outcome
from bot.domain.notices import About, Item, Kind
from bot.domain.recipients import Role
from bot.domain.told import Counts, Told
from bot.texts.markup import plain
from bot.texts.reminders import reminder
from tests.cast import LONG_OVERDUE, NEXT, SUBGROUPS, TODAY, UNCONFIRMED
from tests.texts.test_facts import ES, QU
from tests.texts.test_reminders import MESA, TWO_HEADS, labels, said

LIMA = ZoneInfo("America/Lima")
TODAYS = replace(NEXT, day=TODAY)
DETAILS = "Hora: 09:30\nLugar: Local comunal del Valle\nAgenda: Hospital y carretera\nConvoca: PCM"
SATURDAY = "sábado, 28 de noviembre de 2026 (28/11/2026) · en 5 días"


def about(*told: tuple[Meeting, str], **facts: Any) -> Told:
    """Each session by the step that brings it; they are numbered from 1."""
    items = tuple(Item(About.MEETING, number, 1, step) for number, (_, step) in enumerate(told, start=1))
    numbered = {number: replace(one, id=number) for number, (one, _) in enumerate(told, start=1)}
    return Told(MESA, TODAY, items, meetings=numbered, **facts)


def test_a_session_to_come_with_its_place_and_its_calendar_file() -> None:
    told = about((NEXT, "7d"))
    message = reminder(ES, told, role=Role.FOLLOWER, kind=Kind.REMINDER)

    assert plain(message.text) == TWO_HEADS + f"S-03 · En 5 días hay reunión.\n\n{SATURDAY}\n{DETAILS}"
    assert labels(message) == [["📍 Lugar"], ["Silencio"]]
    assert message.file is not None
    assert (message.file.name, message.file.caption) == ("sesion-S-03.ics", plain(message.text))
    (event,) = Calendar.from_ical(message.file.content).walk("VEVENT")
    assert (event["UID"], event["SUMMARY"]) == ("valle-S-03@yuyachiq", "Mesa de Diálogo del Valle · S-03")


@pytest.mark.parametrize(
    ("days", "es", "qu"),
    [
        (0, "Hoy hay reunión.", "remind.meeting_today"),
        (1, "Mañana hay reunión.", "remind.meeting_tomorrow"),
        (3, "En 3 días hay reunión.", "remind.meeting_in"),
        (7, "En siete días hay reunión.", "remind.meeting_week"),
    ],
)
def test_how_soon_it_is_by_today_whatever_the_step(days: int, es: str, qu: str) -> None:
    told = about((replace(NEXT, day=TODAY + timedelta(days=days)), "7d"))

    assert said(told)[0].splitlines()[3] == f"S-03 · {es}"
    assert said(told, language=QU)[0].splitlines()[3] == f"S-03 · {QU.say(qu, es.replace('3', '{n}'), n=days)}"


@pytest.mark.parametrize(
    ("hour", "minute", "es"),
    [
        (7, 15, "En dos horas hay reunión."),
        (7, 30, "En dos horas hay reunión."),
        (7, 45, "En dos horas hay reunión."),
        (7, 14, "Hoy hay reunión."),
        (8, 30, "Hoy hay reunión."),
    ],
)
def test_two_hours_are_said_only_while_they_are_two(hour: int, minute: int, es: str) -> None:
    now = datetime.combine(TODAY, time(hour, minute), LIMA)

    assert said(about((TODAYS, "2h"), now=now))[0].splitlines()[3] == f"S-03 · {es}"
    assert said(about((TODAYS, "2h")))[0].splitlines()[3] == "S-03 · Hoy hay reunión."
    assert said(about((replace(TODAYS, starts=None), "1d"), now=now))[0].splitlines()[3] == "S-03 · Hoy hay reunión."


@pytest.mark.parametrize(
    ("before", "lines"),
    [
        ({"day": TODAY}, ["La reunión será otro día: 28 de noviembre de 2026 (28/11/2026)"]),
        ({"starts": time(15)}, ["La reunión será a otra hora: 09:30"]),
        ({"place": "Plaza"}, ["La reunión será en otro lugar: Local comunal del Valle"]),
        (
            {"starts": None, "place": ""},
            ["La reunión será a otra hora: 09:30", "La reunión será en otro lugar: Local comunal del Valle"],
        ),
        ({}, []),
    ],
)
def test_what_changed_is_said_first(before: dict[str, Any], lines: list[str]) -> None:
    text, _ = said(about((NEXT, "changed"), before={1: replace(NEXT, **before)}), kind=Kind.CHANGE)

    assert text.splitlines() == [
        "Mesa: Mesa de Diálogo del Valle",
        "",
        "S-03 · La reunión cambió.",
        "",
        *lines,
        SATURDAY,
        *DETAILS.splitlines(),
    ]


def test_an_hour_or_place_that_is_not_known_any_more_is_no_new_one() -> None:
    vague = replace(NEXT, starts=None, place="")
    text, _ = said(about((vague, "changed"), before={1: NEXT}), kind=Kind.CHANGE)

    assert text.splitlines()[4:7] == [SATURDAY, "Hora: todavía no se informó", "Lugar: todavía no se informó"]


@pytest.mark.parametrize("outcome", [Outcome.CANCELLED, Outcome.POSTPONED, Outcome.SUSPENDED])
def test_a_session_called_off_says_so_and_leaves_the_phones_calendar(outcome: Outcome) -> None:
    told = about((replace(NEXT, outcome=outcome), "cancelled"), before={1: NEXT}, counts=Counts(no_deadline=4))
    message = reminder(ES, told, role=Role.COORDINATOR, kind=Kind.CHANGE)

    assert plain(message.text).splitlines()[2:5] == ["S-03 · La reunión ya no será.", "", SATURDAY]
    assert "Sin plazo" not in message.text
    assert labels(message) == [["Silencio"]]
    assert message.file is not None
    assert b"STATUS:CANCELLED" in message.file.content


def test_several_sessions_come_in_one_calendar_file() -> None:
    told = about((SUBGROUPS, "7d"), (NEXT, "7d"))
    message = reminder(ES, told, role=Role.GROUP, kind=Kind.REMINDER)

    assert [line for line in plain(message.text).splitlines() if line.startswith("S-0")] == [
        "S-03 · En 5 días hay reunión.",
        "S-04 · En 12 días hay reunión.",
    ]
    assert "Comunidad: Wayra" in plain(message.text).splitlines()
    assert labels(message) == [["S-03", "S-04"]]
    assert message.file is not None
    events = Calendar.from_ical(message.file.content).walk("VEVENT")
    assert [str(event["UID"]) for event in events] == ["valle-S-03@yuyachiq", "valle-S-04@yuyachiq"]
    assert message.file.name == "sesiones.ics"


def test_more_sessions_than_fit_are_counted() -> None:
    many = [(replace(NEXT, code=f"S-{n}", day=TODAY + timedelta(days=n)), "7d") for n in range(1, 6)]

    assert said(about(*many))[0].endswith("\n\nY 2 más.")


def test_minutes_that_nobody_published() -> None:
    assert said(about((UNCONFIRMED, "acta"))) == (
        TWO_HEADS + "S-02 · Pasaron 10 días y el acta no se publicó.\n"
        "viernes, 13 de noviembre de 2026 (13/11/2026) · hace 10 días",
        [["Silencio"]],
    )
    published = replace(UNCONFIRMED, minutes_published=TODAY)
    assert said(about((published, "acta")))[0] == TWO_HEADS + "Lo que decía este aviso ya cambió."


def test_the_team_hears_what_the_session_can_settle() -> None:
    told = about((NEXT, "1d"), counts=Counts(no_deadline=2, no_responsible=1))

    assert said(told, role=Role.COORDINATOR)[0].split("\n\n")[-1] == (
        "Sin plazo: 2 compromisos\nSin responsable: 1 compromiso\nSe puede tratar en la próxima sesión."
    )
    assert said(told, role=Role.FOLLOWER)[0].split("\n\n")[-1] == f"{SATURDAY}\n{DETAILS}"


def test_a_long_text_leaves_the_file_a_short_caption() -> None:
    long = replace(NEXT, agenda="agua " * 100, note="camino " * 100, place="Local " * 100)
    told = about(*[(replace(long, code=f"S-{n}"), "7d") for n in (1, 2, 3)])
    message = reminder(ES, told, role=Role.FOLLOWER, kind=Kind.REMINDER)

    assert message.file is not None
    assert message.file.caption == "Guarde esta sesión en su calendario."


def test_an_overdue_commitment_and_a_session_in_one_message() -> None:
    told = about((NEXT, "7d"))
    one = replace(LONG_OVERDUE, id=9)
    both = replace(told, items=(*told.items, Item(About.COMMITMENT, 9, 1, "overdue")), commitments={9: one})
    text, rows = said(both)

    assert [line for line in text.splitlines() if "·" in line or line.endswith("):")] == [
        "Compromisos vencidos (1):",
        "S-03 · En 5 días hay reunión.",
        SATURDAY,
    ]
    assert rows == [["VAL-02"], ["📍 Lugar"], ["Silencio"]]
