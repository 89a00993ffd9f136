"""Of all the processes of one PostgreSQL database one holds an office, for as long as its connection lives.

Who dies, or whose connection is cut, has lost it at once: the server tells, no clock is asked. On SQLite the run lock has
decided already (bot/store/lockfile.py).
"""

from __future__ import annotations

import structlog
from sqlalchemy import NullPool, bindparam, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.engines import is_sqlite

log = structlog.get_logger()
_TAKE = select(func.pg_try_advisory_lock(func.hashtext(bindparam("office"))))
_ALIVE = select(1)


class Election:
    """One candidate. office: e.g. "yuyachiq.poller"."""

    def __init__(self, url: str, office: str) -> None:
        self._office = office
        self._engine: AsyncEngine | None = None
        if not is_sqlite(url):
            self._engine = create_async_engine(url, hide_parameters=True, poolclass=NullPool)
        self._connection: AsyncConnection | None = None
        self._held = False

    async def held(self) -> bool:
        """Whether the office is ours now; taken if it is free. While the database cannot be asked it is nobody's."""
        if self._engine is None:
            return True
        try:
            if self._connection is None:
                made = await self._engine.connect()
                self._connection = await made.execution_options(isolation_level="AUTOCOMMIT")
            if self._held:
                await self._connection.execute(_ALIVE)
            else:
                self._held = bool(await self._connection.scalar(_TAKE, {"office": self._office}))
        except SQLAlchemyError as error:
            log.warning("office_unknown", office=self._office, error=type(error).__name__)
            await self.leave()
        return self._held

    async def leave(self) -> None:
        """Give it up, for another to take. Idempotent."""
        connection, self._connection, self._held = self._connection, None, False
        if connection is not None:
            try:
                await connection.invalidate()
                await connection.close()
            except SQLAlchemyError as error:  # it was cut: then the server has taken the office already
                log.info("office_left", office=self._office, error=type(error).__name__)
