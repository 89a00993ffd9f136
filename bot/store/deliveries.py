"""What became of deliveries: counted for coordinators, waiting for another try, forgotten after a while."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, delete, exists, func, or_, select, update

from bot.domain.fates import GONE, Account, Fates, total
from bot.domain.notices import GOES, NoticeState, State
from bot.store import recipients
from bot.store.announcements import known_as
from bot.store.notices import ROWS, notice_of
from bot.store.session import Session
from bot.store.telling import announcement, announcement_notice, delivery, notice

KEEP = timedelta(days=30)  # deliveries; their numbers are kept with their notice
SLICE = 20_000  # forgotten at once: others write in between

_CARRYING = (
    ROWS.add_columns(known_as.label("announcement"))
    .outerjoin(announcement_notice, announcement_notice.c.notice_id == notice.c.id)
    .outerjoin(announcement, announcement.c.id == announcement_notice.c.announcement_id)
)
# What was announced long before its day is of that day.
_LATEST = _CARRYING.where(notice.c.mesa_id == bindparam("mesa"), notice.c.not_before > bindparam("since")).order_by(
    notice.c.made_at.desc(), notice.c.id.desc()
)
# Only what failed has a reason that is told: why somebody did not wish to hear is theirs.
_REASON = case((delivery.c.state == State.DEAD, delivery.c.reason), else_="")
_COUNT = (
    select(delivery.c.notice_id, delivery.c.state, _REASON.label("why"), func.count().label("n"))
    .where(delivery.c.notice_id.in_(bindparam("notices", expanding=True)))
    .group_by(
        delivery.c.notice_id, delivery.c.state, "why"
    )  # by its name: PostgreSQL takes two equal expressions for two
)
_AGAIN = (
    update(delivery)
    .where(
        delivery.c.notice_id == bindparam("of_notice"),
        or_(
            delivery.c.state.in_([State.UNCERTAIN, State.HELD]),
            and_(delivery.c.state == State.DEAD, delivery.c.reason != GONE),
        ),
    )
    # What is ambiguous stays counted: one more try whose fate nobody knows is the last.
    .values(state=State.PENDING, not_before=0, lease_until=0, attempts=0, reason="")
)
_REOPEN = (
    update(notice)
    .where(notice.c.id == bindparam("row"), notice.c.state.in_([NoticeState.OPEN, NoticeState.DONE]))
    .values(state=NoticeState.OPEN)
)
_OLD = (
    select(notice.c.id)
    .where(
        notice.c.made_at < bindparam("before"),
        notice.c.state.in_([NoticeState.DONE, NoticeState.CANCELLED]),
        or_(notice.c.counts.is_(None), exists().where(delivery.c.notice_id == notice.c.id)),
    )
    .order_by(notice.c.id)
)
_COUNTED = select(notice.c.counts).where(notice.c.id == bindparam("row"))
_KEEP_COUNTS = update(notice).where(notice.c.id == bindparam("row")).values(counts=bindparam("numbers"))
_some = delivery.alias("some")
_SOME = select(_some.c.recipient_id).where(_some.c.notice_id == bindparam("row")).limit(bindparam("most"))
_FORGET = delete(delivery).where(delivery.c.notice_id == bindparam("row"), delivery.c.recipient_id.in_(_SOME))


async def accounts(db: Session, mesa_id: int, now: datetime) -> list[Account]:
    """A mesa's notices of the last 30 days, the latest first, each with what became of it. Deliveries that are to be made wait too."""
    rows = (await db.execute(_LATEST, {"mesa": mesa_id, "since": now - KEEP})).all()
    counted = await fates(db, [row.id for row in rows if row.counts is None])
    for row in rows:
        if not row.filled and row.state in GOES:
            counted[row.id] = total((counted[row.id], await _to_be_made(db, row, counted[row.id])))
    return [
        Account(notice_of(row), _read(row.counts) if row.counts else counted[row.id], row.announcement) for row in rows
    ]


async def _to_be_made(db: Session, row: Row[Any], made: Fates) -> Fates:
    """At most so many."""
    lacking = await recipients.size(db, row.scope, row.mesa_id) - made.of(*State)
    return Fates({(State.PENDING, ""): lacking}) if lacking > 0 else Fates()


async def account(db: Session, notice_id: int) -> Account | None:
    row = (await db.execute(ROWS.where(notice.c.id == notice_id))).first()
    if row is None:
        return None
    counted = _read(row.counts) if row.counts else (await fates(db, [row.id]))[row.id]
    return Account(notice_of(row), counted)


async def fates(db: Session, notices: Sequence[int]) -> dict[int, Fates]:
    """Those of each notice, empty where nothing was made yet."""
    numbers: dict[int, dict[tuple[State, str], int]] = defaultdict(dict)
    for row in await db.execute(_COUNT, {"notices": list(notices)}) if notices else ():
        numbers[row.notice_id][row.state, row.why] = row.n
    return {one: Fates(numbers[one]) for one in notices}


async def retry(db: Session, notice_id: int) -> int:
    """What failed, is uncertain or held waits again, but for chats that are gone; how many. None of a notice that was stopped."""
    if (await db.execute(_REOPEN, {"row": notice_id})).rowcount == 0:
        return 0
    return (await db.execute(_AGAIN, {"of_notice": notice_id})).rowcount


async def old(db: Session, now: datetime) -> list[int]:
    """Notices that ended, made 30 days ago, of which more than the numbers is kept still."""
    return list((await db.execute(_OLD, {"before": now - KEEP})).scalars())


async def forget(db: Session, notice_id: int, most: int = SLICE) -> int:
    """Keep the numbers of its deliveries, and forget so many of these; how many went, 0 = none is left."""
    if (await db.execute(_COUNTED, {"row": notice_id})).scalar() is None:
        counted = (await fates(db, [notice_id]))[notice_id]
        await db.execute(_KEEP_COUNTS, {"row": notice_id, "numbers": _written(counted)})
    return (await db.execute(_FORGET, {"row": notice_id, "most": most})).rowcount


def _written(counted: Fates) -> str:
    each = {f"{state}:{reason}": n for (state, reason), n in counted.numbers.items()}
    return json.dumps(each, separators=(",", ":"), sort_keys=True)


def _read(counts: str) -> Fates:
    each = ((key.partition(":"), n) for key, n in json.loads(counts).items())
    return Fates({(State(state), reason): n for (state, _, reason), n in each})
