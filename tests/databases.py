"""`database` and its kin: every test that takes one runs on SQLite and on PostgreSQL, on an empty and migrated one.

Where no PostgreSQL can be started, the run says what it leaves out, under its title where one process runs it, and at its end.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import ExitStack
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from _pytest.mark import ParameterSet

from bot.config import Settings
from bot.scheduler import Jobs, Reminding
from bot.services.trusting import Trust
from bot.store.database import Database, open_database
from bot.store.engines import is_sqlite, sqlite_file
from bot.store.keycheck import confirm
from bot.store.keys import Keys
from bot.store.migrations import upgrade
from bot.store.telling import EVERY_TABLE
from tests import cast
from tests.postgres import Server, server

KINDS = ("sqlite", "postgres")
KEYS = Keys.fresh()
FILE = "yuyachiq.db"
_TABLES = [table.name for table in EVERY_TABLE.sorted_tables]  # parents first
_SHARED = "shared"  # PostgreSQL's database of most tests, emptied before each: six times faster than a copy
_known: dict[str, Database] = {}  # closed, and opened again: it has compiled most statements already
_until_the_end = ExitStack()
_postgres = pytest.StashKey[Server | None]()
_left_out = pytest.StashKey[int]()
_number = count(1)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "only(kind): what is tested is a matter of that database alone")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("only")
        kinds = [_param(kind, metafunc.definition.path) for kind in (only.args if only else KINDS)]
        metafunc.parametrize("kind", kinds, indirect=True)


def _param(kind: str, test: Path) -> str | ParameterSet:
    """Whatever is built on the store runs on PostgreSQL too, but only in `dev.py test --all`: the store's own tests show
    each time that both are alike."""
    alike = test.parent.name in ("store", "migrations")
    return pytest.param(kind, marks=pytest.mark.slow) if kind == "postgres" and not alike else kind


@pytest.hookimpl(trylast=True)  # after -m and -k have chosen
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Start PostgreSQL if a chosen test wants it; without one, leave those tests out and count them."""
    wanting = [item for item in items if _wants_postgres(item)]
    if not wanting or config.option.collectonly:
        return
    running = _until_the_end.enter_context(server())
    config.stash[_postgres] = running
    if running is None:
        items[:] = [item for item in items if not _wants_postgres(item)]
        config.hook.pytest_deselected(items=wanting)
        _tell_left_out(config, len(wanting))


def _tell_left_out(config: pytest.Config, number: int) -> None:
    """Keep it for the report; where several processes run the tests, another one makes it."""
    config.stash[_left_out] = number
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = number


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """One of several processes ended; what it kept for the report."""
    said = getattr(node, "workeroutput", {}).get("left_out", 0)  # one that crashed says nothing
    node.config.stash[_left_out] = max(said, node.config.stash.get(_left_out, 0))


def pytest_report_collectionfinish(config: pytest.Config) -> list[str]:
    left_out = config.stash.get(_left_out, 0)
    return [f"WITHOUT POSTGRESQL: no server could be started; {left_out} tests are left out"] if left_out else []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in pytest_report_collectionfinish(config):
        terminalreporter.write_line(line, yellow=True)


def pytest_unconfigure() -> None:
    _until_the_end.close()


def _wants_postgres(item: pytest.Item) -> bool:
    called = getattr(item, "callspec", None)
    return called is not None and called.params.get("kind") == "postgres"


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on: "sqlite" or "postgres"."""
    return str(request.param)


@pytest.fixture(scope="session")
def template_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """SQLite databases to copy: "empty" has all tables and no row, "demo" holds the cast; "begun" too, and a bot ran."""
    folder = tmp_path_factory.mktemp("templates")
    files = {name: folder / f"{name}.db" for name in ("empty", "demo", "begun")}
    upgrade(sqlite(files["empty"]))
    for before, name in pairwise(files):
        shutil.copy(files[before], files[name])
        asyncio.run(_fill(sqlite(files[name]), name))
    return files


@pytest.fixture(scope="session")
def shared_postgres(request: pytest.FixtureRequest) -> Server:
    """The running server, whose shared database has all tables, and copies of the same rows to fill them with."""
    running = request.config.stash[_postgres]
    assert running is not None
    running.run(f"CREATE DATABASE {_SHARED}")
    upgrade(running.url(_SHARED))
    for name in ("demo", "begun"):
        asyncio.run(_fill(running.url(_SHARED), name))
        running.remember(_SHARED, _TABLES, name)
    return running


async def _fill(url: str, name: str) -> None:
    """One template from the one before."""
    database = await open_database(url, KEYS)
    if name == "demo":
        async with database.transaction() as db:
            await cast.load(db)
    else:
        jobs = Jobs(database, lambda: cast.NOW, Reminding(Trust(lambda: cast.NOW)))
        await jobs.housekeeping()
        await jobs.reminders()
    await database.close()


@pytest.fixture
def bare_url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a database without any table."""
    if kind == "sqlite":
        return sqlite(tmp_path / FILE)
    running = request.config.stash[_postgres]
    assert running is not None
    name = f"bare{next(_number)}"
    running.run(f"CREATE DATABASE {name}")
    return running.url(name)


@pytest.fixture
def rows(request: pytest.FixtureRequest) -> str:
    """Which rows a migrated database starts with: "empty", or those of the cast where the test wants `demo`."""
    return "demo" if "demo" in request.fixturenames else "empty"


@pytest.fixture
def database_url(kind: str, rows: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a migrated database with these `rows`."""
    if kind == "sqlite":
        files: dict[str, Path] = request.getfixturevalue("template_files")
        shutil.copy(files[rows], tmp_path / FILE)
        here = files["empty"].parent / "here"  # always one address, so that `_known` serves here too
        here.unlink(missing_ok=True)
        here.symlink_to(tmp_path)
        return sqlite(here / FILE)
    running: Server = request.getfixturevalue("shared_postgres")
    running.reset(_SHARED, _TABLES, rows)
    return running.url(_SHARED)


@pytest.fixture
def keys() -> Keys:
    """The keys that `database` was opened with."""
    return KEYS


@pytest_asyncio.fixture
async def database(database_url: str, keys: Keys) -> AsyncIterator[Database]:
    """An open, empty database."""
    if database_url in _known:
        opened = _known[database_url]
        opened._writer = asyncio.Lock() if is_sqlite(database_url) else opened._writer  # one belongs to its event loop
        async with opened.transaction() as db:
            await confirm(db, remember=True)  # as `open_database` does
    else:
        opened = _known[database_url] = await open_database(database_url, keys)
    yield opened
    await opened.close()


@pytest.fixture
def demo(database: Database) -> Database:
    """An open database with the cast's mesas (tests/cast.py)."""
    return database


def put(template: Path, settings: Settings) -> None:
    """A copy of that database, and its keys, where the settings say."""
    file = sqlite_file(settings.database_url)
    assert file is not None
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(template, file)
    KEYS.write(settings.keys_file)


def sqlite(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"
