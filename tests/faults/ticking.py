"""A tick to kill: `python -m tests.faults.ticking DATABASE_URL KEYS NOW` looks at all that is due at that moment.

With ROUNDS: as often, each time a line is read; it says what it made, so that several can tick at once.
"""

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


async def main(database_url: str, keys: str, now: str, rounds: str = "") -> None:
    failpoints.arm(os.environ.get("BOT_FAILPOINT", ""))
    database = await open_database(database_url, Keys.load(Path(keys)))
    for _ in range(int(rounds or 1)):
        if rounds:
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            await asyncio.to_thread(sys.stdin.readline)
        looked = await tick(database, datetime.fromisoformat(now), time(8))
        sys.stdout.write(f"{looked.notices} {len(looked.set_aside)}\n" if rounds else "")
        sys.stdout.flush()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
