"""The night's housekeeping: forgotten after two days, not before; a tick that fails does not end the next."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import select

from bot.scheduler import ticking
from bot.store import updates
from bot.store.database import Database, DatabaseUnavailable
from bot.store.tables import processed_update
from tests.cast import NOW

EACH_SECOND = CronTrigger(second="*")


async def remembered(database: Database) -> list[int]:
    async with database.reading() as db:
        return sorted((await db.execute(select(processed_update.c.update_id))).scalars())


async def test_updates_are_forgotten_after_two_days(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    async with database.transaction() as db:
        await updates.claim(db, 1, NOW - timedelta(hours=49))
        await updates.claim(db, 2, NOW - timedelta(hours=47))

    async with ticking(database, lambda: NOW):
        for _ in range(100):
            if len(await remembered(database)) == 1:
                break
            await asyncio.sleep(0.02)

    assert await remembered(database) == [2]
    assert "updates_forgotten=1" in capsys.readouterr().out


@pytest.mark.slow
async def test_it_ticks_again_and_stops_with_the_block(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    async with ticking(database, lambda: NOW, EACH_SECOND) as scheduler:
        await asyncio.sleep(1.3)
    ticks = capsys.readouterr().out.count("housekeeping")
    await asyncio.sleep(1.1)

    assert ticks >= 2  # at start, and at least once after
    assert capsys.readouterr().out == ""
    assert not scheduler.running


async def test_a_database_that_cannot_now_is_left_for_the_next_night(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    def full() -> datetime:
        raise DatabaseUnavailable("disk full")

    async with ticking(database, full) as scheduler:
        await asyncio.sleep(0.2)
        assert scheduler.running

    assert "housekeeping_waits" in capsys.readouterr().out
