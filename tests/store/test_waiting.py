"""Groups that have chosen no mesa yet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.store import waiting
from bot.store.database import Database
from bot.store.telling import waiting_group
from tests.cast import GROUP, NOW

OTHER, NEW = -77, -1_007_770_000_001
HOUR = timedelta(hours=1)


async def test_group_waits_until_its_first_moment_and_no_longer(database: Database) -> None:
    async with database.transaction() as db:
        await waiting.wait(db, GROUP, NOW + 2 * HOUR)
        await waiting.wait(db, OTHER, NOW + HOUR)
        await waiting.wait(db, OTHER, NOW + 9 * HOUR)  # let in once more
    async with database.transaction() as db:
        assert await waiting.due(db, NOW) == []
        assert await waiting.due(db, NOW + 3 * HOUR) == [OTHER, GROUP]
        assert (await waiting.settle(db, OTHER), await waiting.settle(db, OTHER)) == (True, False)
        assert await waiting.due(db, NOW + 3 * HOUR) == [GROUP]


async def test_group_that_moved_waits_no_longer_than_before(database: Database) -> None:
    async with database.transaction() as db:
        await waiting.wait(db, GROUP, NOW)
        for _ in range(2):
            await waiting.move(db, GROUP, NEW)
        assert await waiting.due(db, NOW) == [NEW]


async def test_row_says_no_number(database: Database) -> None:
    async with database.transaction() as db:
        await waiting.wait(db, GROUP, NOW)
        await waiting.wait(db, -7, NOW)
        rows = (await db.execute(select(waiting_group))).all()
    assert {len(row.sealed) for row in rows} == {64 + 1 + 12 + 16}
    assert [row for row in rows if str(abs(GROUP)).encode() in row.sealed + row.lookup + row.id] == []


async def test_a_broken_seal_keeps_no_other_group(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    async with database.transaction() as db:
        await waiting.wait(db, GROUP, NOW)
        await db.execute(update(waiting_group).values(sealed=b"x" * 93))
        await waiting.wait(db, OTHER, NOW + HOUR)
        assert await waiting.due(db, NOW + HOUR) == [OTHER]
    assert capsys.readouterr().out.count("seal_broken") == 1
