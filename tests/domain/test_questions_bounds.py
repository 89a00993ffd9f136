"""Whatever is typed is understood as something, soon; and the words somebody looks for."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.intents import Intent
from bot.domain.questions import NEVER_OFFERED, understand, words_asked
from bot.domain.vocabulary import MOST_WORDS
from tests.lexicon import LEXICON

TODAY = date(2026, 11, 4)
PIECES = [
    "agua ",
    "a",
    "holaaa ",
    "huñunakuykunamanta",
    "ESP-07 ",
    "1/",
    "'",
    "30 de ",
    "de la ",
    "\u0301",
    "ñ’",
    "mayo",
    "😀",
    "\n",
]
WORDS = ["agua", "unumanta", "¿y", "ESP-07", "30/2", "mayo", "hamuq", "killa", "q", "😀", "no", "hunt’asqa"]


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map(" ".join)))
@example("")
@example("\0")
@example("\ud800")
@example("ͺ")  # a letter of which folding leaves nothing
@example("٣٠/١١")
@example("ﷺ ½ Ⅷ ²")
def test_whatever_is_typed_wants_one_of_the_fourteen(text: str) -> None:
    found = understand(text, LEXICON, today=TODAY)

    assert found.intent in Intent
    assert 0 <= found.confidence <= 1
    assert 1 <= len(found.offers) <= 3
    assert len(set(found.offers)) == len(found.offers)
    assert found.offers[0] is found.intent or found.intent in NEVER_OFFERED
    assert found.language in ("es", "qu")
    assert found.words <= MOST_WORDS


@given(st.text())
@example("ͺ")
def test_nothing_is_looked_for_by_an_empty_beginning(text: str) -> None:
    assert all(all(one.prefixes) and one.prefixes for one in words_asked(text, LEXICON))
    assert all(all(one.prefixes) and one.prefixes for one in understand(text, LEXICON).topic)


def seconds(text: str) -> float:
    """The best of three: what others do on this machine meanwhile is not ours."""
    took = []
    for _ in range(3):
        began = process_time()
        understand(text, LEXICON, today=TODAY)
        took.append(process_time() - began)
    return min(took)


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_a_text_ten_times_as_long_takes_no_more_than_ten_times_as_long(piece: str) -> None:
    short, long = ((piece * size)[:size] for size in (1_000, 10_000))
    seconds(short)

    assert seconds(long) < max(10 * seconds(short), 0.01)
    assert seconds(long) < 0.1


def test_what_stands_behind_the_first_two_thousand_letters_is_not_read() -> None:
    assert understand(" " * 2_000 + "agua", LEXICON).topic == ()


def says(query: str) -> list[str]:
    return [one.says for one in words_asked(query, LEXICON)]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("agua", ["agua"]),
        ("el agua de la comunidad", ["agua", "comunidad"]),
        ("de la", ["de", "la"]),  # nothing else is left
        ("agua agua", ["agua"]),
        ("k'anchay", ["k'anchay"]),
        ("k’anchay", ["k'anchay"]),
        ("esp-07 2026", ["esp-07", "2026"]),
        ("50%", ["50%"]),
        ("", []),
    ],
)
def test_words_looked_for(query: str, said: list[str]) -> None:
    assert says(query) == said


@pytest.mark.parametrize(("query", "others"), [("agua", "unu"), ("k'anchay", "electricidad"), ("unu", "agua")])
def test_a_word_stands_for_its_topic(query: str, others: str) -> None:
    (one,) = words_asked(query, LEXICON)

    assert one.is_topic
    assert others in one.prefixes


def test_signs_and_numbers_stand_for_themselves() -> None:
    (one,) = words_asked("esp-07", LEXICON)

    assert (one.prefixes, one.is_topic, one.weak) == (("esp-07",), False, False)


def test_a_word_that_tells_little_is_weak() -> None:
    assert [one.weak for one in words_asked("mejoramiento agua", LEXICON)] == [True, False]
