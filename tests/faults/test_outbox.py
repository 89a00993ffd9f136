"""Killed, stopped or cut off at any moment, the sender loses nothing and says twice only what it counts as ambiguous.

GUARANTEES: OUT-01, 02, 03, 07, 13. On SQLite one process, killed and started again; on PostgreSQL three. Where the matrix
waits for leases of a minute, these last two seconds: the promise is the same.
"""

from __future__ import annotations

import asyncio
import random
import signal
import time
from functools import partial
from pathlib import Path

import pytest

from bot.domain.pacing import claim_size
from bot.simulator.telegram import Telegram
from bot.store.database import Database
from bot.store.keys import Keys
from tests.faults.workers import count, world
from tests.outbox import at_once, follow, people, publish, rows, until_ended

pytestmark = pytest.mark.slow
TOLD_THE_OTHERS = 0.5  # seconds, in which each process has looked at the database once
SOON_AFTER_A_RESTART = 5.0  # seconds, on PostgreSQL two of them the lease's


async def test_killed_again_and_again_it_loses_none(
    demo: Database, database_url: str, keys: Keys, kind: str, tmp_path: Path
) -> None:
    """OUT-01"""
    kills, workers, rate, chance = (8, 1, 200, random.Random(1)) if kind == "sqlite" else (10, 3, 200, random.Random(2))
    async with world(database_url, keys, tmp_path, workers, rate) as here:
        chats = people(here.telegram, 3_000)
        here.telegram.latency = 0.05
        await at_once(demo, chats)
        for worker in here.workers:
            await worker.start()
        for _ in range(kills):
            await here.progress(100)
            await asyncio.sleep(chance.uniform(0.0, 0.5))
            victim = chance.choice(here.workers)
            await victim.kill()
            await victim.start()
        await until_ended(demo, seconds=120)

        found = await count("OUT-01", demo, here.telegram, chats, kills * claim_size(rate))
        assert found.ambiguous <= kills * claim_size(rate)


@pytest.mark.parametrize(
    ("failpoint", "twice", "ambiguous"), [("after_claim", 0, 1), ("after_send", 1, 1), ("after_mark", 0, 0)]
)
async def test_killed_at_a_failpoint_one_row_is_said_as_often_as_it_must(
    demo: Database, database_url: str, keys: Keys, kind: str, tmp_path: Path, failpoint: str, twice: int, ambiguous: int
) -> None:
    """OUT-02. On PostgreSQL three others take over, all at once."""
    others = 1 if kind == "sqlite" else 3
    async with world(database_url, keys, tmp_path, 1 + others, 0) as here:
        chats = people(here.telegram, 1)
        await at_once(demo, chats)
        doomed, *heirs = here.workers
        await doomed.start(f"outbox.{failpoint}:kill")
        assert await doomed.died() == -signal.SIGKILL
        for heir in heirs:
            await heir.start()
        await until_ended(demo)
        await asyncio.sleep(0.5)  # whatever another would still say

        found = await count(f"OUT-02 {failpoint}, {others} took over", demo, here.telegram, chats, 1)
    assert (found.twice, found.ambiguous) == (twice, ambiguous)


def strikes(chance: random.Random, share: float, _: object) -> bool:
    return chance.random() < share


def order_trouble(telegram: Telegram, chance: random.Random) -> None:
    """15 in 100 calls go wrong."""
    for status, of_hundred, delivers in (
        ("reset_before", 4, False),
        ("reset_after", 3.4, True),
        (502, 3.4, True),
        (500, 4, False),
        (429, 0.2, False),  # each stops everything for a second, and slows
    ):
        telegram.faults.add(
            "sendMessage",
            status,  # type: ignore[arg-type] # the table's words are the literals
            times=1_000_000,
            retry_after=1,
            deliver=delivers,
            when=partial(strikes, chance, of_hundred / 100),
        )


async def test_killed_amid_random_faults_it_loses_none(
    demo: Database, database_url: str, keys: Keys, kind: str, tmp_path: Path
) -> None:
    """OUT-03. Paced, as in life: an unpaced one claims 200 at a time, and ten kills in so few make many uncertain."""
    kills, workers, rate = 10, 1 if kind == "sqlite" else 3, 300
    chance = random.Random(3)
    async with world(database_url, keys, tmp_path, workers, rate) as here:
        chats = people(here.telegram, 2_000)
        here.telegram.latency = 0.1
        order_trouble(here.telegram, chance)
        await at_once(demo, chats)
        for worker in here.workers:
            await worker.start()
        for _ in range(kills):
            await here.progress(120)
            victim = chance.choice(here.workers)
            await victim.kill()
            await victim.start()
        await until_ended(demo, seconds=180)

        troubled = sum(one.status in (0, 500, 502) for one in here.telegram.ledger)
        found = await count("OUT-03", demo, here.telegram, chats, kills * claim_size(rate) + troubled)
        assert found.ambiguous <= kills * claim_size(rate) + troubled


async def test_a_pause_outlives_a_kill(
    demo: Database, database_url: str, keys: Keys, kind: str, tmp_path: Path
) -> None:
    """OUT-07. On PostgreSQL three processes share the pause, and all are killed in it."""
    workers = 1 if kind == "sqlite" else 3
    async with world(database_url, keys, tmp_path, workers, 50) as here:
        chats = people(here.telegram, 120)
        await at_once(demo, chats)
        for worker in here.workers:
            await worker.start()
        await here.progress(20)
        here.telegram.faults.add("sendMessage", 429, retry_after=30)
        await here.telegram.wait_for(lambda: any(one.status == 429 for one in here.telegram.ledger), 30)
        refused = next(one.at for one in here.telegram.ledger if one.status == 429)
        await asyncio.sleep(TOLD_THE_OTHERS)  # it was written down
        mark = len(here.telegram.ledger)
        for worker in here.workers:
            await worker.kill()
        for worker in here.workers:
            await worker.start()
        await until_ended(demo, seconds=90)

        assert here.telegram.ledger[mark].at - refused >= 29.5
        found = await count(f"OUT-07, {workers} killed", demo, here.telegram, chats, workers * claim_size(50))
    assert found.ambiguous <= workers * claim_size(50)


@pytest.mark.only("postgres")
async def test_who_slept_past_the_lease_marks_nothing_of_what_another_took(
    demo: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    """OUT-13"""
    async with world(database_url, keys, tmp_path, 2, 100) as here:
        chats = people(here.telegram, 500)
        here.telegram.latency = 0.3  # so that it sleeps with some on their way
        await at_once(demo, chats)
        sleeper, other = here.workers
        await sleeper.start()
        await here.progress(20)
        sleeper.signal(signal.SIGSTOP)
        await other.start()
        async with asyncio.timeout(30):
            while await rows(demo, "sum(ambiguous)") == [(0,)]:  # noqa: ASYNC110 (another process does it)
                await asyncio.sleep(0.2)
        sleeper.signal(signal.SIGCONT)
        await until_ended(demo, seconds=60)

        found = await count("OUT-13", demo, here.telegram, chats, claim_size(100))
        assert 0 < found.ambiguous <= claim_size(100)
        await asyncio.sleep(1)
        assert await rows(demo, "state") == [("sent",)]


async def test_asked_to_stop_it_says_nothing_twice(
    demo: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    """OPS-01 for the sender, 6 times"""
    async with world(database_url, keys, tmp_path, 1, 100) as here:
        chats = people(here.telegram, 700)
        here.telegram.latency = 0.1
        await at_once(demo, chats)
        (worker,) = here.workers
        for _ in range(6):
            await worker.start()
            await here.progress(40)
            worker.signal(signal.SIGTERM)
            assert await worker.died() == 0
        await worker.start()
        await until_ended(demo, seconds=60)

        found = await count("OPS-01", demo, here.telegram, chats, 0)
    assert (found.twice, found.ambiguous) == (0, 0)


@pytest.mark.alone
async def test_a_restart_sends_soon(demo: Database, database_url: str, keys: Keys, tmp_path: Path) -> None:
    """What was left is taken up at once on SQLite; on PostgreSQL others are, and it when its lease is over."""
    async with world(database_url, keys, tmp_path, 1, 20) as here:
        await follow(demo, people(here.telegram, 50))
        await publish(demo)
        (worker,) = here.workers
        await worker.start()
        await here.progress(5)
        await worker.kill()
        began = time.monotonic()
        await worker.start()
        await here.progress(1)
        waited = time.monotonic() - began
    assert waited < SOON_AFTER_A_RESTART
