"""Which suffixes may follow a root: all that we write, in their order and in the shape that the letter before asks for."""

from __future__ import annotations

import pytest

from tests.locales.suffixes import may_follow


def follows(kind: str, word: str) -> bool:
    """word: root and suffixes, a hyphen between."""
    return may_follow(kind, word.replace("-", ""), word.index("-"))


@pytest.mark.parametrize(
    "word",
    [
        "llaqta-",
        "llaqta-pi",
        "llaqta-yki-kuna-ta",
        "ayllu-yki-lla-manta",
        "p'unchaw-ni-yki",  # -ni- after a consonant, y or w
        "p'unchaw-niyuq",
        "kimsa-yuq",
        "qanchis-niyuq",
        "huk-ta-wan-mi",
        "compromiso-m",
        "coordinador-kuna-lla-m",
        "kay-kuna-ta-m",
    ],
)
def test_a_noun_takes_its_endings(word: str) -> None:
    assert follows("sustantivo", word)


@pytest.mark.parametrize(
    "word",
    [
        "llaqta-mi",  # -m after a vowel
        "p'unchaw-m",  # -mi after a consonant
        "p'unchaw-yuq",
        "p'unchaw-yki",
        "llaqta-ni-yki",
        "llaqta-p",  # we write -pa
        "llaqta-pi-kuna",  # case after plural
        "llaqta-kuna-yki",  # whose it is before how many
        "llaqta-qa-ta",
        "llaqta-chkan",  # a verb's
    ],
)
def test_a_noun_takes_no_others(word: str) -> None:
    assert not follows("sustantivo", word)


@pytest.mark.parametrize(
    "word",
    [
        "ka-chka-n",
        "huñu-naku-rqa-nku",
        "ruwa-ku-chka-n",
        "willa-sqayki-chu",
        "willa-wa-y",
        "tapu-wa-y-ta",  # "to me" before an infinitive too
        "rima-naku-sqa-nku-ta-m",
        "hunt'a-na-raq",
        "ruwa-q-niyuq",
        "chaya-mu-chka-q",
        "pasa-pti-n-mi",
        "tari-spa-qa",
        "rima-yku-lla-yki",
    ],
)
def test_a_verb_takes_its_endings(word: str) -> None:
    assert follows("verbo", word)


@pytest.mark.parametrize("word", ["ka-", "ka-chka", "ka-n-chka", "ruwa-ta", "willa-pi", "pasa-pti-mi", "rima-nqa-ta"])
def test_a_verb_never_ends_without_saying_who_or_takes_a_nouns_endings(word: str) -> None:
    assert not follows("verbo", word)


def test_a_particle_takes_only_what_ends_any_word() -> None:
    assert [follows("partícula", word) for word in ("mana-raq-mi", "mana-ña-m", "ama-", "mana-ta", "mana-kuna")] == [
        True,
        True,
        True,
        False,
        False,
    ]
