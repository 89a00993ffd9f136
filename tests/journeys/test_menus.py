"""Telegram's menu and /ayuda offer the commands of an office to who holds it, alone with the bot, from its beginning to its end."""

from __future__ import annotations

import pytest

from bot.chat import coordinating
from bot.domain.actors import code_of
from bot.domain.people import Settings as Choices
from bot.domain.recipients import ADMINS, Role, contacts_of
from bot.services.acting import contact_of
from bot.services.inviting import Office, invite
from bot.store import institutions, people, recipients
from tests.cast import COORDINATOR, GROUP, HEALTH, MEMBER, MESA, NOW, OTHER_MESA, OUTSIDER
from tests.journeys.conftest import number_of
from tests.journeys.test_offices import code
from tests.journeys.world import World, text
from tests.journeys.writing import says, second_coordinator
from tests.languages import LANGUAGES

NEWCOMER = OUTSIDER
MINE = {Office.COORDINATOR: "panel", Office.CONTACT: "mis_compromisos", Office.ADMIN: "panel"}


async def menu(world: World, chat: int) -> list[str]:
    """As the phone shows it, once nothing is on its way."""
    await world.settled()
    return [one["command"] for one in world.telegram.chat(chat).commands]


async def redeems(world: World, office: Office, answers: int = 2) -> list[str]:
    async with world.database.transaction() as db:
        mesa = MESA.slug if office is Office.COORDINATOR else ""
        body = HEALTH.slug if office is Office.CONTACT else ""
        payload = await invite(db, office, NOW, mesa=mesa, institution=body)
    said = await world.say(f"/start {payload}", chat=NEWCOMER, who=NEWCOMER, answers=answers)
    return [text(one) for one in said]


@pytest.mark.parametrize("office", Office)
async def test_who_gets_an_office_gets_its_commands_before_the_others_and_nobody_else_does(
    office: Office, team: World
) -> None:
    await redeems(team, office)
    shown = await menu(team, NEWCOMER)

    assert shown[0] == MINE[office]
    assert shown[-1] == "ayuda"
    assert len(shown) == len(set(shown))
    assert set(team.telegram.menus) == {f"chat:{NEWCOMER}:"}


async def test_without_a_mesa_at_hand_too(team: World) -> None:
    async with team.database.transaction() as db:
        await people.remember(db, NEWCOMER, Choices("es"))
    await redeems(team, Office.CONTACT)

    assert (await menu(team, NEWCOMER))[0] == "mis_compromisos"


async def test_another_language_keeps_it(team: World) -> None:
    asked = await says(team, "/idioma")
    await team.press(asked, "Runasimi", chat=COORDINATOR, who=COORDINATOR, answers=2)

    assert (await menu(team, COORDINATOR))[0] == "panel"
    assert team.telegram.chat(COORDINATOR).commands[-1] == {"command": "ayuda", "description": "yanapay"}


@pytest.mark.parametrize("verb", ["suspender", "retirar"])
async def test_it_ends_with_the_office_and_begins_with_it_again(verb: str, team: World) -> None:
    await second_coordinator(team)
    for who in (COORDINATOR, NEWCOMER):
        await says(team, "/ayuda", who)
    assert (await menu(team, NEWCOMER))[0] == "panel"
    number = await code(team, NEWCOMER)

    await says(team, f"/equipo {verb} {number}")
    assert ((await menu(team, NEWCOMER))[0], (await menu(team, COORDINATOR))[0]) == ("compromisos", "panel")
    if verb == "suspender":
        await says(team, f"/equipo restaurar {number}")
        assert (await menu(team, NEWCOMER))[0] == "panel"


@pytest.mark.parametrize("verb", ["suspender", "retirar"])
async def test_it_ends_with_a_contacts_office_too(verb: str, team: World) -> None:
    async with team.database.transaction() as db:
        body = (await institutions.numbers_of(db, [HEALTH.slug]))[HEALTH.slug]
        mesa = await number_of(db, MESA.slug)
        await recipients.save(db, contacts_of(body), NEWCOMER, Role.CONTACT, within=frozenset({mesa}))
        called = code_of(contact_of(db, mesa, NEWCOMER))
    await says(team, "/ayuda", NEWCOMER)
    assert (await menu(team, NEWCOMER))[0] == "mis_compromisos"

    await says(team, f"/equipo contactos {verb} {called}")
    assert (await menu(team, NEWCOMER))[0] == "compromisos"
    if verb == "suspender":
        await says(team, f"/equipo contactos restaurar {called}")
        assert (await menu(team, NEWCOMER))[0] == "mis_compromisos"


async def test_who_erases_all_leaves_no_menu(team: World) -> None:
    asked = await says(team, "/ayuda")
    assert (await menu(team, COORDINATOR))[0] == "panel"
    asked = await says(team, "/olvidar")
    await team.press(asked, "Sí, borrar", chat=COORDINATOR, who=COORDINATOR)

    assert await menu(team, COORDINATOR) == []
    assert team.telegram.menus == {}


@pytest.mark.parametrize("status", [400, 403, 500])
async def test_a_menu_that_cannot_be_set_fails_nothing_and_help_sets_it(status: int, team: World) -> None:
    team.telegram.faults.add("setMyCommands", status=status)
    welcome, _ = await redeems(team, Office.COORDINATOR)

    assert welcome.startswith("Desde ahora usted coordina")
    assert await menu(team, NEWCOMER) == []
    await says(team, "/ayuda", NEWCOMER)
    assert (await menu(team, NEWCOMER))[0] == "panel"


async def test_help_names_each_command_of_a_coordinator_but_no_other(team: World) -> None:
    offered = {
        line.partition(":")[0][1:] for line in text(await says(team, "/ayuda")).splitlines() if line.startswith("/")
    }
    theirs = {one.names[0] for one in coordinating.commands(LANGUAGES) if one.names}

    assert theirs - offered == {"mis_compromisos", "aceptar", "declinar", "informar"}  # of contacts


async def test_in_a_group_there_is_no_such_menu_nor_help(team: World) -> None:
    """Not even if the group itself were written as an administrator."""
    async with team.database.transaction() as db:
        await recipients.save(db, ADMINS, GROUP, Role.ADMIN)
    team.telegram.chat(GROUP).members.append(COORDINATOR)
    (answer,) = await team.say("/ayuda@yuyachiq_bot", chat=GROUP, who=COORDINATOR)

    assert "/panel" not in text(answer)
    assert await menu(team, GROUP) == []
    team.telegram.chat(GROUP).administrators.add(COORDINATOR)
    (asked,) = await team.say("/start@yuyachiq_bot", chat=GROUP, who=COORDINATOR)
    await team.press(asked, OTHER_MESA.name, chat=GROUP, who=COORDINATOR)
    assert (await menu(team, GROUP))[0] == "compromisos"


@pytest.mark.parametrize(
    ("who", "title", "commands"),
    [
        (COORDINATOR, "Para coordinar su mesa:", ("/panel", "/estado", "/anunciar", "/cargar", "/equipo", "/cancelar")),
        (NEWCOMER, "Para responder por su institución:", ("/mis_compromisos", "/informar", "/aceptar", "/declinar")),
    ],
)
async def test_help_names_what_an_office_may_do(who: int, title: str, commands: tuple[str, ...], team: World) -> None:
    async with team.database.transaction() as db:
        body = (await institutions.numbers_of(db, [HEALTH.slug]))[HEALTH.slug]
        await recipients.save(db, contacts_of(body), NEWCOMER, Role.CONTACT)
    said, others = text(await says(team, "/ayuda", who)), text(await says(team, "/ayuda", MEMBER))
    offered = {line.partition(":")[0] for line in said.splitlines() if line.startswith("/")}

    assert title in said
    assert set(commands) <= offered
    assert not set(commands) & {line.partition(":")[0] for line in others.splitlines()}
