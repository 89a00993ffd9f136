"""What opens a door once: of a token only its SHA-256 is kept, and only until it was used or is too old."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import bindparam, delete, insert

from bot.store.session import Session
from bot.store.telling import invite

_REDEEM = (
    delete(invite)
    .where(invite.c.token_hash == bindparam("hash"), invite.c.expires > bindparam("now"))
    .returning(invite.c.scope)
)


async def issue(db: Session, token: str, scope: str, expires: datetime) -> None:
    """Whoever brings `token` before it expires enters `scope`."""
    await db.execute(insert(invite).values(token_hash=hashed(token), scope=scope, expires=expires))


async def redeem(db: Session, token: str, now: datetime) -> str | None:
    """The scope it opens, once; None for any that does not, whatever the reason: one statement either way."""
    scope: str | None = (await db.execute(_REDEEM, {"hash": hashed(token), "now": now})).scalar()
    return scope


async def prune(db: Session, now: datetime) -> int:
    """Drop those nobody used in time; how many."""
    return (await db.execute(delete(invite).where(invite.c.expires <= now))).rowcount


def hashed(token: str) -> bytes:
    """A token is random and long: an unkeyed hash of it tells nothing, unlike one of a Telegram number."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
