"""`python -m bot load` as an operator runs it: what it prints, how it ends, what it leaves."""

from __future__ import annotations

import signal
import tempfile
from pathlib import Path

import pytest

from bot.store.database import open_database
from bot.store.keys import Keys
from bot.store.verifying import verify
from tests.command_line import DATA, Bot
from tests.faults.killable import Killable


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


def test_what_is_exported_is_loaded_without_a_change(bot: Bot, tmp_path: Path) -> None:
    bot("load", *DATA)
    code, written, errors = bot("export", "--mesa", "espinar", "-o", "out/espinar")

    kinds = ("mesas", "instituciones", "compromisos", "sesiones")[: len(written)]
    assert (code, errors, written) == (0, [], [f"out/espinar/espinar-{kind}.csv" for kind in kinds])
    assert bot("load", *written) == (0, ["sin cambios"], [])


def test_a_mesa_that_is_not_there_is_not_exported(bot: Bot) -> None:
    bot("load", *DATA)

    refused = "--mesa luna: las mesas son espinar, las-bambas"
    assert bot("export", "--mesa", "luna", "-o", "out") == (1, [], [refused])
    assert not Path("out").exists()


def test_where_nothing_can_be_written_is_one_line(bot: Bot) -> None:
    bot("load", *DATA)
    Path("out").write_text("a file")

    assert bot("export", "--mesa", "espinar", "-o", "out") == (1, [], ["no puedo escribir en out: File exists"])


@pytest.mark.parametrize("nth", [1, 50, 111])
async def test_killed_half_way_nothing_is_there_and_again_everything(database_url: str, keys: Keys, nth: int) -> None:
    """FIL-06"""
    with tempfile.TemporaryDirectory() as folder:
        keys.write(Path(folder) / "keys.json")
        settings = {"BOT_DATABASE_URL": database_url, "BOT_KEYS_FILE": f"{folder}/keys.json"}
        load = Killable("bot", "load", *DATA, environment=settings)
        await load.start(f"import.mid@{nth}:kill")
        killed = await load.died()
        database = await open_database(database_url, keys)
        async with database.reading() as db:
            after_the_kill = await verify(db)
        await load.start()
        ended = await load.died()
        async with database.reading() as db:
            after = await verify(db)
        await database.close()

    assert (killed, after_the_kill.ok, after_the_kill.events) == (-signal.SIGKILL, True, 0)
    assert (ended, after.ok, after.events) == (0, True, 2 + 40 + 64 + 5)
