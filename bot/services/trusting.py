"""The clock is asked before anything is decided or sent by it: one that is far off sends nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.domain.trust import doubt
from bot.store import heartbeat, schedule
from bot.store.database import Database

log = structlog.get_logger()
FAR = timedelta(hours=2)  # ahead: nothing that was changed waits so long, but by a clock that was wrong
TO_DO = (
    "no se recuerda ni se envía nada hasta que la hora del servidor se corrija (date, chrony, systemd-timesyncd); "
    "si la hora es la correcta, ejecute  python -m bot doctor --trust-clock"
)


@dataclass
class Trust:
    """last: the last moment believed, as far as is known. trouble: why the clock is not, "" = it is; not looked at yet, it is
    not believed either."""

    clock: Callable[[], datetime]
    last: datetime | None = None
    trouble: str = "todavía no se miró"

    def believed(self) -> bool:
        """Whether what the clock says now may be acted on. For who sends; red health otherwise: `clock_unbelievable`."""
        return not self.trouble and not doubt(self.clock(), self.last)

    async def look(self, database: Database) -> bool:
        """Compare with what is stored, once a tick, and remember a moment that is believed. DatabaseUnavailable."""
        now = self.clock()
        async with database.reading() as db:
            stored = await heartbeat.last(db)
        trouble = doubt(now, stored)
        if trouble and trouble != self.trouble:
            log.error("clock_unbelievable", now=now.isoformat(timespec="seconds"), why=trouble, to_do=TO_DO)
        elif self.trouble and not trouble and self.last is not None:
            log.info("clock_believed_again", now=now.isoformat(timespec="seconds"))
        if (
            not trouble and stored is not None
        ):  # where nothing was ever written there is nothing to tell, nor to compare
            async with database.transaction() as db:
                await heartbeat.beat(db, now)
                if self.trouble:
                    await schedule.bring_back(db, now, now + FAR)
            stored = max(stored, now)
        self.trouble, self.last = trouble, stored
        return not trouble


async def doubted(database: Database, now: datetime) -> str:
    """Why the clock is not believed, "" = it is; and what to do."""
    async with database.reading() as db:
        trouble = doubt(now, await heartbeat.last(db))
    return trouble and f"{trouble}; {TO_DO}"


async def begin_anew(database: Database, now: datetime) -> None:
    """Believe that moment, whatever was believed before: somebody looked at the clock. ValueError, if it cannot be."""
    if impossible := doubt(now, None):
        raise ValueError(impossible)
    async with database.transaction() as db:
        await heartbeat.forget(db)
        await heartbeat.beat(db, now)
