"""What a chat is in the middle of writing, sealed: one draft a chat, for a day after its last answer.

The row tells a random key, a look-up under a scope of its own, and the day after which it is dropped: no hour, and a length
in whole blocks.
"""

from __future__ import annotations

import secrets
from datetime import datetime

import structlog
from sqlalchemy import bindparam, delete, select

from bot.domain.drafts import LIFETIME, Draft
from bot.store.session import Session
from bot.store.telling import draft
from bot.store.upsert import insert
from bot.store.vault import SealBroken

log = structlog.get_logger()
SCOPE = "draft"
BLOCK = 4_096  # bytes: most drafts fit into one

_FIND = select(draft.c.id, draft.c.sealed).where(draft.c.lookup == bindparam("lookup"))
_HOLD = _FIND.with_for_update()


async def keep(db: Session, chat: int, one: Draft) -> None:
    """From now on this is what the chat is writing."""
    key = secrets.token_bytes(16)
    content = {
        "what": one.what,
        "mark": one.mark,
        "touched": one.touched.isoformat(),
        "given": one.given,
        "answers": one.answers,
        "revision": one.revision,
    }
    blob = db.vault.seal_json("draft", "sealed", key.hex(), content, BLOCK)
    day = (one.touched + LIFETIME).date()
    row = {"id": key, "lookup": db.vault.lookup(SCOPE, chat), "sealed": blob, "day": day}
    statement = insert(db, draft).values(row)
    changed = {name: statement.excluded[name] for name in ("id", "sealed", "day")}
    await db.execute(statement.on_conflict_do_update(index_elements=["lookup"], set_=changed))


async def find(db: Session, chat: int, now: datetime, *, hold: bool = False) -> Draft | None:
    """What the chat is writing, if it wrote within the last day. A row that was tampered with is none; the next replaces it.

    hold: nobody else answers it until this transaction ends: what comes at once, as an album does, is added one by one.
    """
    row = (await db.execute(_HOLD if hold else _FIND, {"lookup": db.vault.lookup(SCOPE, chat)})).first()
    if row is None:
        return None
    try:
        content = db.vault.unseal_json("draft", "sealed", row.id.hex(), row.sealed)
    except SealBroken:
        log.error("seal_broken")
        return None
    known = Draft(
        content["what"],
        content["mark"],
        datetime.fromisoformat(content["touched"]),
        content["given"],
        tuple((step, values) for step, values in content["answers"]),
        content["revision"],
    )
    return None if known.over(now) else known


async def drop(db: Session, chat: int) -> bool:
    """Forget it; False: there was none."""
    gone = await db.execute(delete(draft).where(draft.c.lookup == db.vault.lookup(SCOPE, chat)))
    return gone.rowcount == 1


async def prune(db: Session, now: datetime) -> int:
    """Drop the rows whose day is over; how many."""
    return (await db.execute(delete(draft).where(draft.c.day < now.date()))).rowcount
