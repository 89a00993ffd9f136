"""A bot to kill: `python -m tests.faults.runner API_URL DATABASE_URL KEYS` writes one row an update and says it back."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from sqlalchemy import text

from bot import failpoints
from bot.chat.request import Kind, Request, Route
from bot.domain.messages import Message
from bot.simulator.telegram import Telegram
from bot.store.database import Session, open_database
from bot.store.keys import Keys
from tests.tg.parts import polling


async def count(request: Request, db: Session) -> Message:
    """The effect: a row. Nothing in the table forbids a second one, so that one applied twice would show."""
    await db.execute(text("INSERT INTO effect (words) VALUES (:words)"), {"words": request.text})
    return Message(request.text)


async def main(api_url: str, database_url: str, keys: str) -> None:
    failpoints.arm(os.environ.get("BOT_FAILPOINT", ""))
    database = await open_database(database_url, Keys.load(Path(keys)))
    async with polling(database, Telegram(), api_url, [Route(Kind.TEXT, (), count)]) as parts:
        await parts.running


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
