"""Deliveries: filled from a notice's scope, claimed under a lease, marked by whoever holds the fence.

Every function is one step of somebody's short transaction; whatever crashes between two of them is found again: the cursor
says how far a notice was filled, the lease that a claim was left alone. Leases keep the database's time, all else `now`.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, exists, func, insert, literal_column, or_, select, text, update

from bot.domain.deliveries import Standing
from bot.domain.notices import MOST_AMBIGUOUS, Notice, NoticeState, State
from bot.domain.recipients import Recipient
from bot.store import notices
from bot.store.database_clock import database_milliseconds
from bot.store.recipients import opened
from bot.store.session import Session
from bot.store.telling import delivery, notice, recipient
from bot.store.vault import SealBroken

SLICE = 20_000
MOST_NOTICES = 200  # looked at for a claim at once
LONGEST_LEASE = 3_600_000  # milliseconds: one further ahead was given by a clock that has been set back since

# The index's own condition, word for word: with a parameter in its place neither database would use the index.
# Its third column is named too, or SQLite reads all deliveries of a notice rather than look up the few.
_WAITING = text("delivery.state IN ('pending', 'sending') AND delivery.not_before >= 0")
_PENDING = and_(_WAITING, delivery.c.state == literal_column("'pending'"))
_SENDING = and_(_WAITING, delivery.c.state == literal_column("'sending'"))
_OPEN = notice.c.state == NoticeState.OPEN
_DUE = _PENDING & (delivery.c.not_before <= bindparam("second"))

_UNFILLED = (
    select(notice.c.id, notice.c.scope, notice.c.fill_cursor, notice.c.not_before)
    .where(_OPEN, ~notice.c.filled)
    .order_by(notice.c.priority, notice.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_END_OF_SLICE = (
    select(delivery.c.recipient_id)
    .where(delivery.c.notice_id == bindparam("row"))
    .order_by(delivery.c.recipient_id.desc())
    .limit(1)
)
_FILLED = (
    update(notice)
    .where(notice.c.id == bindparam("row"))
    .values(fill_cursor=bindparam("new_cursor"), filled=bindparam("new_filled"))
)
_NEW = {
    "notice_id": bindparam("row", type_=delivery.c.notice_id.type),
    "recipient_id": recipient.c.id,
    "state": literal_column("'pending'"),
    "not_before": bindparam("second", type_=delivery.c.not_before.type),
    **{name: literal_column("0") for name in ("lease_until", "fence", "attempts", "ambiguous", "parts")},
    "reason": literal_column("''"),
}
_ROWS = (
    select(*_NEW.values())
    .where(recipient.c.scope == bindparam("of_scope"), recipient.c.id > bindparam("after"))
    .order_by(recipient.c.id)
    .limit(bindparam("most"))
)
# Never twice: the notice's row is held, its cursor moves with it.
_FILL = insert(delivery).from_select(list(_NEW), _ROWS).execution_options(preserve_rowcount=True)

_DUE_NOTICES = (
    notices.ROWS.where(_OPEN, notice.c.not_before <= bindparam("now"), notice.c.useful_until > bindparam("now"))
    .where(exists().where(delivery.c.notice_id == notice.c.id, _DUE))
    .order_by(notice.c.priority, notice.c.urgent.desc(), notice.c.id)
    .limit(MOST_NOTICES)
)
_PICKED = (
    select(delivery.c.recipient_id)
    .where(delivery.c.notice_id == bindparam("row"), _DUE)
    .where(exists().where(notice.c.id == bindparam("row"), _OPEN))
    .order_by(delivery.c.not_before, delivery.c.recipient_id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("picked")
)
_CLAIM = (
    update(delivery)
    .where(delivery.c.notice_id == bindparam("row"), delivery.c.recipient_id == _PICKED.c.recipient_id)
    .values(
        state=literal_column("'sending'"),
        fence=bindparam("new_fence"),
        lease_until=database_milliseconds() + bindparam("lease"),
    )
    .returning(
        delivery.c.recipient_id,
        delivery.c.not_before,
        delivery.c.attempts,
        delivery.c.ambiguous,
        delivery.c.parts,
        delivery.c.reason,
    )
)
_RECIPIENTS = select(recipient).where(recipient.c.id.in_(bindparam("keys", expanding=True)))
_HELD_BY_US = (
    delivery.c.notice_id == bindparam("of_notice"),
    delivery.c.recipient_id == bindparam("of_recipient"),
    delivery.c.fence == bindparam("of_fence"),
    _SENDING,
)
_MARK = (
    update(delivery)
    .where(*_HELD_BY_US)
    .values(
        {name: bindparam(f"new_{name}") for name in ("state", "not_before", "attempts", "ambiguous", "parts", "reason")}
    )
)
_RENEW = update(delivery).where(*_HELD_BY_US).values(lease_until=database_milliseconds() + bindparam("lease"))

_NOW = database_milliseconds()
_CAPS = dict(MOST_AMBIGUOUS)
_CAP = select(case(_CAPS, value=notice.c.kind)).where(notice.c.id == delivery.c.notice_id).scalar_subquery()
_LAST = delivery.c.ambiguous + 1 >= _CAP
_ABANDONED = (
    select(delivery.c.notice_id, delivery.c.recipient_id)
    .where(delivery.c.notice_id.in_(select(notice.c.id).where(notice.c.state != NoticeState.DONE)), _SENDING)
    .where(or_(delivery.c.lease_until < _NOW + bindparam("grace"), delivery.c.lease_until > _NOW + LONGEST_LEASE))
    .limit(SLICE)
    .with_for_update(skip_locked=True, of=delivery)
    .cte("abandoned")
)
_RECOVER = (
    update(delivery)
    .where(delivery.c.notice_id == _ABANDONED.c.notice_id, delivery.c.recipient_id == _ABANDONED.c.recipient_id)
    .values(
        state=case((_LAST, literal_column("'uncertain'")), else_=literal_column("'pending'")),
        reason=case((_LAST, literal_column("'ambiguous'")), else_=delivery.c.reason),
        ambiguous=delivery.c.ambiguous + 1,
        attempts=delivery.c.attempts + 1,
        fence=literal_column("0"),
    )
    .returning(delivery.c.state)
)


@dataclass(frozen=True)
class Claim:
    """One delivery under way. recipient: None = forgotten meanwhile, or no longer in that scope, or (`broken`) its seal is."""

    notice: Notice
    recipient_id: bytes
    fence: int
    standing: Standing
    recipient: Recipient | None = None
    broken: bool = False


async def fill(db: Session, most: int = SLICE, until: datetime | None = None) -> bool:
    """Make the deliveries of one slice of recipients of the most urgent notice that lacks some; False: none lacks any.

    until: only of notices that begin by then: who is there when one begins is told, not who was when it was made.
    """
    which = _UNFILLED if until is None else _UNFILLED.where(notice.c.not_before <= until)
    row = (await db.execute(which)).first()
    if row is None:
        return False
    second = int(row.not_before.timestamp())
    begin = {"of_scope": row.scope, "after": row.fill_cursor or b"", "most": most, "row": row.id, "second": second}
    made = (await db.execute(_FILL, begin)).rowcount
    last = (await db.execute(_END_OF_SLICE, {"row": row.id})).scalar() if made else row.fill_cursor
    await db.execute(_FILLED, {"row": row.id, "new_cursor": last, "new_filled": made < most})
    return True


async def due_notices(db: Session, now: datetime) -> list[Notice]:
    """Open notices with something to send now, in the order of sending."""
    found = await db.execute(_DUE_NOTICES, {"now": now, "second": int(now.timestamp())})
    return [notices.notice_of(row) for row in found]


async def claim(db: Session, one: Notice, most: int, now: datetime, lease: float) -> list[Claim]:
    """Take at most so many of its deliveries, those that wait longest first. lease: seconds.

    Nobody else has them until the lease is over. A notice that is no longer open gives none.
    """
    fence = secrets.randbits(62) + 1
    values = {"row": one.id, "most": most, "second": int(now.timestamp()), "new_fence": fence}
    rows = (await db.execute(_CLAIM, {**values, "lease": int(lease * 1_000)})).all()
    if not rows:
        return []
    found = await db.execute(_RECIPIENTS, {"keys": [row.recipient_id for row in rows]})
    known = {row.id: row for row in found}
    return [_claimed(db, one, row, fence, known.get(row.recipient_id)) for row in rows]


def _claimed(db: Session, one: Notice, row: Row[Any], fence: int, known: Row[Any] | None) -> Claim:
    standing = Standing(State.SENDING, row.not_before, row.attempts, row.ambiguous, row.parts, row.reason)
    try:
        whom = opened(db, known) if known and known.scope == one.scope else None
    except SealBroken:
        return Claim(one, row.recipient_id, fence, standing, broken=True)
    return Claim(one, row.recipient_id, fence, standing, whom)


async def mark(db: Session, results: Sequence[tuple[Claim, Standing]]) -> int:
    """Write where each stands now; how many were still ours. Whose lease was taken by another changes nothing."""
    rows = [
        _key(one)
        | {"new_state": to.state, "new_not_before": to.not_before, "new_parts": to.parts, "new_reason": to.reason}
        | {"new_attempts": to.attempts, "new_ambiguous": to.ambiguous}
        for one, to in results
    ]
    return (await db.execute(_MARK, rows)).rowcount if rows else 0


async def renew(db: Session, claims: Sequence[Claim], lease: float) -> None:
    """Keep them for `lease` seconds more, as far as they are still ours."""
    if claims:
        await db.execute(_RENEW, [{**_key(one), "lease": int(lease * 1_000)} for one in claims])


async def recover(db: Session, *, alone: bool = False) -> tuple[int, int]:
    """Take back what was claimed and left: (to be tried again, uncertain). alone: nobody else sends, so all of it was left.

    Nobody knows whether it was said: each counts as ambiguous.
    """
    rows = (await db.execute(_RECOVER, {"grace": LONGEST_LEASE if alone else 0})).scalars().all()
    uncertain = sum(state is State.UNCERTAIN for state in rows)
    return len(rows) - uncertain, uncertain


def _key(one: Claim) -> dict[str, Any]:
    return {"of_notice": one.notice.id, "of_recipient": one.recipient_id, "of_fence": one.fence}


_BEYOND_USE = _OPEN & notice.c.filled & (notice.c.useful_until <= bindparam("now"))


def _ended(which: Any, state: State) -> Any:
    """An UPDATE of one slice of what waits in those notices."""
    left = (
        select(delivery.c.notice_id, delivery.c.recipient_id)
        .where(delivery.c.notice_id.in_(select(notice.c.id).where(which)), _PENDING)
        .limit(SLICE)
        .with_for_update(skip_locked=True)
        .cte("left")
    )
    return (
        update(delivery)
        .where(delivery.c.notice_id == left.c.notice_id, delivery.c.recipient_id == left.c.recipient_id)
        .values(state=literal_column(f"'{state.value}'"), reason=literal_column("''"))
    )


_EXPIRE = _ended(_BEYOND_USE, State.EXPIRED)
_CANCEL = _ended(notice.c.state == NoticeState.CANCELLED, State.CANCELLED)
_NOTHING_LEFT = (
    _OPEN,
    notice.c.filled,
    *(~exists().where(delivery.c.notice_id == notice.c.id, state) for state in (_PENDING, _SENDING)),
)
_ENDED = select(notice.c.id).where(*_NOTHING_LEFT).with_for_update(skip_locked=True)
_CLOSE = (
    update(notice)
    .where(notice.c.id.in_(bindparam("ended", expanding=True)), *_NOTHING_LEFT)
    .values(state=NoticeState.DONE)
)
_COUNT = (
    select(delivery.c.state, func.count().label("deliveries"))
    .where(delivery.c.notice_id == bindparam("row"))
    .group_by(delivery.c.state)
)


async def expire(db: Session, now: datetime) -> None:
    """What is no longer useful is not sent; one slice."""
    await db.execute(_EXPIRE, {"now": now})


async def cancel(db: Session) -> None:
    """What waits in cancelled notices is not sent; one slice."""
    await db.execute(_CANCEL)


async def close(db: Session) -> int:
    """Notices whose deliveries have all come to their end are done; how many.

    Looked at again once they are held: somebody may have had their failures tried again meanwhile.
    """
    ended = (await db.execute(_ENDED)).scalars().all()
    return (await db.execute(_CLOSE, {"ended": ended})).rowcount if ended else 0


async def counts(db: Session, notice_id: int) -> dict[State, int]:
    """How many of its deliveries stand where."""
    return {row.state: row.deliveries for row in await db.execute(_COUNT, {"row": notice_id})}
