"""The names of what is stored, found in what people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.names import NO_NAMES, Name, Named, Names, spoken_name, words_of

BAMBAS = Name(Named.MESA, "las-bambas", ("las", "bambas"))
MTC = Name(Named.INSTITUTION, "mtc", ("mtc",))
TRANSPORT = Name(Named.INSTITUTION, "mtc", ("ministerio", "de", "transportes"))
MINISTRY = Name(Named.INSTITUTION, "pcm", ("ministerio",))
HUISA = Name(Named.COMMUNITY, "Huisa", ("huisa",), "espinar")
OTHER_HUISA = Name(Named.COMMUNITY, "Huisa", ("huisa",), "las-bambas")
HUISA_COLLANA = Name(Named.COMMUNITY, "Huisa Collana", ("huisa", "collana"), "espinar")
COLLANA = Name(Named.COMMUNITY, "Collana", ("collana",), "espinar")
NAMES = Names.of([COLLANA, BAMBAS, MTC, TRANSPORT, MINISTRY, HUISA, OTHER_HUISA, HUISA_COLLANA])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("C.C. Fuerabamba", ("c", "c", "fuerabamba")),
        ("Ñahuiña", ("nahuina",)),
        ("PCM-SGSD", ("pcm", "sgsd")),
        ("Q’eros", ("qeros",)),
        ("—", ()),
    ],
)
def test_a_name_is_its_words(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Mesa de Diálogo de Las Bambas", ("las", "bambas")),
        ("Mesa de Diálogo para el desarrollo de la provincia", ("provincia",)),
        ("Mesa Técnica de los Andes", ("andes",)),
        ("Espinar", ("espinar",)),
        ("Mesa de Diálogo", ("dialogo",)),
        ("", ()),
    ],
)
def test_a_mesa_is_called_by_what_comes_after(name: str, spoken: tuple[str, ...]) -> None:
    assert spoken_name(name) == spoken


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("compromisos de las bambas", [(2, 2, BAMBAS)]),
        ("las otras bambas", []),
        ("que hace el mtc", [(3, 1, MTC)]),
        ("mtc y mtc", [(0, 1, MTC), (2, 1, MTC)]),
        ("ministerio de transportes", [(0, 3, TRANSPORT)]),
        ("ministerio de salud", [(0, 1, MINISTRY)]),
        ("huisa collana", [(0, 2, HUISA_COLLANA)]),
        ("collana huisa", [(0, 1, COLLANA), (1, 1, HUISA), (1, 1, OTHER_HUISA)]),
        ("huisa", [(0, 1, HUISA), (0, 1, OTHER_HUISA)]),
        ("ministerio de", [(0, 1, MINISTRY)]),
        ("", []),
    ],
)
def test_the_longest_name_counts_and_a_name_of_two_mesas_twice(asked: str, found: list[tuple[int, int, Name]]) -> None:
    assert NAMES.find(asked.split()) == found


def test_what_has_no_words_or_one_letter_only_is_no_name() -> None:
    assert Names.of([Name(Named.MESA, "x", ()), Name(Named.MESA, "x", ("x",))]) == NO_NAMES
    assert Names.of([Name(Named.MESA, "cc", ("c", "c"))]) != NO_NAMES


def test_a_name_told_twice_is_one() -> None:
    assert Names.of([MTC, MTC]).find(["mtc"]) == [(0, 1, MTC)]


@given(st.lists(st.sampled_from("las bambas mtc ministerio de transportes huisa collana agua".split()), max_size=12))
def test_names_stand_where_they_are_found_and_do_not_overlap(words: list[str]) -> None:
    found = NAMES.find(words)

    assert [tuple(words[at : at + size]) for at, size, _ in found] == [name.words for _, _, name in found]
    places = dict.fromkeys((at, size) for at, size, _ in found)
    assert all(at + size <= after for (at, size), (after, _) in zip(places, list(places)[1:], strict=False))
