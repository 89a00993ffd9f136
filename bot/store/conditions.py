"""The domain's questions about a commitment, asked in SQL. tests/store compares each with bot/domain/commitments.py.

They are built once and take their values by name (`values`): building them takes longer than answering them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, exists, false, func, literal, not_, or_, true

from bot.domain.asking import Ask, Which
from bot.domain.commitments import DUE_SOON_DAYS, NEVER_OVERDUE, Role, Stance, Status
from bot.store.tables import commitment, institution, responsibility

# A longer question is answered by its first words: SQLite refuses expressions a thousand deep, patterns of 50,000 bytes.
MOST_WORDS, MOST_LETTERS = 20, 1_000

_deadline = commitment.c.deadline
_status = commitment.c.status
_today = bindparam("today", type_=Date)
_soon = bindparam("soon", type_=Date)


def _is_none_of(statuses: Iterable[Status]) -> ColumnElement[bool]:
    """One by one: SQLAlchemy writes an IN anew at each execution."""
    return and_(*(_status != status for status in sorted(statuses)))


IS_OPEN = _is_none_of([Status.DONE, Status.UNFEASIBLE])
_CLOCK_RUNS = _is_none_of(NEVER_OVERDUE)
IS_OVERDUE = and_(_deadline < _today, _CLOCK_RUNS)

# Nobody named, or all declined.
_NOBODY = not_(
    exists().where(
        responsibility.c.commitment_id == commitment.c.id,
        responsibility.c.role == Role.RESPONSIBLE,
        responsibility.c.stance != Stance.DECLINED,
    )
)
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
    Which.NO_RESPONSIBLE: and_(IS_OPEN, _NOBODY),
    Which.DONE: _status == Status.DONE,
    Which.PENDING: IS_OPEN,
    Which.INSTITUTION: _OWED_BY,
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


def within(*, subgroup: bool) -> ColumnElement[bool]:
    """A mesa's commitments, or one of its subgroups'."""
    whole = commitment.c.mesa_id == bindparam("mesa")
    return and_(whole, commitment.c.subgroup == bindparam("subgroup")) if subgroup else whole


def holds(which: Which, *, subgroup: bool, words: int) -> ColumnElement[bool]:
    """What a list asks for; words: how many a TOPIC has. Without any, nothing is found."""
    if which is not Which.TOPIC:
        return and_(within(subgroup=subgroup), _CHOSEN[which])
    each: list[ColumnElement[bool]] = [
        commitment.c.folded.like(bindparam(f"word{place}"), escape="\\") for place in range(words)
    ]
    return and_(within(subgroup=subgroup), *(each or [false()]))


def words_of(ask: Ask) -> list[str]:
    """The words a topic is looked for by, each somewhere in the folded text and meant literally."""
    return [_anywhere(word) for word in ask.query.split()[:MOST_WORDS]] if ask.which is Which.TOPIC else []


def values(ask: Ask, today: date) -> dict[str, Any]:
    """What the conditions take by name."""
    return {
        "mesa": ask.mesa,
        "subgroup": ask.subgroup,
        "institution": ask.institution,
        "today": today,
        "soon": today + timedelta(days=DUE_SOON_DAYS),
    } | {f"word{place}": word for place, word in enumerate(words_of(ask))}


def _anywhere(word: str) -> str:
    """As a LIKE pattern, without what no database keeps in a text: NUL, half a surrogate pair."""
    storable = word[:MOST_LETTERS].encode(errors="ignore").decode().replace("\0", "")
    return "%" + storable.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
