"""Several processes see to one announcement: its author gets one message, whichever of them shows it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
import pytest_asyncio

from bot.domain.announcements import Announcement, Content
from bot.domain.people import Settings
from bot.domain.recipients import Role, followers_of, team_of
from bot.services import announcing
from bot.services.acting import actor_of
from bot.simulator.telegram import Telegram
from bot.store import announcements, people, recipients
from bot.store.announcements import Made
from bot.store.database import Database, open_database
from bot.tg.bots import Api
from bot.tg.health import Health
from bot.tg.outgoing import Outgoing
from bot.tg.progress import Progress
from bot.tg.requests import AiohttpRequest
from tests.cast import MEMBER as AUTHOR
from tests.cast import NOW, OUTSIDER
from tests.databases import KEYS
from tests.languages import LANGUAGES


class Clock:
    def __init__(self) -> None:
        self.now = NOW + timedelta(minutes=2)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def two(
    demo: Database, database_url: str, telegram: Telegram, url: str, clock: Clock
) -> AsyncIterator[tuple[Progress, Progress]]:
    """Two processes, each with its own connections."""
    other, spoken = await open_database(database_url, KEYS), LANGUAGES
    async with AiohttpRequest(8) as request:
        api = Api(telegram.token, url, request)
        yield tuple(Progress(one, Outgoing(api, Health()), spoken, clock, Health()) for one in (demo, other))  # type: ignore[misc]
    await other.close()


async def begun(database: Database) -> None:
    """One announcement that goes out."""
    async with database.transaction() as db:
        await people.remember(db, AUTHOR, Settings("es", "valle"))
        await recipients.save(db, team_of(1), AUTHOR, Role.COORDINATOR)
        await recipients.save(db, followers_of(1), OUTSIDER, Role.FOLLOWER)
        made = Made("one", actor_of(db, 1, AUTHOR), NOW, Content("Se corta el agua"), AUTHOR)
        assert await announcing.announce(db, made, {1: followers_of(1)})


async def read_by(each: tuple[Progress, Progress]) -> list[Announcement]:
    """As each of them has it, before it was shown."""
    return [(await one.live())[0] for one in each]


def first_messages(telegram: Telegram) -> int:
    return sum(one.method == "sendMessage" for one in telegram.ledger)


async def test_what_one_shows_the_other_edits_though_it_read_it_before(
    two: tuple[Progress, Progress], demo: Database, telegram: Telegram, clock: Clock
) -> None:
    await begun(demo)
    first, second = await read_by(two)
    await two[0].see_to(first)
    clock.now += timedelta(seconds=5)
    await two[1].see_to(second)

    assert [one.method for one in telegram.ledger] == ["sendMessage", "editMessageText"]


async def test_while_one_says_the_first_message_the_other_says_none(
    two: tuple[Progress, Progress], demo: Database, telegram: Telegram, clock: Clock
) -> None:
    await begun(demo)
    first, second = await read_by(two)
    telegram.latency = 1.0
    async with asyncio.TaskGroup() as together:
        together.create_task(two[0].see_to(first))
        await asyncio.sleep(0.5)
        clock.now += timedelta(seconds=5)
        together.create_task(two[1].see_to(second))

    assert first_messages(telegram) == 1


async def test_at_the_same_instant_one_of_them_shows_it(
    two: tuple[Progress, Progress], demo: Database, telegram: Telegram
) -> None:
    await begun(demo)
    async with asyncio.TaskGroup() as together:
        for process, one in zip(two, await read_by(two), strict=True):
            together.create_task(process.see_to(one))

    assert first_messages(telegram) == 1


async def test_where_it_was_killed_before_it_said_it_another_does_a_little_later(
    two: tuple[Progress, Progress], demo: Database, telegram: Telegram, clock: Clock
) -> None:
    await begun(demo)
    async with demo.transaction() as db:
        assert await announcements.shows(db, 1, clock(), 3)
    first, second = await read_by(two)
    clock.now += timedelta(seconds=29)
    await two[0].see_to(first)
    assert first_messages(telegram) == 0
    clock.now += timedelta(seconds=1)
    await two[1].see_to(second)

    assert first_messages(telegram) == 1
