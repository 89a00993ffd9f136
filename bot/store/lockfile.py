"""One process at a time does what cannot be shared on a SQLite database: run, restore, rotate-key, migrate."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from bot.store.engines import sqlite_file
from bot.store.failures import DatabaseUnavailable


class RunLocked(Exception):
    """Another process holds the database."""


@contextmanager
def run_lock(url: str) -> Iterator[None]:
    """Hold the lock file beside a SQLite database; the system frees it even after a kill. Nothing for PostgreSQL.

    RunLocked: another process has it. The file stays: removing it would let two processes hold
    "the" lock. DatabaseUnavailable: there is no folder to write in.
    """
    database = sqlite_file(url)
    if database is None:
        yield
        return
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(f"{database}.lock.pid", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise DatabaseUnavailable(f"no puedo escribir en {database.parent}: {error.strerror}") from None
    try:
        _hold(descriptor, str(database))
        yield
    finally:
        os.close(descriptor)


def _hold(descriptor: int, database: str) -> None:
    """Take the lock and write down who has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(descriptor, 20).decode(errors="replace").strip() or "?"
        raise RunLocked(f"otro proceso (n.º {holder}) ya usa {database}") from error
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
