"""Chances by hand, on two kinds and few features."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.likeness import LENGTH, Likeness

# A row: what a feature tells for "ask", and for "greet"; "ff" is -1, "7f" is 127, "80" is -128.
LEARNT = Likeness(("ask", "greet"), (0.0, 0.0), 0.1, {"agua": "0aff", "hola": "807f"})


def odds(chances: list[tuple[str, float]]) -> float:
    """How much likelier "ask" is than "greet"."""
    told = dict(chances)
    return math.log(told["ask"] / told["greet"])


def test_a_feature_tells_what_its_row_says() -> None:
    assert odds(LEARNT.chances({"agua": 1.0})) == pytest.approx(LENGTH * 0.1 * (10 - -1))


def test_the_likeliest_comes_first() -> None:
    assert [kind for kind, _ in LEARNT.chances({"agua": 1.0})] == ["ask", "greet"]
    assert [kind for kind, _ in LEARNT.chances({"hola": 1.0})] == ["greet", "ask"]


def test_of_equals_the_first_by_name_comes_first() -> None:
    assert Likeness(("b", "a"), (0.0, 0.0)).chances({}) == [("a", 0.5), ("b", 0.5)]


def test_without_evidence_the_base_tells() -> None:
    learnt = Likeness(("ask", "greet"), (math.log(3), 0.0))

    assert dict(learnt.chances({"never seen": 1.0})) == {"ask": pytest.approx(0.75), "greet": pytest.approx(0.25)}


def test_a_long_question_tells_no_more_than_a_short_one() -> None:
    assert odds(LEARNT.chances({"agua": 7.0})) == pytest.approx(odds(LEARNT.chances({"agua": 1.0})))


def test_unknown_words_make_it_less_sure() -> None:
    alone, among_others = LEARNT.chances({"agua": 1.0}), LEARNT.chances({"agua": 1.0, "xyz": 1.0})

    assert odds(among_others) == pytest.approx(odds(alone) / math.sqrt(2))


def test_overwhelming_evidence_stays_a_number() -> None:
    learnt = Likeness(("ask", "greet"), (0.0, 0.0), 1_000.0, {"agua": "7f80"})

    assert learnt.chances({"agua": 1.0}) == [("ask", 1.0), ("greet", 0.0)]


@given(st.dictionaries(st.sampled_from(["agua", "hola", "xyz"]), st.floats(0, 1e6)))
def test_chances_add_up_to_one(found: dict[str, float]) -> None:
    assert sum(chance for _, chance in LEARNT.chances(found)) == pytest.approx(1)
