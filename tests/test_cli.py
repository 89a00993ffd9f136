"""The command line as an operator uses it: data on stdout, one clear line on stderr, the right exit code."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import version

pytestmark = pytest.mark.slow  # each command is a process of its own

ROOT = Path(__file__).parent.parent
DATA = ROOT / "bot/simulator/data"
FILES = [str(DATA / f"{name}.csv") for name in ("mesas", "instituciones", "compromisos", "sesiones")]


class Operator:
    """Runs `python -m bot …` with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("BOT_")},
            "BOT_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'datos' / 'y.db'}",
            "BOT_KEYS_FILE": str(folder / "claves" / "keys.json"),
            "BOT_WEB_BIND": "127.0.0.1:0",
        }

    def run(self, *arguments: str, stdin: str = "", **settings: str) -> tuple[int, str, str]:
        """(exit code, stdout, stderr)"""
        command = [sys.executable, "-m", "bot", *arguments]
        environment = {**self.environment, **settings}
        ended = subprocess.run(
            command, cwd=ROOT, env=environment, input=stdin, capture_output=True, text=True, timeout=60, check=False
        )
        return ended.returncode, ended.stdout, ended.stderr


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Operator:
    """An operator whose database is migrated and holds the demonstration's data."""
    operator = Operator(tmp_path_factory.mktemp("operator"))
    code, out, _ = operator.run("migrate")
    assert code == 0
    assert out.splitlines()[1].startswith("claves nuevas en")
    assert operator.run("load", *FILES)[0] == 0
    return operator


def test_nothing_works_before_migrate_and_says_so(tmp_path: Path) -> None:
    assert Operator(tmp_path).run("verify") == (
        1,
        "",
        "la base de datos no está al día: ejecute primero  python -m bot migrate\n",
    )


def test_migrate_makes_keys_once_and_prints_the_paper_key_once(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    first, again = operator.run("migrate"), operator.run("migrate")

    assert "no se muestra otra vez" in first[1]
    assert again[1].splitlines() == [f"base de datos al día: {version.head()}"]
    for file in ("claves/keys.json", "datos/y.db"):
        assert (tmp_path / file).stat().st_mode & 0o777 == 0o600


def test_the_paper_key_brings_the_keys_back(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    paper = operator.run("migrate")[1].splitlines()[-1]
    keys = tmp_path / "claves/keys.json"
    before = json.loads(keys.read_text())
    keys.unlink()

    wrong = paper[:-1] + ("A" if paper[-1] != "A" else "B")
    assert operator.run("recover-key", stdin=wrong)[0] == 1
    assert operator.run("recover-key", stdin=paper.lower()) == (
        0,
        f"claves rehechas en {keys}; compruébelas con  python -m bot doctor\n",
        "",
    )
    assert json.loads(keys.read_text()) == before
    assert operator.run("recover-key", stdin=paper)[0] == 1  # never overwrites


def test_loading_again_changes_nothing_and_a_dry_run_writes_nothing(operator: Operator, tmp_path: Path) -> None:
    new = tmp_path / "c.csv"
    new.write_text("codigo,mesa,compromiso\nNEW-1,espinar,Hacer algo\n")

    before = operator.run("verify")
    assert operator.run("load", *FILES)[:2] == (0, "sin cambios\n")
    code, out, _ = operator.run("load", str(new), "--dry-run")

    assert (code, "compromisos: nuevos 1" in out) == (0, True)
    assert operator.run("verify") == before


def test_a_bad_file_is_refused_with_one_line(operator: Operator, tmp_path: Path) -> None:
    bad = tmp_path / "c.csv"
    bad.write_text("codigo,mesa,compromiso,vence\nA-1,espinar,x,30/02/2026\n")

    assert operator.run("load", str(bad)) == (
        1,
        "",
        "c.csv, fila 2, columna vence: «30/02/2026» no es una fecha; escriba dd/mm/aaaa\n",
    )
    code, _, line = operator.run("load", str(tmp_path / "no-hay.csv"))
    assert (code, line.count("\n")) == (1, 1)


def test_ask_answers_as_a_member_would_hear_it(operator: Operator) -> None:
    code, out, err = operator.run("ask", "esp 26", "--language", "qu", "--mesa", "espinar")

    assert (code, err) == (0, "")
    assert out.startswith("ESP-26\nRimanakuy: Mesa de Diálogo de Espinar")
    assert operator.run("ask", "x", "--mesa", "nada")[2] == "--mesa nada: las mesas son espinar, las-bambas\n"
    assert operator.run("ask", "x", "--language", "en")[2] == "--language en: los idiomas son es, qu\n"


def test_ask_explains_a_hard_word_without_a_mesa(operator: Operator) -> None:
    code, out, err = operator.run("ask", "/glosario canon")

    assert (code, out.splitlines()[0], err) == (0, "Canon minero", "")


def test_ask_answers_plain_questions_and_remembers_nothing(operator: Operator) -> None:
    """Each is a chat of its own: a follow-up follows nothing, a language asked for is not spoken the next time."""
    overdue = operator.run("ask", "¿qué está vencido?", "--mesa", "espinar")
    card = operator.run("ask", "¿cómo va ESP-26?", "--mesa", "espinar")
    follow_up = operator.run("ask", "¿y quién es el responsable?", "--mesa", "espinar")
    language = operator.run("ask", "quiero hablar en quechua", "--mesa", "espinar")
    again = operator.run("ask", "¿cómo va ESP-26?", "--mesa", "espinar")

    assert [(code, err) for code, _, err in (overdue, card, follow_up, language, again)] == [(0, "")] * 5
    assert overdue[1].splitlines()[0] == "Mesa: Mesa de Diálogo de Espinar"
    assert card[1].splitlines()[0] == "ESP-26"
    assert "¿Quién debe actuar?" in follow_up[1].splitlines()  # of the whole mesa
    assert language[1].splitlines()[0] == "Allinmi. Runasimipim rimasaq."
    assert again == card


def test_verify_finds_what_was_changed_behind_the_bots_back(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    operator.run("migrate")
    operator.run("load", *FILES)
    code, out, _ = operator.run("verify")
    assert (code, out.startswith("historia íntegra: 111 eventos, huella ")) == (0, True)

    with closing(sqlite3.connect(tmp_path / "datos/y.db")) as database:
        database.execute("UPDATE commitment SET status = 'done' WHERE code = 'ESP-26'")
        database.commit()

    assert operator.run("verify") == (1, "", "historia rota: estado ≠ historia: commitment espinar/ESP-26 status\n")


def test_what_is_kept_is_proved_exported_erased_copied_and_put_back(tmp_path: Path) -> None:
    operator, history, copy = Operator(tmp_path), tmp_path / "historia.jsonl", tmp_path / "copia.db"
    operator.run("migrate")
    operator.run("load", *FILES)
    end = operator.run("verify")[1].split()
    head = f"{end[-2]} {end[-1][:8]}"
    again = {
        "head": operator.run("verify", "--head", head),
        "other": operator.run("verify", "--head", head.replace("111", "110")),
        "export": operator.run("export-history", "-o", str(history)),
        "backup": operator.run("backup", str(copy)),
        "erase": operator.run("erase", "espinar/ESP-26", "text"),
        "no heads": operator.run("verify", "--heads", str(copy)),
        "nothing": operator.run("erase", "espinar/ESP-26", "status"),
        "verify": operator.run("verify"),
        "restore": operator.run("restore", str(copy)),
        "restored": operator.run("verify"),
    }

    assert {name: code for name, (code, _, _) in again.items()} == dict.fromkeys(again, 0) | {
        "other": 1,
        "nothing": 1,
        "no heads": 1,
    }
    assert again["other"][2] == "historia rota: la huella n.º 110 no es de esta historia\n"
    assert again["no heads"][2] == f"--heads {copy}: no es un archivo de huellas\n"
    assert again["export"][1] == f"111 eventos en {history}\n"
    assert again["nothing"][2] == "espinar/ESP-26 status: no hay palabras guardadas ahí\n"
    assert ", 1 textos borrados con constancia, " in again["verify"][1]
    assert again["restore"][1].splitlines()[2] == "borrados otra vez: 0 registros y 1 textos"
    assert ", 1 textos borrados con constancia, " in again["restored"][1]


def test_doctor_tells_each_check_and_fails_without_a_token(operator: Operator) -> None:
    code, out, _ = operator.run("doctor")

    marks = {line[6:].split(":")[0]: line[:4] for line in out.splitlines()}
    assert code == 1
    assert marks == {
        "reloj": "bien",
        "disco": "bien",
        "claves": "bien",
        "tablas": "bien",
        "historia": "bien",
        "hora": "bien",
        "token": "MAL ",
        "quechua": "bien",
    }


def test_a_clock_that_is_not_believed_can_be_without_sql(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    operator.run("migrate")
    with closing(sqlite3.connect(tmp_path / "datos/y.db")) as database:
        database.execute("INSERT INTO heartbeat VALUES (1, '2099-01-01 00:00:00.000000')")
        database.commit()

    doubted = operator.run("doctor")[1]
    code, said, _ = operator.run("doctor", "--trust-clock")

    assert "MAL   hora: más de un día antes de 2099-01-01 00:00; no se recuerda" in doubted
    assert doubted.count("python -m bot doctor --trust-clock") == 1
    assert (code, said.partition(":")[0]) == (0, "desde ahora se cree la hora del servidor")
    assert "bien  hora: concuerda" in operator.run("doctor")[1]


def test_doctor_finds_keys_that_others_can_read(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    operator.run("migrate")
    (tmp_path / "claves/keys.json").chmod(0o644)

    assert f"MAL   claves: otros pueden leer {tmp_path}" in operator.run("doctor")[1]


def test_wrong_and_missing_keys_end_with_78(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    operator.run("migrate")

    code, out, err = operator.run("verify", BOT_KEYS_FILE=str(tmp_path / "otras.json"))

    assert (code, out, err.count("\n")) == (78, "", 1)


def test_nonsense_settings_and_usage(operator: Operator) -> None:
    assert operator.run("run", BOT_TOKEN="x")[::2] == (
        1,
        "BOT_TOKEN: no tiene la forma 123456:ABC…; cópielo de @BotFather\n",
    )
    assert operator.run("run")[0] == 1
    assert operator.run("bailar")[0] == 2
    for port in ("-3", "99999"):
        code, out, err = operator.run("demo", "--port", port)
        assert (code, out, "Traceback" in err) == (2, "", False)


@pytest.mark.parametrize("command", ["migrate", "verify", "run"])
@pytest.mark.parametrize(
    ("database", "line"),
    [
        ("sqlite+aiosqlite:////proc/no-hay/y.db", "no puedo escribir en /proc/no-hay: "),
        ("sqlite+aiosqlite:///{folder}/nada/y.db", "no puedo escribir en {folder}/nada: "),
        ("sqlite+aiosqlite:///{folder}/nada", "no se puede abrir la base de datos: file is not a database"),
        ("postgresql+psycopg://u:secreto@127.0.0.1:1/x", "no se puede abrir la base de datos: connection failed: "),
    ],
)
def test_a_database_that_cannot_be_had_is_said_in_one_line(
    command: str, database: str, line: str, tmp_path: Path
) -> None:
    (tmp_path / "nada").write_text("no es una base de datos, es otra cosa")
    url = database.format(folder=tmp_path)
    code, out, err = Operator(tmp_path).run(command, BOT_DATABASE_URL=url, BOT_TOKEN="1000:nobody")

    wanted = line.format(folder=tmp_path)
    if command == "verify" and "escribir" in line:  # it makes nothing: none is there
        wanted = "la base de datos no está al día"
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(wanted)
    assert "secreto" not in err


@pytest.mark.parametrize("command", ["migrate", "recover-key"])
def test_keys_that_cannot_be_written_are_said_in_one_line(command: str, operator: Operator, tmp_path: Path) -> None:
    paper = Operator(tmp_path / "otro").run("migrate")[1].splitlines()[-1]
    code, _, err = operator.run(
        command,
        stdin=paper,
        BOT_KEYS_FILE="/proc/no-hay/keys.json",
        BOT_DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/nueva.db",
    )

    assert (code, err) == (78, "no puedo escribir en /proc/no-hay: No such file or directory\n")


def test_run_listens_and_ends_with_0_on_sigterm(operator: Operator) -> None:
    """Telegram cannot be reached here: it keeps trying, shows its health, and leaves when asked."""
    environment = {**operator.environment, "BOT_TOKEN": "1000:nobody", "BOT_API_URL": "http://127.0.0.1:9"}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    second = operator.run("run", BOT_TOKEN="1000:nobody", BOT_API_URL="http://127.0.0.1:9")
    time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=20)

    assert line.startswith("listening http://127.0.0.1:")
    assert (second[0], second[2].count("\n")) == (1, 1)  # one process a database
    assert (process.returncode, out) == (0, "")
    assert "1000:nobody" not in err


def test_an_invitation_is_one_line_and_a_wrong_one_is_refused(operator: Operator) -> None:
    code, payload, _ = operator.run("invite", "--role", "coordinator", "--mesa", "espinar")
    refused = operator.run("invite", "--role", "coordinator", "--mesa", "otra")
    misused = operator.run("invite", "--role", "king")

    assert (code, payload.startswith("i-"), len(payload.strip())) == (
        0,
        True,
        34,
    )  # no token: nobody knows our username
    assert (refused[0], refused[1], refused[2].splitlines()[-1].split(":")[0]) == (1, "", "--mesa otra")
    assert misused[0] == 2
