"""What a chat chose, sealed. The row says nothing else: a random key, a look-up that needs our key, the week it joined."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from bot.domain.people import Settings
from bot.store.session import Session
from bot.store.tables import person
from bot.store.upsert import insert

SCOPE = "person"
BLOCK = 512  # bytes: all that can be chosen fits into one, so every row is as long as the others

_FIELDS = frozenset(field.name for field in fields(Settings))
_FIND = select(person.c.id, person.c.sealed).where(person.c.lookup == bindparam("lookup"))
_FIND_ALL = select(person.c.id, person.c.lookup, person.c.sealed).where(
    person.c.lookup.in_(bindparam("lookups", expanding=True))
)
_CHANGE = update(person).where(person.c.id == bindparam("row")).values(sealed=bindparam("blob"))
_MOVE = (
    update(person).where(person.c.id == bindparam("row")).values(lookup=bindparam("there"), sealed=bindparam("blob"))
)


async def settings(db: Session, chat: int) -> Settings:
    """What this chat chose; `Settings()` when it is unknown. SealBroken: its row was tampered with."""
    row = (await db.execute(_FIND, {"lookup": db.vault.lookup(SCOPE, chat)})).first()
    return _opened(db, row) if row else Settings()


async def settings_of(db: Session, chats: Iterable[int]) -> dict[int, Settings]:
    """chat → what it chose, by one query; `Settings()` for the unknown. SealBroken as above."""
    by_lookup = {db.vault.lookup(SCOPE, chat): chat for chat in chats}
    found = (await db.execute(_FIND_ALL, {"lookups": list(by_lookup)})).all() if by_lookup else ()
    known = {by_lookup[row.lookup]: _opened(db, row) for row in found}
    return {chat: known.get(chat, Settings()) for chat in by_lookup.values()}


async def remember(db: Session, chat: int, settings: Settings, *, now: datetime | None = None) -> None:
    """Keep what this chat chose. now: only its ISO week is kept, and only the first time."""
    lookup = db.vault.lookup(SCOPE, chat)
    row = (await db.execute(_FIND, {"lookup": lookup})).first()
    key = row.id if row else secrets.token_bytes(16)
    # The chat is sealed too: when the look-up key is rotated, its look-up has to be computed again.
    content = {**asdict(settings), "chat": chat}
    blob = db.vault.seal_json("person", "sealed", key.hex(), content, BLOCK)
    if row:
        await db.execute(_CHANGE, {"row": key, "blob": blob})
        return
    week = f"{now:%G-W%V}" if now else ""
    statement = insert(db, person).values(id=key, lookup=lookup, sealed=blob, joined=week)
    unless_there = statement.on_conflict_do_nothing(index_elements=["lookup"]).returning(person.c.id)
    if (await db.execute(unless_there)).first() is None:  # another process met this chat a moment ago
        await remember(db, chat, settings, now=now)


async def forget(db: Session, chat: int) -> bool:
    """Destroy what this chat chose; False if nothing was known."""
    gone = delete(person).where(person.c.lookup == db.vault.lookup(SCOPE, chat)).returning(person.c.id)
    keys = (await db.execute(gone)).scalars().all()
    db.never_again("person", keys)
    return bool(keys)


async def move(db: Session, old: int, new: int) -> None:
    """A group got another number: what it chose follows; where the new one has chosen already, the old row goes."""
    row = (await db.execute(_FIND, {"lookup": db.vault.lookup(SCOPE, old)})).first()
    if row is None:
        return
    lookup = db.vault.lookup(SCOPE, new)
    if (await db.execute(_FIND, {"lookup": lookup})).first() is not None:
        await forget(db, old)
        return
    content = {**db.vault.unseal_json("person", "sealed", row.id.hex(), row.sealed), "chat": new}
    blob = db.vault.seal_json("person", "sealed", row.id.hex(), content, BLOCK)
    await db.execute(_MOVE, {"row": row.id, "there": lookup, "blob": blob})


def _opened(db: Session, row: Row[Any]) -> Settings:
    content = db.vault.unseal_json("person", "sealed", row.id.hex(), row.sealed)
    return Settings(**{name: value for name, value in content.items() if name in _FIELDS})
