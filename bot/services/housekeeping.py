"""What is kept only for a while, and when that while is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.store import deliveries, drafts, invites, subjects, updates
from bot.store.database import Database

KEEP_UPDATES = timedelta(hours=48)  # Telegram sends an update again for 24 hours; twice that, to be sure


async def tidy(database: Database, now: datetime, ending: Callable[[], bool] = lambda: False) -> int:
    """Forget which updates were applied before that, what was spoken of, invitations too old, and who was told long ago; how
    many rows. In short transactions; `ending` is asked between them, and what is left is the next night's."""
    async with database.transaction() as db:
        forgotten = await updates.prune(db, now - KEEP_UPDATES)
        for kept in (subjects, drafts, invites):
            forgotten += await kept.prune(db, now)
    async with database.reading() as db:
        old = await deliveries.old(db, now)
    for notice in old:
        went = 1
        while went > 0 and not ending():
            async with database.transaction() as db:
                went = await deliveries.forget(db, notice)
            forgotten += went
    return forgotten
