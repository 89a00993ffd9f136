"""The tables' versions: bring a database up to date, or back. Where it stands: bot/store/version.py."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from bot.store.version import MIGRATIONS


def configuration(url: str) -> Config:
    """What Alembic needs to work on this database, wherever the program was started from."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
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
