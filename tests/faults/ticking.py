"""A tick to kill: `python -m tests.faults.ticking DATABASE_URL KEYS NOW` looks at all that is due at that moment."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import datetime, time
from pathlib import Path

from bot import failpoints
from bot.services.reminders import tick
from bot.store.database import open_database
from bot.store.keys import Keys


async def main(database_url: str, keys: str, now: str) -> None:
    failpoints.arm(os.environ.get("BOT_FAILPOINT", ""))
    database = await open_database(database_url, Keys.load(Path(keys)))
    await tick(database, datetime.fromisoformat(now), time(8))
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
