"""Change a mesa as a person saw it: of two who decide at once one wins, and the other is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.domain.mesas import Mesa
from bot.services.telling_team import telling_team
from bot.store import history, mesas
from bot.store.database import Session


class Stale(Exception):
    """Somebody changed it meanwhile, or it is gone (`now_is` None)."""

    def __init__(self, now_is: Mesa | None) -> None:
        super().__init__("changed meanwhile")
        self.now_is = now_is


async def revision_of(db: Session, mesa: Mesa) -> int:
    """Which state of it this is: the number of the last event that tells of it."""
    return await history.last_of(db, "mesa", mesa.slug)


async def change(
    db: Session, mesa_id: int, revision: int, how: Callable[[Mesa], Mesa], *, actor: str, now: datetime
) -> Mesa:
    """Save what `how` makes of it, tell its team, and give it back. revision: as whoever decides saw it (`revision_of`).

    Stale: it is another by now. Unknown: an institution is not stored.
    """
    await history.begin(db)  # of two who decide at once the second reads what the first wrote
    known = await mesas.by_id(db, mesa_id)
    if known is None or await revision_of(db, known) != revision:
        raise Stale(known)
    async with telling_team(db, mesa_id, actor, now):
        await mesas.save(db, how(known), actor=actor, now=now)
    kept = await mesas.by_id(db, mesa_id)
    if kept is None:
        raise Stale(None)
    return kept
