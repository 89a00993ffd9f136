"""Groups the bot was brought into, sealed, until they follow something; and when it leaves those that never do."""

from __future__ import annotations

import secrets
from datetime import datetime

import structlog
from sqlalchemy import bindparam, delete, select

from bot.store.session import Session
from bot.store.telling import waiting_group
from bot.store.upsert import insert
from bot.store.vault import SealBroken

log = structlog.get_logger()
SCOPE = "waiting"
_DUE = select(waiting_group).where(waiting_group.c.leave_at <= bindparam("now")).order_by(waiting_group.c.leave_at)
_FIND = select(waiting_group).where(waiting_group.c.lookup == bindparam("lookup"))


async def wait(db: Session, chat: int, leave_at: datetime) -> None:
    """That group waits from now on; one that waits already keeps its moment."""
    key = secrets.token_bytes(16)
    blob = db.vault.seal_json("waiting_group", "sealed", key.hex(), {"chat": chat})
    row = {"id": key, "lookup": db.vault.lookup(SCOPE, chat), "sealed": blob, "leave_at": leave_at}
    await db.execute(insert(db, waiting_group).values(row).on_conflict_do_nothing(index_elements=["lookup"]))


async def settle(db: Session, chat: int) -> bool:
    """It waits no more; False if it did not."""
    gone = (
        delete(waiting_group)
        .where(waiting_group.c.lookup == db.vault.lookup(SCOPE, chat))
        .returning(waiting_group.c.id)
    )
    keys = (await db.execute(gone)).scalars().all()
    db.never_again("waiting_group", keys)
    return bool(keys)


async def due(db: Session, now: datetime) -> list[int]:
    """The chats that waited too long, the longest first. Whose seal is broken is not known any more: the others are."""
    found = []
    for row in await db.execute(_DUE, {"now": now}):
        try:
            found.append(int(db.vault.unseal_json("waiting_group", "sealed", row.id.hex(), row.sealed)["chat"]))
        except SealBroken:
            log.error("seal_broken")
    return found


async def move(db: Session, old: int, new: int) -> None:
    """A group got another number: it waits on, no longer than before."""
    row = (await db.execute(_FIND, {"lookup": db.vault.lookup(SCOPE, old)})).first()
    if row is not None:
        await settle(db, old)
        await wait(db, new, row.leave_at)
