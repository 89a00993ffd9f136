"""A Telegram with one person who has started the bot, served over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from tests.cast import GROUP, MEMBER, OUTSIDER


@pytest_asyncio.fixture
async def telegram() -> Telegram:
    telegram = Telegram()
    telegram.person(MEMBER, "Miembro", started=True)
    telegram.person(OUTSIDER, "Otra persona", started=True)
    telegram.group(GROUP, "Grupo", [MEMBER, OUTSIDER])
    return telegram


@pytest_asyncio.fixture
async def url(telegram: Telegram) -> AsyncIterator[str]:
    async with serve(telegram) as url:
        yield url
