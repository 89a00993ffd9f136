"""INSERT … ON CONFLICT, which both databases write alike and SQLAlchemy keeps in two places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite

from bot.store.session import Session

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def insert(db: Session, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return insert_for(db.dialect, table)


def insert_for(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 (2 MB that a bot on SQLite never needs)

    return postgresql.insert(table)
