"""Whole bots, stopped, killed, two at once: each reminder is made once and said once (GUARANTEES: OPS-01; DESIGN section 6)."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from aiohttp import ClientConnectionError
from sqlalchemy import text

from bot.domain.pacing import claim_size
from bot.store.database import Database
from bot.store.keys import Keys
from tests.faults.whole import MESAS, Whole, whole
from tests.outbox import rows

pytestmark = pytest.mark.slow
STOPS, AT_MOST_WAITING = 30, 5  # days


async def test_asked_to_stop_while_it_decides_and_sends_it_ends_well_and_says_nothing_twice(
    database: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    """OPS-01, each in the middle of a tick, of deliveries and of questions. Each mesa is made to take 40 ms, or the tick was
    often over; after some days all is told, because one message names only so many commitments."""
    chance, amid = random.Random(6), list[str]()
    async with whole(database, database_url, keys, tmp_path, days=STOPS) as here:
        (bot,) = here.bots
        for _ in range(STOPS):
            await bot.start("scheduler.mid_scan:sleep(0.04)")
            here.next_day()
            here.ask()
            await here.hear(6)
            here.ask()
            await asyncio.sleep(chance.uniform(0.0, 0.2))
            here.ask()
            bot.signal(signal.SIGTERM)
            assert await bot.died(60) == 0
            amid.append(f"{await here.notices()} of {here.days * MESAS}")
            if here.days % AT_MOST_WAITING == 0:
                await bot.start()
                await here.hear()
                await here.settled()
                bot.signal(signal.SIGTERM)
                assert await bot.died(60) == 0
        await bot.start()
        await here.hear()
        found = await here.count(f"OPS-01, stopped with {amid} made", 0)

    assert (found.twice, found.unanswered) == (0, 0)
    assert all(made != f"{day * MESAS} of {day * MESAS}" for day, made in enumerate(amid, 1))


async def pollers(here: Whole) -> list[bool]:
    """Of each bot, whether it polls; once it was decided."""
    async with asyncio.timeout(30):
        while True:
            with suppress(ClientConnectionError):  # one of them is still starting
                each = [await here.health(bot) for bot in range(2)]
                found = [not one["standby"] for one in each]
                if found.count(True) == 1:
                    assert [one["troubles"] for one in each] == [[], []]
                    return found
            await asyncio.sleep(0.1)


async def age_leases(database: Database, seconds: float) -> None:
    """Once nobody works any more, that time passes for what the dead one had claimed."""
    left = await rows(database, "notice_id, recipient_id, fence", "WHERE state = 'sending'")
    async with asyncio.timeout(30):
        while True:
            await asyncio.sleep(1)
            now = await rows(database, "notice_id, recipient_id, fence", "WHERE state = 'sending'")
            if now == left and not await rows(database, "state", "WHERE state = 'pending'"):
                break
            left = now
    async with database.transaction() as db:
        aged = "UPDATE delivery SET lease_until = lease_until - :ms WHERE state = 'sending'"
        await db.execute(text(aged), {"ms": int(seconds * 1_000)})


@pytest.mark.only("postgres")
async def test_of_two_bots_one_polls_both_send_and_whichever_is_left_does_everything(
    database: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    """DB-04: never two pollers. The poller is killed amid a tick and deliveries; the other is elected at once. A minute's lease
    is made to run out at once, by the database's own clock."""
    rate = 100
    async with whole(database, database_url, keys, tmp_path, bots=2, rate=rate) as here:
        for bot in here.bots:
            await bot.start()
        polling = await pollers(here)
        here.next_day()
        here.ask()
        await here.hear()
        assert await here.notices() == MESAS

        here.next_day()
        await here.hear(20)
        killed = here.bots[polling.index(True)]
        await killed.kill()
        began = time.monotonic()
        here.ask()
        await age_leases(database, 60)
        await here.hear()
        heard = time.monotonic() - began
        found = await here.count(f"two bots, one killed, the other answers after {heard:.0f} s", claim_size(rate))

    assert (found.unanswered, await made_twice(database)) == (0, 0)
    assert heard < 20


async def made_twice(database: Database) -> int:
    """Reminders of one step of one commitment to the same people, beyond the first."""
    async with database.reading() as db:
        found = await db.execute(text("SELECT scope, items FROM notice WHERE kind = 'reminder'"))
        steps = Counter((row.scope, *item[:4]) for row in found for item in json.loads(row.items))
    return steps.total() - len(steps)
