"""The tables' versions: bring a database up to date, and say where it stands."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.store.engines import blocking_engine, sqlite_file

_ROOT = Path(__file__).resolve().parents[2] / "migrations"


def configuration(url: str) -> Config:
    """What Alembic needs to work on this database, wherever the program was started from."""
    config = Config()
    config.set_main_option("script_location", str(_ROOT).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Make or change the tables, in one transaction: all or nothing, and two at once wait for each other.

    Blocks; call it before the event loop has work. Nothing else may be running on old tables: hold `run_lock`.
    """
    command.upgrade(configuration(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Go back to an older version ("base": no tables), in one transaction. What the older one cannot hold is lost."""
    command.downgrade(configuration(url), revision)


def head() -> str:
    """The version this program needs."""
    (found,) = ScriptDirectory.from_config(configuration("")).get_heads()
    return found


def current(url: str) -> str | None:
    """The version a database is at; None if it has no tables yet. Makes nothing. DBAPIError: it cannot be reached."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return None
    engine = blocking_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
