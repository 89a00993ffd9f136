"""A clock that is far off sends nothing, until it is corrected (GUARANTEES: SCH-06)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.scheduler import Jobs, Reminding
from bot.services.trusting import Trust, begin_anew, doubted
from bot.store import heartbeat
from bot.store.database import Database
from tests.services.ticks import MONDAY, Valley, commitment, days, local

FRIDAY = local(days(-3), time(18))
TUESDAY = local(days(1))


async def last_moment(database: Database) -> datetime | None:
    async with database.reading() as db:
        return await heartbeat.last(db)


@pytest.mark.parametrize("wrong", [TUESDAY.replace(year=2036), datetime(2000, 1, 1, tzinfo=UTC)])
async def test_at_a_boot_without_the_time_no_reminder_leaves_and_all_is_well_once_it_is_corrected(
    database: Database, wrong: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    now = [FRIDAY]
    trust = Trust(lambda: now[0])
    jobs = Jobs(database, lambda: now[0], Reminding(trust))
    await jobs.reminders()

    now[0] = wrong
    before_the_tick = trust.believed()
    for _ in range(3):
        await jobs.reminders()
    wrongly = await valley.notices()
    kept = await last_moment(database)
    doubted = (before_the_tick, trust.believed())
    now[0] = TUESDAY
    await jobs.reminders()

    assert (doubted, wrongly, kept) == ((False, False), [], FRIDAY)
    assert trust.believed()
    assert [await valley.said(one.items[0]) for one in await valley.notices()] == ["V-1 overdue"] * 2
    log = capsys.readouterr().out
    assert (log.count("clock_unbelievable"), log.count("--trust-clock"), log.count("clock_believed_again")) == (1, 1, 1)


async def test_once_somebody_looked_at_the_clock_it_is_believed_and_the_bot_goes_on(database: Database) -> None:
    """Whatever was believed before, even of a moment that is to come; a moment before all of this cannot be."""
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    async with database.transaction() as db:
        await heartbeat.beat(db, FRIDAY.replace(year=2099))
    trust = Trust(lambda: TUESDAY)
    before = (await trust.look(database), await doubted(database, TUESDAY))
    with pytest.raises(ValueError, match="antes de 2026-11-01"):
        await begin_anew(database, datetime(2000, 1, 1, tzinfo=UTC))
    await begin_anew(database, TUESDAY)

    assert (before[0], before[1].startswith("más de un día antes de 2099")) == (False, True)
    assert (await doubted(database, TUESDAY), await trust.look(database)) == ("", True)
    assert await last_moment(database) == TUESDAY


async def test_the_first_boot_is_compared_with_the_newest_event(database: Database) -> None:
    await Valley(database).begin(FRIDAY)

    assert not await Trust(lambda: FRIDAY.replace(year=2036)).look(database)
    assert await last_moment(database) == FRIDAY
    assert await Trust(lambda: TUESDAY).look(database)
    assert await last_moment(database) == TUESDAY


async def test_a_database_without_any_event_is_believed_and_remembers_nothing(database: Database) -> None:
    trust = Trust(lambda: TUESDAY)

    assert not trust.believed()  # nobody looked yet
    assert await trust.look(database)
    assert trust.believed()
    assert await last_moment(database) is None


async def test_a_clock_set_back_an_hour_is_believed_and_the_last_moment_stays(database: Database) -> None:
    await Valley(database).begin(FRIDAY)
    await Trust(lambda: TUESDAY).look(database)

    assert await Trust(lambda: TUESDAY - timedelta(hours=1)).look(database)
    assert await last_moment(database) == TUESDAY


async def test_what_was_changed_while_the_clock_was_years_ahead_is_looked_at_once_it_is_corrected(
    database: Database,
) -> None:
    """Whoever saves does not ask whether the clock is believed."""
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY.replace(year=2036))
    now = [FRIDAY.replace(year=2036)]
    jobs = Jobs(database, lambda: now[0], Reminding(Trust(lambda: now[0], last=FRIDAY)))
    async with database.transaction() as db:
        await heartbeat.beat(db, FRIDAY)
    await jobs.reminders()
    now[0] = FRIDAY
    await jobs.reminders()
    now[0] = TUESDAY
    await jobs.reminders()

    assert [await valley.said(one.items[0]) for one in await valley.notices()] == ["V-1 overdue"] * 2
