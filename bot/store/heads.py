"""The published heads: append-only, as the chain that they anchor."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from bot.domain.heads import Head, named_lost
from bot.domain.history import RESTORATION
from bot.store.session import Session
from bot.store.tables import history_event, published_head
from bot.store.upsert import insert

_END = select(history_event.c.seq, history_event.c.hash).order_by(history_event.c.seq.desc()).limit(1)
_SEALS = select(history_event.c.seq, history_event.c.hash).where(
    history_event.c.seq.in_(bindparam("numbers", expanding=True))
)
_RESTORATIONS = select(history_event.c.facts).where(history_event.c.subject == RESTORATION)
_EVERY = select(published_head).order_by(published_head.c.seq)
_LATEST = select(published_head).order_by(published_head.c.seq.desc()).limit(1)


async def end(db: Session) -> Head | None:
    """What the history is now; None: nothing was recorded yet."""
    row = (await db.execute(_END)).first()
    return Head(row.seq, row.hash.hex()) if row else None


async def strange(db: Session, known: Iterable[Head]) -> list[Head]:
    """Those that are not of this history, and that it does not name yet as of a branch that was lost; oldest first, each once."""
    each = {one.line: one for one in known}
    seals = {row.seq: row.hash for row in await db.execute(_SEALS, {"numbers": [one.seq for one in each.values()]})}
    events = await db.execute(_RESTORATIONS)
    named = {line for row in events for line in named_lost(json.loads(row.facts or "{}"))}
    found = [one for line, one in each.items() if line not in named and not one.holds(seals.get(one.seq))]
    return sorted(found, key=lambda one: one.seq)


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
