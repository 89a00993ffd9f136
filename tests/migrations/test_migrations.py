"""The migrations make exactly the tables that the program knows, and lose nothing on the way."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from bot.store.database import Database, open_database
from bot.store.engines import blocking_engine
from bot.store.keys import Keys
from bot.store.migrations import configuration, downgrade, upgrade
from bot.store.telling import EVERY_TABLE
from bot.store.verifying import verify
from bot.store.version import current, head
from tests import cast

ROOT = Path(__file__).parents[2]
TABLES = {table.name for table in EVERY_TABLE.sorted_tables}


def revisions() -> list[str]:
    """Every version, the oldest first."""
    return [script.revision for script in ScriptDirectory.from_config(configuration("")).walk_revisions()][::-1]


def tables(url: str) -> set[str]:
    engine = blocking_engine(url)
    with engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version", "sqlite_sequence"}


def counts(url: str) -> dict[str, int]:
    """How many rows each table has."""
    engine = blocking_engine(url)
    with engine.connect() as connection:
        return {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in sorted(TABLES)
        }


async def fill(url: str, keys: Keys) -> None:
    database = await open_database(url, keys)
    async with database.transaction() as db:
        await cast.load(db)
    await database.close()


def test_there_is_one_head() -> None:
    assert ScriptDirectory.from_config(configuration("")).get_heads() == [revisions()[-1]] == [head()]


def test_empty_database_upgraded_has_exactly_our_tables(bare_url: str) -> None:
    assert current(bare_url) is None
    upgrade(bare_url)
    assert current(bare_url) == head()
    engine = blocking_engine(bare_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, EVERY_TABLE) == []


def test_only_deliveries_that_wait_are_indexed(bare_url: str) -> None:
    """The tables name the condition for SQLite alone; the comparison above does not look at it."""
    upgrade(bare_url)
    engine = blocking_engine(bare_url)
    with engine.connect() as connection:
        found = {one["name"]: one["dialect_options"] for one in inspect(connection).get_indexes("delivery")}
    condition = str(found["ix_delivery_waiting"][f"{engine.dialect.name}_where"])
    assert ("pending" in condition, "sending" in condition, "sent" in condition) == (True, True, False)


def test_asking_for_the_version_makes_no_file(tmp_path: Path) -> None:
    assert current(f"sqlite+aiosqlite:///{tmp_path / 'data' / 'yuyachiq.db'}") is None
    assert list(tmp_path.iterdir()) == []


def test_upgrade_makes_the_folder_for_its_data(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'data' / 'yuyachiq.db'}"
    upgrade(url)
    assert current(url) == head()


def test_upgrade_of_what_is_up_to_date_changes_nothing(bare_url: str) -> None:
    upgrade(bare_url)
    upgrade(bare_url)
    assert (current(bare_url), tables(bare_url)) == (head(), TABLES)


async def test_each_version_goes_down_and_up_again_with_data(bare_url: str, keys: Keys) -> None:
    """DB-07: the first version has nothing below it; from each later one, what is older survives."""
    upgrade(bare_url)
    await fill(bare_url, keys)
    before = counts(bare_url)
    for lower in reversed(revisions()[:-1]):
        downgrade(bare_url, lower)
        upgrade(bare_url)
        assert counts(bare_url) == before
    downgrade(bare_url, "base")
    assert (current(bare_url), tables(bare_url)) == (None, set())
    upgrade(bare_url)
    await fill(bare_url, keys)
    assert counts(bare_url) == before


async def test_upgrade_keeps_the_data_of_a_filled_database(demo: Database, database_url: str) -> None:
    before = counts(database_url)
    upgrade(database_url)
    assert counts(database_url) == before
    async with demo.reading() as db:
        assert (await verify(db)).ok


@pytest.mark.slow
def test_upgrades_at_once_wait_for_each_other(bare_url: str) -> None:
    """Two starts at the same instant; each in a process of its own, as they would be."""
    command = [sys.executable, "-c", "import sys; from bot.store.migrations import upgrade; upgrade(sys.argv[1])"]
    with ThreadPoolExecutor() as pool:
        codes = pool.map(lambda _: subprocess.run([*command, bare_url], cwd=ROOT, check=False).returncode, range(3))
    assert (list(codes), current(bare_url), tables(bare_url)) == ([0, 0, 0], head(), TABLES)


@pytest.mark.only("sqlite")
def test_upgrade_that_fails_leaves_nothing_half_made(bare_url: str) -> None:
    """DB-07: the last of the tables is in the way."""
    engine = blocking_engine(bare_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE history_text (x INTEGER)"))
    with pytest.raises(Exception, match="history_text already exists"):
        upgrade(bare_url)
    assert (current(bare_url), tables(bare_url)) == (None, {"history_text"})


@pytest.mark.only("sqlite")
def test_alembic_itself_finds_the_database_by_its_setting(bare_url: str) -> None:
    """`python -m alembic upgrade head` in a checkout, configured by pyproject.toml alone."""
    environment = {**os.environ, "BOT_DATABASE_URL": bare_url}
    command = [sys.executable, "-m", "alembic", "upgrade", "head"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr, current(bare_url)) == (0, "", head())
