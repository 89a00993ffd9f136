"""A few plain words leave no doubt, however unlikely they make what they ask for."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.intents import Intent
from bot.domain.names import Name, Named, Names
from bot.domain.questions import understand
from bot.domain.settled import settled
from tests.lexicon import LEXICON

NAMES = Names.of([Name(Named.INSTITUTION, "pcm", ("pcm",))])
TODAY = date(2026, 11, 23)


def settles(text: str) -> Intent | None:
    return settled(understand(text, LEXICON, NAMES, TODAY))


def meant(text: str) -> Intent:
    return settles(text) or understand(text, LEXICON, NAMES, TODAY).intent


@pytest.mark.parametrize(
    "text",
    [
        "sin plazo",
        "por vencer",
        "sin responsable",
        "pendientes",
        "¿y los pendientes?",
        "cumplidos",
        "hunt'asqa",
        "huntasqakuna",
        "hunt'anaraq",
        "mana p'unchawniyuq",
        "mana ruwaqniyuq",
        "qué vence la próxima semana",
        "¿qué vencen mañana?",
        "¿qué debe la PCM?",
    ],
)
def test_a_list(text: str) -> None:
    assert meant(text) is Intent.LIST_COMMITMENTS


@pytest.mark.parametrize(
    "text",
    [
        "unu",
        "yaku",
        "relaves",
        "contaminación",
        "xyzzy",
        "acuerdo n.º 12",
        "¿para cuándo es VAL-02?",
    ],
)
def test_a_commitment(text: str) -> None:
    assert meant(text) is Intent.COMMITMENT_DETAIL


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hola",
        "vencidos",
        "no cumplen",
        "que falta cumplir",
        "quién tiene que cumplir",
        "bien hecho",
        "ñam",
        "derrame",
        "el agua está sucia",
        "¿cuándo es la próxima reunión?",
        "¿qué vence la próxima semana, la reunión?",
        "avíseme de VAL-02",
        "avíseme cuando falte poco",
        "quiero vender mi tractor azul",
        "xyzzy plugh xyzzy plugh xyzzy plugh",
        "¿quién asistió de la PCM?",
        "👍",
    ],
)
def test_what_leaves_doubt(text: str) -> None:
    assert settles(text) is None
