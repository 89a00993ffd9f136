"""Contested responsibility: what the coordinators are told at once, whom one tap asks, and the story that everybody can read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.config import Settings
from bot.domain.answering import declined
from bot.domain.commitments import Role, Stance, without_responsible
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Role as Part
from bot.domain.recipients import contacts_of
from bot.simulator.telegram import Telegram
from bot.store import commitments, institutions, people, recipients
from tests.cast import (
    ACTOR,
    COORDINATOR,
    GROUP,
    LONG_OVERDUE,
    MEMBER,
    MESA,
    MINE,
    NOW,
    OTHER_COORDINATOR,
    OUTSIDER,
    TODAY,
    TOWN,
)
from tests.journeys.test_contacts import OF_THE_MINE, OLD, part, presses, says, stored
from tests.journeys.world import Json, World, labels, text

CODE, OF_THE_TOWN = LONG_OVERDUE.code, 5_130_447_807
ASK = "Preguntar a Municipalidad Provincial del Valle"
REFUSED = declined(
    LONG_OVERDUE, MINE.slug, MINE.name, TODAY, "El río es de la cuenca <b>alta</b>", (TOWN.slug, TOWN.name)
)


@pytest_asyncio.fixture
async def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"tick_seconds": 0.1})


@pytest_asyncio.fixture
async def contested(team: World, telegram: Telegram) -> World:
    """The mine owes it and has a contact; so has the town."""
    async with team.database.transaction() as db:
        numbers = await institutions.numbers_of(db, [TOWN.slug, MINE.slug])
        for chat, slug in ((OF_THE_TOWN, TOWN.slug), (OF_THE_MINE, MINE.slug)):
            telegram.person(chat, slug)
            telegram.chat(chat).started = True
            await people.remember(db, chat, Choices("es", MESA.slug))
            await recipients.save(db, contacts_of(numbers[slug]), chat, Part.CONTACT)
    await team.settled()
    return team


async def refused(world: World) -> Json:
    """The mine declines and names the town; what the coordinator is told."""
    await says(world, f"/declinar {CODE}", OF_THE_MINE)
    await says(world, "El río es de la cuenca <b>alta</b>", OF_THE_MINE)
    shown = await says(world, TOWN.name, OF_THE_MINE)
    mark = len(world.telegram.ledger)
    await presses(world, shown, "Confirmar", OF_THE_MINE)
    return await world.telegram.next_message(COORDINATOR, mark)


async def test_the_coordinators_are_told_at_once_who_declined_why_and_whom_it_names(contested: World) -> None:
    told = await refused(contested)

    assert text(told) == (
        "Mesa: Mesa de Diálogo del Valle\n\n"
        f"Una institución respondió sobre {CODE}:\n"
        "Responsables: Minera del Valle S. A. (responsable, dice que no le toca)\n"
        "Minera del Valle S. A. dice que no le toca.\n"
        "Su razón: El río es de la cuenca <b>alta</b>\n"
        "Dice que le toca a: Municipalidad Provincial del Valle"
    )
    assert labels(told) == [f"Ver {CODE}", ASK]


async def test_they_are_told_of_an_acceptance_and_of_a_report(contested: World) -> None:
    for command, presses_, said in (
        ("/aceptar", ["Confirmar"], "Responsables: Minera del Valle S. A. (responsable, aceptó)"),
        (
            "/informar",
            ["en proceso", "Sin nota", "Sin prueba", "Confirmar"],
            "Estado: «sin información» → «en proceso»",
        ),
    ):
        shown = await says(contested, f"{command} {CODE}", OF_THE_MINE)
        for label in presses_:
            mark = len(contested.telegram.ledger)
            shown = await presses(contested, shown, label, OF_THE_MINE)
        told = await contested.telegram.next_message(COORDINATOR, mark)
        assert said in text(told).splitlines()


async def test_they_are_told_of_the_evidence_of_a_report_and_can_open_it(contested: World) -> None:
    await presses(contested, await says(contested, f"/informar {CODE}", OF_THE_MINE), "en proceso", OF_THE_MINE)
    for words in ("Ya hay planos", "https://example.org/1", "https://example.org/2"):
        listed = await says(contested, words, OF_THE_MINE)
    shown = await presses(contested, listed, "Listo", OF_THE_MINE)
    mark = len(contested.telegram.ledger)
    await presses(contested, shown, "Confirmar", OF_THE_MINE)
    told = await contested.telegram.next_message(COORDINATOR, mark)

    assert "Pruebas:\n• enlace: https://example.org/1\n• enlace: https://example.org/2" in text(shown)
    assert text(told).endswith(f"\n\nUna institución adjuntó como prueba de {CODE}:\nenlace (2)")
    assert labels(told) == [f"Ver {CODE}", f"Ver evidencia {CODE}"]
    opened = await contested.press(told, "Ver evidencia", chat=COORDINATOR, who=COORDINATOR, answers=2)
    assert [text(one).splitlines()[1] for one in opened] == [f"Prueba: https://example.org/{n}" for n in (2, 1)]


async def test_one_tap_asks_who_was_named_and_the_next_morning_it_hears_so(contested: World) -> None:
    told = await refused(contested)
    done = await presses(contested, told, ASK, COORDINATOR)
    again = await presses(contested, told, ASK, COORDINATOR)

    asked = await part(contested, TOWN.slug, CODE)
    assert (asked.role, asked.stance) == (Role.PROVISIONAL, Stance.ASSIGNED)
    assert "queda como responsable provisional Municipalidad Provincial del Valle" in text(done)
    assert "no hay a quién más preguntar" in text(again)

    clock = contested.settings.test_clock
    assert clock is not None
    await contested.settled()
    mark = len(contested.telegram.ledger)
    clock.write_text(str(float(clock.read_text()) + timedelta(days=1).total_seconds()))
    heard = await contested.telegram.next_message(OF_THE_TOWN, mark, timeout=15)
    assert "Falta saber si lo hará: Municipalidad Provincial del Valle" in text(heard)
    mine = await presses(contested, heard, "Mis compromisos", OF_THE_TOWN)
    shown = await presses(contested, await presses(contested, mine, CODE, OF_THE_TOWN), "Acepto", OF_THE_TOWN)
    await presses(contested, shown, "Confirmar", OF_THE_TOWN)
    assert (await part(contested, TOWN.slug, CODE)).role is Role.RESPONSIBLE


async def test_the_command_does_what_the_button_does(contested: World) -> None:
    await refused(contested)

    assert "queda como responsable provisional" in text(await says(contested, f"/preguntar {CODE}", COORDINATOR))
    assert "Escriba el código" in text(await says(contested, "/preguntar", COORDINATOR))


@pytest.mark.parametrize("who", [MEMBER, OUTSIDER, OTHER_COORDINATOR, OF_THE_MINE])
async def test_nobody_else_asks_anybody(who: int, contested: World) -> None:
    told = await refused(contested)
    (data,) = [
        one["callback_data"]
        for row in told["reply_markup"]["inline_keyboard"]
        for one in row
        if one["text"].startswith("Preguntar")
    ]
    unknown = await says(contested, "/nosuch", who)

    assert text(await says(contested, f"/preguntar {CODE}", who)) == text(unknown)
    mark = len(contested.telegram.ledger)
    contested.telegram.press(who, unknown["message_id"], data, None)
    assert text((await contested.heard(mark, who, 1))[0]) == OLD
    assert [one.institution for one in (await stored(contested, CODE)).responsibilities] == [MINE.slug]


async def test_in_a_group_nobody_is_asked(contested: World, telegram: Telegram) -> None:
    await refused(contested)
    telegram.group(GROUP, "Grupo", [COORDINATOR])
    mark = len(telegram.ledger)
    telegram.say(COORDINATOR, f"/preguntar {CODE}", GROUP)

    assert text((await contested.heard(mark, GROUP, 1))[0]).startswith("No entendí bien")


async def story(world: World) -> None:
    """Declined by the mine, which names the town; the town is asked and accepts."""
    await refused(world)
    await says(world, f"/preguntar {CODE}", COORDINATOR)
    await presses(world, await says(world, f"/aceptar {CODE}", OF_THE_TOWN), "Confirmar", OF_THE_TOWN)


STORY = (
    "23/11/2026 · Minera del Valle S. A.: asignado\n"
    "23/11/2026 · Minera del Valle S. A. dice que no le toca.\n"
    "Su razón: El río es de la cuenca <b>alta</b>\n"
    "Dice que le toca a: Municipalidad Provincial del Valle\n"
    "23/11/2026 · Responsable provisional: Municipalidad Provincial del Valle\n"
    "23/11/2026 · Municipalidad Provincial del Valle aceptó hacerlo."
)


async def test_the_card_its_history_and_who_must_act_tell_the_story(contested: World) -> None:
    await story(contested)
    card = await says(contested, CODE, MEMBER)
    who = await presses(contested, card, "¿Quién debe actuar?", MEMBER)
    history = await presses(contested, await says(contested, CODE, MEMBER), "Historia", MEMBER)

    assert STORY in text(card)
    told = [line for line in text(history).splitlines() if "Estado" not in line and "Plazo" not in line]
    assert STORY in "\n".join(told)
    assert (
        "Quién debe hacerlo: Minera del Valle S. A.\n" + "\n".join(STORY.splitlines()[:4]) + "\n\n"
        "Quién debe hacerlo: Municipalidad Provincial del Valle\n" + "\n".join(STORY.splitlines()[4:])
    ) in text(who)


async def test_in_quechua_it_is_told_with_the_words_that_there_are(contested: World) -> None:
    await story(contested)
    async with contested.database.transaction() as db:
        await people.remember(db, MEMBER, Choices("qu", MESA.slug))
    card = text(await says(contested, CODE, MEMBER))

    for line in (
        "23/11/2026 · Minera del Valle S. A.: ruwananpaq churasqa",
        "23/11/2026 · Minera del Valle S. A. nisqaqa manam nin.",
        "Imarayku: El río es de la cuenca <b>alta</b>",
        "23/11/2026 · Ruwaq, chaykamalla: Municipalidad Provincial del Valle",
        "23/11/2026 · Municipalidad Provincial del Valle nisqaqa arí nin.",
    ):
        assert line in card.splitlines()


async def test_who_lost_it_is_said_to_have_it_no_more(contested: World) -> None:
    async with contested.database.transaction() as db:
        await commitments.save(db, REFUSED, actor=ACTOR, now=NOW)
        gone = replace(REFUSED, responsibilities=())
        await commitments.save(db, gone, actor=ACTOR, now=NOW)
    card = await says(contested, CODE, MEMBER)
    history = await presses(contested, card, "Historia", MEMBER)

    assert "23/11/2026 · Ya no está a cargo: Minera del Valle S. A." in text(history)


def test_declined_by_all_nobody_is_responsible() -> None:
    assert without_responsible(REFUSED)
