"""What a question is made into, to the letter, in a vocabulary of a few words."""

from __future__ import annotations

from bot.domain.features import MOST_PAIRED, features, letters, tags
from bot.domain.vocabulary import LONGEST_WORD, Vocabulary

WORDS = Vocabulary(
    {
        "es": {
            "topics": {"agua": "agua", "rio": "agua"},
            "cues": {"ver": "estado"},
            "others": {"clima": "lluvia"},
            "bodies": {"estado": "estado"},
            "places": {"espinar": "Yauri"},
            "dates": {"today": "hoy"},
            "stop": {"words": "de hay"},
        }
    }
)


def found(text: str) -> dict[str, float]:
    """Without the letters, which have a test of their own."""
    return {name: tells for name, tells in features(WORDS.read(text)).items() if not name.startswith("~")}


def tagged(word: str) -> list[str]:
    return tags(WORDS.terms(word)[0])


def test_each_kind_of_group_has_its_tag() -> None:
    assert {word: tagged(word) for word in "agua estado lluvia Yauri hoy de xyz".split()} == {
        "agua": ["@topic"],
        "estado": ["@body", "@ver"],
        "lluvia": ["@clima", "@other"],
        "Yauri": ["@place"],
        "hoy": ["@day"],
        "de": [],
        "xyz": ["@unknown"],
    }


def test_a_question_is_its_groups_its_roots_their_pairs_and_what_follows_what() -> None:
    assert found("hay agua hoy") == {
        "w:ay": 0.18,
        "w:agu": 0.42,
        "w:oy": 0.42,
        "t:agua": 0.6,
        "t:rio": 0.6,
        "@topic": 0.6,
        "@day": 0.6,
        "@day+@topic": 0.6,
        "^>w:ay": 0.6,
        "w:ay>@topic": 0.6,
        "@topic>@day": 0.6,
        "@day>$": 0.6,
    }


def test_a_code_and_another_number_are_told() -> None:
    assert found("ESP-07 del 2021").keys() >= {"@code", "@number", "@code+@number"}
    assert found("").keys() == {"^>$"}


def test_pairs_of_a_long_question_do_not_grow_with_its_square() -> None:
    cues = {f"group{letter}": f"palabra{letter}" for letter in "abcdefghijklmnoprstu"}
    long = Vocabulary({"es": {"cues": cues}}).read(" ".join(cues.values()))

    assert len(long.terms) > MOST_PAIRED
    pairs = [name for name in features(long) if "+" in name]
    assert len(pairs) == MOST_PAIRED * (MOST_PAIRED - 1) // 2


def test_letters_stand_together_in_twos_to_fives_with_both_ends_marked() -> None:
    assert letters("añ") == ("~_a", "~añ", "~ñ_", "~_añ", "~añ_", "~_añ_")
    assert features(WORDS.read("de"))["~_de_"] == 0.5


def test_the_letters_of_a_word_without_end_are_few() -> None:
    assert len(letters("a" * 10_000)) == len(letters("a" * LONGEST_WORD))
