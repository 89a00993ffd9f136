"""Connections as each database wants them: the settings that make SQLite keep what it was given."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.onehop import connect

BUSY_SECONDS = 15  # how long to wait for another process's lock; a handler has 20 s in all
READERS = 4

# FULL: a commit survives the machine's power. secure_delete: what is forgotten is overwritten in the file.
# recursive_triggers: what REPLACE deletes is deleted in the triggers' eyes too, which keep the history whole.
_WRITER = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON", "recursive_triggers=ON")
_READER = ("query_only=ON",)


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def sqlite_file(url: str) -> Path | None:
    """Where a SQLite database lies; None for PostgreSQL. ValueError for one in memory: every connection would see its own."""
    address = make_url(url)
    if not is_sqlite(url):
        return None
    if address.database in (None, "", ":memory:"):
        raise ValueError("the database must be a file")
    return Path(str(address.database))


def writing_engine(url: str) -> AsyncEngine:
    """An engine whose transactions may write. No parameter is ever shown in its errors."""
    if is_sqlite(url):
        return _sqlite(url, 1, "BEGIN IMMEDIATE", _WRITER)
    return create_async_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=8, max_overflow=8)


def reading_engine(url: str, writing: AsyncEngine) -> AsyncEngine:
    """An engine whose transactions see one snapshot and cannot write."""
    if is_sqlite(url):
        return _sqlite(url, READERS, "BEGIN", _READER)
    return writing.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def blocking_engine(url: str) -> Engine:
    """The same database without an event loop, for migrations: one connection, write transactions, no pool."""
    file = sqlite_file(url)
    if file is None:
        return create_engine(url, hide_parameters=True, poolclass=NullPool)
    file.parent.mkdir(parents=True, exist_ok=True)
    plain = make_url(url).set(drivername="sqlite")
    options = {"isolation_level": None, "timeout": BUSY_SECONDS}
    engine = create_engine(plain, hide_parameters=True, poolclass=NullPool, connect_args=options)
    _on_each(engine, "BEGIN IMMEDIATE", _WRITER)
    return engine


def _sqlite(url: str, connections: int, begin: str, pragmas: tuple[str, ...]) -> AsyncEngine:
    """isolation_level None: sqlite3 would begin deferred transactions by itself, which lose updates.

    No reset when a connection goes back: every transaction ends in its own commit or rollback.
    """
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=connections,
        max_overflow=0,
        pool_reset_on_return=None,
        async_creator=partial(connect, str(sqlite_file(url)), BUSY_SECONDS, at_hand=connections == 1),
    )
    _on_each(engine.sync_engine, begin, pragmas)
    return engine


def _on_each(engine: Engine, begin: str, pragmas: tuple[str, ...]) -> None:
    """Set up each connection, and begin each transaction, of a SQLite engine."""

    def connected(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
