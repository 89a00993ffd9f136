"""Announcing, word by word: what a coordinator answers to each question, and what came of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import text as text_of_sql

from bot.domain.fates import Fates
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Role, Wishes, followers_of, team_of
from bot.services import announcing
from bot.store import announcements, people, recipients
from bot.store.database import Database
from tests.cast import COORDINATOR, MESA, OTHER_MESA
from tests.journeys.conftest import number_of
from tests.journeys.world import Json, World, text

SPANISH = "Mañana se corta el agua de 8 a 12."
QUECHUA = "Paqarin unuqa manam kanqachu."


async def says(world: World, words: str, answers: int = 1, who: int = COORDINATOR) -> list[Json]:
    return await world.say(words, chat=who, who=who, answers=answers)


async def presses(world: World, message: Json, label: str, answers: int = 1, who: int = COORDINATOR) -> list[Json]:
    return await world.press(message, label, chat=who, who=who, answers=answers)


async def sends(world: World, medium: str, who: int = COORDINATOR) -> Json:
    mark = len(world.telegram.ledger)
    world.telegram.send_media(who, medium)
    (answer,) = await world.heard(mark, who, 1)
    return answer


async def coordinates(world: World, *chats: int) -> None:
    """These coordinate the mesa of the valley, in Spanish; the coordinator, unless others are named."""
    async with world.database.transaction() as db:
        for chat in chats or (COORDINATOR,):
            await people.remember(db, chat, Choices("es", MESA.slug))
            await recipients.save(db, team_of(await number_of(db, MESA.slug)), chat, Role.COORDINATOR)
    for chat in chats or (COORDINATOR,):
        world.telegram.chat(chat).started = True


async def follows(
    world: World, *chats: int, language: str = "es", wishes: Wishes = Wishes(), role: Role = Role.FOLLOWER
) -> None:
    async with world.database.transaction() as db:
        scope = followers_of(await number_of(db, MESA.slug))
        for chat in chats:
            await people.remember(db, chat, Choices(language, MESA.slug))
            await recipients.save(db, scope, chat, role, wishes)
    for chat in {*chats} & {*world.telegram.people}:
        world.telegram.chat(chat).started = True


async def asked_for_quechua(world: World, audience: str = "Toda la mesa", spanish: str = SPANISH) -> Json:
    """The question that comes after the Spanish text."""
    (asked,) = await says(world, "/anunciar")
    await presses(world, asked, audience)
    (found,) = await says(world, spanish)
    return found


async def asked_when(world: World, quechua: str = QUECHUA) -> Json:
    await asked_for_quechua(world)
    (extra,) = await says(world, quechua)
    (when,) = await presses(world, extra, "Nada más")
    return when


async def previewed(world: World, when: Json, urgent: str = "No", answers: int = 5) -> list[Json]:
    """All that is shown before "Confirmar" of what is sent now."""
    (urgency,) = await presses(world, when, "Ahora")
    return await presses(world, urgency, urgent, answers)


async def announced(world: World, quechua: str = QUECHUA, urgent: str = "No") -> Json:
    """Confirmed: what says so."""
    shown = await previewed(world, await asked_when(world, quechua), urgent)
    (made,) = await presses(world, shown[-1], "Confirmar")
    return made


async def announced_to_both(world: World) -> None:
    """Confirmed, to the two mesas that the coordinator coordinates."""
    (asked,) = await says(world, "/anunciar")
    (which,) = await presses(world, asked, "Varias mesas")
    for name in (MESA.name, OTHER_MESA.name):
        (which,) = await presses(world, which, name)
    await presses(world, which, "Estas")
    (quechua,) = await says(world, SPANISH)
    (extra,) = await presses(world, quechua, "Sin quechua")
    shown = await previewed(world, (await presses(world, extra, "Nada más"))[0])
    await presses(world, shown[-1], "Confirmar")


def later(world: World, **by: float) -> int:
    """Let the clock run ahead; where the ledger stands then."""
    mark, clock = len(world.telegram.ledger), world.settings.test_clock
    assert clock is not None
    clock.write_text(str(float(clock.read_text()) + timedelta(**by).total_seconds()))
    return mark


async def heard_of(world: World, chat: int, mark: int) -> list[str]:
    """What that chat was told after it, once nothing is on its way."""
    await world.settled()
    return said_to(world, chat, mark)


async def closed(world: World) -> None:
    """Until no notice is open: all of it is sent, and written down so."""
    async with asyncio.timeout(15):
        while True:
            async with world.database.reading() as db:
                if not (await db.execute(text_of_sql("SELECT count(*) FROM notice WHERE state = 'open'"))).scalar_one():
                    return
            await asyncio.sleep(0.1)


def said_to(world: World, chat: int, mark: int = 0) -> list[str]:
    ledger = world.telegram.ledger[mark:]
    sent = [one for one in ledger if one.delivered and one.chat_id == chat and one.method.startswith("send")]
    return [text(one.message) if one.message and "text" in one.message else one.method for one in sent]


async def shown(world: World, words: str, who: int = COORDINATOR, mark: int = 0) -> Json:
    """The message that says these, as it stands, once it does."""

    def found() -> Json | None:
        each = (one.message for one in world.telegram.ledger[mark:] if one.delivered and one.chat_id == who)
        return next((one for one in each if one and words in one.get("text", "")), None)

    assert await world.telegram.bell.until(found, 15), [one.text for one in world.telegram.ledger if one.chat_id == who]
    message = found()
    assert message is not None
    return message


async def fates(database: Database, number: int = 1) -> Fates:
    async with database.reading() as db:
        one = await announcements.by_id(db, number)
        assert one is not None
        return await announcing.fates(db, one)
