"""Copies of a SQLite database: taken beside a running bot, and put back whole or not at all. All of it blocks."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot import failpoints
from bot.store.engines import BUSY_SECONDS

MODE = 0o600


class BackupRefused(Exception):
    """The copy cannot be made, or is none; one line."""


def take(database: Path, target: Path) -> Path:
    """A copy of everything committed by now, in a hidden draft beside `target`; `keep` gives it its name.

    BackupRefused: the target is there already, or cannot be written. Writers go on meanwhile.
    """
    if target.exists():
        raise BackupRefused(f"{target} ya existe: no se toca")
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE))
    except OSError as error:
        raise BackupRefused(f"no puedo escribir en {target.parent}: {error.strerror}") from None
    try:
        with closing(_open(database)) as connection:
            connection.execute("VACUUM INTO ?", (str(draft),))
        failpoints.hit("backup.mid")
        check(draft)
        _sync(draft)
    except sqlite3.DatabaseError as error:
        draft.unlink()
        raise BackupRefused(f"{database} no se puede copiar: {error}") from None
    except BaseException:
        draft.unlink()
        raise
    return draft


def keep(draft: Path, target: Path) -> None:
    """Give the draft its name, which nothing else has taken meanwhile (BackupRefused)."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise BackupRefused(f"{target} ya existe: no se toca") from None
    finally:
        draft.unlink()
    _sync(target.parent)


def check(file: Path, named: Path | None = None) -> None:
    """BackupRefused: that is no whole SQLite database. named: what it is a copy of."""
    try:
        with closing(_open(file)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
            stray = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"{named or file} no es una base de datos entera: {error}") from None
    if found != ["ok"] or stray:
        raise BackupRefused(f"{named or file} está dañado: {found[0]}")


def copy(file: Path, draft: Path) -> None:
    """A copy to work on; what was left of an earlier try goes. BackupRefused: the file cannot be read, or is not whole."""
    discard(draft)
    try:
        with (
            file.open("rb") as source,
            os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "wb") as to,
        ):
            shutil.copyfileobj(source, to)
    except OSError as error:
        raise BackupRefused(f"no puedo leer {file}: {error.strerror}") from None
    check(draft, named=file)


def discard(draft: Path) -> None:
    """The file with its log, if they are there."""
    for name in (draft.name, f"{draft.name}-wal", f"{draft.name}-shm"):
        draft.with_name(name).unlink(missing_ok=True)


def set_aside(database: Path, aside: Path) -> None:
    """A copy of what is there; what is too damaged to be copied goes there itself, its log with it."""
    try:
        keep(take(database, aside), aside)
    except BackupRefused:
        for suffix in ("-shm", "-wal", ""):
            part = database.with_name(f"{database.name}{suffix}")
            if part.exists():
                part.replace(aside.with_name(f"{aside.name}{suffix}"))


def put_back(draft: Path, database: Path) -> None:
    """Everything in the database is now as in the draft; killed in between, all is as before.

    BackupRefused: somebody else writes, or what is there cannot be overwritten because it is damaged.
    """
    try:
        with closing(_open(draft)) as source, closing(_open(database)) as target:
            database.chmod(MODE)
            target.execute("PRAGMA journal_mode=WAL")
            failpoints.hit("restore.mid")
            source.backup(target)
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        raise BackupRefused(f"{database} está en uso: {error}") from None
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"{database} está dañado ({error}): póngalo aparte y repita") from None


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
