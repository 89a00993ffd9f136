"""Which list is asked for, what a commitment is looked for by, which words tell little; on a few words of our own."""

from __future__ import annotations

import pytest

from bot.domain.asking import Which
from bot.domain.intents import Intent
from bot.domain.lexicon import FILTERS, Lexicon
from bot.domain.likeness import Likeness
from bot.domain.vocabulary import Sections
from tests.lexicon import LEXICON as REAL

NOTHING = dict.fromkeys(FILTERS, "")
SPANISH: Sections = {
    "topics": {
        "agua": "agua, líquido elemento, +riego, +rio",
        "riego": "riego, canal, +represa",
        "represa": "represa, +agua",
        "rio": "río",
    },
    "cues": {"ver": "cómo"},
    "filters": {
        "done": "cumplidos, ya está listo",
        "pending": "pendientes, no cumplidos",
        "due_soon": "por vencer",
        "no_deadline": "sin plazo, 100 %",  # the latter has no words, and asks for nothing
        "no_responsible": "sin responsable",
    },
    "stop": {"words": "de por"},
    "search": {"weak": "proyecto, obra"},
}
QUECHUA: Sections = {
    "topics": {"agua": "unu, yaku", "riego": "qarpay"},
    "filters": {**NOTHING, "done": "hunt'asqa", "no_responsible": "mana ruwaqniyuq"},
    "search": {"weak": "ruway"},
}
LEXICON = Lexicon({"es": SPANISH, "qu": QUECHUA})


def which(text: str) -> Which:
    return LEXICON.filter_of(LEXICON.vocabulary.terms(text))


def prefixes(text: str) -> tuple[str, ...]:
    (term,) = LEXICON.vocabulary.terms(text)
    return LEXICON.prefixes(term)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("los cumplidos", Which.DONE),
        ("las CUMPLIDAS", Which.DONE),
        ("¿ya está todo listo?", Which.DONE),  # all its words, whatever stands between
        ("ya está", Which.ALL),
        ("los pendientes", Which.PENDING),
        ("los no cumplidos", Which.PENDING),  # before "cumplidos"
        ("por vencer", Which.DUE_SOON),
        ("cumplidos sin plazo", Which.NO_DEADLINE),
        ("sin plazo y sin responsable", Which.NO_RESPONSIBLE),  # the first in FILTERS
        ("hunt'asqa", Which.DONE),
        ("mana ruwaqniyuq", Which.NO_RESPONSIBLE),
        ("todos", Which.ALL),
        ("", Which.ALL),
    ],
)
def test_a_list_is_asked_for_by_all_the_words_of_one_of_its_phrases(text: str, wanted: Which) -> None:
    assert which(text) is wanted


def test_a_topic_is_looked_for_by_its_words_in_both_languages_and_by_those_of_topics_it_names() -> None:
    assert prefixes("agua") == ("agua", "riego", "canal", "represa", "qarpay", "rio", "unu", "yaku")
    assert prefixes("riego") == ("riego", "canal", "represa", "agua", "rio", "unu", "yaku", "qarpay")
    assert prefixes("río") == ("rio",)


def test_the_word_itself_comes_first_as_it_is_typed() -> None:
    assert prefixes("yakuta")[:2] == ("yakuta", "agua")


def test_of_several_words_the_last_that_has_letters_enough_counts() -> None:
    assert prefixes("líquido elemento")[:2] == ("elemento", "agua")


def test_what_is_no_topic_is_looked_for_by_itself() -> None:
    assert prefixes("Fuerabamba") == ("fuerabamba",)
    assert prefixes("x") == ("x",)


def test_what_is_no_topic_is_looked_for_without_quechua_suffixes_too() -> None:
    assert prefixes("Fuerabambamanta") == ("fuerabambamanta", "fuerabamba")


@pytest.mark.parametrize(("typed", "said"), [("yakumanta", "yaku"), ("ñanmanta", "nan"), ("YAKU", "yaku")])
def test_a_word_is_said_without_its_quechua_suffixes(typed: str, said: str) -> None:
    (term,) = REAL.vocabulary.terms(typed)

    assert REAL.says(term) == said


@pytest.mark.parametrize(("word", "weak"), [("proyecto", True), ("OBRA", True), ("ruway", True), ("agua", False)])
def test_words_that_tell_little_are_weak(word: str, weak: bool) -> None:
    (term,) = LEXICON.vocabulary.terms(word)

    assert LEXICON.is_weak(term) is weak


def test_before_anything_is_learnt_every_intent_is_as_likely() -> None:
    weighed = LEXICON.weigh(LEXICON.vocabulary.read("agua"))

    assert {intent for intent, _ in weighed} == set(Intent)
    assert {round(chance, 9) for _, chance in weighed} == {round(1 / 14, 9)}


def test_what_was_learnt_weighs() -> None:
    learnt = Likeness([Intent.GREETING, Intent.LIST_COMMITMENTS], (0.0, 0.0), 1.0, {"@topic": "007f"})
    lexicon = Lexicon({"es": SPANISH}, likeness=learnt)

    assert lexicon.weigh(lexicon.vocabulary.read("agua"))[0][0] is Intent.LIST_COMMITMENTS
    assert lexicon.weigh(lexicon.vocabulary.read("cómo"))[0][0] is Intent.GREETING
