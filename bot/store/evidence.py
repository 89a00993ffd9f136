"""What shows how a commitment goes, each piece with its event in the history; nothing here changes any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Integer, Row, Select, String, bindparam, cast, func, insert, select, update

from bot.domain.commitments import Commitment
from bot.domain.evidence import Evidence, Piece
from bot.store import history
from bot.store.facts import facts_of
from bot.store.saving import Saved
from bot.store.session import Session
from bot.store.tables import commitment, evidence, mesa

_ROWS = select(evidence, commitment.c.code, mesa.c.slug.label("mesa")).join_from(evidence, commitment).join(mesa)
_OF = (
    _ROWS.where(evidence.c.commitment_id == bindparam("commitment"))
    .order_by(evidence.c.number.desc())
    .limit(bindparam("most", type_=Integer))
    .offset(bindparam("skipped", type_=Integer))
)
_COUNT = select(func.count()).select_from(evidence).where(evidence.c.commitment_id == bindparam("commitment"))


async def add(db: Session, to: Commitment, piece: Piece, *, actor: str, now: datetime) -> Evidence:
    """Keep one more piece with that commitment, which is stored."""
    await history.begin(db)
    one = Evidence(
        to.mesa, to.code, await count(db, to.id) + 1, piece.kind, piece.held, piece.caption, now.astimezone(UTC), actor
    )
    row = {name: getattr(one, name) for name in ("number", "kind", "held", "caption", "at", "actor")}
    await db.execute(insert(evidence), {"commitment_id": to.id, **row})
    await history.record(db, one, facts_of(one), actor=actor, now=now)
    return one


async def count(db: Session, commitment_id: int) -> int:
    return int((await db.execute(_COUNT, {"commitment": commitment_id})).scalar_one())


async def of(db: Session, commitment_id: int, *, most: int, skipped: int = 0) -> list[Evidence]:
    """The newest first."""
    return await _read(db, _OF, {"commitment": commitment_id, "most": most, "skipped": skipped})


async def everything(db: Session) -> list[Evidence]:
    """All of all commitments."""
    return await _read(db, _ROWS, {})


async def _read(db: Session, statement: Select[Any], values: Mapping[str, Any]) -> list[Evidence]:
    return [_evidence(row) for row in await db.execute(statement, values)]


def _evidence(row: Row[Any]) -> Evidence:
    return Evidence(row.mesa, row.code, row.number, row.kind, row.held, row.caption, row.at, row.actor)


async def by_key(db: Session, mesa_slug: str, code: str, number: str) -> Evidence | None:
    """The piece that the history calls "mesa/code/number"."""
    same = (mesa.c.slug == mesa_slug, commitment.c.code == code, cast(evidence.c.number, String) == number)
    found = await _read(db, _ROWS.where(*same), {})
    return found[0] if found else None


async def save(db: Session, one: Evidence, *, actor: str, now: datetime) -> None:
    """Write its words anew: only what has to be erased is ever changed of a piece."""
    known = await by_key(db, one.mesa, one.code, str(one.number))
    saved, facts = history.difference(known, one)
    if saved is Saved.NONE:
        return
    of = select(commitment.c.id).join(mesa).where(mesa.c.slug == one.mesa, commitment.c.code == one.code)
    which = (evidence.c.commitment_id == of.scalar_subquery(), evidence.c.number == one.number)
    await db.execute(update(evidence).where(*which).values(held=one.held, caption=one.caption))
    await history.record(db, one, facts, actor=actor, now=now)
