"""Of several processes one polls; who dies or is cut off has lost the office at once (GUARANTEES: DB-04)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import text

from bot.store.database import Database
from bot.store.election import Election

OFFICE = "a test's"
_CUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@pytest_asyncio.fixture
async def candidates(database_url: str) -> AsyncIterator[tuple[Election, Election]]:
    both = Election(database_url, OFFICE), Election(database_url, OFFICE)
    yield both
    for one in both:
        await one.leave()


@pytest.mark.only("sqlite")
async def test_where_one_process_runs_it_is_its_own(candidates: tuple[Election, Election]) -> None:
    assert await candidates[0].held()


@pytest.mark.only("postgres")
async def test_one_holds_the_office_until_it_leaves(candidates: tuple[Election, Election]) -> None:
    first, second = candidates
    assert [await first.held(), await second.held(), await first.held()] == [True, False, True]

    await first.leave()
    assert [await second.held(), await first.held()] == [True, False]


@pytest.mark.only("postgres")
async def test_who_is_cut_off_has_lost_it(database: Database, candidates: tuple[Election, Election]) -> None:
    first, second = candidates
    assert await first.held()
    async with database.transaction() as db:
        await db.execute(_CUT)

    assert await second.held()
    assert [await first.held(), await first.held()] == [False, False]
