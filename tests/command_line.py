"""The command line of a folder whose database is migrated, run in the test's own process."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import system_clock
from bot.config import read_settings
from bot.matrix import read_files
from bot.services.loading import load
from bot.store.database import open_database
from tests.databases import FILE, KEYS, put, sqlite

ROOT = Path(__file__).parents[1]
DATA = [
    str(ROOT / "bot/simulator/data" / f"{name}.csv") for name in ("mesas", "instituciones", "compromisos", "sesiones")
]


class Bot:
    """Called with words as an operator types them."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *words: str) -> tuple[int, list[str], list[str]]:
        """(exit code, lines of stdout, lines of stderr)."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["bot", *words])
            with pytest.raises(SystemExit) as ended:
                main()
        said = self.capsys.readouterr()
        return int(ended.value.code or 0), said.out.splitlines(), said.err.splitlines()


@pytest.fixture
def bot(
    tmp_path: Path, template_files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Bot:
    """A migrated database without any row, and its keys."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_DATABASE_URL", sqlite(tmp_path / FILE))
    monkeypatch.setenv("BOT_KEYS_FILE", str(tmp_path / "keys.json"))
    put(template_files["empty"], read_settings())
    return Bot(capsys)


@pytest.fixture
def loaded(example: Path, bot: Bot, tmp_path: Path) -> Bot:
    """Its database holds what DATA says."""
    shutil.copy(example, tmp_path / FILE)
    return bot


@pytest.fixture(scope="session")
def example(template_files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database to copy, loaded with DATA."""
    file = tmp_path_factory.mktemp("example") / FILE
    shutil.copy(template_files["empty"], file)
    asyncio.run(_load(file))
    return file


async def _load(file: Path) -> None:
    database = await open_database(sqlite(file), KEYS)
    async with database.transaction() as db:
        await load(db, read_files([Path(name) for name in DATA]), now=system_clock())
    await database.close()
