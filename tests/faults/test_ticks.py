"""Ticks that are blocked, killed, or fire three at once: each reminder is written once (GUARANTEES: SCH-01, 07, 08).

SCH-02 is in tests/test_scheduler.py; SCH-03 and 05 in tests/services/test_reminders.py; 04 in tests/domain; 06 in test_trusting.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.mesas import Mesa
from bot.domain.recipients import Role, followers_of
from bot.scheduler import Reminding, ticking
from bot.services.trusting import Trust
from bot.store import commitments, mesas, recipients
from bot.store.database import Database
from bot.store.keys import Keys
from bot.store.telling import notice_item, schedule
from bot.store.verifying import verify
from tests.faults.killable import Killable
from tests.services.ticks import AT, MONDAY, Valley, commitment, days, local

ROOT = Path(__file__).parents[2]
FRIDAY, TUESDAY = local(days(-3)), local(days(1))
EIGHT = local(days(1), AT)
REPLICAS, ROUNDS, MESAS, OVERDUE, RECIPIENTS = 3, 5, 8, 20, 100  # 160 overdue


async def items(database: Database) -> list[tuple[str, int, str]]:
    async with database.reading() as db:
        found = await db.execute(select(notice_item).order_by(notice_item.c.scope, notice_item.c.number))
        return [(row.scope, row.number, row.step) for row in found]


@pytest.mark.parametrize(
    ("blocked", "each"),
    [
        pytest.param(1.0, 0.2, marks=pytest.mark.alone, id="a second, several ticks"),
        pytest.param(10.0, 15.0, marks=pytest.mark.slow, id="ten seconds, one tick"),
    ],
)
async def test_a_loop_that_is_blocked_across_the_moment_tells_it_once_it_turns_again(
    blocked: float, each: float, database: Database
) -> None:
    """SCH-01. each: seconds from one tick to the next; what is blocked lies around the first ones after the start."""
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.forget("team")
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    await valley.tick(local(MONDAY))
    begins = max(0.4, each - blocked / 2)
    began = time.monotonic()

    def clock() -> datetime:
        return EIGHT + timedelta(seconds=time.monotonic() - began - begins - blocked * 0.4)

    async with ticking(database, clock, reminding=Reminding(Trust(clock), seconds=each)):
        await asyncio.sleep(begins)
        before = await items(database)
        time.sleep(blocked)  # noqa: ASYNC251 (that is the fault)
        blocked_until = clock()
        while not await items(database):
            await asyncio.sleep(0.02)
            assert clock() < EIGHT + timedelta(seconds=45)
        late = (clock() - blocked_until).total_seconds()
        await asyncio.sleep(each + 0.5)

    assert before == []
    assert [step for _, _, step in await items(database)] == ["overdue"]
    assert late < max(4.5, each)


async def many_mesas(database: Database) -> None:
    """So many mesas with so many overdue commitments and followers each."""
    async with database.transaction() as db:
        for number in range(MESAS):
            slug = f"mesa-{number}"
            await mesas.save(db, Mesa(slug, f"Mesa {number}"), actor="test", now=FRIDAY)
            one = await mesas.by_slug(db, slug)
            assert one is not None
            for code in range(OVERDUE):
                new = replace(commitment(f"C-{code}", MONDAY), mesa=slug, responsibilities=())
                await commitments.save(db, new, actor="test", now=FRIDAY)
            for chat in range(RECIPIENTS):
                await recipients.save(db, followers_of(one.id), chat, Role.FOLLOWER)


async def line(replica: asyncio.subprocess.Process) -> str:
    assert replica.stdout is not None
    return (await asyncio.wait_for(replica.stdout.readline(), 30)).decode().strip()


async def all_at_once(replicas: Sequence[asyncio.subprocess.Process]) -> list[str]:
    """Once all are ready they tick; what each made, and set aside."""
    assert [await line(one) for one in replicas] == ["ready"] * len(replicas)
    for one in replicas:
        assert one.stdin is not None
        one.stdin.write(b"\n")
    return [await line(one) for one in replicas]


@pytest.mark.slow
@pytest.mark.only("postgres")
async def test_three_replicas_that_tick_at_once_write_each_reminder_once(
    database: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    """SCH-07: three processes, five rounds: 160 overdue × 100 recipients."""
    await many_mesas(database)
    keys.write(tmp_path / "keys.json")
    command = (sys.executable, "-m", "tests.faults.ticking", database_url, str(tmp_path / "keys.json"))
    arguments, pipe = (TUESDAY.isoformat(), str(ROUNDS)), asyncio.subprocess.PIPE
    replicas = [
        await asyncio.create_subprocess_exec(*command, *arguments, cwd=ROOT, stdin=pipe, stdout=pipe)
        for _ in range(REPLICAS)
    ]
    looked = [await all_at_once(replicas) for _ in range(ROUNDS)]
    ended = [await asyncio.wait_for(one.wait(), 30) for one in replicas]

    made, aside = zip(*(map(int, one.split()) for each in looked for one in each), strict=True)
    told = Counter(scope for scope, _, step in await items(database) if "@w" not in step)
    sys.stdout.write(f"\nSCH-07: {looked} (notices, set aside) by each process: {sum(told.values())} reminders\n")
    assert (ended, sum(aside)) == ([0] * REPLICAS, 0)
    assert sum(told.values()) * RECIPIENTS == 16_000
    assert sum(made) == MESAS * 2  # each mesa's day, and its week
    async with database.reading() as db:
        assert {await recipients.size(db, scope, 1) for scope in told} == {RECIPIENTS}


@pytest.mark.slow
async def test_killed_in_the_middle_of_a_scan_all_of_it_is_undone_and_the_next_tick_is_complete(
    database: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    """SCH-08."""
    keys.write(tmp_path / "keys.json")
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(commitment("V-1", MONDAY), commitment("V-2", days(2)), now=FRIDAY)
    await valley.tick(FRIDAY)
    before = await rows_of_schedule(database)

    process = Killable("tests.faults.ticking", database_url, str(tmp_path / "keys.json"), TUESDAY.isoformat())
    codes = []
    for _ in range(3):
        await process.start("scheduler.mid_scan:kill")
        codes.append(await process.died())
    after, nothing = await rows_of_schedule(database), await items(database)
    told = await valley.heard(TUESDAY)

    assert (codes, nothing, after) == ([-9] * 3, [], before)
    assert told == {
        "followers": ["V-1 overdue"],
        "team": ["V-1 overdue", "V-2 before:1"],
        "oficina": ["V-1 overdue", "V-2 before:1"],
    }
    async with database.reading() as db:
        assert (await verify(db)).ok


async def rows_of_schedule(database: Database) -> list[tuple[object, ...]]:
    async with database.reading() as db:
        rows = await db.execute(select(schedule).order_by(schedule.c.about, schedule.c.number))
        return [tuple(row) for row in rows]
