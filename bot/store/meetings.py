"""The mesas' dated sessions, coming and past."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, insert, not_, or_, select, update

from bot.domain.asking import PAGE_SIZE
from bot.domain.meetings import Meeting, Outcome
from bot.domain.notices import About
from bot.store import history, schedule
from bot.store.saving import Saved, Unknown
from bot.store.session import Session
from bot.store.tables import meeting, mesa

_GIVEN = {"id", "mesa_id", "extras", "revision", "updated_at"}
_PLAIN = tuple(column.name for column in meeting.columns if column.name not in _GIVEN)
_ROWS = select(meeting, mesa.c.slug, mesa.c.zone).join(mesa)
_BY_NUMBERS = _ROWS.where(meeting.c.id.in_(bindparam("rows", expanding=True)))


async def upcoming(db: Session, mesa_id: int, subgroup: str, moment: datetime) -> list[Meeting]:
    """Those that have not begun at that moment, the next one first; of today's, those without an hour too."""
    coming = await _coming(db, mesa_id, moment)
    rows = await db.execute(_ROWS.where(_within(mesa_id, subgroup), coming).order_by(*_in_time()))
    return [_meeting(row) for row in rows]


async def past(db: Session, mesa_id: int, subgroup: str, moment: datetime, page: int = 1) -> tuple[list[Meeting], int]:
    """One page of the others, the latest first, and how many there are; beyond the end, the last page."""
    holds = and_(_within(mesa_id, subgroup), not_(await _coming(db, mesa_id, moment)))
    total = (await db.execute(select(func.count()).select_from(meeting).where(holds))).scalar_one()
    shown = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    latest = [column.desc() for column in _in_time()]
    rows = await db.execute(_ROWS.where(holds).order_by(*latest).limit(PAGE_SIZE).offset((shown - 1) * PAGE_SIZE))
    return [_meeting(row) for row in rows], total


async def all_meetings(db: Session) -> list[Meeting]:
    """Every session of every mesa, the earliest first."""
    return [_meeting(row) for row in await db.execute(_ROWS.order_by(*_in_time()))]


async def of_mesa(db: Session, mesa_id: int) -> list[Meeting]:
    """Every session of a mesa, the earliest first."""
    return [_meeting(row) for row in await db.execute(_ROWS.where(_within(mesa_id, "")).order_by(*_in_time()))]


async def by_id(db: Session, meeting_id: int) -> Meeting | None:
    return await _one(db, meeting.c.id == meeting_id)


async def by_numbers(db: Session, numbers: Sequence[int]) -> dict[int, Meeting]:
    """row number → session; those that are not there are missing."""
    rows = await db.execute(_BY_NUMBERS, {"rows": numbers}) if numbers else ()
    return {row.id: _meeting(row) for row in rows}


async def between(db: Session, mesa_id: int, first: date, last: date) -> list[Meeting]:
    """A mesa's sessions of those days, both included, the earliest first."""
    rows = await db.execute(_ROWS.where(_within(mesa_id, ""), meeting.c.day.between(first, last)).order_by(*_in_time()))
    return [_meeting(row) for row in rows]


async def unsettled(db: Session, mesa_id: int, today: date) -> list[Meeting]:
    """A mesa's sessions of days before of which nobody said how they went, the earliest first."""
    nobody_said = meeting.c.outcome.in_([Outcome.UNKNOWN, Outcome.SCHEDULED])
    past_ones = _ROWS.where(_within(mesa_id, ""), meeting.c.day < today, nobody_said)
    return [_meeting(row) for row in await db.execute(past_ones.order_by(*_in_time()))]


async def without_acta(db: Session, mesa_id: int, last: date) -> list[Meeting]:
    """A mesa's sessions held until that day whose acta is not published, the earliest first."""
    unpublished = and_(meeting.c.outcome == Outcome.HELD, meeting.c.minutes_published.is_(None))
    held = _ROWS.where(_within(mesa_id, ""), meeting.c.day <= last, unpublished)
    return [_meeting(row) for row in await db.execute(held.order_by(*_in_time()))]


async def by_code(db: Session, mesa_slug: str, code: str) -> Meeting | None:
    return await _one(db, (mesa.c.slug == mesa_slug) & (meeting.c.code == code))


async def save(db: Session, new: Meeting, *, actor: str, now: datetime) -> Saved:
    """Insert or change the session of this mesa and code; its zone is the mesa's. Unknown: the mesa is not stored."""
    await history.begin(db)
    known = await by_code(db, new.mesa, new.code)
    saved, facts = history.difference(known, new)
    if saved is Saved.NONE:
        return saved
    row = {name: getattr(new, name) for name in _PLAIN} | {
        "extras": json.dumps(new.extras, ensure_ascii=False),
        "updated_at": now,
    }
    mesa_id, revision = await _mesa_id(db, new.mesa), known.revision + 1 if known else 1
    if known:
        await db.execute(update(meeting).where(meeting.c.id == known.id), row | {"revision": revision})
        number = known.id
    else:
        statement = insert(meeting).returning(meeting.c.id)
        number = (await db.execute(statement, row | {"mesa_id": mesa_id, "revision": revision})).scalar_one()
    await schedule.touch(db, About.MEETING, number, mesa_id, now, revision=revision)
    await schedule.touch(db, About.MESA, mesa_id, mesa_id, now)  # it was called, or held, or not
    await history.record(db, new, facts, actor=actor, now=now)
    return saved


async def _mesa_id(db: Session, slug: str) -> int:
    found: int | None = (await db.execute(select(mesa.c.id).where(mesa.c.slug == slug))).scalar()
    if found is None:
        raise Unknown(f"mesa not stored: {slug}")
    return found


async def _coming(db: Session, mesa_id: int, moment: datetime) -> ColumnElement[bool]:
    """Not begun at that moment by the mesa's clock, and nobody has said how it went."""
    zone = (await db.execute(select(mesa.c.zone).where(mesa.c.id == mesa_id))).scalar() or "UTC"
    here = moment.astimezone(ZoneInfo(zone))
    later_today = or_(meeting.c.starts.is_(None), meeting.c.starts >= here.time())
    undecided = meeting.c.outcome.not_in([Outcome.HELD, Outcome.NO_QUORUM, Outcome.UNSIGNED])
    return or_(meeting.c.day > here.date(), and_(meeting.c.day == here.date(), later_today, undecided))


def _in_time() -> tuple[ColumnElement[Any], ...]:
    """Earliest first; a day's sessions without an hour after the others."""
    return meeting.c.day, meeting.c.starts.is_(None), meeting.c.starts, meeting.c.code


def _within(mesa_id: int, subgroup: str) -> ColumnElement[bool]:
    whole = meeting.c.mesa_id == mesa_id
    return and_(whole, meeting.c.subgroup.in_((subgroup, ""))) if subgroup else whole


async def _one(db: Session, holds: ColumnElement[bool]) -> Meeting | None:
    row = (await db.execute(_ROWS.where(holds))).first()
    return _meeting(row) if row else None


def _meeting(row: Row[Any]) -> Meeting:
    plain = {name: getattr(row, name) for name in _PLAIN}
    extras = tuple((column, words) for column, words in json.loads(row.extras))
    return Meeting(
        mesa=row.slug,
        **plain,
        extras=extras,
        zone=row.zone,
        revision=row.revision,
        updated_at=row.updated_at,
        id=row.id,
    )
