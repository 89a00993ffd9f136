"""Mesas with the institutions that sit in them and their subgroups."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, insert, null, select, union_all, update

from bot.domain.mesas import Mesa, Seat
from bot.domain.notices import About
from bot.store import history, schedule
from bot.store.institutions import numbers_of
from bot.store.saving import Saved
from bot.store.session import Session
from bot.store.tables import institution, mesa, mesa_seat, subgroup

_PLAIN = tuple(column.name for column in mesa.columns if column.name not in {"id", "extras"})
_MESAS = select(mesa).order_by(mesa.c.name, mesa.c.slug)
_NAMES = select(mesa.c.slug, mesa.c.name)
_BY_SLUG = select(mesa).where(mesa.c.slug == bindparam("slug"))
_BY_ID = select(mesa).where(mesa.c.id == bindparam("row"))
_SEATS = select(
    mesa_seat.c.mesa_id, mesa_seat.c.position, institution.c.slug.label("institution"), mesa_seat.c.role.label("words")
).join(institution)
_SUBGROUPS = select(
    subgroup.c.mesa_id, subgroup.c.position, null().label("institution"), subgroup.c.name.label("words")
)
_PARTS = union_all(_SEATS, _SUBGROUPS).order_by("mesa_id", "position")
_PARTS_OF = union_all(
    _SEATS.where(mesa_seat.c.mesa_id == bindparam("row")), _SUBGROUPS.where(subgroup.c.mesa_id == bindparam("row"))
).order_by("position")


async def all_mesas(db: Session) -> list[Mesa]:
    """Every mesa by its name."""
    parts = (await db.execute(_PARTS)).all()
    return [_mesa(row, [part for part in parts if part.mesa_id == row.id]) for row in await db.execute(_MESAS)]


async def names(db: Session) -> dict[str, str]:
    """slug → name, of every mesa."""
    return {row.slug: row.name for row in await db.execute(_NAMES)}


async def by_slug(db: Session, slug: str) -> Mesa | None:
    return await _one(db, _BY_SLUG, {"slug": slug})


async def by_id(db: Session, mesa_id: int) -> Mesa | None:
    return await _one(db, _BY_ID, {"row": mesa_id})


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
    await schedule.touch(db, About.MESA, mesa_id, mesa_id, now)
    if known and (known.zone, known.ladder) != (new.zone, new.ladder):
        await schedule.touch_mesa(db, mesa_id, now)
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


async def _one(db: Session, statement: Select[Any], values: Mapping[str, Any]) -> Mesa | None:
    row = (await db.execute(statement, values)).first()
    return _mesa(row, (await db.execute(_PARTS_OF, {"row": row.id})).all()) if row else None


def _mesa(row: Row[Any], parts: Sequence[Row[Any]]) -> Mesa:
    """parts: its seats (with an institution) and subgroups (without), each in their order."""
    return Mesa(
        **{name: getattr(row, name) for name in _PLAIN},
        seats=tuple(Seat(part.institution, part.words) for part in parts if part.institution is not None),
        subgroups=tuple(part.words for part in parts if part.institution is None),
        extras=tuple((column, words) for column, words in json.loads(row.extras)),
        id=row.id,
    )
