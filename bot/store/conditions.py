"""The domain's questions about a commitment, asked in SQL. tests/store compares each with bot/domain/commitments.py."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, false, not_, or_

from bot.domain.asking import Ask, Which
from bot.domain.commitments import DUE_SOON_DAYS, NEVER_OVERDUE, Role, Stance, Status
from bot.store.searching import holds_every_word
from bot.store.tables import commitment, institution, responsibility

_FAR = date.max
_deadline = commitment.c.deadline
_status = commitment.c.status


def is_open() -> ColumnElement[bool]:
    """Neither done nor unfeasible."""
    return _status.not_in([Status.DONE, Status.UNFEASIBLE])


def is_overdue(today: date) -> ColumnElement[bool]:
    return and_(_deadline < today, _status.not_in(sorted(NEVER_OVERDUE)))


def is_due_soon(today: date) -> ColumnElement[bool]:
    soon = _deadline.between(today, today + timedelta(days=DUE_SOON_DAYS))
    return and_(soon, _status.not_in(sorted(NEVER_OVERDUE)))


def has_no_deadline() -> ColumnElement[bool]:
    """Nothing for the clock to run to: an open one without a date, or permanent."""
    return and_(is_open(), or_(_deadline.is_(None), _status == Status.PERMANENT))


def has_no_responsible() -> ColumnElement[bool]:
    """An open one for which nobody is named, or all have declined."""
    held = exists().where(
        responsibility.c.commitment_id == commitment.c.id,
        responsibility.c.role == Role.RESPONSIBLE,
        responsibility.c.stance != Stance.DECLINED,
    )
    return and_(is_open(), not_(held))


def owed_by(slug: str) -> ColumnElement[bool]:
    """The institution has a part in it, in whatever role or stance."""
    return exists().where(
        responsibility.c.commitment_id == commitment.c.id,
        responsibility.c.institution_id == institution.c.id,
        institution.c.slug == slug,
    )


def within(mesa_id: int, subgroup: str) -> ColumnElement[bool]:
    """A mesa's commitments, or one of its subgroups'."""
    whole = commitment.c.mesa_id == mesa_id
    return and_(whole, commitment.c.subgroup == subgroup) if subgroup else whole


def answers(ask: Ask, today: date) -> ColumnElement[bool]:
    """What the list asked for holds."""
    return and_(within(ask.mesa, ask.subgroup), _chosen(ask, today))


def _chosen(ask: Ask, today: date) -> ColumnElement[bool]:
    match ask.which:
        case Which.ALL:
            return commitment.c.mesa_id == ask.mesa
        case Which.OVERDUE:
            return is_overdue(today)
        case Which.DUE_SOON:
            return is_due_soon(today)
        case Which.NO_DEADLINE:
            return has_no_deadline()
        case Which.NO_RESPONSIBLE:
            return has_no_responsible()
        case Which.DONE:
            return _status == Status.DONE
        case Which.PENDING:
            return is_open()
        case Which.INSTITUTION:
            return owed_by(ask.institution)
        case Which.TOPIC:
            words = ask.query.split()
            return holds_every_word(words) if words else false()


def by_urgency(today: date) -> tuple[ColumnElement[object], ...]:
    """Overdue (the longest first), due soon, on time by date, without a date, closed; then by code."""
    rank = case(
        (_status.in_([Status.DONE, Status.UNFEASIBLE]), 3),
        (or_(_deadline.is_(None), _status == Status.PERMANENT), 2),
        (_deadline < today, 0),
        else_=1,
    )
    runs = and_(is_open(), _status != Status.PERMANENT)
    return rank, case((runs, _deadline), else_=_FAR), commitment.c.sort_code, commitment.c.code
