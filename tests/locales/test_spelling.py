"""Which words of a text are Quechua, with which letters and in which syllables."""

from __future__ import annotations

import pytest

from tests.locales.spelling import fault_of, words_of


def test_names_tags_commands_addresses_and_acronyms_are_no_words() -> None:
    text = "<b>{name}</b> nisqata tapuy: /ayuda, https://ejemplo.pe/allin, ANA, OEFA, 3 p'unchaw."

    assert words_of(text) == ["nisqata", "tapuy", "p'unchaw"]


@pytest.mark.parametrize(
    "word", ["Arí", "hunt'asqa", "p'unchawniyuq", "qhichwa", "ñuqanchik", "utqhaylla", "sullullchay"]
)
def test_official_spelling_passes(word: str) -> None:
    assert fault_of(word) is None


@pytest.mark.parametrize("word", ["kutey", "ñoqa", "facil", "wasibi", "huancavelicaj"])
def test_no_letter_of_spanish_alone(word: str) -> None:
    assert fault_of(word) == f"«{word}» no se escribe con las letras del quechua"


@pytest.mark.parametrize(
    "word",
    [
        "hunt'sqa",  # an ejective before a consonant
        "put'",
        "llamkh",
        "wasii",
        "riu",
        "tantty",
        "mnan",
    ],
)
def test_no_syllable_that_quechua_lacks(word: str) -> None:
    assert fault_of(word) == f"«{word}» no forma sílabas del quechua"
