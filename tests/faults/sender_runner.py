"""A sender to kill: `python -m tests.faults.sender_runner API_URL TOKEN DATABASE_URL KEYS RATE LEASE`, until SIGTERM."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot import failpoints
from bot.store.database import open_database
from bot.store.keys import Keys
from bot.tg.bots import Api
from bot.tg.requests import AiohttpRequest
from tests.outbox import sender


async def main(api_url: str, token: str, database_url: str, keys: str, rate: str, lease: str) -> None:
    failpoints.arm(os.environ.get("BOT_FAILPOINT", ""))
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database = await open_database(database_url, Keys.load(Path(keys)))
    Path(keys).with_name(f"{os.getpid()}.open").touch()
    async with AiohttpRequest(64, 5) as request:
        await sender(database, Api(token, api_url, request), float(rate), lease_seconds=float(lease)).run(stop)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
