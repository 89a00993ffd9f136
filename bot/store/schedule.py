"""The database is the schedule: one row a thing, with the moment to look at it again and what was told of it.

Whoever saves a thing touches its row: the next tick looks at it. The tick alone writes `next_at` and `told`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, select, text, update

from bot.domain.notices import About
from bot.domain.schedule import Entry
from bot.store.columns import UtcDateTime
from bot.store.session import Session
from bot.store.telling import schedule
from bot.store.upsert import insert

_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('yuyachiq.schedule'), :mesa)")
_KEY = (schedule.c.about == bindparam("of_about"), schedule.c.number == bindparam("of_number"))
_DUE_MESAS = (
    select(schedule.c.mesa_id)
    .where(schedule.c.next_at <= bindparam("now"))
    .order_by(schedule.c.next_at)
    .limit(bindparam("most"))
)
_DUE = (
    select(schedule)
    .where(
        schedule.c.mesa_id == bindparam("mesa"),
        schedule.c.next_at <= bindparam("now"),
        schedule.c.touched == bindparam("touched"),
        schedule.c.about != About.MESA,
    )
    .order_by(schedule.c.next_at, schedule.c.about, schedule.c.number)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_HELD = select(schedule).where(*_KEY).with_for_update()
_SET = update(schedule).where(*_KEY).values(next_at=bindparam("new_next_at"), told=bindparam("new_told"), touched=False)
_REMEMBER = update(schedule).where(*_KEY).values(told=bindparam("new_told"))
_SET_ASIDE = update(schedule).where(*_KEY).values(next_at=bindparam("new_next_at"))
_SET_ALL_ASIDE = (
    update(schedule)
    .where(schedule.c.mesa_id == bindparam("of_mesa"), schedule.c.next_at <= bindparam("due"))
    .values(next_at=bindparam("until"))
)
_BRING_BACK = (
    update(schedule)
    .where(schedule.c.touched, schedule.c.next_at > bindparam("beyond"))
    .values(next_at=bindparam("moment"))
)


def _since(now: ColumnElement[datetime]) -> ColumnElement[datetime]:
    return case((and_(schedule.c.touched, schedule.c.next_at < now), schedule.c.next_at), else_=now)


_TOUCH_MESA = (
    update(schedule)
    .where(schedule.c.mesa_id == bindparam("of_mesa"))
    .values(next_at=_since(bindparam("moment", type_=UtcDateTime())), touched=True)
)


async def touch(
    db: Session, about: About, number: int, mesa_id: int, now: datetime, *, revision: int | None = None
) -> None:
    """Have the next tick look at a thing. revision: its clock runs anew since that one, and nobody knows of it yet; None: it
    runs on.

    What was touched before that tick keeps its moment: what was planned since then is not hidden by a later note.
    """
    row = {
        "about": about, "number": number, "mesa_id": mesa_id, "next_at": now, "touched": True,
        "revision": revision or 1, "told": "{}", "acknowledged_until": None,
    }  # fmt: skip
    statement = insert(db, schedule).values(row)
    changed = ["touched", *(["revision", "acknowledged_until"] if revision else [])]
    values = {name: statement.excluded[name] for name in changed} | {"next_at": _since(statement.excluded.next_at)}
    await db.execute(statement.on_conflict_do_update(index_elements=["about", "number"], set_=values))


async def due_mesas(db: Session, now: datetime, most: int = 1_000) -> list[int]:
    """The mesas of the first things due, whose moment came first."""
    rows = (await db.execute(_DUE_MESAS, {"now": now, "most": most})).scalars()
    return list(dict.fromkeys(rows))


async def hold(db: Session, mesa_id: int) -> None:
    """Be the only one who decides for this mesa until the transaction ends; SQLite's writers exclude each other anyway."""
    if db.dialect == "postgresql":
        await db.execute(_LOCK, {"mesa": mesa_id})


async def due(db: Session, mesa_id: int, now: datetime, most: int, *, touched: bool) -> list[Entry]:
    """What is to be looked at in one mesa, but for itself: what was touched, or what its moment has come for.

    Whoever saves these waits until they are decided. What is being saved is due when that is done: to wait for it could be to
    wait for each other.
    """
    asked = {"mesa": mesa_id, "now": now, "most": most, "touched": touched}
    return [entry_of(row) for row in await db.execute(_DUE, asked)]


async def held(db: Session, about: About, number: int) -> Entry | None:
    """One row, which nobody else changes until the transaction ends."""
    row = (await db.execute(_HELD, {"of_about": about, "of_number": number})).first()
    return entry_of(row) if row else None


async def of(db: Session, about: About, numbers: Sequence[int]) -> dict[int, Entry]:
    """number → its row."""
    found = select(schedule).where(schedule.c.about == about, schedule.c.number.in_(numbers))
    return {row.number: entry_of(row) for row in await db.execute(found)}


async def looked_at(db: Session, looked: Sequence[tuple[Entry, datetime | None, Mapping[str, Any]]]) -> None:
    """(what, when to look again, what was told of it so far)"""
    each = [_key(entry) | {"new_next_at": next_at, "new_told": _dumped(told)} for entry, next_at, told in looked]
    if each:
        await db.execute(_SET, each)


async def remember(db: Session, entry: Entry, told: Mapping[str, Any]) -> None:
    """What was told of it so far, without having looked at it."""
    await db.execute(_REMEMBER, _key(entry) | {"new_told": _dumped(told)})


async def set_aside(db: Session, entries: Sequence[Entry], until: datetime) -> None:
    """Look at what is due later, as if it had not been looked at now."""
    each = [_key(entry) | {"new_next_at": until} for entry in entries]
    if each:
        await db.execute(_SET_ASIDE, each)


async def set_all_aside(db: Session, mesa_id: int, now: datetime, until: datetime) -> None:
    """All that is due in a mesa."""
    await db.execute(_SET_ALL_ASIDE, {"of_mesa": mesa_id, "due": now, "until": until})


async def touch_mesa(db: Session, mesa_id: int, now: datetime) -> None:
    """Have the next tick look at everything of a mesa: its hours, or its ladder, are others now."""
    await db.execute(_TOUCH_MESA, {"of_mesa": mesa_id, "moment": now})


async def bring_back(db: Session, now: datetime, beyond: datetime) -> None:
    """What was touched by a clock that was ahead, beyond that moment, is looked at now, not in years. Reads every row."""
    await db.execute(_BRING_BACK, {"moment": now, "beyond": beyond})


async def acknowledge(db: Session, about: About, number: int, until: date) -> None:
    """Coordinators hear no repeats of it before that day."""
    key = {"of_about": about, "of_number": number}
    await db.execute(update(schedule).where(*_KEY).values(acknowledged_until=until), key)


def entry_of(row: Row[Any]) -> Entry:
    return Entry(
        row.about,
        row.number,
        row.mesa_id,
        row.next_at,
        row.touched,
        row.revision,
        json.loads(row.told),
        row.acknowledged_until,
    )


def _key(entry: Entry) -> dict[str, Any]:
    return {"of_about": entry.about, "of_number": entry.number}


def _dumped(told: Mapping[str, Any]) -> str:
    return json.dumps(told, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
