"""Notices made for one mesa in one moment, to several scopes: where the deliveries stand that go to one chat.

Asked by look-ups, which only whoever has the keys and the chat can compute.
"""

from __future__ import annotations

from collections.abc import Collection

import structlog
from sqlalchemy import and_, bindparam, select

from bot.domain.notices import Kind, Notice, NoticeState, State
from bot.domain.recipients import Recipient
from bot.store.notices import ROWS, notice_of
from bot.store.recipients import opened
from bot.store.session import Session
from bot.store.telling import delivery, notice, recipient
from bot.store.vault import SealBroken

log = structlog.get_logger()
_OF = ROWS.where(
    notice.c.mesa_id == bindparam("mesa"),
    notice.c.made_at == bindparam("moment"),
    notice.c.kind.in_(bindparam("kinds", expanding=True)),
    notice.c.id != bindparam("row"),
    notice.c.state.in_([NoticeState.OPEN, NoticeState.DONE]),
).order_by(notice.c.id)
_STANDING = (
    select(recipient.c.lookup, delivery.c.state, delivery.c.not_before)
    .outerjoin(delivery, and_(delivery.c.notice_id == bindparam("row"), delivery.c.recipient_id == recipient.c.id))
    .where(recipient.c.scope == bindparam("of_scope"))
)
_TO = (
    select(recipient, delivery.c.notice_id, delivery.c.state)
    .join(delivery, delivery.c.recipient_id == recipient.c.id)
    .where(
        delivery.c.notice_id.in_(bindparam("notices", expanding=True)),
        recipient.c.lookup.in_(bindparam("lookups", expanding=True)),
    )
    .order_by(delivery.c.notice_id)
)


async def of(db: Session, one: Notice, kinds: Collection[Kind]) -> list[Notice]:
    """Those of these kinds."""
    asked = {"mesa": one.mesa_id, "moment": one.made_at, "kinds": list(kinds), "row": one.id}
    return [notice_of(row) for row in await db.execute(_OF, asked)]


async def standing(db: Session, one: Notice, until: float) -> dict[bytes, State]:
    """look-up → where the delivery of each recipient of its (small) scope stands; who joined too late has none, nor has what waits
    beyond `until` (Unix seconds)."""
    rows = await db.execute(_STANDING, {"row": one.id, "of_scope": one.scope})
    known = {row.lookup: row.state for row in rows if row.state is not State.PENDING or row.not_before <= until}
    return {lookup: state or State.PENDING for lookup, state in known.items() if state or not one.filled}


async def deliveries_to(
    db: Session, notices: Collection[int], lookups: Collection[bytes]
) -> list[tuple[int, Recipient, State]]:
    """(notice, whom, where it stands) of those notices' deliveries to these. A broken seal is its own delivery's end."""
    found = []
    for row in await db.execute(_TO, {"notices": list(notices), "lookups": list(lookups)}) if notices else ():
        try:
            found.append((row.notice_id, opened(db, row), row.state))
        except SealBroken:
            log.error("seal_broken")
    return found
