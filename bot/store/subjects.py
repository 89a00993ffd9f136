"""What a chat spoke of last, sealed; it is read for half an hour, and the row is gone the night after.

The row tells a random key, a look-up under a scope of its own (so it joins with no other row of that chat), and the day after
which it is dropped: no hour.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Executable, bindparam, delete, select

from bot.domain.subjects import REMEMBERED, About, Subject
from bot.store.session import Session
from bot.store.tables import subject
from bot.store.upsert import insert_for

SCOPE = "subject"
BLOCK = 256  # bytes: every row is as long as the others

_FIND = select(subject.c.id, subject.c.sealed).where(subject.c.lookup == bindparam("lookup"))


async def remember(db: Session, chat: int, spoken_of: Subject, now: datetime) -> None:
    """From now on, for a while, this is what the chat speaks of."""
    key = secrets.token_bytes(16)
    content = {"about": spoken_of.about, "key": spoken_of.key, "until": (now + REMEMBERED).isoformat()}
    blob = db.vault.seal_json("subject", "sealed", key.hex(), content, BLOCK)
    row = {"id": key, "lookup": db.vault.lookup(SCOPE, chat), "sealed": blob, "day": now.date() + timedelta(days=1)}
    await db.execute(_put(db.dialect), row)


@cache
def _put(dialect: str) -> Executable:
    """Of most questions: built once."""
    statement = insert_for(dialect, subject)
    changed = {name: statement.excluded[name] for name in ("id", "sealed", "day")}
    return statement.on_conflict_do_update(index_elements=["lookup"], set_=changed)


async def recall(db: Session, chat: int, now: datetime) -> Subject | None:
    """What the chat spoke of within the last half hour. SealBroken: its row was tampered with."""
    row = (await db.execute(_FIND, {"lookup": db.vault.lookup(SCOPE, chat)})).first()
    if row is None:
        return None
    content = db.vault.unseal_json("subject", "sealed", row.id.hex(), row.sealed)
    if now >= datetime.fromisoformat(content["until"]):
        return None
    return Subject(About(content["about"]), content["key"])


async def forget(db: Session, chat: int) -> None:
    await db.execute(delete(subject).where(subject.c.lookup == db.vault.lookup(SCOPE, chat)))


async def prune(db: Session, now: datetime) -> int:
    """Drop the rows whose day is over; how many."""
    return (await db.execute(delete(subject).where(subject.c.day < now.date()))).rowcount
