"""The published heads: append-only, as the chain that they anchor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from bot.domain.heads import Head
from bot.store.session import Session
from bot.store.tables import history_event, published_head
from bot.store.upsert import insert

_END = select(history_event.c.seq, history_event.c.hash).order_by(history_event.c.seq.desc()).limit(1)
_EVERY = select(published_head).order_by(published_head.c.seq)
_LATEST = select(published_head).order_by(published_head.c.seq.desc()).limit(1)


async def end(db: Session) -> Head | None:
    """What the history is now; None: nothing was recorded yet."""
    row = (await db.execute(_END)).first()
    return Head(row.seq, row.hash.hex()) if row else None


async def publish(db: Session, now: datetime) -> Head | None:
    """Publish what the history is now, and give it; as it was published before, where nothing was recorded since."""
    now_is = await end(db)
    if now_is is None:
        return None
    row = {"seq": now_is.seq, "hash": bytes.fromhex(now_is.hash), "at": now}
    await db.execute(insert(db, published_head).values(row).on_conflict_do_nothing(index_elements=["seq"]))
    return await latest(db)


async def latest(db: Session) -> Head | None:
    """The newest one; None: none was published."""
    row = (await db.execute(_LATEST)).first()
    return _head(row) if row else None


async def every(db: Session) -> list[Head]:
    """All of them, the oldest first."""
    return [_head(row) for row in await db.execute(_EVERY)]


def _head(row: Row[Any]) -> Head:
    return Head(row.seq, row.hash.hex(), row.at)
