"""Killed at any moment, the bot loses no update and applies none twice (GUARANTEES: IN-01, IN-02)."""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from bot.store.database import Database
from bot.store.keys import Keys
from tests.faults.killable import Killable

UPDATES, CHATS, PER_SECOND, KILLS = 1_500, 300, 100, 20


async def effects(database: Database) -> Counter[str]:
    async with database.reading() as db:
        return Counter(row[0] for row in await db.execute(text("SELECT words FROM effect")))


@asynccontextmanager
async def bot_and_telegram(
    database: Database, database_url: str, keys: Keys, folder: Path
) -> AsyncIterator[tuple[Telegram, Killable]]:
    async with database.transaction() as db:
        await db.execute(text("DROP TABLE IF EXISTS effect"))
        await db.execute(text("CREATE TABLE effect (words TEXT)"))
    keys.write(folder / "keys.json")
    telegram = Telegram()
    for chat in range(1, CHATS + 1):
        telegram.person(chat, "Persona", started=True)
    async with serve(telegram) as url:
        bot = Killable("tests.faults.runner", url, database_url, str(folder / "keys.json"))
        yield telegram, bot
        await bot.kill()


async def feed(telegram: Telegram) -> None:
    """So many updates a second, whatever happens to the bot."""
    began = time.monotonic()
    for number in range(UPDATES):
        await asyncio.sleep(max(0.0, began + number / PER_SECOND - time.monotonic()))
        telegram.say(number % CHATS + 1, f"palabra {number}")


@pytest.mark.slow
async def test_twenty_kills_over_1500_updates_lose_none_and_apply_none_twice(
    database: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    chance = random.Random(20261124)
    async with bot_and_telegram(database, database_url, keys, tmp_path) as (telegram, bot):
        feeding = asyncio.create_task(feed(telegram))
        for _ in range(KILLS):
            await bot.start()
            await asyncio.sleep(chance.uniform(0.3, 1.2))  # of the 1 to 2.2 s the matrix says, a start took the rest
            await bot.kill()
        await bot.start()
        await feeding
        assert await telegram.bell.until(lambda: telegram.pending == 0 or None, 60)
        told = await effects(database)
        answered = len({one.text for one in telegram.ledger if one.delivered and one.method == "sendMessage"})

    lost, twice = UPDATES - len(told), sum(told.values()) - len(told)
    counts = f"lost {lost}, twice {twice}, answers swallowed {UPDATES - answered}"
    sys.stdout.write(f"\nIN-01: {UPDATES} updates, {KILLS} kills: {counts}\n")
    assert (lost, twice) == (0, 0)
    assert UPDATES - answered <= KILLS * 32  # what was committed and unanswered when killed, no more


@pytest.mark.slow
async def test_killed_before_the_commit_it_is_applied_after_and_killed_after_it_not_again(
    database: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    async with bot_and_telegram(database, database_url, keys, tmp_path) as (telegram, bot):
        for number in range(12):
            telegram.say(1, f"palabra {number}")
        await bot.start("ingest.before_commit@5:kill")
        await bot.died()
        before = await effects(database)
        await bot.start("ingest.after_commit@5:kill")  # the 9th of all
        await bot.died()
        after = await effects(database)
        await bot.start()
        assert await telegram.bell.until(lambda: telegram.pending == 0 or None, 30)
        told = await effects(database)

    assert (len(before), len(after)) == (4, 9)
    assert told == Counter(f"palabra {number}" for number in range(12))
