"""aiosqlite with one trip to its thread per statement instead of four (cursor, execute, fetch, close).

Each trip costs about 0.1 ms of CPU, several times what SQLite itself needs for a small statement. SQLAlchemy takes every
row at once anyway, so they are fetched in the trip that executes.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite

LONGEST_AT_HAND = 0.005  # seconds of statements in a row before the event loop gets its turn


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
        await self._connection.do(statement, self._there, method, statement, parameters)
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
    """An aiosqlite connection with such cursors. at_hand: a statement inside a transaction needs no trip at all."""

    at_hand = False
    _hopped = 0.0

    def cursor(self) -> OneHopCursor:  # type: ignore[override] # the original hops to make one
        return OneHopCursor(self)

    async def do(self, statement: str, function: Callable[..., None], *arguments: Any) -> None:
        """Run it with the real connection, after whatever is queued already. ValueError: the connection is closed.

        What may wait for another process (BEGIN) goes to the thread; so does the first statement after a while without
        a trip, so that a long row of statements lets everybody else in.
        """
        now = time.monotonic()
        if self.at_hand and now - self._hopped < LONGEST_AT_HAND and not statement.startswith(("BEGIN", "PRAGMA")):
            function(self._conn, *arguments)
            return
        await self._execute(function, self._conn, *arguments)  # type: ignore[no-untyped-call]
        self._hopped = time.monotonic()


async def connect(file: str, busy_seconds: float, *, at_hand: bool) -> OneHopConnection:
    """Open a database file; transactions begin only when told to. sqlite3.OperationalError: it cannot be opened."""
    opening = partial(sqlite3.connect, file, timeout=busy_seconds, isolation_level=None, check_same_thread=not at_hand)
    connection = OneHopConnection(opening, iter_chunk_size=64)
    connection.at_hand = at_hand
    connection._thread.daemon = True  # as SQLAlchemy's own: a forgotten connection must not keep the process alive
    await connection
    return connection
