"""Hard words: by command, from the list, from a card and back, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import app
from bot.config import Settings
from bot.domain.people import Settings as Choices
from bot.simulator.telegram import Telegram
from bot.store import commitments, people
from bot.store.database import Database
from bot.texts import terms
from tests.cast import GROUP, LONG_OVERDUE, MEMBER, MESA, NO_DEADLINE, NOW
from tests.journeys.world import Json, World, buttons, labels, living, text

CANON = "Parte del impuesto que pagan las minas y que el Estado entrega a regiones y municipalidades. Se usa sobre todo para obras."
OEFA = (
    "La entidad del Estado que vigila que las empresas no dañen el ambiente. Puede multar a la que incumple."
)  # fmt: skip
HARD = replace(
    LONG_OVERDUE,
    text="Informar al OEFA sobre la servidumbre y la línea base, y pagar el canon y los relaves",
    acta="Acta de la adenda",
)


def hard_words(card: Json) -> list[str]:
    return [button["text"] for button in buttons(card) if button.get("callback_data", "").startswith("v1:gt:")]


async def in_quechua(world: World) -> None:
    async with world.database.transaction() as db:
        await people.remember(db, MEMBER, Choices("qu", MESA.slug))


async def stored(world: World, **changes: object) -> None:
    async with world.database.transaction() as db:
        await commitments.save(db, replace(HARD, **changes), actor="test", now=NOW)  # type: ignore[arg-type]  # fields of it


@pytest.mark.parametrize(
    "command", ["/glosario canon", "/glosario ¿qué es el Canon Minero?", "/sasa_simi canonmanta", "/GLOSARIO CÁNON"]
)
async def test_a_word_is_explained_in_two_sentences(command: str, member: World) -> None:
    (said,) = await member.say(command)

    assert text(said) == f"Canon minero\n\n{CANON}"
    assert labels(said) == ["Glosario"]


async def test_an_acronym_says_what_it_stands_for(member: World) -> None:
    (said,) = await member.say("/glosario oefa")

    assert text(said) == f"OEFA (Organismo de Evaluación y Fiscalización Ambiental)\n\n{OEFA}"


async def test_quechua_stands_first_with_the_spanish_under_it(member: World) -> None:
    await in_quechua(member)
    (said,) = await member.say("/sasa_simi canon")

    quechua = "Canon nisqaqa minamanta qullqim: Estadom municipalidadkunaman qun."
    assert text(said) == f"Canon minero\n\n{quechua}\n\n{CANON}"
    assert [entity["type"] for entity in said["entities"]] == ["bold", "blockquote"]
    assert labels(said) == ["Sasa simikuna"]


async def test_what_is_only_in_spanish_says_so_honestly(member: World) -> None:
    await in_quechua(member)
    (said,) = await member.say("/glosario OEFA")

    assert text(said).split("\n\n")[1:] == ["Kunanqa castellano simillapim kachkan.", OEFA]
    assert [entity["type"] for entity in said["entities"]] == ["bold", "italic", "blockquote"]


async def test_the_list_turns_its_pages_leads_to_a_word_and_back_to_its_page(member: World) -> None:
    (first,) = await member.say("/glosario")
    (second,) = await member.press(first, "Siguiente")
    (word,) = await member.press(second, labels(second)[0])
    (again,) = await member.press(word, "Glosario")

    assert text(first) == "¿Qué palabra quiere entender?\nEscriba una palabra: /glosario canon\n\nPágina 1 de 7"
    assert labels(first)[:3] == ["Acta", "Adenda", "Afectación predial"]
    assert labels(first)[-1] == "Siguiente ▶"
    assert text(word).startswith(labels(second)[0])
    assert (text(again), labels(again)) == (text(second), labels(second))
    assert len({one["message_id"] for one in (first, second, word, again)}) == 1


async def test_every_word_stands_in_the_list(member: World) -> None:
    (page,) = await member.say("/glosario")
    seen = words_of_the_list(page)
    while "Siguiente ▶" in labels(page):
        (page,) = await member.press(page, "Siguiente")
        seen += words_of_the_list(page)

    assert seen == [term.name for term in terms.load(app.LOCALES).terms]


def words_of_the_list(page: Json) -> list[str]:
    return [label for label in labels(page) if "◀" not in label and "▶" not in label]


async def test_the_list_in_quechua(member: World) -> None:
    await in_quechua(member)
    (listed,) = await member.say("/sasa_simi")

    assert text(listed).startswith("¿Ima simitataq yachayta munanki?\nHuk simita qillqamuy: /glosario canon")


async def test_an_unknown_word_offers_the_nearest_and_the_list(member: World) -> None:
    (near,) = await member.say("/glosario servicumbe")
    (far,) = await member.say("/glosario blockchain")
    (chosen,) = await member.press(near, "Servidumbre")

    assert (text(near), labels(near)) == (
        "No encontré esa palabra.\nElija una de estas:",
        ["Servidumbre", "Glosario"],
    )
    assert (text(far), labels(far)) == ("No encontré esa palabra.", ["Glosario"])
    assert text(chosen).startswith("Servidumbre\n\nPermiso para que una obra pase")


async def test_an_unknown_word_in_quechua(member: World) -> None:
    await in_quechua(member)
    (near,) = await member.say("/glosario servicumbe")

    assert text(near) == "Chay simita manam tarinichu.\nHukta akllay:"


async def test_a_card_offers_its_hard_words_and_takes_one_back(member: World) -> None:
    await stored(member)
    (card,) = await member.say("VAL-02")
    (word,) = await member.press(card, "Servidumbre")
    (back,) = await member.press(word, "Volver")

    assert hard_words(card) == [
        "¿OEFA?",
        "¿Servidumbre?",
        "¿Línea base?",
        "¿Canon minero?",
    ]
    assert labels(word) == ["Compromisos: Servidumbre (1)", "◀ Volver", "Glosario"]
    assert (text(back), labels(back)) == (text(card), labels(card))
    assert card["message_id"] == word["message_id"] == back["message_id"]


async def test_a_card_in_quechua_and_back(member: World) -> None:
    await in_quechua(member)
    await stored(member)
    (card,) = await member.say("VAL-02")
    (word,) = await member.press(card, "¿Canon minero?")
    (back,) = await member.press(word, "Kutiy")

    assert labels(word) == ["Compromisokuna: Canon minero (1)", "◀ Kutiy", "Sasa simikuna"]
    assert text(back) == text(card)


async def test_a_word_leads_to_the_commitments_that_hold_it(member: World) -> None:
    await stored(member)
    (word,) = await member.say("/glosario canon")
    (listed,) = await member.press(word, "Compromisos: Canon minero (1)")

    assert text(listed).splitlines()[1:4:2] == ["Encontré 1 sobre «canon»:", f"VAL-02 {HARD.text}"]


async def test_a_reserved_text_gives_no_word_of_its_own_away(member: World) -> None:
    await stored(member, reserved=True)
    (card,) = await member.say("VAL-02")

    assert hard_words(card) == ["¿Acta?", "¿Adenda?"]


async def test_a_card_offers_only_the_words_that_stand_on_it(member: World) -> None:
    (card,) = await member.say(NO_DEADLINE.code)

    assert hard_words(card) == ["¿SGSD?"]


async def test_old_buttons_work_after_a_restart(settings: Settings, demo: Database, telegram: Telegram) -> None:
    async with living(settings, demo, telegram) as world:
        (asked,) = await world.say("/start m-puna")
        await world.press(asked, "Español", answers=3)
        (listed,) = await world.say("/glosario")
    async with living(settings, demo, telegram) as world:
        (word,) = await world.press(listed, "Adenda")

    assert text(word).startswith("Adenda\n\nUn papel que cambia")


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        ("v1:gt:nohay", "Esto ya no sirve. Elija otra vez."),
        ("v1:gt", "Esto ya no sirve. Elija otra vez."),
        ("v1:gl", "Esto ya no sirve. Elija otra vez."),
        ("v1:gl:x", "Esto ya no sirve. Elija otra vez."),
        ("v1:gl:99", "Página 7 de 7"),
        ("v1:gl:0", "Página 1 de 7"),
        ("v1:gt:acta:99999", "Los presentes lo firman para que valga."),
        ("v1:gt:acta:x", "Los presentes lo firman para que valga."),
    ],
)
async def test_a_button_whose_word_page_or_card_is_no_more(data: str, answer: str, member: World) -> None:
    (listed,) = await member.say("/vencidos")
    mark = len(member.telegram.ledger)
    member.telegram.press(MEMBER, listed["message_id"], data)
    (said,) = await member.heard(mark, MEMBER, 1)

    assert text(said).endswith(answer)
    assert "◀ Volver" not in labels(said)


async def test_a_group_is_answered_too(member: World) -> None:
    async with member.database.transaction() as db:
        await people.remember(db, GROUP, Choices("es", MESA.slug))
    (said,) = await member.say("/glosario vigencia", chat=GROUP)

    assert text(said).startswith("Vigencia\n\nEl tiempo durante el cual")


async def test_a_word_is_explained_before_a_mesa_is_chosen(world: World) -> None:
    async with world.database.transaction() as db:
        await people.remember(db, MEMBER, Choices("es"))
    world.telegram.chat(MEMBER).started = True
    (said,) = await world.say("/glosario canon")

    assert (text(said), labels(said)) == (f"Canon minero\n\n{CANON}", ["Glosario"])


async def test_help_and_the_menu_name_the_glossary_in_both_languages(world: World) -> None:
    (asked,) = await world.say("/start m-puna")
    await world.press(asked, "Runasimi", answers=3)
    (page,) = await world.say("/yanapay")
    (menu,) = world.telegram.menus.values()

    assert "/glosario: sasa simikuna" in text(page).splitlines()
    assert {"command": "glosario", "description": "sasa simikuna"} in menu
    assert buttons(page) == []
