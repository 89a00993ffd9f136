"""APScheduler: ticks only. The database is the schedule; a tick that comes late, or twice, does no harm."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.clock import Clock
from bot.services.housekeeping import tidy
from bot.store.database import Database, DatabaseUnavailable

log = structlog.get_logger()
AT_NIGHT = CronTrigger(hour=3, minute=17, timezone="America/Lima")  # when nobody asks; no round minute, as all others
DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


@asynccontextmanager
async def ticking(database: Database, clock: Clock, night: CronTrigger = AT_NIGHT) -> AsyncIterator[AsyncIOScheduler]:
    """Housekeeping at start and each night, until the block ends."""

    at_work = asyncio.Lock()

    async def housekeeping() -> None:
        try:
            async with at_work, database.transaction() as db:
                log.info("housekeeping", updates_forgotten=await tidy(db, clock()))
        except DatabaseUnavailable as error:
            log.warning("housekeeping_waits", said=str(error))  # the next night does it

    scheduler = AsyncIOScheduler(job_defaults=DEFAULTS)
    scheduler.add_job(housekeeping, night)
    await housekeeping()
    scheduler.start()
    try:
        yield scheduler
    finally:
        async with at_work:  # what has begun is finished, not cancelled
            scheduler.shutdown(wait=False)
