"""A world to talk in: SQLite, the cast's two mesas, one Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.config import read_settings
from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from bot.store.database import Database
from tests import cast
from tests.journeys.world import World, cast_of, living


@pytest_asyncio.fixture
async def world(demo: Database, tmp_path: Path) -> AsyncIterator[World]:
    """The bot at work on the demo database (both kinds)."""
    clock = tmp_path / "clock"
    clock.write_text(str(cast.NOW.timestamp() - __import__("time").time()))
    telegram = Telegram()
    cast_of(telegram)
    async with serve(telegram) as url:
        settings = read_settings(token=telegram.token, api_url=url, web_bind="", test=True, test_clock=clock)
        async with living(settings, demo, telegram) as world:
            yield world
