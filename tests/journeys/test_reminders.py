"""A deadline passes: who hears of it, what they read, and what stops it. The whole bot, its clock in a file.

All of it in the mesa of the puna, where a road is due on a Tuesday in eight days and nothing else is near.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest_asyncio

from bot.config import Settings
from bot.domain.commitments import Status
from bot.domain.notices import About
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Role, Wishes, contacts_of, followers_of, team_of
from bot.store import commitments, heads, institutions, meetings, people, recipients, schedule
from tests.cast import (
    ACTOR,
    COORDINATOR,
    DUE_SOON,
    GROUP,
    MEMBER,
    NEXT,
    NOW,
    OTHER_COORDINATOR,
    OTHER_MESA,
    OTHERS,
    OUTSIDER,
    TODAY,
)
from tests.journeys.conftest import number_of
from tests.journeys.world import Json, World, labels, text

LIMA = ZoneInfo("America/Lima")
SOON = 15.0  # seconds: a tick, a slice and a send


@pytest_asyncio.fixture
async def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"tick_seconds": 0.1})


ROAD = replace(DUE_SOON, mesa=OTHER_MESA.slug, code="PUN-02", subgroup="", deadline=TODAY + timedelta(days=8))
CHANNEL = -1_009_988_776_655
COORDINATES, STRANGER = OTHER_COORDINATOR, COORDINATOR  # who coordinates the puna, and who another mesa


@pytest_asyncio.fixture
async def world(team: World) -> World:
    """Everybody has the puna's mesa at hand, in Spanish; the road has been looked at, and all know the history's head."""
    async with team.database.transaction() as db:
        for one in (ROAD, replace(OTHERS, status=Status.UNFEASIBLE)):  # no news, however early it was looked at
            await commitments.save(db, one, actor=ACTOR, now=NOW)
        for chat in (MEMBER, OUTSIDER, COORDINATES, STRANGER):
            await people.remember(db, chat, Choices("es", OTHER_MESA.slug))
    await team.settled()
    async with team.database.transaction() as db:
        mesa, end = await schedule.held(db, About.MESA, await number_of(db, OTHER_MESA.slug)), await heads.end(db)
        assert mesa
        assert end
        await schedule.remember(db, mesa, {**mesa.told, "head": end.seq})
    return team


async def it_is(world: World, days: int, hour: int = 9) -> int:
    """Let the clock tell that hour of the day so many days from TODAY; where the ledger stands then."""
    there = datetime.combine(TODAY + timedelta(days=days), time(hour), LIMA)
    assert world.settings.test_clock is not None
    ahead = float(world.settings.test_clock.read_text()) + (there - world.clock()).total_seconds()
    mark = len(world.telegram.ledger)
    world.settings.test_clock.write_text(str(ahead))
    return mark


async def told(world: World, chat: int, mark: int) -> Json:
    """The one notice that this chat hears after that place of the ledger."""
    message = await world.telegram.next_message(chat, mark, timeout=SOON)
    await world.settled()
    heard = [one for one in world.telegram.ledger[mark:] if one.chat_id == chat and one.method.startswith("send")]
    assert len(heard) == 1
    return message


async def all_told(world: World, chat: int, mark: int) -> list[str]:
    """Every word this chat hears after that place of the ledger, once nothing is due or on its way."""
    await world.settled()
    return [one.text for one in world.telegram.ledger[mark:] if one.chat_id == chat]


async def test_who_follows_hears_the_next_day_from_which_date_it_moved_however_often(world: World) -> None:
    await world.say("/seguir")
    for day in ("01/02/2027", "15/09/2027"):
        for words in (f"/prorrogar {ROAD.code}", day, "RM 9-2027", "Llueve"):
            (shown,) = await world.say(words, chat=COORDINATES, who=COORDINATES)
        await world.press(shown, "Confirmar", chat=COORDINATES, who=COORDINATES)
    heard = await told(world, MEMBER, await it_is(world, 1))

    assert "tiene nueva fecha: 15 de setiembre de 2027 (15/09/2027)" in text(heard)
    assert "\nAntes: 1 de diciembre de 2026 (01/12/2026)\nProrrogado por RM 9-2027.\n" in text(heard)


async def test_the_coordinator_is_warned_before_and_the_member_told_after(world: World) -> None:
    await world.say("/seguir")
    mark = await it_is(world, 7)
    warned = await told(world, COORDINATES, mark)
    assert await all_told(world, MEMBER, mark) == []
    mark = await it_is(world, 9)
    late = await told(world, MEMBER, mark)
    both = await told(world, COORDINATES, mark)

    assert text(warned) == (
        "Recordatorio\nMesa: Mesa de Diálogo de la Puna\n\n"
        "PUN-02 · Mejorar la carretera al 100% hasta la comunidad\n\n"
        "Mañana se debe cumplir.\nPlazo: 1 de diciembre de 2026 (01/12/2026)\n\n"
        "Estado: pendiente\n\n"
        "Quién debe hacerlo: Municipalidad Provincial del Valle"
    )
    assert text(late) == (
        "Recordatorio\nMesa: Mesa de Diálogo de la Puna\n\n"
        "PUN-02 · Pasó la fecha del compromiso «Mejorar la carretera al 100% hasta la comunidad».\n\n"
        "Debía cumplirse el: 1 de diciembre de 2026 (01/12/2026)\n🔴 venció hace 1 día\n\n"
        "Estado: pendiente\n\n"
        "Quién debe hacerlo: Municipalidad Provincial del Valle\n\n"
        "Avise esto también a otros."
    )
    assert labels(late) == ["Ver PUN-02", "Compartir", "¿Quién debe actuar?", "Silencio"]
    assert labels(both) == [*labels(late)[:3], "Ya lo sé: 7 días", "Ya lo sé: 30 días", "Silencio"]


async def test_one_tap_leads_to_the_card_and_the_reminder_stays(world: World) -> None:
    await world.say("/seguir")
    late = await told(world, MEMBER, await it_is(world, 9))
    (card,) = await world.press(late, "Ver PUN-02")

    assert text(card).startswith("PUN-02\nMesa: Mesa de Diálogo de la Puna\n")
    assert card["message_id"] > late["message_id"]


async def test_what_was_fulfilled_meanwhile_is_not_said_to_be_late(world: World) -> None:
    await world.say("/seguir")
    async with world.database.transaction() as db:
        done = replace(ROAD, status=Status.DONE, status_words="cumplido", status_date="2026-11-30")
        await commitments.save(db, done, actor=ACTOR, now=world.clock())
    mark = await it_is(world, 9)
    heard = await told(world, MEMBER, mark)

    assert "Se informó que se cumplió" in text(heard)
    assert "Pasó la fecha" not in text(heard)


async def test_who_follows_another_commitment_hears_nothing_of_this_one(world: World) -> None:
    await world.say("/seguir PUN-01")
    assert await all_told(world, MEMBER, await it_is(world, 9)) == []


async def test_who_left_hears_nothing_more(world: World) -> None:
    await world.say("/seguir")
    await world.say("/dejar")
    mark = await it_is(world, 9)
    await told(world, COORDINATES, mark)
    assert await all_told(world, MEMBER, mark) == []


async def test_a_coordinator_of_another_mesa_and_who_does_not_follow_hear_nothing(world: World) -> None:
    mark = await it_is(world, 9)
    await told(world, COORDINATES, mark)
    assert [one.text for one in world.telegram.ledger[mark:] if one.chat_id == STRANGER and "Puna" in one.text] == []
    assert await all_told(world, OUTSIDER, mark) == []


async def test_a_coordinator_who_follows_too_hears_it_once(world: World) -> None:
    await world.say("/seguir", chat=COORDINATES, who=COORDINATES)
    mark = await it_is(world, 9)
    (once,) = await all_told(world, COORDINATES, mark)

    assert "Pasó la fecha del compromiso" in once


async def test_a_contact_who_follows_too_hears_of_all_in_one_message(world: World) -> None:
    other = replace(ROAD, code="PUN-03", text="Construir el puente", responsibilities=())
    async with world.database.transaction() as db:
        await commitments.save(db, other, actor=ACTOR, now=NOW)
        (owes,) = (await institutions.numbers_of(db, [ROAD.responsibilities[0].institution])).values()
        await recipients.save(db, contacts_of(owes), MEMBER, Role.CONTACT)
    await world.say("/seguir")
    await world.settled()
    mark = await it_is(world, 9)
    (once,) = [said for said in await all_told(world, MEMBER, mark) if "Puna" in said]  # it owes to another mesa too

    assert [line[:6] for line in once.splitlines() if line.startswith("PUN-")] == ["PUN-02", "PUN-03"]


async def test_discreet_says_only_that_there_is_something_and_opens_at_a_press(world: World) -> None:
    await world.say("/seguir")
    (choices,) = await world.say("/avisos")
    await world.press(choices, "Discreto")
    closed = await told(world, MEMBER, await it_is(world, 9))
    (opened,) = await world.press(closed, "Ver")

    assert text(closed) == "Tiene un aviso."
    assert "Pasó la fecha del compromiso «Mejorar la carretera" in text(opened)


async def test_at_night_nobody_is_woken_and_in_the_morning_it_is_said(world: World) -> None:
    await world.say("/seguir")
    await it_is(world, 8, hour=20)
    mark = await it_is(world, 9, hour=5)
    await asyncio.sleep(1.5)  # many looks of the sender's
    assert len(world.telegram.ledger) == mark
    assert "Pasó la fecha" in text(await told(world, MEMBER, await it_is(world, 9)))


async def test_a_group_hears_it_without_anything_of_its_members(world: World) -> None:
    async with world.database.transaction() as db:
        scope = followers_of(await number_of(db, OTHER_MESA.slug))
        await recipients.save(db, scope, GROUP, Role.GROUP, Wishes())
    heard = await told(world, GROUP, await it_is(world, 9))

    assert "Pasó la fecha del compromiso" in text(heard)
    assert labels(heard) == ["Ver PUN-02", "Compartir", "¿Quién debe actuar?"]


async def test_a_channel_hears_of_the_mesa_of_the_coordinator_who_let_the_bot_in(world: World) -> None:
    mark = len(world.telegram.ledger)
    world.telegram.channel(CHANNEL, "Canal", COORDINATES)
    (answer,) = await world.heard(mark, COORDINATES, 1)
    heard = await told(world, CHANNEL, await it_is(world, 9))

    assert text(answer).splitlines()[0] == "El canal recibe desde ahora los avisos de: Mesa de Diálogo de la Puna"
    assert "Pasó la fecha del compromiso" in text(heard)
    assert labels(heard) == ["Compartir"]


async def test_a_channel_of_somebody_else_hears_nothing_and_its_owner_no_answer(world: World) -> None:
    mark = len(world.telegram.ledger)
    world.telegram.channel(CHANNEL, "Canal", STRANGER)  # coordinates another mesa than the one at hand
    await world.telegram.wait_for(lambda: world.telegram.pending == 0)
    assert await all_told(world, STRANGER, mark) == []
    mark = await it_is(world, 9)
    await told(world, COORDINATES, mark)
    assert await all_told(world, CHANNEL, mark) == []


async def test_a_channel_that_throws_the_bot_out_is_forgotten(world: World) -> None:
    mark = len(world.telegram.ledger)
    world.telegram.channel(CHANNEL, "Canal", COORDINATES)
    await world.heard(mark, COORDINATES, 1)
    world.telegram.kick(CHANNEL, by=COORDINATES)
    await world.telegram.wait_for(lambda: world.telegram.pending == 0)
    async with world.database.reading() as db:
        assert await recipients.every(db, CHANNEL) == []


async def test_a_session_that_moved_is_told_at_once_with_its_calendar(world: World) -> None:
    await world.say("/seguir")
    session = replace(NEXT, mesa=OTHER_MESA.slug, day=TODAY + timedelta(days=20))
    async with world.database.transaction() as db:
        await meetings.save(db, session, actor=ACTOR, now=world.clock())
    await world.settled()
    mark = len(world.telegram.ledger)
    async with world.database.transaction() as db:
        moved = replace(session, day=session.day + timedelta(days=2), place="Municipalidad")
        await meetings.save(db, moved, actor=ACTOR, now=world.clock())
    heard = await told(world, MEMBER, mark)

    assert heard["document"]["file_name"].endswith(".ics")
    assert "La reunión será otro día" in heard["caption"]
    assert "Municipalidad" in heard["caption"]


async def test_in_quechua_the_reminder_speaks_it(world: World) -> None:
    await world.say("/seguir")
    (choices,) = await world.say("/idioma")
    await world.press(choices, "Runasimi", answers=2)
    heard = await told(world, MEMBER, await it_is(world, 9))

    assert text(heard).startswith("Yuyarichiy\nRimanakuy: Mesa de Diálogo de la Puna\n")
    assert "sutiyuq compromisopa p'unchawnin pasasqaña." in text(heard)


async def test_who_blocked_the_bot_is_left_alone_until_they_come_back(world: World) -> None:
    await world.say("/seguir")
    world.telegram.block(MEMBER)
    await world.telegram.wait_for(lambda: world.telegram.pending == 0)
    mark = await it_is(world, 9)
    await told(world, COORDINATES, mark)
    assert await all_told(world, MEMBER, mark) == []
    world.telegram.unblock(MEMBER)
    await world.telegram.wait_for(lambda: world.telegram.pending == 0)
    heard = await told(world, MEMBER, await it_is(world, 15))  # seven days after its deadline

    assert "venció hace 7 días" in text(heard)


async def test_after_olvidar_nothing_is_told(world: World) -> None:
    await world.say("/seguir")
    (asked,) = await world.say("/olvidar")
    await world.press(asked, "Sí, borrar")
    mark = await it_is(world, 9)
    await told(world, COORDINATES, mark)
    assert await all_told(world, MEMBER, mark) == []


async def test_the_whole_team_hears_and_each_once(world: World) -> None:
    async with world.database.transaction() as db:
        await recipients.save(db, team_of(await number_of(db, OTHER_MESA.slug)), OUTSIDER, Role.COORDINATOR)
    mark = await it_is(world, 7)
    assert text(await told(world, COORDINATES, mark)) == text(await told(world, OUTSIDER, mark))
    assert world.clock() > NOW
