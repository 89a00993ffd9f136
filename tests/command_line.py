"""The command line of a folder whose database is migrated, run in the test's own process."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.cli import main


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


def in_folder(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Bot:
    """With its database and its keys there."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("BOT_DATABASE_URL", f"sqlite+aiosqlite:///{folder}/y.db")
    monkeypatch.setenv("BOT_KEYS_FILE", str(folder / "keys.json"))
    made = Bot(capsys)
    assert made("migrate")[0] == 0
    return made
