"""A mesa's commitments counted by their standing, in all and for each institution: both from one index alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Date, Row, bindparam, func, select

from bot.domain.commitments import DUE_SOON_DAYS, Status
from bot.domain.overview import Counted, Owing, Standing, by_urgency, standing_of
from bot.store.session import Session
from bot.store.tables import commitment, institution, responsibility


def _number(holds: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(holds)


def _by_deadline(deadline: Column[date]) -> tuple[ColumnElement[Any], ...]:
    return (
        func.count().label("n"),
        func.count(deadline).label("dated"),
        _number(deadline < bindparam("today", type_=Date)).label("past"),
        _number(deadline <= bindparam("soon", type_=Date)).label("near"),
        func.min(deadline).label("oldest"),
    )


# Grouped as their indexes are ordered, or else each row would be sorted first.
_WHOLE = (
    select(
        commitment.c.unowned,
        commitment.c.status,
        *_by_deadline(commitment.c.deadline),
        *(_number(one).label(one.name) for one in (commitment.c.no_responsible, commitment.c.unanswered)),
        _number(commitment.c.contested).label("contested"),
    )
    .where(commitment.c.mesa_id == bindparam("mesa"))
    .group_by(commitment.c.unowned, commitment.c.status)
)
_BY_BODY = (
    select(responsibility.c.institution_id, responsibility.c.status, *_by_deadline(responsibility.c.deadline))
    .where(responsibility.c.mesa_id == bindparam("mesa"), ~responsibility.c.again)
    .group_by(responsibility.c.institution_id, responsibility.c.status)
    .subquery("by_body")
)
_OWING = select(_BY_BODY, institution.c.slug, institution.c.name, institution.c.acronym).join(
    institution, institution.c.id == _BY_BODY.c.institution_id
)


@dataclass(frozen=True)
class Whole:
    """counted: each commitment once; unowned: of no institution. The others as their lists hold them."""

    counted: Counted = field(default_factory=Counted)
    unowned: Counted = field(default_factory=Counted)
    no_responsible: int = 0
    unanswered: int = 0
    contested: int = 0


async def whole(db: Session, mesa_id: int, today: date) -> Whole:
    """today: the date in the mesa's zone."""
    rows = (await db.execute(_WHOLE, _asked(mesa_id, today))).all()
    return Whole(
        _counted(rows, today),
        _counted((row for row in rows if row.unowned), today),
        sum(row.no_responsible for row in rows),
        sum(row.unanswered for row in rows),
        sum(row.contested for row in rows),
    )


async def owing(db: Session, mesa_id: int, today: date) -> tuple[Owing, ...]:
    """Each institution with whatever it has a part in, the most overdue first. today: as above."""
    of: dict[tuple[int, str, str], list[Row[Any]]] = {}
    for row in await db.execute(_OWING, _asked(mesa_id, today)):
        of.setdefault((row.institution_id, row.slug, row.acronym or row.name), []).append(row)
    return by_urgency(Owing(*who, _counted(rows, today)) for who, rows in of.items())


def _asked(mesa_id: int, today: date) -> dict[str, Any]:
    return {"mesa": mesa_id, "today": today, "soon": today + timedelta(days=DUE_SOON_DAYS)}


def _counted(rows: Iterable[Row[Any]], today: date) -> Counted:
    """Of a status all deadlines of one span stand alike: one day of each shows how."""
    past, soon = today - timedelta(days=1), today + timedelta(days=DUE_SOON_DAYS)
    numbers, oldest = Counter[Standing](), list[date]()
    for row in rows:
        spans = {None: row.n - row.dated, past: row.past, soon: row.near - row.past}
        for day, number in (spans | {soon + timedelta(days=1): row.dated - row.near}).items():
            numbers[standing_of(Status(row.status), day, today)] += number
        if row.past and standing_of(Status(row.status), past, today) is Standing.OVERDUE:
            oldest.append(row.oldest)
    return Counted({one: number for one, number in numbers.items() if number}, min(oldest, default=None))
