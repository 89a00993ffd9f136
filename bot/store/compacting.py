"""What was erased leaves the files too: each is written anew, and nothing stays behind in a log."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sqlalchemy import text

from bot.store.engines import BUSY_SECONDS, blocking_engine, sqlite_file
from bot.store.failures import DatabaseUnavailable
from bot.store.schema import metadata


def compact(url: str) -> None:
    """Blocks, and lets nobody write meanwhile. DatabaseUnavailable: somebody reads or writes for too long; try again.

    PostgreSQL: the log and its archives, if there are any, are the operator's.
    """
    file = sqlite_file(url)
    if file is not None:
        try:
            with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
                connection.execute("VACUUM")
                (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError as error:
            raise DatabaseUnavailable(str(error)) from error
        if busy:
            raise DatabaseUnavailable("somebody reads the database")
        return
    engine = blocking_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            for table in metadata.sorted_tables:
                connection.execute(text(f'VACUUM FULL "{table.name}"'))
    finally:
        engine.dispose()
