"""The senders that the bench measures, each in a process of its own: what it took comes out as JSON.

`python -m tests.scale.senders WHO URL NUMBER [DATABASE RATE]`
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

from sqlalchemy import text

from bot.app import settle_down
from bot.clock import system_clock
from bot.services import upkeep
from bot.store.database import Database, open_database
from bot.store.keys import Keys
from bot.tg import keeper
from bot.tg.bots import Api
from bot.tg.parts import parts_of
from bot.tg.requests import AiohttpRequest
from tests.outbox import sender
from tests.scale.measured import AT_ONCE, SAID, TOKEN, at_once, measured, resident

LEFT = text(
    "SELECT 1 FROM delivery WHERE notice_id = 1 AND state IN ('pending', 'sending') AND not_before >= 0 LIMIT 1"
)


async def ours(url: str, database_url: str, rate: float) -> None:
    """The whole path: claim, render, send, mark; until nothing waits."""
    database = await open_database(database_url, Keys.load(Path(os.environ["BENCH_KEYS"])))
    async with AiohttpRequest(max(AT_ONCE, int(rate / 4))) as request:
        one, stop = sender(database, Api(TOKEN, url, request), rate, render=lambda _: SAID), asyncio.Event()
        running = asyncio.create_task(one.run(stop))
        while await is_left(database):  # noqa: ASYNC110 (other processes send too)
            await asyncio.sleep(0.5)
        stop.set()
        await running
    await database.close()


async def is_left(database: Database) -> bool:
    async with database.reading() as db:
        return (await db.execute(LEFT)).first() is not None


async def bare(url: str, number: int) -> None:
    """Our own client, without a database."""
    async with AiohttpRequest(AT_ONCE) as request:
        api, part = Api(TOKEN, url, request), parts_of(SAID)[0]
        await at_once(lambda chat: api.post("sendMessage", part.body(chat, None)), number)


async def filling(database_url: str) -> None:
    """In a process of its own, for the memory; the other writer is of the same process, as in the bot."""
    database, waits, began = await open_database(database_url, Keys.load(Path(os.environ["BENCH_KEYS"]))), [0.0], 0.0
    before, done = resident(), asyncio.Event()

    async def write() -> None:
        while not done.is_set():
            asked = time.perf_counter()
            async with database.transaction() as db:
                await db.execute(text("UPDATE mesa SET zone = zone"))
            waits.append(time.perf_counter() - asked)
            await asyncio.sleep(0.02)

    writing = asyncio.create_task(write())
    began = time.perf_counter()
    while await upkeep.fill(database, system_clock()):  # noqa: ASYNC110 (as the keeper does)
        await asyncio.sleep(keeper.BETWEEN_SLICES)
    seconds = time.perf_counter() - began
    done.set()
    await writing
    await database.close()
    sys.stdout.write(json.dumps({"seconds": seconds, "waited": max(waits), "megabytes": resident() - before}))


async def main(who: str, url: str, number: str, database_url: str = "", rate: str = "0") -> None:
    settle_down()  # as `run` does
    if who == "fan_out":
        await filling(database_url)
    else:
        await measured(bare(url, int(number)) if who == "bare" else ours(url, database_url, float(rate)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
