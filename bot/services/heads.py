"""When the history's head is published: each week, and after each session that was held (bot/services/scanning.py)."""

from __future__ import annotations

from datetime import datetime

from bot.store import heads
from bot.store.database import Database


async def publish_weekly(database: Database, now: datetime) -> None:
    """Once in each calendar week, on its first night: before the week's message, which names it."""
    async with database.transaction() as db:
        last = await heads.latest(db)
        if last is None or last.at is None or last.at.isocalendar()[:2] < now.isocalendar()[:2]:
            await heads.publish(db, now)


async def keep_beside(database: Database) -> None:
    """Write down beside the keys what was published since: a copy that is restored one day is compared with it."""
    if database.beside is None:
        return
    async with database.reading() as db:
        published = await heads.every(db)
    known = set(database.beside.heads())
    for head in published:
        if head not in known:
            database.beside.add_head(head)


async def heads_txt(database: Database) -> str:
    """One line a head, the oldest first: number of its last event, hash, moment."""
    async with database.reading() as db:
        return "".join(f"{head}\n" for head in await heads.every(db))
