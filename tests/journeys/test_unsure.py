"""What is not plain, not known, not chosen yet, or meant to break it: one answer each, and never a guess."""

from __future__ import annotations

import pytest

from bot.config import Settings
from bot.domain.buttons import offer
from bot.domain.intents import Intent
from bot.domain.people import Settings as Choices
from bot.domain.questions import understand
from bot.simulator.telegram import Telegram
from bot.store import people
from bot.store.database import Database
from tests.cast import MEMBER, MESA
from tests.journeys.world import Json, World, head, labels, living, text
from tests.lexicon import LEXICON

UNSURE = "No entendí bien lo que dijo.\n¿Cuál de estos quiere?"
GONE = "Esto ya no sirve. Elija otra vez."


# Whichever it is least sure of: what was learnt last decides.
VAGUEST = min(
    ("¿y entonces?", "a ver", "me dijeron", "había uno", "la señora dijo que sí", "de eso"),
    key=lambda text: understand(text, LEXICON).confidence,
)


async def pressed(world: World, message: Json, intent: Intent, words: str) -> Json:
    """What is answered to the button of one meaning of a question."""
    mark = len(world.telegram.ledger)
    world.telegram.press(MEMBER, message["message_id"], offer(intent, words))
    (said,) = await world.heard(mark, MEMBER, 1)
    return said


async def test_unsure_it_says_so_and_offers_what_may_be_meant(member: World) -> None:
    (asked,) = await member.say(VAGUEST)

    assert text(asked) == UNSURE
    assert 2 <= len(labels(asked)) <= 4
    assert "Ayuda" in labels(asked)
    for label in labels(asked):
        (said,) = await member.press(asked, label)
        assert text(said) != UNSURE


async def test_unsure_in_quechua(quechua_member: World) -> None:
    (asked,) = await quechua_member.say(VAGUEST)

    assert text(asked) == "Nisqaykita manam allintachu hap'ini.\n¿Kaykunamanta mayqantataq munanki?"
    assert "Yanapay" in labels(asked)


@pytest.mark.parametrize(
    ("intent", "answer"),
    [
        (Intent.LIST_COMMITMENTS, "Mesa: Mesa de Diálogo del Valle\nCompromisos (2):\nSobre: mina"),
        (Intent.COMMITMENT_DETAIL, "Mesa: Mesa de Diálogo del Valle\nEncontré 2 sobre «mina»:"),
        (Intent.REPORT_PROBLEM, "Todavía no puedo pasar su aviso a nadie. No guardé lo que escribió."),
        (Intent.HELP, "Puede hacer esto:"),
    ],
)
async def test_a_meaning_pressed_is_answered_about_what_was_asked(intent: Intent, answer: str, member: World) -> None:
    (asked,) = await member.say(VAGUEST)
    said = await pressed(member, asked, intent, "y la mina")

    assert text(said).split("\n\n")[0] == answer


async def test_an_offer_works_after_a_restart(settings: Settings, demo: Database, telegram: Telegram) -> None:
    async with living(settings, demo, telegram) as world:
        (start,) = await world.say("/start m-puna")
        await world.press(start, "Español", answers=3)
        (asked,) = await world.say(VAGUEST)
    async with living(settings, demo, telegram) as world:
        listed = await pressed(world, asked, Intent.OVERDUE_COMMITMENTS, "que paso")

    assert head(listed) == ["Compromisos vencidos (1):"]


@pytest.mark.parametrize(
    "data", ["v1:q", "v1:q:1", "v1:q:x:agua", "v1:q:-1:agua", "v1:q:14:agua", "v1:q:99999999:agua", "v1:q::agua"]
)
async def test_a_forged_offer_is_refused(data: str, member: World) -> None:
    (asked,) = await member.say(VAGUEST)
    mark = len(member.telegram.ledger)
    member.telegram.press(MEMBER, asked["message_id"], data)
    (said,) = await member.heard(mark, MEMBER, 1)

    assert text(said) == GONE


@pytest.mark.parametrize("data", ["v1:q:0:", "v1:q:2:%s{0}", "v1:q:13:agua", "v1:q:0:agua:agua", "v1:q:6:<b>"])
async def test_an_offer_with_words_of_somebody_elses_is_answered(data: str, member: World) -> None:
    (asked,) = await member.say(VAGUEST)
    mark = len(member.telegram.ledger)
    member.telegram.press(MEMBER, asked["message_id"], data)
    (said,) = await member.heard(mark, MEMBER, 1)

    assert text(said)


OEFA = "La entidad del Estado que vigila que las empresas no dañen el ambiente. Puede multar a la que incumple."


@pytest.mark.parametrize("question", ["qué es OEFA", "¿qué significa oefa?", "OEFA"])
async def test_a_hard_word_is_explained(question: str, member: World) -> None:
    (said,) = await member.say(question)

    assert text(said) == f"OEFA (Organismo de Evaluación y Fiscalización Ambiental)\n\n{OEFA}"


async def test_a_hard_word_in_quechua(quechua_member: World) -> None:
    (said,) = await quechua_member.say("canon ima ninan")

    assert text(said).split("\n\n")[:2] == [
        "Canon minero",
        "Canon nisqaqa minamanta qullqim: Estadom municipalidadkunaman qun.",
    ]


async def test_a_bare_hard_word_is_looked_for_and_explained_where_no_commitment_holds_it(member: World) -> None:
    (found,) = await member.say("relaves")  # the study of the river's water is about them
    (explained,) = await member.say("canon")
    (two_words,) = await member.say("línea base")

    assert text(found).startswith("VAL-02\nMesa:")
    assert text(explained).startswith("Canon minero\n\nParte del impuesto")
    assert text(two_words).startswith("Línea base\n\n")


@pytest.mark.parametrize("said", ["qué está vencido", "hospital", "hola", "qué es OEFA", "%s{0}", "gracias"])
async def test_without_a_language_both_are_offered(said: str, world: World) -> None:
    (asked,) = await world.say(said)

    assert labels(asked) == ["Runasimi", "Español"]


async def without_mesa(world: World) -> World:
    async with world.database.transaction() as db:
        await people.remember(db, MEMBER, Choices("es"))
    world.telegram.chat(MEMBER).started = True
    return world


@pytest.mark.parametrize("said", ["qué está vencido", "hospital", "¿cuándo es la reunión?", "quién es el responsable"])
async def test_without_a_mesa_what_concerns_one_asks_for_it(said: str, world: World) -> None:
    (asked,) = await (await without_mesa(world)).say(said)

    assert text(asked) == "Elija su mesa de diálogo:"
    assert labels(asked) == ["Mesa de Diálogo de la Puna", "Mesa de Diálogo del Valle"]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("compromisos de la puna", "Mesa: Mesa de Diálogo de la Puna\nCompromisos (1):"),
        ("cómo va el VAL-01", "VAL-01\nMesa: Mesa de Diálogo del Valle\n"),
        ("hola", "Buenas. ¿Qué quiere saber?"),
        ("gracias", "Gracias a usted. Hasta luego."),
        ("qué es OEFA", "OEFA (Organismo"),
        ("quiero denunciar algo", "Todavía no puedo pasar su aviso a nadie."),
        (VAGUEST, UNSURE),
    ],
)
async def test_without_a_mesa_the_rest_is_answered(said: str, answer: str, world: World) -> None:
    (heard,) = await (await without_mesa(world)).say(said)

    assert text(heard).startswith(answer)


HOSTILE = {
    "markup": "<b>compromisos</b>",
    "broken markup": "<a href='https://example.org'>vencidos",
    "markup alone": "<b>",
    "longest": "agua " * 819,
    "one long word": "a" * 4_096,
    "long and unknown": "xyzzy plugh " * 340,
    "right to left": "\u202eosimorpmoc\u202c ما هي الالتزامات",
    "format": "%s{0}{language.catalog!r}",
    "nul": "compro\0misos",
    "nul alone": "\0",
    "quotes": "'; DROP TABLE commitment;--",
    "wildcards": "%_%",
    "half an emoji and marks": "👍\u200d\u0301\ufe0f",
    "newlines": "compromisos\n\n\nvencidos\n",
    "a button's data": "v1:q:0:agua",
    "digits": "9" * 4_000,
}


@pytest.mark.parametrize("language", ["es", "qu"])
async def test_whatever_is_written_is_answered_once(language: str, member: World) -> None:
    async with member.database.transaction() as db:
        await people.remember(db, MEMBER, Choices(language, MESA.slug))
    for name, said in HOSTILE.items():
        (answer,) = await member.say(said)

        assert text(answer).strip(), name
        assert {"<b>", "href", "{language"}.isdisjoint(text(answer).split()), name


@pytest.mark.parametrize("said", ["cambiar de mesa", "quiero cambiar de mesa", "¿cómo cambio de mesa?"])
async def test_who_wants_another_mesa_chooses_one(said: str, member: World) -> None:
    (heard,) = await member.say(said)

    assert text(heard) == "Elija su mesa de diálogo:"


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("compromisos", "Compromisos (7):"),
        ("VENCIDOS", "Compromisos vencidos (3):"),
        ("huñunakuykuna", "Próxima sesión: sábado, 28 de noviembre de 2026 (28/11/2026) · en 5 días"),
        ("hununakuykuna", "Próxima sesión: sábado, 28 de noviembre de 2026 (28/11/2026) · en 5 días"),
    ],
)
async def test_a_big_buttons_words_typed_in_other_letters_ask_for_the_same(
    typed: str, line: str, member: World
) -> None:
    (heard,) = await member.say(typed)

    assert line in text(heard).splitlines()
