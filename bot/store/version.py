"""Which version the tables are at, and which one this program needs; found without the migrations' library.

It costs 11 MB and a tenth of a second, and most starts have nothing to migrate.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from bot.store.engines import blocking_engine, sqlite_file
from bot.store.failures import DatabaseUnavailable

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def head() -> str:
    """The version this program needs: the last of the numbered files."""
    return max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def current(url: str) -> str | None:
    """The version a database is at; None if it has no tables yet. Makes nothing. DatabaseUnavailable: it cannot be reached."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return None
    engine = blocking_engine(url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return found
    except DBAPIError as error:
        raise DatabaseUnavailable(f"no se puede abrir la base de datos: {first_line(error)}") from None
    finally:
        engine.dispose()


def first_line(error: DBAPIError) -> str:
    return str(error.orig).partition("\n")[0]
