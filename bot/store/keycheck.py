"""Refusing keys that this database was not sealed with, before anything is sealed with them."""

from __future__ import annotations

import hmac

from sqlalchemy import select

from bot.store.keys import WrongKeys
from bot.store.session import Session
from bot.store.tables import key_check, person
from bot.store.telling import recipient
from bot.store.upsert import insert


async def is_sealed(db: Session) -> bool:
    """Whether anything is sealed in this database."""
    for table in (person, recipient):
        if (await db.execute(select(table.c.id).limit(1))).first() is not None:
            return True
    return False


async def confirm(db: Session, *, remember: bool = False) -> bool:
    """Whether the database knows these keys. With `remember`, keys that sealed nothing yet become known.

    WrongKeys: it knows others, and something is sealed with them.
    """
    version = db.vault.keys.current
    value = db.vault.check(version)
    known = (await db.execute(select(key_check.c.value).where(key_check.c.version == version))).scalar()
    if known is not None and hmac.compare_digest(known, value):
        return True
    if await is_sealed(db):
        raise WrongKeys("las claves no son las que sellaron estos datos")
    if remember:
        statement = insert(db, key_check).values(version=version, value=value)
        await db.execute(statement.on_conflict_do_update(index_elements=["version"], set_={"value": value}))
    return False
