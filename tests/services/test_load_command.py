"""`python -m bot load` as an operator runs it: what it prints, how it ends, what it leaves."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.cli import main

ROOT = Path(__file__).parents[2]
DATA = [
    str(ROOT / "bot/simulator/data" / f"{name}.csv") for name in ("mesas", "instituciones", "compromisos", "sesiones")
]


class Bot:
    """The command line of one folder."""

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
def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Bot:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/y.db")
    monkeypatch.setenv("BOT_KEYS_FILE", str(tmp_path / "keys.json"))
    made = Bot(capsys)
    assert made("migrate")[0] == 0
    return made


def test_a_dry_run_tells_everything_and_changes_nothing(bot: Bot) -> None:
    before = bot("verify")
    code, told, errors = bot("load", *DATA, "--dry-run")

    assert (code, errors, bot("verify")) == (0, [], before)
    assert told[:4] == [
        "mesas: nuevas 2, cambiadas 0, iguales 0",
        "instituciones: nuevas 40, cambiadas 0, iguales 0",
        "compromisos: nuevos 64, cambiados 0, iguales 0",
        "sesiones: nuevas 5, cambiadas 0, iguales 0",
    ]
    assert bot("load", *DATA) == (0, told, [])  # what it said is what happens
    assert bot("load", *DATA, "--dry-run") == (0, ["sin cambios"], [])


def test_a_dry_run_shows_each_change(bot: Bot) -> None:
    bot("load", *DATA)
    Path("c.csv").write_text("codigo,compromiso,estado_reportado\nESP-01,Otro texto,incumplido\n", "utf-8")
    before = bot("verify")

    code, told, _ = bot("load", "c.csv", "--mesa", "espinar", "--dry-run")

    assert (code, told[0], len(told)) == (0, "compromisos: nuevos 0, cambiados 1, iguales 0", 4)
    assert bot("verify") == before


def test_bad_input_ends_with_1_its_lines_and_nothing_changed(bot: Bot) -> None:
    before = bot("verify")
    Path("c.csv").write_text("codigo,mesa,compromiso,vence\nA,espinar,x,30/02/2024\nA,luna,y,\n", "utf-8")

    assert bot("load", *DATA, "c.csv") == (
        1,
        [],
        [
            "c.csv, fila 2, columna vence: «30/02/2024» no es una fecha; escriba dd/mm/aaaa",
            "c.csv, fila 3, columna mesa: no hay ninguna mesa «luna»",
        ],
    )
    assert bot("verify") == before


def test_a_file_that_is_not_there_is_one_line(bot: Bot) -> None:
    assert bot("load", "nada.csv") == (1, [], ["no puedo leer nada.csv: No such file or directory"])
