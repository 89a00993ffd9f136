"""The one place where transactions begin and end, and where a failing database is told from a bug."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.beside import Beside
from bot.store.engines import is_sqlite, reading_engine, writing_engine
from bot.store.failures import DatabaseUnavailable, is_unavailable, said
from bot.store.keycheck import confirm, is_sealed
from bot.store.keys import Keys, NoKeys, WrongKeys
from bot.store.session import Session
from bot.store.vault import Vault

__all__ = ["Database", "DatabaseUnavailable", "Session", "obtain_keys", "open_database"]


class Database:
    """Connections to one database: `open_database` makes it, `close` ends it.

    SQLite: one writer connection behind a lock, and a few others that can only read. PostgreSQL: one pool.
    """

    def __init__(self, url: str, vault: Vault, beside: Beside | None = None) -> None:
        self.url = url
        self.vault = vault
        self.beside = beside
        self._writing = writing_engine(url)
        self._reading = reading_engine(url, self._writing)
        self._writer = asyncio.Lock() if is_sqlite(url) else nullcontext()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        """Write: commits at the end, rolls back on any exception, cancellation too. Never opened inside another.

        DatabaseUnavailable: nothing was kept, try again later. A cancellation that arrives during the commit is raised
        after it: then everything was kept.
        """
        async with self._writer, self._begin(self._writing) as session:
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """Read one unchanging snapshot beside any writer; a write is refused. DatabaseUnavailable as above."""
        async with self._begin(self._reading) as session:
            yield session

    async def close(self) -> None:
        """Close every connection. Idempotent."""
        await self._reading.dispose()
        await self._writing.dispose()

    @asynccontextmanager
    async def _begin(self, engine: AsyncEngine) -> AsyncIterator[Session]:
        try:
            async with engine.connect() as connection:
                session = Session(connection, self.vault, self.beside)
                try:
                    await connection.begin()
                    yield session
                except BaseException:
                    await _to_the_end(connection.rollback())
                    raise
                await _to_the_end(connection.commit())
                session.committed()
        except SQLAlchemyError as error:
            if is_unavailable(error):
                raise DatabaseUnavailable(said(error)) from error
            raise


async def open_database(url: str, keys: Keys, beside: Beside | None = None) -> Database:
    """Open a database whose tables are there already (bot/store/migrations.py).

    beside: the files beside the keys; without them what is erased comes back with an old copy.
    WrongKeys: it holds what other keys sealed. DatabaseUnavailable: it cannot be reached, or not written, now.
    """
    database = Database(url, Vault(keys), beside)
    try:
        async with database.reading() as db:
            known = await confirm(db)
        if not known:
            async with database.transaction() as db:
                await confirm(db, remember=True)
    except BaseException:
        await database.close()
        raise
    return database


async def obtain_keys(url: str, path: Path) -> Keys:
    """The keys of a migrated database: from their file, or made now if nothing is sealed yet. WrongKeys otherwise."""
    try:
        return Keys.load(path)
    except NoKeys:
        return await _first_keys(url, path)


async def _first_keys(url: str, path: Path) -> Keys:
    database = Database(url, Vault(Keys.fresh()))
    try:
        async with database.reading() as db:
            sealed = await is_sealed(db)
    finally:
        await database.close()
    if sealed:
        raise WrongKeys(
            f"hay datos sellados y falta su archivo de claves {path}: no se crea otro; si se perdió:  python -m bot recover-key"
        )
    try:
        return Keys.create(path)
    except FileExistsError:  # another process was first
        return Keys.load(path)


async def _to_the_end(ending: Coroutine[None, None, None]) -> None:
    """Commit or roll back whole even if cancelled meanwhile; the cancellation is raised afterwards."""
    task = asyncio.ensure_future(ending)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
    task.result()
    if cancelled is not None:
        raise cancelled
