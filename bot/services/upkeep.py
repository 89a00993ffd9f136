"""What the outbox needs beside sending: to be filled, rid of what is of no more use, and its notices closed."""

from __future__ import annotations

from datetime import datetime

from bot.store import outbox
from bot.store.database import Database


async def fill(database: Database, now: datetime) -> bool:
    """One slice of deliveries, in a transaction of its own; whether there may be more to fill now."""
    async with database.transaction() as db:
        return await outbox.fill(db, until=now)


async def tidy(database: Database, now: datetime) -> tuple[int, int]:
    """One slice of each: leases that ran out, what expired or was cancelled; then the notices with nothing left.

    (taken back, uncertain) of the leases. A slice that was full is followed by another the next time.
    """
    async with database.transaction() as db:
        recovered = await outbox.recover(db)
        await outbox.expire(db, now)
        await outbox.cancel(db)
        await outbox.close(db)
    return recovered


async def begin(database: Database) -> tuple[int, int]:
    """At start: what a former process left under way, at once where none runs beside us (the run lock says so)."""
    async with database.transaction() as db:
        return await outbox.recover(db, alone=db.dialect == "sqlite")
