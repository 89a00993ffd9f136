"""What is kept only for a while, and when that while is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.store import deliveries, invites, subjects, updates
from bot.store.database import Session

KEEP_UPDATES = timedelta(hours=48)  # Telegram sends an update again for 24 hours; twice that, to be sure


async def tidy(db: Session, now: datetime) -> int:
    """Forget which updates were applied before that, what was spoken of, invitations too old, and who was told long ago; how
    many rows."""
    return (
        await updates.prune(db, now - KEEP_UPDATES)
        + await subjects.prune(db, now)
        + await invites.prune(db, now)
        + await deliveries.forget_old(db, now)
    )
