"""One thing changed by a coordinator: on the revision they saw, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain.commitments import Commitment
from bot.domain.evidence import Piece
from bot.domain.folding import fold_code
from bot.domain.mesas import Institution
from bot.services.telling_team import telling_team
from bot.store import commitments, history, institutions, mesas
from bot.store import evidence as pieces
from bot.store.database import Session


class Stale(Exception):
    """Somebody changed it meanwhile, or it is gone (`now_is` None)."""

    def __init__(self, now_is: Commitment | None) -> None:
        super().__init__("changed meanwhile")
        self.now_is = now_is


async def change(
    db: Session,
    commitment_id: int,
    revision: int,
    how: Callable[[Commitment], Commitment],
    *,
    actor: str,
    now: datetime,
    evidence: Sequence[Piece] = (),
    body: Institution | None = None,
) -> Commitment:
    """Save what `how` makes of it with what shows it, tell the mesa's team, and give it back. revision: as whoever decides saw it.
    body: an institution it needs, made where nobody knows it.

    Stale: it is another by now.
    """
    await history.begin(db)  # of two who decide at once the second reads what the first wrote
    known = await commitments.by_id(db, commitment_id)
    mesa = await mesas.by_slug(db, known.mesa) if known else None
    if known is None or mesa is None or known.revision != revision:
        raise Stale(known)
    async with telling_team(db, mesa.id, actor, now):
        await _know(db, body, actor, now)
        await commitments.save(db, how(known), actor=actor, now=now)
        for piece in evidence:
            await pieces.add(db, known, piece, actor=actor, now=now)
    kept = await commitments.by_id(db, commitment_id)
    if kept is None:
        raise Stale(None)
    return kept


async def create(
    db: Session, one: Commitment, mesa_id: int, *, actor: str, now: datetime, body: Institution | None = None
) -> Commitment:
    """Save a commitment that the mesa does not have yet, tell its team, and give it back. Stale: its code is taken."""
    await history.begin(db)
    for known in await commitments.by_code(db, fold_code(one.code), one.mesa):
        raise Stale(known)
    async with telling_team(db, mesa_id, actor, now):
        await _know(db, body, actor, now)
        await commitments.save(db, one, actor=actor, now=now)
    (kept,) = await commitments.by_code(db, fold_code(one.code), one.mesa)
    return kept


async def _know(db: Session, body: Institution | None, actor: str, now: datetime) -> None:
    if body is not None and await institutions.by_slug(db, body.slug) is None:
        await institutions.save(db, body, actor=actor, now=now)
