"""The one row by which all senders keep one pace, over restarts too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from bot.domain.pacing import EASED, crept, slots
from bot.store.database_clock import database_milliseconds
from bot.store.session import Session
from bot.store.telling import pace
from bot.store.upsert import insert

_ROW = 1
_READ = select(pace, database_milliseconds().label("now")).where(pace.c.id == _ROW)
_LOCK = _READ.with_for_update()
_NEXT = update(pace).where(pace.c.id == _ROW).values(next_at=bindparam("new_next_at"))
_HOLD = update(pace).where(pace.c.id == _ROW).values(held_until=bindparam("new_held_until"), rate=bindparam("new_rate"))
MICRO = 1_000_000
# Anything further ahead was written by a clock that has been set back since.
LONGEST_PAUSE, LONGEST_QUEUE = 86_400.0, 600.0  # seconds: that Telegram asks for; that claimed slots come to


@dataclass(frozen=True)
class Slots:
    """first: seconds from now. spacing: seconds between two; 0 = unpaced."""

    first: float
    spacing: float


async def held(db: Session) -> float:
    """Seconds for which nothing may be sent; 0 = now."""
    row = (await db.execute(_READ)).first()
    return _held(row) if row else 0.0


async def reserve(db: Session, count: int, configured: float, sooner: float = 0.0) -> Slots:
    """Slots for `count` sends. configured: sends a second, 0 = unpaced. sooner: seconds taken by what goes first.

    Locks the row until the transaction ends: ask last.
    """
    if not configured:
        return Slots(0.0, 0.0)
    row = await _locked(db)
    rate = _rate(row, configured)
    now = row.now / 1_000
    earliest, next_at = now + max(sooner, _held(row)), row.next_at / MICRO
    first, following = slots(next_at if next_at < earliest + LONGEST_QUEUE else 0.0, earliest, count, rate)
    await db.execute(_NEXT, {"new_next_at": int(following * MICRO)})
    return Slots(first - now, 1 / rate)


async def hold(db: Session, seconds: float, configured: float) -> None:
    """Telegram asked to wait: nothing is sent meanwhile, and slower afterwards. Asked again meanwhile, not slower still."""
    row = await _locked(db)
    held_already = _held(row)
    rate = row.rate if held_already else _rate(row, configured) * EASED
    until = row.now + int(max(held_already, min(seconds, LONGEST_PAUSE)) * 1_000)
    await db.execute(_HOLD, {"new_held_until": until, "new_rate": rate})


def _held(row: Row[Any]) -> float:
    seconds = (row.held_until - row.now) / 1_000
    return seconds if 0 < seconds <= LONGEST_PAUSE else 0.0


def _rate(row: Row[Any], configured: float) -> float:
    return crept(row.rate, configured, (row.now - row.held_until) / 60_000)


async def _locked(db: Session) -> Row[Any]:
    row = (await db.execute(_LOCK)).first()
    if row is not None:
        return row
    first = insert(db, pace).values(id=_ROW, next_at=0, held_until=0, rate=0.0)
    await db.execute(first.on_conflict_do_nothing(index_elements=["id"]))
    return (await db.execute(_LOCK)).one()
