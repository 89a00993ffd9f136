"""What one coordinator changes of a mesa, the others are told at once: a Notice to its team of the events it left in the history.

Who made the change is known by the event's actor, and not told (services/delivering.py).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.domain.notices import About, Draft, Item, Kind
from bot.domain.recipients import team_of
from bot.services.acting import actor_of
from bot.store import history, notices, recipients
from bot.store.database import Session

USEFUL = timedelta(days=7)
STEP = "recorded"


@asynccontextmanager
async def telling_team(
    db: Session, mesa_id: int, actor: str, now: datetime, *, urgent: bool = False
) -> AsyncIterator[None]:
    """Whatever the block appends to the history is told to the mesa's team, in the same transaction. actor: who does it; where
    nobody else coordinates the mesa, nothing is made. urgent: by night too."""
    before, _ = await history.begin(db)
    yield
    last, _ = await history.begin(db)
    await tell_team(db, mesa_id, range(before + 1, last + 1), actor, now, urgent=urgent)


async def tell_team(
    db: Session,
    mesa_id: int,
    events: Sequence[int],
    actor: str,
    now: datetime,
    *,
    urgent: bool = False,
    scope: str = "",
) -> None:
    """events: their numbers in the history, oldest first. scope: who is told instead of the mesa's team."""
    scope = scope or team_of(mesa_id)
    others = any(actor_of(db, mesa_id, one.chat) != actor for one in await recipients.members(db, scope))
    if events and others:
        items = tuple(Item(About.EVENT, seq, 1, STEP) for seq in events)
        dedup = f"{Kind.TEAM}:{mesa_id}:{events[-1]}"
        draft = Draft(dedup, mesa_id, scope, Kind.TEAM, now, now + USEFUL, items, urgent=urgent)
        await notices.publish(db, draft)
