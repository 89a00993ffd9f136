"""What some institutions owe, in all mesas."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import bindparam, exists, func, or_, select, tuple_

from bot.domain.asking import PAGE_SIZE
from bot.domain.commitments import Commitment, Stance
from bot.store.commitments import by_numbers
from bot.store.conditions import BY_URGENCY, IS_OPEN
from bot.store.session import Session
from bot.store.tables import commitment, responsibility

_OWED = exists().where(
    responsibility.c.commitment_id == commitment.c.id,
    or_(
        responsibility.c.institution_id.in_(bindparam("everywhere", expanding=True)),
        tuple_(responsibility.c.institution_id, commitment.c.mesa_id).in_(bindparam("somewhere", expanding=True)),
    ),
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


async def page(
    db: Session, bodies: Mapping[int, frozenset[int]], number: int, today: date
) -> tuple[list[Commitment], int, int]:
    """(one page, its number, how many there are), open and not declined, the longest overdue first; beyond the end the last
    one. bodies: row numbers of institutions, each with the mesas meant, none = all. number: from 1."""
    everywhere = [body for body, within in bodies.items() if not within]
    whose = {
        "everywhere": everywhere,
        "somewhere": [(body, mesa) for body, within in bodies.items() for mesa in within],
    }
    total = int((await db.execute(_TOTAL, whose)).scalar_one())
    number = min(max(1, number), max(1, -(-total // PAGE_SIZE)))
    asked = {**whose, "today": today, "skipped": (number - 1) * PAGE_SIZE}
    ids = list((await db.execute(_PAGE, asked)).scalars())
    items = await by_numbers(db, ids)
    return [items[one] for one in ids], number, total
