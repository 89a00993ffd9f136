"""A bot that only sends, to kill: what it sends are announcements, and it shows their progress.

`python -m tests.faults.announcement_runner API_URL TOKEN DATABASE_URL KEYS`, until SIGTERM. Unpaced.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from bot.app import LOCALES, settle_down
from bot.clock import system_clock
from bot.services.delivering import Desk
from bot.services.printing import Printer
from bot.store.database import open_database
from bot.store.keys import Keys
from bot.texts.language import load
from bot.tg.bots import UNPACED_CONNECTIONS, Api
from bot.tg.health import Health
from bot.tg.outgoing import Outgoing
from bot.tg.progress import Progress
from bot.tg.requests import AiohttpRequest
from tests.outbox import sender


async def main(api_url: str, token: str, database_url: str, keys: str) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database, spoken = await open_database(database_url, Keys.load(Path(keys))), load(LOCALES)
    async with AiohttpRequest(UNPACED_CONNECTIONS, 5) as request, asyncio.TaskGroup() as together:
        api = Api(token, api_url, request)
        sends = sender(database, api, letters=Desk().letters, render=Printer(spoken), lease_seconds=2.0)
        shows = Progress(database, Outgoing(api, Health()), spoken, system_clock, Health(), every=1.0)
        settle_down()
        together.create_task(sends.run(stop))
        together.create_task(shows.run(stop))
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
