"""The database locked, full, restarted or cut off while the outbox is sent: nothing is lost (GUARANTEES: DB-02 to DB-06).

DB-08, the clocks, is in tests/store/test_outbox.py.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.notices import State
from bot.domain.pacing import claim_size
from bot.simulator.telegram import Telegram
from bot.store.database import Database, open_database
from bot.store.keys import Keys
from bot.tg.bots import Api
from bot.tg.pacer import Pacer
from bot.tg.requests import AiohttpRequest
from tests.databases import FILE
from tests.faults.disk import Disk, small_disk
from tests.faults.whole import Count, in_one_process
from tests.faults.workers import count, world
from tests.outbox import at_once, counts, delivered, people, rows, sender, sending, until, until_ended
from tests.postgres import Server

SENDERS = 3  # processes
pytestmark = pytest.mark.slow


def lock(file: Path, seconds: float) -> None:
    """Hold the write lock as another process would, after a VACUUM."""
    connection = sqlite3.connect(file, timeout=20, isolation_level=None)
    connection.execute("VACUUM")
    connection.execute("BEGIN IMMEDIATE")
    time.sleep(seconds)
    connection.execute("ROLLBACK")
    connection.close()


@pytest.mark.only("sqlite")
async def test_locked_for_8_seconds_it_waits_and_goes_on(
    demo: Database, telegram: Telegram, url: str, tmp_path: Path
) -> None:
    """DB-02"""
    chats = people(telegram, 400)
    await at_once(demo, chats)
    async with sending(demo, telegram, url, pacer=Pacer(100)):
        await until(lambda: len(telegram.ledger) > 50)
        locking = threading.Thread(target=lock, args=(tmp_path / FILE, 8.0))
        locking.start()
        assert await until_ended(demo, seconds=30) == {State.SENT: 400}
    locking.join()

    assert delivered(telegram) == dict.fromkeys(chats, 1)
    assert await rows(demo, "ambiguous") == [(0,)]


@asynccontextmanager
async def opened(url: str, keys: Keys) -> AsyncIterator[Database]:
    database = await open_database(url, keys)
    try:
        yield database
    finally:
        await database.close()


@pytest.mark.only("sqlite")
async def test_with_no_room_on_the_disk_nothing_is_kept_acknowledged_or_said_until_there_is(
    demo: Database, telegram: Telegram, url: str, template_files: dict[str, Path], keys: Keys, tmp_path: Path
) -> None:
    """DB-06, on a tmpfs; where none may be mounted, the sender alone against SQLite's own limit of pages. It says which ran."""
    with small_disk(tmp_path / "disk") as disk:
        if disk is None:
            assert await no_more_pages(demo, telegram, url) == {State.SENT: 3_000}
            return
        shutil.copy(template_files["empty"], disk.folder / FILE)
        async with opened(f"sqlite+aiosqlite:///{disk.folder / FILE}", keys) as database:
            found = await full_disk(disk, database, tmp_path)
    assert (found.lost, found.twice, found.unanswered) == (0, 0, 0)


async def full_disk(disk: Disk, database: Database, folder: Path) -> Count:
    """The whole bot: what falls due and what people ask meanwhile waits for room."""
    async with in_one_process(database, folder) as here:
        here.ask()
        await here.hear()
        await disk.fill(database)
        here.next_day()
        await here.troubled_by("reminders_wait")
        here.ask()
        await here.troubled_by("database_unavailable", "reminders_wait")
        mark = len(here.telegram.ledger)
        await asyncio.sleep(2)
        assert (len(here.telegram.ledger) - mark, here.telegram.pending, await here.notices()) == (0, 1, 0)
        disk.free()
        await here.hear()
        await here.troubled_by()
        found = await here.count("DB-06, a full tmpfs", 0)
    await is_whole(database)
    return found


async def no_more_pages(demo: Database, telegram: Telegram, url: str) -> dict[State, int]:
    """The same SQLITE_FULL, wherever a write needs another page."""
    chats = people(telegram, 3_000)
    await at_once(demo, chats)
    await most_pages(demo, 1)  # it never goes below what there is
    async with sending(demo, telegram, url) as one:
        await until(lambda: not one.health.database)
        await asyncio.sleep(1)
        assert (telegram.ledger, await counts(demo)) == ([], {})
        assert one.health.report()[1]["troubles"] == ["database_unavailable"]
        await most_pages(demo, 1_000_000)
        ended = await until_ended(demo, seconds=30)
        assert one.health.report()[1]["troubles"] == []
    await count("DB-06, no more pages", demo, telegram, chats, 0)
    await is_whole(demo)
    return ended


async def most_pages(database: Database, pages: int) -> None:
    async with database.transaction() as db:
        await db.execute(text(f"PRAGMA max_page_count = {pages}"))


async def is_whole(database: Database) -> None:
    async with database.reading() as db:
        assert (await db.execute(text("PRAGMA integrity_check"))).scalar() == "ok"


@pytest.fixture
def durable(shared_postgres: Server) -> Iterator[Server]:
    """With commits that outlive a crash, as in life."""
    shared_postgres.run("ALTER DATABASE shared SET synchronous_commit = on")
    yield shared_postgres
    shared_postgres.run("ALTER DATABASE shared RESET synchronous_commit")


def at_most(cuts: int, rate: float) -> int:
    """What may become ambiguous: at each cut whatever each sender has under way, which it may learn too late to mark."""
    return cuts * SENDERS * claim_size(rate)


@pytest.mark.only("postgres")
async def test_a_server_restarted_five_times_loses_nothing(
    durable: Server, demo: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    """DB-03; leases of 2 s, or what was claimed at the crash would wait a minute."""
    cuts, rate = 5, 150
    async with world(database_url, keys, tmp_path, SENDERS, rate) as here:
        chats = people(here.telegram, 1_200)
        await at_once(demo, chats)
        await here.begin()
        paused = []
        for _ in range(cuts):
            await here.progress(50)
            await asyncio.to_thread(durable.restart)
            again = time.monotonic()
            await here.progress(at_most(1, rate) + 1)  # more than was claimed before
            paused.append(time.monotonic() - again)
        await until_ended(demo, seconds=60)
        here.all_alive()

        name = f"DB-03, all at work again {max(paused):.1f} s after a restart at the latest"
        found = await count(name, demo, here.telegram, chats, at_most(cuts, rate))
    assert found.ambiguous <= at_most(cuts, rate)
    assert max(paused) < 10


@pytest.mark.only("postgres")
async def test_connections_cut_at_random_lose_nothing(
    shared_postgres: Server, demo: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    """DB-04"""
    cuts, rate, chance = 10, 150, random.Random(4)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'shared' AND pid <> pg_backend_pid()"
    async with world(database_url, keys, tmp_path, SENDERS, rate) as here:
        chats = people(here.telegram, 1_000)
        await at_once(demo, chats)
        await here.begin()
        await here.progress(1)
        for _ in range(cuts):
            await asyncio.sleep(chance.uniform(0.2, 0.5))
            await asyncio.to_thread(shared_postgres.run, cut)
        await until_ended(demo, seconds=60)
        here.all_alive()

        found = await count("DB-04", demo, here.telegram, chats, at_most(cuts, rate))
    assert found.ambiguous <= at_most(cuts, rate)


async def test_cancelled_anywhere_it_leaves_nothing_half_done(demo: Database, telegram: Telegram, url: str) -> None:
    """DB-05 for the outbox: 40 cancellations; the database's own 300 are in tests/store/test_database.py."""
    chats, chance = people(telegram, 600), random.Random(5)
    await at_once(demo, chats)
    async with AiohttpRequest(64) as request:
        for _ in range(40):
            one = sender(demo, Api(telegram.token, url, request), 200, lease_seconds=1.0)
            running = asyncio.create_task(one.run(asyncio.Event()))
            await asyncio.sleep(chance.uniform(0.0, 0.5))
            running.cancel()
            await asyncio.wait((running,))
            assert running.cancelled()
            states = await counts(demo)
            assert sum(states.values()) in (0, 600)
    async with sending(demo, telegram, url, lease_seconds=1.0):
        ended = await until_ended(demo, seconds=30)

    assert ended.keys() <= {State.SENT, State.UNCERTAIN}
    ((ambiguous,),) = await rows(demo, "sum(ambiguous)")
    told = delivered(telegram)
    sys.stdout.write(f"\nDB-05: 40 cancellations: twice {told.total() - len(told)}, ambiguous {ambiguous}, {ended}\n")
    assert told.total() - len(told) <= ambiguous
    assert len(told) + ended.get(State.UNCERTAIN, 0) >= 600
