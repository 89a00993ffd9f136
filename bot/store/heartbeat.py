"""The last moment that was believed, over restarts; and the newest that anything here was written at."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from bot.store.session import Session
from bot.store.tables import history_event
from bot.store.telling import heartbeat
from bot.store.upsert import insert

_ONLY = 1
_LAST = select(heartbeat.c.at).where(heartbeat.c.id == _ONLY)
_NEWEST_EVENT = select(history_event.c.at).order_by(history_event.c.seq.desc()).limit(1)


async def last(db: Session) -> datetime | None:
    """The last believed moment; before there is one, that of the newest event; None: nothing was ever written."""
    known: datetime | None = (await db.execute(_LAST)).scalar()
    if known is None:
        known = (await db.execute(_NEWEST_EVENT)).scalar()
    return known


async def beat(db: Session, now: datetime) -> None:
    """This moment is believed; an earlier one than the last changes nothing."""
    statement = insert(db, heartbeat).values(id=_ONLY, at=now)
    later = statement.on_conflict_do_update(
        index_elements=["id"], set_={"at": statement.excluded.at}, where=heartbeat.c.at < statement.excluded.at
    )
    await db.execute(later)


async def forget(db: Session) -> None:
    """Nothing was believed yet."""
    await db.execute(delete(heartbeat))
