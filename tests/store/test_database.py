"""Transactions end whole, readers see one moment, and a database that cannot is told from a bug."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, NoSuchTableError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import engines, updates
from bot.store.database import Database, DatabaseUnavailable, open_database
from bot.store.failures import is_unavailable
from bot.store.keys import Keys
from bot.store.vault import Vault
from tests.cast import NOW

TASKS, TIMES = 8, 60


async def claimed(database: Database, update_id: int) -> bool:
    """Whether an update was applied already."""
    async with database.transaction() as db:
        return not await updates.claim(db, update_id, NOW)


async def read_then_write(database: Database, times: int) -> None:
    for _ in range(times):
        async with database.transaction() as db:
            seen = (await db.execute(text("SELECT n FROM counter"))).scalar_one()
            await asyncio.sleep(0)
            await db.execute(text("UPDATE counter SET n = :n"), {"n": seen + 1})


async def counted(database: Database) -> int:
    async with database.reading() as db:
        return int((await db.execute(text("SELECT n FROM counter"))).scalar_one())


@pytest.fixture
async def counter(database: Database) -> Database:
    async with database.transaction() as db:
        await db.execute(text("CREATE TABLE counter (n INTEGER)"))
        await db.execute(text("INSERT INTO counter VALUES (0)"))
    return database


@pytest.mark.only("sqlite")
async def test_read_then_write_from_eight_tasks_loses_nothing(counter: Database) -> None:
    """DB-01"""
    await asyncio.gather(*(read_then_write(counter, TIMES) for _ in range(TASKS)))
    assert await counted(counter) == TASKS * TIMES


@pytest.mark.only("sqlite")
async def test_read_then_write_beside_another_program_loses_nothing(
    counter: Database, database_url: str, keys: Keys
) -> None:
    """`load` writes beside the bot: two writers that share no lock but SQLite's own."""
    other = await open_database(database_url, keys)
    await asyncio.gather(read_then_write(counter, TIMES), read_then_write(other, TIMES))
    await other.close()
    assert await counted(counter) == 2 * TIMES


@pytest.mark.only("sqlite")
async def test_deferred_transactions_would_lose_them(counter: Database, database_url: str) -> None:
    """DB-01's baseline: what a library's default does with the same work, so that we know the test can fail."""
    engine = create_async_engine(database_url)

    async def increment() -> int:
        failed = 0
        for _ in range(TIMES):
            try:
                async with engine.begin() as connection:
                    seen = (await connection.execute(text("SELECT n FROM counter"))).scalar_one()
                    await asyncio.sleep(0)
                    await connection.execute(text("UPDATE counter SET n = :n"), {"n": seen + 1})
            except DBAPIError:
                failed += 1
        return failed

    failed = sum(await asyncio.gather(*(increment() for _ in range(TASKS))))
    await engine.dispose()
    lost = TASKS * TIMES - failed - await counted(counter)
    assert (failed + lost > 0, lost >= 0) == (True, True)


async def test_transaction_with_an_error_keeps_nothing(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as db:
            await updates.claim(db, 1, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert not await claimed(database, 1)


async def test_transaction_cancelled_at_its_commit_is_kept_whole(database: Database) -> None:
    async def claim_and_be_cancelled() -> None:
        async with database.transaction() as db:
            await updates.claim(db, 1, NOW)
            task = asyncio.current_task()
            assert task is not None
            task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asyncio.create_task(claim_and_be_cancelled())
    assert await claimed(database, 1)


@pytest.mark.alone
async def test_three_hundred_cancelled_transactions_leave_no_half(database: Database) -> None:
    """DB-05: cancelled at random points, a transaction is there with both its rows or with none."""
    pick = random.Random(3)

    async def two_rows(number: int) -> None:
        async with database.transaction() as db:
            await updates.claim(db, number, NOW)
            await updates.claim(db, -number, NOW)

    for number in range(1, 301):
        task = asyncio.create_task(two_rows(number))
        for _ in range(pick.randrange(14)):
            await asyncio.sleep(0)
        if pick.random() < 0.5:
            await asyncio.sleep(pick.random() * 0.001)
        task.cancel()
        await asyncio.wait([task])
    async with database.reading() as db:
        kept = set((await db.execute(text("SELECT update_id FROM processed_update"))).scalars())
    assert kept == {-number for number in kept}
    async with asyncio.timeout(1):
        assert not await claimed(database, 1000)


async def test_reader_sees_one_moment_beside_a_writer(database: Database) -> None:
    count = text("SELECT count(*) FROM processed_update")
    async with database.reading() as db:
        before = (await db.execute(count)).scalar_one()
        async with database.transaction() as writing:
            await updates.claim(writing, 1, NOW)
        after = (await db.execute(count)).scalar_one()
    assert (before, after) == (0, 0)
    assert await claimed(database, 1)


async def test_reader_cannot_write(database: Database) -> None:
    with pytest.raises((DBAPIError, DatabaseUnavailable)):
        async with database.reading() as db:
            await updates.claim(db, 1, NOW)
    assert not await claimed(database, 1)


@pytest.mark.only("sqlite")
async def test_database_locked_by_another_program_is_unavailable(
    database_url: str, keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.05)
    database = await open_database(database_url, keys)
    other = sqlite3.connect(tmp_path / "yuyachiq.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable, match=r"^database is locked$"):
        await claimed(database, 1)
    other.execute("ROLLBACK")
    other.close()
    assert not await claimed(database, 1)
    await database.close()


@pytest.mark.only("sqlite")
async def test_database_on_a_full_disk_is_unavailable_and_recovers(database: Database) -> None:
    async def fill() -> None:
        async with database.transaction() as db:
            await db.execute(text("PRAGMA max_page_count = 1"))
            await db.execute(text("CREATE TABLE filler AS SELECT randomblob(100000)"))

    with pytest.raises(DatabaseUnavailable, match=r"^database or disk is full$"):
        await fill()
    async with database.transaction() as db:
        await db.execute(text("PRAGMA max_page_count = 1000000"))
    assert not await claimed(database, 1)


@pytest.mark.only("postgres")
async def test_server_that_drops_the_connection_is_unavailable_and_recovers(database: Database) -> None:
    """DB-04, for one connection."""

    async def be_dropped() -> None:
        async with database.transaction() as db:
            await updates.claim(db, 1, NOW)
            await db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(DatabaseUnavailable):
        await be_dropped()
    assert not await claimed(database, 1)


async def test_our_own_mistake_is_no_unavailable_database(database: Database) -> None:
    with pytest.raises(DBAPIError, match="nowhere"):
        async with database.transaction() as db:
            await db.execute(text("SELECT 1 FROM nowhere"))


async def test_errors_show_no_parameter(database: Database) -> None:
    with pytest.raises(DBAPIError) as refused:
        async with database.transaction() as db:
            await db.execute(text("SELECT :secret FROM nowhere"), {"secret": "5130447201"})
    assert "5130447201" not in str(refused.value)


@pytest.mark.only("sqlite")
async def test_writer_waits_for_another_program(database: Database, tmp_path: Path) -> None:
    """DB-02, shorter."""
    other = sqlite3.connect(tmp_path / "yuyachiq.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(claimed(database, 1))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    other.execute("ROLLBACK")
    other.close()
    assert not await waiting


@pytest.mark.only("sqlite")
async def test_too_many_readers_at_once_wait_for_their_turn(database: Database) -> None:
    async def read() -> int:
        async with database.reading() as db:
            await asyncio.sleep(0.001)
            return int((await db.execute(text("SELECT 1"))).scalar_one())

    assert await asyncio.gather(*(read() for _ in range(50))) == [1] * 50


def test_waiting_too_long_for_a_connection_is_unavailable() -> None:
    assert is_unavailable(PoolTimeout("QueuePool limit"))
    assert not is_unavailable(NoSuchTableError("nowhere"))


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:"])
def test_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must be a file"):
        Database(url, Vault(Keys.fresh()))


async def test_closed_database_leaves_no_task_thread_or_connection(database: Database) -> None:
    await asyncio.gather(*(claimed(database, number) for number in range(20)))
    await database.close()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    workers = [thread for thread in threading.enumerate() if "_connection_worker" in thread.name]
    for thread in workers:
        thread.join(5)  # it was told to end
    assert [thread for thread in workers if thread.is_alive()] == []


async def test_moment_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="must be aware"):
        async with database.transaction() as db:
            await updates.claim(db, 1, NOW.replace(tzinfo=None))
