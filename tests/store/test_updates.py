"""An update is applied once, whoever brings it again."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import select

from bot.store import updates
from bot.store.database import Database
from bot.store.tables import processed_update
from tests.cast import NOW


async def claim(database: Database, update_id: int) -> bool:
    async with database.transaction() as db:
        return await updates.claim(db, update_id, NOW)


async def test_claim_succeeds_once_whatever_the_order_of_numbers(database: Database) -> None:
    """IN-06: Telegram's numbers can start again lower."""
    numbers = [1000, 1001, 1100, 17, 40, 1001, 2**53]
    assert [await claim(database, number) for number in numbers] == [True, True, True, True, True, False, True]


async def test_claims_of_one_update_at_once_succeed_once(database: Database) -> None:
    assert sorted(await asyncio.gather(*(claim(database, 5) for _ in range(6)))) == [False] * 5 + [True]


async def test_poison_is_recorded_by_class_name_and_not_claimed_again(database: Database) -> None:
    async with database.transaction() as db:
        await updates.record_poison(db, 7, "KeyError", NOW)
        await updates.record_poison(db, 7, "ValueError", NOW)
    async with database.reading() as db:
        rows = (await db.execute(select(processed_update))).all()
    assert [tuple(row) for row in rows] == [(7, NOW, "ValueError")]
    assert not await claim(database, 7)


async def test_prune_forgets_only_what_is_older(database: Database) -> None:
    async with database.transaction() as db:
        await updates.claim(db, 1, NOW - timedelta(hours=49))
        await updates.claim(db, 2, NOW - timedelta(hours=47))
        assert await updates.prune(db, NOW - timedelta(hours=48)) == 1
    assert (await claim(database, 1), await claim(database, 2)) == (True, False)
