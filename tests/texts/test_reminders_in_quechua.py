"""Whole messages as who chose Quechua reads them: no Spanish but names, the record's own words, and what says that it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.meetings import Outcome
from bot.domain.messages import Message
from bot.domain.people import Settings
from bot.domain.recipients import Role
from bot.texts.inviting import refused
from bot.texts.markup import Html, plain
from bot.texts.pages import forget_done
from tests.cast import LONG_OVERDUE, NEXT, TODAY
from tests.texts import test_convening
from tests.texts.test_facts import QU
from tests.texts.test_reminders import COUNTS, about, of_mesa, said

TWO_HEADS = "Yuyarichiy\nRimanakuy: Mesa de Diálogo del Valle\n\n"
TERM = "Rimanakuypa tukukunan p'unchaw: 31 p'unchaw diciembre killa 2026 watapi (31/12/2026)"


def test_one_overdue_that_nobody_reported() -> None:
    assert said(about((LONG_OVERDUE, "overdue")), language=QU) == (
        TWO_HEADS + 'VAL-02 · "Entregar el estudio de la calidad del agua del río" sutiyuq compromisopa '
        "p'unchawnin pasasqaña.\n"
        "\n"
        "Hunt'anan karqan: 25 p'unchaw agosto killa 2026 watapi (25/08/2026)\n"
        "🔴 p'unchawnin pasasqaña: 90 p'unchaw\n"
        "\n"
        "Hunt'asqa kasqanta manaraqmi pipas willanchu.\n"
        "\n"
        "Ruwaq: Minera del Valle S. A.\n"
        "\n"
        "Kaytaqa hukkunamanpas willay.",
        [["Qhaway VAL-02", "Hukman willay"], ["¿Pitaq ruwanan?"], ["Upallay"]],
    )


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2026, 12, 30), "Rimanakuyqa 1 p'unchawmantam tukukunqa."),
        (date(2026, 12, 31), "Rimanakuyqa kunan p'unchawmi tukukunqa."),
        (date(2027, 1, 1), "Rimanakuypa tukukunan p'unchawqa pasasqañam."),
    ],
)
def test_a_term_that_ends(day: date, line: str) -> None:
    assert said(replace(of_mesa("term"), today=day), language=QU)[0] == TWO_HEADS + f"{line}\n{TERM}"


def test_what_is_missing() -> None:
    assert said(of_mesa("incomplete", counts=COUNTS), role=Role.COORDINATOR, language=QU)[0] == TWO_HEADS + (
        "P'unchawnin pasasqa compromisokuna: 3\n"
        "Mana p'unchawniyuq compromisokuna: 1\n"
        "Mana ruwaqniyuq compromisokuna: 2\n"
        "Ruwaqqa manaraqmi kutichinchu: 1 compromiso\n"
        "Qatiq huñunakuypi chaymanta rimayta atinkichik."
    )


def test_a_session_that_will_not_be_is_told_as_what_stands_and_not_as_what_was() -> None:
    off = replace(NEXT, day=TODAY + timedelta(days=1), outcome=Outcome.CANCELLED)
    text, _ = said(test_convening.about((off, "changed")), language=QU)

    assert text.splitlines()[3:7] == [
        "S-03 · Huñunakuyqa manaña kanqachu.",
        "",
        "martes p'unchaw, 24 p'unchaw noviembre killa 2026 watapi (24/11/2026) · paqarin",
        "Imayna kachkan: manaña kanqachu",
    ]


def test_what_was_followed_is_said_to_be_erased() -> None:
    assert plain(forget_done(QU, Settings("qu"), ["Mesa del Valle"], []).text) == (
        "Willakuyniykikunata pichasqañam.\nPichasqañam: simi\nQatipasqaykikunatapas pichasqañam: Mesa del Valle"
    )


def test_a_refused_invitation_is_spanish_and_says_so() -> None:
    assert refused(QU, Message(Html("Allillanchu."))).text == (
        "Kayqa manaraqmi runasimipi qillqasqachu. Castellano simipi kaymi:\n"
        "Esta invitación no sirve. Pida otra a quien se la dio.\n"
        "\n"
        "Allillanchu."
    )
