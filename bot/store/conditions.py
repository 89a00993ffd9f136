"""The domain's questions about a commitment, asked in SQL. tests/store compares each with bot/domain/commitments.py.

They are built once and take their values by name (`values`): building them takes longer than answering them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, exists, func, literal, not_, or_, true

from bot.domain.asking import Ask, Which
from bot.domain.commitments import CLOSED, DUE_SOON_DAYS, NEVER_OVERDUE, Status
from bot.store.tables import commitment, institution, responsibility
from bot.store.topics import asks_for_topic, found_by, sizes_of, topic_values, words_asked

_deadline = commitment.c.deadline
_status = commitment.c.status
_today = bindparam("today", type_=Date)
_soon = bindparam("soon", type_=Date)


def _is_none_of(statuses: Iterable[Status]) -> ColumnElement[bool]:
    """One by one: SQLAlchemy writes an IN anew at each execution."""
    return and_(*(_status != status for status in sorted(statuses)))


IS_OPEN = _is_none_of(CLOSED)
_CLOCK_RUNS = _is_none_of(NEVER_OVERDUE)
IS_OVERDUE = and_(_deadline < _today, _CLOCK_RUNS)

_OWED_BY = exists().where(
    responsibility.c.commitment_id == commitment.c.id,
    responsibility.c.institution_id == institution.c.id,
    institution.c.slug == bindparam("institution"),
)

# What each list holds. A closed one wants neither a date nor a responsible any more; whoever has any part in it, in
# whatever role or stance, finds it in the institution's list.
_CHOSEN: Mapping[Which, ColumnElement[bool]] = {
    Which.ALL: true(),
    Which.OVERDUE: IS_OVERDUE,
    Which.DUE_SOON: and_(_deadline >= _today, _deadline <= _soon, _CLOCK_RUNS),
    Which.NO_DEADLINE: and_(IS_OPEN, or_(_deadline.is_(None), _status == Status.PERMANENT)),
    Which.NO_RESPONSIBLE: commitment.c.no_responsible,
    Which.UNANSWERED: commitment.c.unanswered,
    Which.CONTESTED: commitment.c.contested,
    Which.DONE: _status == Status.DONE,
    Which.PENDING: IS_OPEN,
    Which.INSTITUTION: true(),
    Which.TOPIC: true(),
}

# Overdue (the longest first), due soon, on time by date, without a date, closed; then by code.
_RANK = case(
    (not_(IS_OPEN), 3),
    (or_(_deadline.is_(None), _status == Status.PERMANENT), 2),
    (_deadline < _today, 0),
    else_=1,
)
_RUNS_OUT = func.coalesce(case((_CLOCK_RUNS, _deadline)), literal(date.max, Date))
BY_URGENCY = (_RANK, _RUNS_OUT, commitment.c.sort_code, commitment.c.code)

ELSEWHERE = case((commitment.c.mesa_id == bindparam("mesa"), 0), else_=1)


def within(*, subgroup: bool) -> ColumnElement[bool]:
    """A mesa's commitments, or one of its subgroups'."""
    whole = commitment.c.mesa_id == bindparam("mesa")
    return and_(whole, commitment.c.subgroup == bindparam("subgroup")) if subgroup else whole


@dataclass(frozen=True)
class Shape:
    """All that the SQL of a list depends on. topic: room for prefixes, word by word; () finds nothing, None: no topic."""

    which: Which
    subgroup: bool
    institution: bool
    due: bool
    everywhere: bool
    topic: tuple[int, ...] | None


def shape_of(ask: Ask) -> Shape:
    return Shape(
        ask.which,
        subgroup=bool(ask.subgroup),
        institution=ask.which is Which.INSTITUTION or bool(ask.institution),
        due=ask.due is not None,
        everywhere=ask.everywhere,
        topic=sizes_of(words_asked(ask)) if asks_for_topic(ask) else None,
    )


def holds(shape: Shape) -> ColumnElement[bool]:
    """What a list asks for: every part narrows it."""
    where = true() if shape.everywhere else within(subgroup=False)
    parts = [where, _CHOSEN[shape.which]]
    if shape.subgroup:
        parts.append(commitment.c.subgroup == bindparam("subgroup"))
    if shape.institution:
        parts.append(_OWED_BY)
    if shape.due:
        parts.append(_deadline.between(bindparam("due_from", type_=Date), bindparam("due_to", type_=Date)))
    if shape.topic is not None:
        parts.append(found_by(shape.topic, everywhere=shape.everywhere))
    return and_(*parts)


def order_of(shape: Shape) -> tuple[ColumnElement[Any], ...]:
    """The most urgent first; of several mesas the one at hand first."""
    return (ELSEWHERE, *BY_URGENCY, commitment.c.id) if shape.everywhere else BY_URGENCY


def values(ask: Ask, today: date) -> dict[str, Any]:
    """What the conditions take by name."""
    asked: dict[str, Any] = {
        "mesa": ask.mesa,
        "subgroup": ask.subgroup,
        "institution": ask.institution,
        "today": today,
        "soon": today + timedelta(days=DUE_SOON_DAYS),
    } | topic_values(words_asked(ask))
    if ask.due is not None:
        asked |= {"due_from": ask.due[0], "due_to": ask.due[1]}
    return asked
