"""Which updates were applied: the first row of each one's transaction. Kept 48 hours."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from sqlalchemy import delete
from sqlalchemy.sql.dml import ReturningInsert

from bot.store.session import Session
from bot.store.tables import processed_update
from bot.store.upsert import insert, insert_for


@cache
def _claim(dialect: str) -> ReturningInsert[tuple[int]]:
    """The one statement that every update runs: built once."""
    return insert_for(dialect, processed_update).on_conflict_do_nothing().returning(processed_update.c.update_id)


async def claim(db: Session, update_id: int, now: datetime) -> bool:
    """Take an update for this transaction; False if it was applied already (or recorded as poison).

    On PostgreSQL a second claim of the same update waits until the first transaction ends.
    """
    row = {"update_id": update_id, "at": now, "poison": None}
    return (await db.execute(_claim(db.dialect), row)).first() is not None


async def record_poison(db: Session, update_id: int, error_class: str, now: datetime) -> None:
    """Remember an update that cannot be applied, by its error's class name only (its text could name people)."""
    statement = insert(db, processed_update).values(update_id=update_id, at=now, poison=error_class[:200])
    await db.execute(
        statement.on_conflict_do_update(index_elements=["update_id"], set_={"poison": statement.excluded.poison})
    )


async def prune(db: Session, before: datetime) -> int:
    """Forget the updates applied before that moment; how many."""
    return (await db.execute(delete(processed_update).where(processed_update.c.at < before))).rowcount
