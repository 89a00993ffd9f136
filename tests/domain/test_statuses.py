"""Messy words of real matrices: what each is read as. The literal list is the specification."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.commitments import Status
from bot.domain.meetings import Outcome
from bot.domain.mesas import MesaState
from bot.domain.statuses import read_mesa_state, read_outcome, read_status

DATA = Path(__file__).parents[2] / "bot/simulator/data"

# every distinct word of the real data's estado_reportado
REAL = {
    "no verificado": Status.NO_INFORMATION,
    "no verificado (en gestión a nov-2015)": Status.NO_INFORMATION,
    "en disputa (may-2019)": Status.NO_INFORMATION,
    "en disputa: nuevo paro en nov-2016 por compromisos asumidos": Status.NO_INFORMATION,
    "agregado (versión de la empresa)": Status.NO_INFORMATION,
    "propuesto": Status.PENDING,
    "solicitado": Status.PENDING,
    "anunciado": Status.SCHEDULED,
    "en inicio": Status.IN_PROGRESS,
    "prorrogado": Status.IN_PROGRESS,
    "plan presentado el 07/12/2016": Status.IN_PROGRESS,
    "reinstalada el 30/04/2022": Status.IN_PROGRESS,
    "instalada; acuerdos no todos implementados; prorrogada a dic-2022": Status.IN_PROGRESS,
    "vencido: 44,25 % de avance y contrato resuelto": Status.IN_PROGRESS,
    "60,15 % al reinicio; estado posterior no verificado": Status.IN_PROGRESS,
    "63 cumplidos / 13 en ejecución / 35 programados": Status.IN_PROGRESS,
    "incumplido a mar-2020 y set-2022": Status.BREACHED,
    "cumplido": Status.DONE,
    "cumplido (12/04/2019)": Status.DONE,
    "cumplido (RM 182-2022-PCM)": Status.DONE,
    "cumplido (acto de entrega nov-2020)": Status.DONE,
    "cumplido (comisión multisectorial instalada 24/05/2019)": Status.DONE,
    "cumplido (mesa cerrada en junio 2013; informe final publicado)": Status.DONE,
    "cumplido (operaciones reanudadas 10-11/06/2022)": Status.DONE,
    "cumplido con C.C. Huano Huano (acta final 28/01/2026)": Status.DONE,
    "reportado como único punto cumplido a mar-2020": Status.DONE,
}
OTHER = {
    "": Status.NO_INFORMATION,
    "—": Status.NO_INFORMATION,
    "N/D": Status.NO_INFORMATION,
    "Vencido desde 2020": Status.NO_INFORMATION,  # the calendar says that, the responsible party said nothing
    "vencido, en ejecución": Status.IN_PROGRESS,
    "0 % de avance": Status.PENDING,
    "no iniciado": Status.PENDING,
    "por iniciar": Status.PENDING,
    "10 %": Status.IN_PROGRESS,
    "cumplido parcialmente": Status.IN_PROGRESS,
    "Cumplido al 40 %": Status.IN_PROGRESS,
    "parcialmente cumplido": Status.IN_PROGRESS,
    "CUMPLIDO AL 100 %": Status.DONE,
    "No cumplido": Status.BREACHED,
    "no viable": Status.UNFEASIBLE,
    "permanente": Status.PERMANENT,
    "ejecutado al 40 %": Status.IN_PROGRESS,
    "concluido (80,5%)": Status.IN_PROGRESS,
    "cumplido solo en parte": Status.IN_PROGRESS,
    "cumplido a medias": Status.IN_PROGRESS,
    "cumplidos 3 de los 5 puntos": Status.IN_PROGRESS,
    "en implementación": Status.IN_PROGRESS,
    "cumplida: 0 %": Status.PENDING,
    "aún no cumplido": Status.PENDING,
    "por cumplir": Status.PENDING,
    "cumplidos 5 de 5": Status.DONE,
    "cumplido 12 de 04 de 2019": Status.DONE,
    "concluido el 12 de mayo de 2020": Status.DONE,
    "cerrado (acta 3)": Status.DONE,
    "100 % ejecutado": Status.DONE,
    "vencido; cumplido fuera de plazo": Status.DONE,
    "vencido (incumplido)": Status.BREACHED,
}
# what looks like a clear word and is none: nobody is declared done, or free of the clock, by it
UNCLEAR = [
    "cuando se pueda",
    "3 de 10",
    "cumplimiento",
    "casi cumplido",
    "cerrado por incumplimiento",
    "cerrado (sin acta)",
    "terminado el contrato sin obra",
    "cumplido el plazo sin respuesta",
    "cumplidos los 30 días",
    "cumplido según la empresa, no cumplido según la comunidad",
    "cancelado",  # "paid", or "called off"
]


@pytest.mark.parametrize(("words", "status"), {**REAL, **OTHER}.items())
def test_reported_words_are_read(words: str, status: Status) -> None:
    assert read_status(words) == (status, True)


def test_every_word_of_the_real_data_is_in_the_list_above() -> None:
    with (DATA / "compromisos.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["estado_reportado"] for row in csv.DictReader(file)} == set(REAL)


@pytest.mark.parametrize("words", UNCLEAR)
def test_words_nobody_understands_accuse_nobody(words: str) -> None:
    assert read_status(words) == (Status.NO_INFORMATION, False)


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("", Outcome.UNKNOWN),
        ("no verificado", Outcome.UNKNOWN),
        ("programada", Outcome.SCHEDULED),
        ("Convocada", Outcome.SCHEDULED),
        ("realizada", Outcome.HELD),
        ("realizada sin firma", Outcome.UNSIGNED),
        ("acta no firmada", Outcome.UNSIGNED),
        ("postergada al 3 de mayo", Outcome.POSTPONED),
        ("suspendida, no realizada", Outcome.SUSPENDED),
        ("realizada sin quórum", Outcome.NO_QUORUM),
        ("suspendida por falta de quórum", Outcome.NO_QUORUM),
        ("sin quórum (7 de 30)", Outcome.NO_QUORUM),
        ("suspendida por granizo", Outcome.SUSPENDED),
        ("cancelada", Outcome.CANCELLED),
    ],
)
def test_outcomes_are_read(words: str, outcome: Outcome) -> None:
    assert read_outcome(words) == (outcome, True)


@pytest.mark.parametrize(
    "words",
    [
        "no se realizó",
        "convocada y no instalada",
        "programada, no se realizó",
        "programada y cancelada",
        "postergada; realizada el 3 de mayo",
    ],
)
def test_an_outcome_nobody_understands_is_unknown(words: str) -> None:
    assert read_outcome(words) == (Outcome.UNKNOWN, False)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("", MesaState.ACTIVE),
        ("Activa", MesaState.ACTIVE),
        ("suspendida por emergencia", MesaState.SUSPENDED),
        ("cerrada en junio de 2013", MesaState.CONCLUDED),
    ],
)
def test_states_of_a_mesa_are_read(words: str, state: MesaState) -> None:
    assert read_mesa_state(words) == (state, True)


def test_a_mesa_that_is_not_active_is_not_taken_for_active() -> None:
    assert read_mesa_state("inactiva") == (MesaState.ACTIVE, False)


@given(st.text())
def test_what_was_not_understood_is_never_a_claim(words: str) -> None:
    status, understood = read_status(words)

    assert understood or status is Status.NO_INFORMATION


LONGEST = [
    ("cumplido" + "1" * 32_759, (Status.DONE, True)),
    ("1" * 32_767, (Status.NO_INFORMATION, False)),
    ("1 de " * 6_553, (Status.NO_INFORMATION, False)),
    ("vencido " * 4_095, (Status.NO_INFORMATION, True)),
]


@pytest.mark.parametrize(("words", "read"), LONGEST, ids=[words[:10] for words, _ in LONGEST])
def test_the_longest_cells_are_read_as_quickly_as_short_ones(words: str, read: tuple[Status, bool]) -> None:
    """A pattern that tries every split of such a cell would need half a minute for it."""
    assert read_status(words) == read
