"""Language, privacy, forgetting, help, what cannot be read, and groups."""

from __future__ import annotations

import pytest

from tests.cast import GROUP, MEMBER
from tests.journeys.world import World, labels, text


async def test_the_language_changes_with_what_is_said_and_pressed(member: World) -> None:
    (asked,) = await member.say("/idioma")
    chosen, ready = await member.press(asked, "Runasimi", answers=2)
    (listed,) = await member.say("Compromisos")  # the old keyboard still works

    assert "Revisado por hablantes de quechua: 0 de" in text(asked)
    assert text(chosen).startswith("Allinmi. Runasimipim rimasaq.")
    assert text(ready).startswith("Rimanakuy: Mesa de Diálogo del Valle")
    assert text(listed).splitlines()[1] == "Compromisokuna (7):"


async def test_privacy_says_what_is_kept_and_what_is_not_promised(member: World) -> None:
    (page,) = await member.say("/privacidad")

    assert text(page).startswith("Guardamos solo su número de Telegram y lo que usted eligió, bajo llave.")
    assert "Telegram puede leer lo que se habla con un bot" in text(page)


async def test_forgetting_asks_once_and_then_nothing_is_known(member: World) -> None:
    (asked,) = await member.say("/olvidar")
    (done,) = await member.press(asked, "Sí, borrar")
    (again,) = await member.say("/compromisos")

    assert text(asked) == "¿De verdad borro sus datos?"
    assert text(done) == "Sus datos fueron borrados.\nSe borró: idioma, mesa"
    assert labels(again) == ["Runasimi", "Español"]


async def test_forgetting_names_how_one_was_told_too(member: World) -> None:
    for words in ("/avisos 30", "/avisos discreto"):
        await member.say(words)
    (asked,) = await member.say("/olvidar")
    (done,) = await member.press(asked, "Sí, borrar")

    assert text(done) == "Sus datos fueron borrados.\nSe borró: idioma, mesa, silencio, discreto"


async def test_help_lists_every_command(member: World) -> None:
    (page,) = await member.say("/ayuda")

    commands = [line.split(":")[0] for line in text(page).splitlines() if line.startswith("/")]
    assert commands == [
        "/compromisos",
        "/vencidos",
        "/buscar",
        "/sesiones",
        "/responsables",
        "/seguir",
        "/dejar",
        "/avisos",
        "/glosario",
        "/idioma",
        "/privacidad",
        "/olvidar",
        "/ayuda",
    ]


@pytest.mark.parametrize(
    ("medium", "answer"),
    [
        ("voice", "Todavía no puedo escuchar su voz. Escríbame, por favor."),
        ("photo", "Todavía no puedo mirar fotos. Escríbame, por favor."),
        ("sticker", "Eso no lo puedo leer. Escríbame, por favor."),
        ("document", "No puedo abrir ese documento."),
        ("location", "No guardo el lugar donde usted está."),
        ("contact", "No guardo datos de otras personas."),
    ],
)
async def test_what_cannot_be_read_gets_a_kind_answer(medium: str, answer: str, member: World) -> None:
    (said,) = await member.send(medium)

    assert text(said) == answer
    assert labels(said) == ["Inicio", "Ayuda"]


async def test_an_unknown_command_gets_help(member: World) -> None:
    (answer,) = await member.say("/loquesea")

    assert text(answer).startswith("No entendí bien lo que dijo.\n\nPuede hacer esto:")


async def test_a_group_is_answered_and_has_its_own_language(member: World) -> None:
    (asked,) = await member.say("/vencidos", chat=GROUP)
    _, mesas = await member.press(asked, "Runasimi", chat=GROUP, answers=2)
    *_, overdue = await member.press(mesas, "Puna", chat=GROUP, answers=3)

    assert text(overdue).splitlines()[1] == "P'unchawnin pasasqa compromisokuna (1):"
    assert (await member.say("/vencidos"))[0]["chat"]["id"] == MEMBER


async def test_talk_in_a_group_is_not_the_bots(member: World) -> None:
    mark = len(member.telegram.ledger)
    member.telegram.privacy_mode = False
    member.telegram.say(MEMBER, "hablemos del agua", GROUP)
    await member.say("/ayuda")

    assert [one.chat_id for one in member.telegram.ledger[mark:] if one.chat_id] == [MEMBER]


async def test_brought_into_a_group_it_greets_in_both_languages(world: World) -> None:
    world.telegram.kick(GROUP, by=MEMBER)
    mark = len(world.telegram.ledger)
    world.telegram.invite(GROUP, by=MEMBER)
    (greeting,) = await world.heard(mark, GROUP, 1)

    assert text(greeting).startswith("Allillanchu. Yuyachiqmi sutiy.")
    assert labels(greeting) == ["Runasimi", "Español"]
