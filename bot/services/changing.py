"""One thing changed by a coordinator: on the revision they saw, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.domain.commitments import Commitment
from bot.services.telling_team import telling_team
from bot.store import commitments, history, mesas
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
) -> Commitment:
    """Save what `how` makes of it, tell the mesa's team, and give it back. revision: as whoever decides saw it.

    Stale: it is another by now.
    """
    await history.begin(db)  # of two who decide at once the second reads what the first wrote
    known = await commitments.by_id(db, commitment_id)
    mesa = await mesas.by_slug(db, known.mesa) if known else None
    if known is None or mesa is None or known.revision != revision:
        raise Stale(known)
    async with telling_team(db, mesa.id, actor, now):
        await commitments.save(db, how(known), actor=actor, now=now)
    kept = await commitments.by_id(db, commitment_id)
    if kept is None:
        raise Stale(None)
    return kept
