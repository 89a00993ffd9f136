"""Who is meant by a cell."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.commitments import Role
from bot.domain.mesas import Institution, Seat
from bot.services.bodies import LONGEST_SLUG, Clash, Directory, identifier

MINSA = Institution("minsa", "Ministerio de Salud", "MINSA", aliases=("Salud",))
MTC = Institution("mtc", "Ministerio de Transportes", "MTC")
PVN = Institution("provias", "Provías Nacional", aliases=("MTC (Provías Nacional)",))


def directory() -> Directory:
    made = Directory()
    assert made.add([MINSA, MTC, PVN]) == []
    return made


@pytest.mark.parametrize("words", ["MINSA", "minsa.", "Ministerio de Salud (MINSA)", "SALUD", "MINSA (coordina)"])
def test_a_body_is_known_however_it_is_written(words: str) -> None:
    assert directory().known(words) == MINSA


def test_a_remark_that_is_an_alias_names_another_body() -> None:
    assert directory().known("MTC (Provías Nacional)") == PVN


def test_an_unknown_body_is_created_once_and_as_it_is_written() -> None:
    bodies = directory()

    made = [bodies.named(words, "comunidad") for words in ("Ronda Ñahui", "RONDA NAHUI.")]

    assert made == [Institution("ronda-nahui", "Ronda Ñahui", kind="comunidad")] * 2
    assert bodies.created == made[:1]


@pytest.mark.parametrize(
    ("cell", "split"),
    [
        ("MTC; MINSA;", ["MTC", "MINSA"]),
        ("MTC, MINSA", ["MTC", "MINSA"]),
        ("Comité de Agua, Riego", ["Comité de Agua, Riego"]),  # one of the parts is nobody we know
        ("MINSA (agua; salud, suelo); MTC", ["MINSA (agua; salud, suelo)", "MTC"]),
        ("MINSA (agua, salud), MTC", ["MINSA (agua, salud)", "MTC"]),
        (" ; ", []),
    ],
)
def test_a_cell_is_split(cell: str, split: list[str]) -> None:
    assert directory().split(cell) == split


@pytest.mark.parametrize(
    ("cell", "owed"),
    [
        ("MINSA y sectores", [("minsa", Role.PROVISIONAL, "MINSA y sectores")]),
        ("MINSA (varios sectores)", [("minsa", Role.PROVISIONAL, "MINSA (varios sectores)")]),
        (
            "MINSA, MTC y otros",
            [("minsa", Role.PROVISIONAL, "MINSA, MTC y otros"), ("mtc", Role.PROVISIONAL, "MINSA, MTC y otros")],
        ),
        ("MINSA y demás sectores; MTC", [("minsa", Role.PROVISIONAL, "MINSA y demás sectores"), ("mtc", Role.RESPONSIBLE, "MTC")]),
        ("sectores", [("sectores", Role.PROVISIONAL, "sectores")]),
    ],
)  # fmt: skip
def test_who_is_named_vaguely_is_provisional(cell: str, owed: list[tuple[str, Role, str]]) -> None:
    found = directory().responsibilities(cell, Role.RESPONSIBLE)

    assert [(one.institution, one.role, one.words) for one in found] == owed


def test_seats_are_read_with_their_roles() -> None:
    assert directory().seats("MINSA (preside), MTC; Ronda") == (Seat("minsa", "preside"), Seat("mtc"), Seat("ronda"))


def test_a_name_that_two_bodies_claim_is_told() -> None:
    other = Institution("salud-cusco", "Dirección de Salud", aliases=("Salud",))

    assert directory().add([other]) == [Clash("Salud", "minsa", "salud-cusco")]


def test_a_body_that_gives_up_a_name_no_longer_has_it() -> None:
    bodies = directory()
    bodies.add([Institution("minsa", "Ministerio de Salud")])

    assert bodies.known("MINSA") == Institution("minsa", "Ministerio de Salud")  # by its slug
    assert bodies.known("Salud") is None


def test_long_and_unwritable_names_stay_apart() -> None:
    long = "comunidad " * 9

    assert len({identifier(name) for name in ("水", "土", long + "uno", long + "dos")}) == 4


@given(st.text(min_size=1))
def test_any_name_gets_a_slug_that_the_table_takes(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", identifier(name))
    assert len(identifier(name)) <= LONGEST_SLUG
