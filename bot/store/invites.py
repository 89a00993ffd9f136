"""What opens a door once: of a token only its SHA-256 is kept, and only until it was used or is too old."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select

from bot.store.session import Session
from bot.store.telling import invite

_REDEEM = (
    delete(invite)
    .where(invite.c.token_hash == bindparam("hash"), invite.c.expires > bindparam("now"))
    .returning(invite.c.id, invite.c.scope, invite.c.expires, invite.c.mesa_id)
)
_PENDING = (
    select(invite.c.id, invite.c.scope, invite.c.expires, invite.c.mesa_id)
    .where(invite.c.expires > bindparam("now"), invite.c.mesa_id.is_not_distinct_from(bindparam("mesa")))
    .order_by(invite.c.id)
)
_REVOKE = delete(invite).where(
    invite.c.id == bindparam("row"), invite.c.mesa_id.is_not_distinct_from(bindparam("mesa"))
)


@dataclass(frozen=True)
class Invite:
    """mesa_id: whose coordinators gave it, None = the administrators. What opens it is not known any more."""

    id: int
    scope: str
    expires: datetime
    mesa_id: int | None


async def issue(db: Session, token: str, scope: str, expires: datetime, mesa_id: int | None = None) -> int:
    """Whoever brings `token` before it expires enters `scope`; the row's number, by which it can be taken back."""
    row = {"token_hash": hashed(token), "scope": scope, "expires": expires, "mesa_id": mesa_id}
    return int((await db.execute(insert(invite).values(row).returning(invite.c.id))).scalar_one())


async def redeem(db: Session, token: str, now: datetime) -> Invite | None:
    """What it opens, once; None for any that does not, whatever the reason: one statement either way."""
    row = (await db.execute(_REDEEM, {"hash": hashed(token), "now": now})).first()
    return _opened(row) if row else None


async def pending(db: Session, mesa_id: int | None, now: datetime) -> list[Invite]:
    """What that mesa gave and nobody used yet, the oldest first. None: what the administrators gave."""
    return [_opened(row) for row in await db.execute(_PENDING, {"mesa": mesa_id, "now": now})]


async def givers(db: Session, now: datetime) -> set[int | None]:
    """Who gave any that nobody used yet: the mesas, None = the administrators."""
    return set((await db.execute(select(invite.c.mesa_id).where(invite.c.expires > now).distinct())).scalars())


async def revoke(db: Session, invite_id: int, mesa_id: int | None) -> bool:
    """It opens nothing from now on; False: that mesa has none of that number."""
    return (await db.execute(_REVOKE, {"row": invite_id, "mesa": mesa_id})).rowcount == 1


async def prune(db: Session, now: datetime) -> int:
    """Drop those nobody used in time; how many."""
    return (await db.execute(delete(invite).where(invite.c.expires <= now))).rowcount


def hashed(token: str) -> bytes:
    """A token is random and long: an unkeyed hash of it tells nothing, unlike one of a Telegram number."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _opened(row: Row[Any]) -> Invite:
    return Invite(row.id, row.scope, row.expires, row.mesa_id)
