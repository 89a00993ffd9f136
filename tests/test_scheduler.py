"""What ticks: the night's housekeeping, and the reminders; a tick that fails does not end the next."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import func, select, update

from bot.scheduler import Jobs, Reminding, ticking
from bot.services.trusting import Trust
from bot.store import updates
from bot.store.database import Database, DatabaseUnavailable
from bot.store.tables import processed_update
from bot.store.telling import notice, schedule
from tests.cast import NOW
from tests.services.ticks import MONDAY, Valley, commitment, days, local

FRIDAY = local(days(-3), time(18))
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
    assert "rows_forgotten=1" in capsys.readouterr().out


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


async def told(database: Database) -> int:
    async with database.reading() as db:
        return int((await db.execute(select(func.count()).select_from(notice))).scalar_one())


async def until(database: Database, number: int) -> int:
    """Wait for so many notices, three seconds at most; how many there are."""
    for _ in range(150):
        if await told(database) >= number:
            break
        await asyncio.sleep(0.02)
    return await told(database)


async def overdue_since_monday(database: Database) -> datetime:
    """One commitment that is due to be told; the moment at which it is: Tuesday, eight in Lima."""
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.forget("team")
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    await valley.tick(local(MONDAY))
    return local(days(1))


async def test_reminders_come_at_start_and_with_each_tick(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [local(MONDAY, time(12))]
    tuesday = await overdue_since_monday(database)

    async with ticking(database, lambda: now[0], reminding=Reminding(Trust(lambda: now[0]), seconds=0.05)):
        await asyncio.sleep(0.2)
        before = await told(database)
        now[0] = tuesday
        after = await until(database, 1)

    assert (before, after) == (0, 1)
    assert "reminders" in capsys.readouterr().out


@pytest.mark.parametrize("seconds", [60, 15])
async def test_ticks_stand_on_whole_minutes_so_that_what_is_due_at_eight_is_decided_at_eight(
    seconds: int, database: Database
) -> None:
    reminding = Reminding(Trust(lambda: NOW), seconds=seconds)
    async with ticking(database, lambda: NOW, reminding=reminding) as scheduler:
        await asyncio.sleep(0.1)  # the one at start is over
        nights_and_ticks = [one.next_run_time for one in scheduler.get_jobs()]

    (each,) = [one for one in nights_and_ticks if one - datetime.now(UTC) <= timedelta(seconds=seconds)]
    assert (each.second % seconds, each.microsecond) == (0, 0)


async def test_an_error_in_five_ticks_is_made_good_by_the_sixth(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    """SCH-02. Three times the database cannot, twice it is a bug."""
    tuesday = await overdue_since_monday(database)
    errors: list[Exception] = [DatabaseUnavailable("disk full")] * 3 + [KeyError("secret")] * 2

    def failing() -> datetime:
        if errors:
            raise errors.pop()
        return tuesday

    went: list[bool] = []
    jobs = Jobs(database, lambda: tuesday, Reminding(Trust(failing), went=went.append))
    for _ in range(5):
        await jobs.reminders()
    during = await told(database)
    for _ in range(3):
        await jobs.reminders()

    assert (during, await told(database)) == (0, 1)
    assert went == [False] * 5 + [True] * 3  # health shows it
    log = capsys.readouterr().out
    assert (log.count("reminders_wait"), log.count("reminders_failed"), log.count("secret")) == (3, 2, 0)


async def test_what_was_set_aside_is_logged_by_its_class_alone(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    tuesday = await overdue_since_monday(database)
    async with database.transaction() as db:
        await db.execute(update(schedule).values(told='{"through":"secret"}', next_at=tuesday))

    await Jobs(database, lambda: tuesday, Reminding(Trust(lambda: tuesday))).reminders()

    log = capsys.readouterr().out
    assert (log.count("reminder_set_aside"), log.count("ValueError"), log.count("secret")) == (1, 1, 0)


async def test_a_tick_does_nothing_once_the_end_has_begun(database: Database) -> None:
    tuesday = await overdue_since_monday(database)
    jobs = Jobs(database, lambda: tuesday, Reminding(Trust(lambda: tuesday)), ending=True)

    await jobs.reminders()

    assert await told(database) == 0
