"""Outside of tests one person may ask for so much; more is answered once a minute, then with silence (LOD-04, AUT-05)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio

from bot.config import Settings
from bot.domain.people import Settings as Choices
from bot.domain.recipients import ADMINS, Role, team_of
from bot.services.inviting import Office, invite
from bot.simulator.telegram import Telegram
from bot.store import invites, people, recipients
from bot.store.database import Database
from tests.cast import COORDINATOR, GROUP, MEMBER, MESA, NOW, OUTSIDER
from tests.journeys.conftest import number_of
from tests.journeys.world import World, living, text

TOO_MUCH = "Achkha qillqatam kachamunki. Asllata suyaykuy, ama hina kaspa.\n\nLlegaron muchos mensajes. Espere un momento, por favor."
REFUSED = "Esta invitación no sirve. Pida otra a quien se la dio."
STRANGERS = range(6_000_000_001, 6_000_000_051)
ADMIN = 6_000_000_051
TRIED = (
    "Alguien prueba invitaciones que no existen. No entró nadie. "
    "Si una invitación pudo llegar a otras manos, anúlela en /equipo"
)


@pytest_asyncio.fixture
async def limited(settings: Settings, demo: Database, telegram: Telegram) -> AsyncIterator[World]:
    """A bot that counts; its coordinator has an invitation out. Its clock stands, so that nothing is given back meanwhile."""
    for chat in (*STRANGERS, ADMIN):
        telegram.person(chat, "Nadie")
    async with demo.transaction() as db:
        for chat in (MEMBER, OUTSIDER, COORDINATOR, GROUP, ADMIN, *STRANGERS):
            await people.remember(db, chat, Choices("es", MESA.slug))
        await recipients.save(db, team_of(await number_of(db, MESA.slug)), COORDINATOR, Role.COORDINATOR)
        await recipients.save(db, ADMINS, ADMIN, Role.ADMIN)
        await invite(db, Office.COORDINATOR, NOW, mesa=MESA.slug)
    counting = settings.model_copy(update={"test": False, "tick_seconds": 0.1})
    async with living(counting, demo, telegram) as world:
        for chat in (MEMBER, OUTSIDER, COORDINATOR, ADMIN, *STRANGERS):
            telegram.chat(chat).started = True
        yield world


async def all_handled(world: World) -> None:
    assert await world.telegram.bell.until(lambda: world.telegram.pending == 0 or None, 60)
    await asyncio.sleep(0.3)


def heard(world: World, chat: int, mark: int = 0) -> list[str]:
    ledger = world.telegram.ledger[mark:]
    return [text(one.message) for one in ledger if one.delivered and one.message and one.chat_id == chat]


async def test_who_floods_is_warned_once_and_hinders_nobody(limited: World) -> None:
    """LOD-04: another one asks behind three hundred that come when there was too much already."""
    first = time.monotonic()
    for number in range(140):
        limited.telegram.say(MEMBER, "/glosario" if number % 2 else "agua")
    await all_handled(limited)
    for number in range(300):
        limited.telegram.say(MEMBER, "/glosario" if number % 2 else "agua")
    began = time.monotonic()
    await limited.say("/vencidos", chat=OUTSIDER, who=OUTSIDER)
    waited = time.monotonic() - began
    await all_handled(limited)
    given_back = (time.monotonic() - first) / 60 * (20 + 60)
    said = heard(limited, MEMBER)

    assert said.count(TOO_MUCH) == 1
    assert 30 + 60 + 1 <= len(said) <= 30 + 60 + 1 + given_back + 2
    assert waited < 5


async def test_in_a_group_nobody_is_warned(limited: World) -> None:
    for _ in range(60):
        limited.telegram.say(MEMBER, "/vencidos", GROUP)
    await all_handled(limited)
    said = heard(limited, GROUP)

    assert 30 <= len(said) <= 35
    assert TOO_MUCH not in said


@pytest.mark.parametrize("by", [[OUTSIDER], STRANGERS])
async def test_a_thousand_random_tokens_open_nothing_and_alarm_who_invited_once(
    by: Sequence[int], limited: World
) -> None:
    """AUT-05: by one, and by fifty."""
    for number in range(1_000):
        limited.telegram.say(by[number % len(by)], f"/start i-{number:032}")
    await all_handled(limited)
    await limited.settled()

    for chat in by:
        said = heard(limited, chat)
        assert {one.splitlines()[0] for one in said if one != TOO_MUCH} == {REFUSED}
    assert [one for one in heard(limited, COORDINATOR) if TRIED in one] == [f"Mesa: {MESA.name}\n\n{TRIED}"]
    assert [one for one in heard(limited, ADMIN) if TRIED in one] == [TRIED]
    async with limited.database.reading() as db:
        assert [await recipients.every(db, chat) for chat in by] == [[]] * len(by)
        pending = len(await invites.pending(db, await number_of(db, MESA.slug), NOW))
    assert pending == 1
