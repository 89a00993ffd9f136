"""How Alembic reaches the database: the address from the caller or BOT_DATABASE_URL, one transaction for everything."""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection, text

from bot.store.engines import blocking_engine, is_sqlite
from bot.store.telling import EVERY_TABLE

DEFAULT_URL = "sqlite+aiosqlite:///yuyachiq.db"


def address() -> str:
    given: str | None = context.config.attributes.get("url")
    return given or os.environ.get("BOT_DATABASE_URL") or DEFAULT_URL


def run(connection: Connection, url: str) -> None:
    """SQLite's transactions take the file at once (BEGIN IMMEDIATE); PostgreSQL's need a lock of their own."""
    context.configure(
        connection=connection,
        target_metadata=EVERY_TABLE,
        transactional_ddl=True,
        render_as_batch=is_sqlite(url),
    )
    with context.begin_transaction():
        if not is_sqlite(url):
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('yuyachiq.migrations'))"))
        context.run_migrations()


def main() -> None:
    if context.is_offline_mode():
        raise SystemExit("migrations run on a database, not as a script (--sql)")
    url = address()
    engine = blocking_engine(url)
    try:
        with engine.connect() as connection:
            run(connection, url)
    finally:
        engine.dispose()


main()
