"""Which texts look Spanish."""

from __future__ import annotations

import pytest

from tests.locales.identification import identifier, looks_spanish


@pytest.mark.parametrize("text", ["No hay próxima sesión", "acta plazo compromiso", "Puede preguntarme esto"])
def test_spanish_looks_spanish(text: str) -> None:
    assert looks_spanish(text.split())


@pytest.mark.parametrize("text", ["Manam qatiq huñunakuy kanchu", "Llapan compromisom p'unchawniyuq"])
def test_quechua_does_not_with_its_loans(text: str) -> None:
    assert not looks_spanish(text.split())


def test_two_words_say_too_little() -> None:
    assert not looks_spanish(["compromiso", "plazo"])


def test_the_model_is_read_once() -> None:
    assert identifier() is identifier()
