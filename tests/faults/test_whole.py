"""Whole bots, stopped, killed, two at once: each reminder is made once and said once (GUARANTEES: OPS-01; DESIGN section 6)."""

from __future__ import annotations

import asyncio
import random
import signal
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.keys import Keys
from tests.faults.whole import MESAS, whole

pytestmark = pytest.mark.slow
STOPS = 3


async def test_asked_to_stop_while_it_decides_and_sends_it_ends_well_and_says_nothing_twice(
    database: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    """OPS-01, 3 times instead of 30, each in the middle of deliveries, of questions and, where it comes to it, of a tick: what
    is left of one stop is there at the next, so that more of them would only be longer."""
    chance, amid = random.Random(6), list[str]()
    async with whole(database, database_url, keys, tmp_path) as here:
        (bot,) = here.bots
        for _ in range(STOPS):
            await bot.start()
            here.next_day()
            here.ask()
            await here.hear(1)
            here.ask()
            await asyncio.sleep(chance.uniform(0.0, 0.2))
            here.ask()
            bot.signal(signal.SIGTERM)
            assert await bot.died(60) == 0
            amid.append(f"{await here.notices()} of {here.days * MESAS}")
        await bot.start()
        await here.hear()
        await asyncio.sleep(1)
        found = await here.count(f"OPS-01, stopped with {amid} made", 0)

    assert (found.twice, found.unanswered) == (0, 0)
    assert any(made != f"{day * MESAS} of {day * MESAS}" for day, made in enumerate(amid, 1))
