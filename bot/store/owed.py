"""What some institutions owe, in all mesas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, exists, func, select

from bot.domain.asking import PAGE_SIZE
from bot.domain.commitments import Commitment, Stance
from bot.store.commitments import by_numbers
from bot.store.conditions import BY_URGENCY, IS_OPEN
from bot.store.session import Session
from bot.store.tables import commitment, responsibility

_OWED = exists().where(
    responsibility.c.commitment_id == commitment.c.id,
    responsibility.c.institution_id.in_(bindparam("bodies", expanding=True)),
    responsibility.c.stance != Stance.DECLINED,
)
_TOTAL = select(func.count()).select_from(commitment).where(IS_OPEN, _OWED)
_PAGE = (
    select(commitment.c.id)
    .where(IS_OPEN, _OWED)
    .order_by(*BY_URGENCY, commitment.c.id)
    .limit(PAGE_SIZE)
    .offset(bindparam("skipped"))
)


async def page(db: Session, bodies: Sequence[int], number: int, today: date) -> tuple[list[Commitment], int, int]:
    """(one page, its number, how many there are), open and not declined, the longest overdue first; beyond the end the last
    one. bodies: row numbers. number: from 1."""
    total = int((await db.execute(_TOTAL, {"bodies": bodies})).scalar_one())
    number = min(max(1, number), max(1, -(-total // PAGE_SIZE)))
    asked = {"bodies": bodies, "today": today, "skipped": (number - 1) * PAGE_SIZE}
    ids = list((await db.execute(_PAGE, asked)).scalars())
    items = await by_numbers(db, ids)
    return [items[one] for one in ids], number, total
