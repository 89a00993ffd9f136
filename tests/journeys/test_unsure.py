"""What is not plain, not known, not chosen yet, or meant to break it: one answer each, and never a guess."""

from __future__ import annotations

import pytest

from bot.config import Settings
from bot.domain.people import Settings as Choices
from bot.simulator.telegram import Telegram
from bot.store import people
from bot.store.database import Database
from tests.cast import MEMBER, MESA
from tests.journeys.world import World, head, labels, living, text

UNSURE = "No entendí bien lo que dijo.\n¿Cuál de estos quiere?"
GONE = "Esto ya no sirve. Elija otra vez."


async def test_unsure_it_says_so_and_offers_what_may_be_meant(member: World) -> None:
    (asked,) = await member.say("¿y la mina?")
    (other,) = await member.say("¿qué pasó?")

    assert (text(asked), labels(asked)) == (UNSURE, ["Compromisos", "Reportar", "Buscar", "Ayuda"])
    assert (text(other), labels(other)) == (UNSURE, ["Vencidos", "Ayuda", "Sesiones pasadas"])


async def test_unsure_in_quechua(quechua_member: World) -> None:
    (asked,) = await quechua_member.say("minamanta imata ninki")

    assert text(asked) == "Nisqaykita manam allintachu hap'ini.\n¿Kaykunamanta mayqantataq munanki?"
    assert labels(asked) == ["Maskhay", "Yanapay"]


@pytest.mark.parametrize(
    ("label", "answer"),
    [
        ("Compromisos", "Mesa: Mesa de Diálogo del Valle\nCompromisos (2):\nSobre: mina"),
        ("Buscar", "Mesa: Mesa de Diálogo del Valle\nEncontré 2 sobre «mina»:"),
        ("Reportar", "Todavía no puedo pasar su aviso a nadie. No guardé lo que escribió."),
        ("Ayuda", "Puede hacer esto:"),
    ],
)
async def test_a_meaning_pressed_is_answered_about_what_was_asked(label: str, answer: str, member: World) -> None:
    (asked,) = await member.say("¿y la mina?")
    (said,) = await member.press(asked, label)

    assert text(said).split("\n\n")[0] == answer


async def test_an_offer_works_after_a_restart(settings: Settings, demo: Database, telegram: Telegram) -> None:
    async with living(settings, demo, telegram) as world:
        (start,) = await world.say("/start m-puna")
        await world.press(start, "Español", answers=3)
        (asked,) = await world.say("¿qué pasó?")
    async with living(settings, demo, telegram) as world:
        (listed,) = await world.press(asked, "Vencidos")

    assert head(listed) == ["Compromisos vencidos (1):"]


@pytest.mark.parametrize(
    "data", ["v1:q", "v1:q:1", "v1:q:x:agua", "v1:q:-1:agua", "v1:q:14:agua", "v1:q:99999999:agua", "v1:q::agua"]
)
async def test_a_forged_offer_is_refused(data: str, member: World) -> None:
    (asked,) = await member.say("¿y la mina?")
    mark = len(member.telegram.ledger)
    member.telegram.press(MEMBER, asked["message_id"], data)
    (said,) = await member.heard(mark, MEMBER, 1)

    assert text(said) == GONE


@pytest.mark.parametrize("data", ["v1:q:0:", "v1:q:2:%s{0}", "v1:q:13:agua", "v1:q:0:agua:agua", "v1:q:6:<b>"])
async def test_an_offer_with_words_of_somebody_elses_is_answered(data: str, member: World) -> None:
    (asked,) = await member.say("¿y la mina?")
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
        ("¿qué pasó?", UNSURE),
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


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("language", ["es", "qu"])
async def test_whatever_is_written_is_answered_once(language: str, said: str, member: World) -> None:
    async with member.database.transaction() as db:
        await people.remember(db, MEMBER, Choices(language, MESA.slug))
    (answer,) = await member.say(said)

    assert text(answer).strip()
    assert {"<b>", "href", "{language"}.isdisjoint(text(answer).split())
