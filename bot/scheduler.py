"""APScheduler: ticks only. The database is the schedule; a tick that comes late, or twice, does no harm."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from bot.services.heads import keep_beside, publish_weekly
from bot.services.housekeeping import tidy
from bot.services.reminders import tick
from bot.services.trusting import Trust
from bot.store.database import Database, DatabaseUnavailable

log = structlog.get_logger()
AT_NIGHT = CronTrigger(hour=3, minute=17, timezone="America/Lima")  # when nobody asks; no round minute, as all others
A_WHOLE_MINUTE = datetime(2026, 1, 1, tzinfo=UTC)  # ticks are counted from it: what is due at 08:00 is decided at 08:00
DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


@dataclass(frozen=True)
class Reminding:
    """remind_at: the hour of reminders in each mesa's zone. seconds: from one tick to the next. also: done at each tick.

    went: told after each whether it could be done.
    """

    trust: Trust
    remind_at: time = time(8)
    seconds: float = 60.0
    also: Sequence[Callable[[], Awaitable[object]]] = ()
    went: Callable[[bool], object] = bool


@dataclass
class Jobs:
    """What ticks. at_work: held by what has begun, which is finished, not cancelled; it asks `ending` where it can stop."""

    database: Database
    clock: Clock
    reminding: Reminding | None
    at_work: asyncio.Lock = field(default_factory=asyncio.Lock)
    ending: bool = False

    async def housekeeping(self) -> None:
        """Not by a clock that is not believed: all would be old."""
        try:
            if self.reminding and not await self.reminding.trust.look(self.database):
                return
            async with self.at_work:
                forgotten = await tidy(self.database, self.clock(), lambda: self.ending)
                await publish_weekly(self.database, self.clock())
                await keep_beside(self.database)
            log.info("housekeeping", rows_forgotten=forgotten)
        except DatabaseUnavailable as error:
            log.warning("housekeeping_waits", said=str(error))  # the next night does it

    async def reminders(self) -> None:
        """One tick; whatever goes wrong, the next one does it."""
        well = False
        try:
            async with self.at_work:
                await self.look()
            well = True
        except DatabaseUnavailable as error:
            log.warning("reminders_wait", said=str(error))
        except Exception as error:  # noqa: BLE001 (one tick's bug must not end the ticking)
            log.error("reminders_failed", error=type(error).__name__)
        if self.reminding:
            self.reminding.went(well)

    async def look(self) -> None:
        if self.reminding is None or self.ending or not await self.reminding.trust.look(self.database):
            return
        looked = await tick(self.database, self.clock(), self.reminding.remind_at, lambda: self.ending)
        for error in looked.set_aside:
            log.error("reminder_set_aside", error=error)
        if looked.notices:
            log.info("reminders", looked_at=looked.things, notices=looked.notices)
            await keep_beside(self.database)
        for step in self.reminding.also:
            await step()


@asynccontextmanager
async def ticking(
    database: Database, clock: Clock, night: CronTrigger = AT_NIGHT, reminding: Reminding | None = None
) -> AsyncIterator[AsyncIOScheduler]:
    """Housekeeping at start and each night, and reminders at start and each tick, until the block ends."""
    jobs = Jobs(database, clock, reminding)
    scheduler = AsyncIOScheduler(job_defaults=DEFAULTS)
    scheduler.add_job(jobs.housekeeping, night)
    if reminding:
        scheduler.add_job(jobs.reminders)
        scheduler.add_job(jobs.reminders, IntervalTrigger(seconds=reminding.seconds, start_date=A_WHOLE_MINUTE))
    await jobs.housekeeping()
    scheduler.start()
    try:
        yield scheduler
    finally:
        jobs.ending = True
        async with jobs.at_work:
            scheduler.shutdown(wait=False)
