"""Telling "the database cannot now" from a bug, once, so that others can wait for the one and report the other."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# Any other code, such as SQLITE_ERROR for a table that is not there, is our mistake. https://sqlite.org/rescode.html
_SQLITE_CANNOT_NOW = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)


class DatabaseUnavailable(Exception):
    """Locked, full, unreachable: nothing of the transaction was kept; wait and try again."""


def is_unavailable(error: SQLAlchemyError) -> bool:
    """Whether waiting may help."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_CANNOT_NOW
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)


def said(error: SQLAlchemyError) -> str:
    """What the database said, on one line, without the statement."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return " ".join(str(cause).split())
