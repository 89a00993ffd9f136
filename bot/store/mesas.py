"""Mesas with the institutions that sit in them and their subgroups."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from bot.domain.mesas import Mesa, Seat
from bot.store import history
from bot.store.institutions import numbers_of
from bot.store.saving import Saved
from bot.store.session import Session
from bot.store.tables import institution, mesa, mesa_seat, subgroup

_PLAIN = tuple(column.name for column in mesa.columns if column.name not in {"id", "extras"})
_SEATS = (
    select(mesa_seat.c.mesa_id, institution.c.slug, mesa_seat.c.role).join(institution).order_by(mesa_seat.c.position)
)
_SUBGROUPS = select(subgroup.c.mesa_id, subgroup.c.name).order_by(subgroup.c.position)


async def all_mesas(db: Session) -> list[Mesa]:
    """Every mesa by its name."""
    return await _where(db)


async def by_slug(db: Session, slug: str) -> Mesa | None:
    return next(iter(await _where(db, mesa.c.slug == slug)), None)


async def by_id(db: Session, mesa_id: int) -> Mesa | None:
    return next(iter(await _where(db, mesa.c.id == mesa_id)), None)


async def save(db: Session, new: Mesa, *, actor: str, now: datetime) -> Saved:
    """Insert or change the mesa of this slug, seats and subgroups included. Unknown: an institution is not stored."""
    await history.begin(db)
    known = await by_slug(db, new.slug)
    saved, facts = history.difference(known, new)
    if saved is Saved.NONE:
        return saved
    numbers = await numbers_of(db, {seat.institution for seat in new.seats})
    row = {name: getattr(new, name) for name in _PLAIN} | {"extras": json.dumps(new.extras, ensure_ascii=False)}
    if known:
        mesa_id = known.id
        await db.execute(update(mesa).where(mesa.c.id == mesa_id), row)
    else:
        mesa_id = (await db.execute(insert(mesa).returning(mesa.c.id), row)).scalar_one()
    await _seat(db, mesa_id, new.seats, numbers)
    await _divide(db, mesa_id, new.subgroups)
    await history.record(db, new, facts, actor=actor, now=now)
    return saved


async def _seat(db: Session, mesa_id: int, seats: tuple[Seat, ...], numbers: dict[str, int]) -> None:
    await db.execute(delete(mesa_seat).where(mesa_seat.c.mesa_id == mesa_id))
    rows = [
        {"mesa_id": mesa_id, "position": position, "institution_id": numbers[seat.institution], "role": seat.role}
        for position, seat in enumerate(seats)
    ]
    if rows:
        await db.execute(insert(mesa_seat), rows)


async def _divide(db: Session, mesa_id: int, names: tuple[str, ...]) -> None:
    await db.execute(delete(subgroup).where(subgroup.c.mesa_id == mesa_id))
    rows = [{"mesa_id": mesa_id, "position": position, "name": name} for position, name in enumerate(names)]
    if rows:
        await db.execute(insert(subgroup), rows)


async def _where(db: Session, *conditions: ColumnElement[bool]) -> list[Mesa]:
    rows = (await db.execute(select(mesa).where(*conditions).order_by(mesa.c.name, mesa.c.slug))).all()
    if not rows:
        return []
    numbers = [row.id for row in rows]
    seats: dict[int, list[Seat]] = defaultdict(list)
    for seat in await db.execute(_SEATS.where(mesa_seat.c.mesa_id.in_(numbers))):
        seats[seat.mesa_id].append(Seat(seat.slug, seat.role))
    subgroups: dict[int, list[str]] = defaultdict(list)
    for one in await db.execute(_SUBGROUPS.where(subgroup.c.mesa_id.in_(numbers))):
        subgroups[one.mesa_id].append(one.name)
    return [_mesa(row, seats[row.id], subgroups[row.id]) for row in rows]


def _mesa(row: Row[Any], seats: list[Seat], subgroups: list[str]) -> Mesa:
    plain = {name: getattr(row, name) for name in _PLAIN}
    extras = tuple((column, words) for column, words in json.loads(row.extras))
    return Mesa(**plain, seats=tuple(seats), subgroups=tuple(subgroups), extras=extras, id=row.id)
