"""What a coordinator does to a mesa, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.composing import (
    WORDS,
    concluded,
    divided,
    extended,
    has_subgroup,
    named,
    resumed,
    seated,
    suspended,
    unseated,
)
from bot.domain.mesas import MesaState, Seat
from bot.domain.statuses import read_mesa_state
from tests.cast import HEALTH, INSTITUTIONS, MESA, MINE, PCM, SGSD

DAY = date(2026, 11, 20)


@pytest.mark.parametrize("state", list(MesaState))
def test_what_a_table_says_of_a_state_reads_back_the_same(state: MesaState) -> None:
    assert read_mesa_state(WORDS[state]) == (state, True)


def test_an_institution_sits_once_with_its_last_role() -> None:
    mesa = seated(seated(MESA, "minsa", "integrante"), "pcm", "acompañante")

    assert mesa.seats == (
        Seat("sgsd", "secretaría técnica"),
        Seat("minsa", "integrante"),
        Seat("pcm", "acompañante"),
    )
    assert unseated(mesa, "pcm").seats == mesa.seats[:2]


def test_a_suspension_ends_with_nothing_left_of_it() -> None:
    away = suspended(MESA, DAY, "paro")

    assert (away.state, away.suspended_since, away.suspended_why) == (MesaState.SUSPENDED, DAY, "paro")
    assert resumed(away) == replace(MESA, state_words="activa")
    assert concluded(away, "Acta final").note == "Acta final"
    assert concluded(away, "").suspended_since is None


def test_an_extension_notes_its_instrument_and_reason_beside_what_was_noted() -> None:
    once = extended(replace(MESA, note="nota"), date(2027, 6, 30), "RM 012-2027-PCM", "faltan obras")
    twice = extended(once, date(2027, 12, 31), "RM 099-2027-PCM", "")

    assert twice.term_until == date(2027, 12, 31)
    assert twice.note.splitlines() == [
        "nota",
        "Vigencia hasta el 30/06/2027: RM 012-2027-PCM (faltan obras)",
        "Vigencia hasta el 31/12/2027: RM 099-2027-PCM",
    ]


def test_a_subgroup_is_there_once_however_it_is_written() -> None:
    assert divided(MESA, "Llacta").subgroups == ("Wayra", "Qucha", "Llacta")
    assert divided(MESA, "Wayra") == MESA
    assert has_subgroup(MESA, "WAYRA")
    assert not has_subgroup(MESA, "Llacta")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("pcm", [PCM]),
        ("Secretaria tecnica", [SGSD]),
        ("MINISTERIO", [HEALTH]),
        ("minera del valle", [MINE]),
        ("   ", []),
        ("%", []),
        ("nadie", []),
    ],
)
def test_institutions_are_found_by_part_of_any_name(words: str, found: list[object]) -> None:
    assert named(words, INSTITUTIONS, 8) == found


def test_no_more_are_offered_than_fit() -> None:
    assert len(named("a", INSTITUTIONS, 2)) == 2
