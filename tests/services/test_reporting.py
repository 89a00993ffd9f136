"""What an operator reads after a load."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from enum import Enum

import pytest

from bot.domain.commitments import Commitment, DeadlineOrigin, Responsibility, Role, Status
from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Institution, Mesa, MesaState, Seat
from bot.services.differences import COLUMNS, NOT_COMPARED, Changed, as_words, differences
from bot.services.loading import Report
from bot.services.reporting import render_report
from bot.store.saving import Saved

ONE = Commitment(
    "valle", "A-1", "Hacer algo", status=Status.SCHEDULED, responsibilities=(Responsibility("mtc", "MTC"),)
)
SAME = {
    "slug",
    "mesa",
    "code",
    "acta",
    "confirmations",
    "disputes",
    "suspended_since",
    "suspended_why",
    "rectifications",
    "rectified_why",
}


@pytest.mark.parametrize("member", [one for kind in (Status, Outcome, MesaState, Role, DeadlineOrigin) for one in kind])
def test_every_word_of_ours_is_said_in_spanish(member: Enum) -> None:
    assert as_words(member).replace(" ", "").isalpha()


def test_two_enums_of_one_value_keep_their_own_word() -> None:
    assert (as_words(Status.SCHEDULED), as_words(Outcome.SCHEDULED)) == ("programado", "programada")


@pytest.mark.parametrize("thing", [Mesa, Institution, Commitment, Meeting])
def test_every_field_a_file_can_change_is_called_by_its_column(thing: type) -> None:
    assert {one.name for one in fields(thing)} <= COLUMNS.keys() | NOT_COMPARED | SAME


def test_what_differs_is_told_field_by_field() -> None:
    after = replace(
        ONE,
        status=Status.DONE,
        deadline=date(2026, 1, 2),
        reserved=True,
        responsibilities=(Responsibility("mtc", "MTC", Role.PROVISIONAL, words="MTC y sectores"),),
        extras=(("cui", "123"), ("etapa", "obra")),
        revision=9,
    )

    assert differences(ONE, after) == [
        Changed("A-1", "deadline", "", "2026-01-02"),
        Changed("A-1", "status", "programado", "cumplido"),
        Changed("A-1", "reserved", "no", "sí"),
        Changed("A-1", "responsibilities", "MTC (responsable)", "MTC y sectores (provisional)"),
        Changed("A-1", "extras", "", "cui: 123; etapa: obra"),
    ]


def test_a_mesas_zone_seats_and_names_are_compared() -> None:
    mesa = Mesa("valle", "Valle")
    after = replace(mesa, zone="America/Santiago", seats=(Seat("minsa", "preside"), Seat("mtc")), subgroups=("A", "B"))

    assert [(one.field, one.after) for one in differences(mesa, after)] == [
        ("zone", "America/Santiago"),
        ("seats", "minsa (preside); mtc"),
        ("subgroups", "A; B"),
    ]


def test_a_report_in_lines() -> None:
    report = Report(
        {("compromiso", Saved.CHANGED): 1, ("compromiso", Saved.NONE): 2, ("mesa", Saved.NEW): 1},
        [Changed("A-1", "status", "programado", "cumplido")],
        ["institución nueva, como está escrita: Ronda (ronda)"],
    )

    assert render_report(report) == [
        "mesas: nuevas 1, cambiadas 0, iguales 0",
        "compromisos: nuevos 0, cambiados 1, iguales 2",
        "  A-1, estado: «programado» → «cumplido»",
        "aviso: institución nueva, como está escrita: Ronda (ronda)",
    ]


def test_nothing_new_is_said_in_two_words_and_notices_stay() -> None:
    assert render_report(Report({("mesa", Saved.NONE): 3}, notices=["algo"])) == ["sin cambios", "aviso: algo"]
