"""Outside of tests one person may ask for so much; more is answered once a minute, then with silence (LOD-04, AUT-05)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest_asyncio

from bot.config import Settings
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Role, team_of
from bot.services.inviting import Office, invite
from bot.simulator.telegram import Telegram
from bot.store import people, recipients
from bot.store.database import Database
from tests.cast import COORDINATOR, GROUP, MEMBER, MESA, NOW, OUTSIDER
from tests.journeys.conftest import number_of
from tests.journeys.world import World, living, text

TOO_MUCH = "Achkha qillqatam kachamunki. Asllata suyaykuy, ama hina kaspa.\n\nLlegaron muchos mensajes. Espere un momento, por favor."
REFUSED = "Esta invitación no sirve. Pida otra a quien se la dio."
STRANGERS = range(6_000_000_001, 6_000_000_050)


@pytest_asyncio.fixture
async def limited(settings: Settings, demo: Database, telegram: Telegram) -> AsyncIterator[World]:
    """A bot that counts; its coordinator has an invitation out. Its clock stands, so that nothing is given back meanwhile."""
    for chat in STRANGERS:
        telegram.person(chat, "Nadie")
    async with demo.transaction() as db:
        for chat in (MEMBER, OUTSIDER, COORDINATOR, GROUP, *STRANGERS):
            await people.remember(db, chat, Choices("es", MESA.slug))
        await recipients.save(db, team_of(await number_of(db, MESA.slug)), COORDINATOR, Role.COORDINATOR)
        await invite(db, Office.COORDINATOR, NOW, mesa=MESA.slug)
    counting = settings.model_copy(update={"test": False, "tick_seconds": 0.1})
    async with living(counting, demo, telegram) as world:
        for chat in (MEMBER, OUTSIDER, COORDINATOR, *STRANGERS):
            telegram.chat(chat).started = True
        yield world


async def all_handled(world: World) -> None:
    assert await world.telegram.bell.until(lambda: world.telegram.pending == 0 or None, 60)
    await asyncio.sleep(0.3)


def heard(world: World, chat: int, mark: int = 0) -> list[str]:
    ledger = world.telegram.ledger[mark:]
    return [text(one.message) for one in ledger if one.delivered and one.message and one.chat_id == chat]


async def test_who_floods_is_warned_once_and_hinders_nobody(limited: World) -> None:
    """LOD-04: three hundred at once; another one asks in the middle of it."""
    for number in range(300):
        limited.telegram.say(MEMBER, "/glosario" if number % 2 else "agua")
    began = time.monotonic()
    await limited.say("/vencidos", chat=OUTSIDER, who=OUTSIDER)
    waited = time.monotonic() - began
    await all_handled(limited)
    said = heard(limited, MEMBER)

    assert said.count(TOO_MUCH) == 1
    assert 90 <= len(said) <= 110  # thirty commands, sixty questions, the warning, and what a few seconds gave back
    assert waited < 5


async def test_in_a_group_nobody_is_warned(limited: World) -> None:
    for _ in range(60):
        limited.telegram.say(MEMBER, "/vencidos", GROUP)
    await all_handled(limited)
    said = heard(limited, GROUP)

    assert 30 <= len(said) <= 35
    assert TOO_MUCH not in said


async def test_a_thousand_random_tokens_open_nothing_and_alarm_the_team_once(limited: World) -> None:
    """AUT-05: by one, and by fifty."""
    for number in range(500):
        limited.telegram.say(OUTSIDER, f"/start i-{number:032}")
    for number in range(500):
        limited.telegram.say(STRANGERS[number % len(STRANGERS)], f"/start i-{number:032}")
    await all_handled(limited)
    await limited.settled()

    assert {one.splitlines()[0] for one in heard(limited, STRANGERS[0])} == {REFUSED}
    assert sum("Alguien prueba invitaciones" in one for one in heard(limited, COORDINATOR)) == 1
    async with limited.database.reading() as db:
        assert [await recipients.every(db, chat) for chat in (OUTSIDER, *STRANGERS)] == [[]] * 50
