"""A world to talk in: the cast's two mesas, one Telegram, the bot at work between them. On both databases."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.config import Settings, read_settings
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Role, team_of
from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from bot.store import mesas, people, recipients
from bot.store.database import Database, Session
from bot.store.verifying import verify
from tests import cast
from tests.journeys.world import NEVER, World, living


@pytest.fixture
def rows(rows: str) -> str:
    """A world begins where a bot has had the cast for a moment: it need not decide all anew in each test."""
    return "begun" if rows == "demo" else rows


@pytest_asyncio.fixture
async def telegram() -> Telegram:
    """The cast in a Telegram where nobody has spoken yet."""
    telegram = Telegram()
    telegram.person(cast.MEMBER, "Miembro")
    telegram.person(cast.OUTSIDER, "Otra persona")
    telegram.person(cast.COORDINATOR, "Coordinación")
    telegram.person(cast.OTHER_COORDINATOR, "Otra coordinación")
    telegram.group(cast.GROUP, "Grupo", [cast.MEMBER, cast.OUTSIDER])
    return telegram


@pytest_asyncio.fixture
async def settings(telegram: Telegram, tmp_path: Path) -> AsyncIterator[Settings]:
    """Settings that point to the served Telegram; the clock tells the cast's NOW."""
    clock = tmp_path / "clock"
    clock.write_text(str(cast.NOW.timestamp() - time.time()))
    async with serve(telegram) as url:
        read = read_settings(token=telegram.token, api_url=url, web_bind="", test=True, test_clock=clock)
        yield read.model_copy(update={"tick_seconds": NEVER})


@pytest_asyncio.fixture
async def world(demo: Database, telegram: Telegram, settings: Settings) -> AsyncIterator[World]:
    """Whatever was said in it, the history tells all that the tables hold afterwards."""
    async with living(settings, demo, telegram) as world:
        yield world
    async with demo.reading() as db:
        verdict = await verify(db)
    assert verdict.ok, verdict


@pytest_asyncio.fixture
async def member(world: World) -> World:
    """A world whose member chose Spanish and the mesa of the valley some days ago."""
    async with world.database.transaction() as db:
        await people.remember(db, cast.MEMBER, Choices("es", cast.MESA.slug))
    world.telegram.chat(cast.MEMBER).started = True
    return world


@pytest_asyncio.fixture
async def quechua_member(member: World) -> World:
    """The same member, who chose Quechua."""
    async with member.database.transaction() as db:
        await people.remember(db, cast.MEMBER, Choices("qu", cast.MESA.slug))
    return member


@pytest_asyncio.fixture
async def team(world: World) -> World:
    """All have the mesa of the valley at hand, in Spanish; one coordinates it, another one the puna's."""
    everybody = (cast.MEMBER, cast.OUTSIDER, cast.COORDINATOR, cast.OTHER_COORDINATOR)
    async with world.database.transaction() as db:
        for chat in (*everybody, cast.GROUP):
            await people.remember(db, chat, Choices("es", cast.MESA.slug))
        for slug, chat in ((cast.MESA.slug, cast.COORDINATOR), (cast.OTHER_MESA.slug, cast.OTHER_COORDINATOR)):
            await recipients.save(db, team_of(await number_of(db, slug)), chat, Role.COORDINATOR)
    for chat in everybody:
        world.telegram.chat(chat).started = True
    return world


async def number_of(db: Session, slug: str) -> int:
    """A mesa's row number."""
    found = await mesas.by_slug(db, slug)
    assert found is not None
    return found.id
