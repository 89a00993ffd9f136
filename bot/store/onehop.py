"""aiosqlite with one trip to its thread per statement instead of four (cursor, execute, fetch, close).

Each trip costs about 0.1 ms of CPU, several times what SQLite itself needs for a small statement. SQLAlchemy takes every
row at once anyway, so they are fetched in the trip that executes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite


class OneHopCursor:
    """What SQLAlchemy uses of `aiosqlite.Cursor`. The real cursor lives and dies in the connection's thread."""

    def __init__(self, connection: OneHopConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Sequence[Any] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Iterable[Any] = ()) -> OneHopCursor:
        return await self._run(sqlite3.Connection.execute, statement, parameters)

    async def executemany(self, statement: str, parameters: Iterable[Iterable[Any]]) -> OneHopCursor:
        return await self._run(sqlite3.Connection.executemany, statement, parameters)

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []

    async def _run(
        self, method: Callable[..., sqlite3.Cursor], statement: str, parameters: Iterable[Any]
    ) -> OneHopCursor:
        await self._connection.in_thread(self._there, method, statement, parameters)
        return self

    def _there(
        self, connection: sqlite3.Connection, method: Callable[..., sqlite3.Cursor], statement: str, parameters: Any
    ) -> None:
        """In the connection's thread."""
        cursor = method(connection, statement, parameters)
        self.description, self.lastrowid = cursor.description, cursor.lastrowid
        if cursor.description:
            self._rows = cursor.fetchall()
        self.rowcount = cursor.rowcount
        cursor.close()


class OneHopConnection(aiosqlite.Connection):
    """An aiosqlite connection with such cursors."""

    def cursor(self) -> OneHopCursor:  # type: ignore[override] # the original hops to make one
        return OneHopCursor(self)

    async def in_thread(self, function: Callable[..., None], *arguments: Any) -> None:
        """Run it with the real connection, after whatever is queued already. ValueError: the connection is closed."""
        await self._execute(function, self._conn, *arguments)  # type: ignore[no-untyped-call]


async def connect(file: str, busy_seconds: float) -> OneHopConnection:
    """Open a database file; transactions begin only when told to. sqlite3.OperationalError: it cannot be opened."""
    opening = partial(sqlite3.connect, file, timeout=busy_seconds, isolation_level=None)
    connection = OneHopConnection(opening, iter_chunk_size=64)
    connection._thread.daemon = True  # as SQLAlchemy's own: a forgotten connection must not keep the process alive
    await connection
    return connection
