"""The demonstration as a newcomer starts it: one line with an address, a conversation, a clean end, nothing left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # each is a process of its own

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "bot", "demo"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Whatever the operator has set does not reach the demonstration; its temporary folder is ours to look at."""
    return {**os.environ, "TMPDIR": str(tmp_path), "BOT_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:9/none"}


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_page_is_served_until_ctrl_c(end: signal.Signals, environment: dict[str, str], tmp_path: Path) -> None:
    process = subprocess.Popen(
        COMMAND, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    address = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
    with urllib.request.urlopen(address, timeout=10) as page:
        words = page.read().decode()
    process.send_signal(end)
    _, errors = process.communicate(timeout=20)

    assert "Demostración" in words
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []


def told_in_terminal(spoken: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "--terminal"],
        cwd=ROOT,
        env=environment,
        input=spoken,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_conversation_in_the_terminal(environment: dict[str, str]) -> None:
    ended = told_in_terminal("/start\n1\n2\n1\nvencidos\n:salir\n", environment)

    assert ended.returncode == 0
    assert "Allillanchu. Yuyachiqmi sutiy." in ended.stdout


def test_a_taken_port_is_said_in_one_line(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [*COMMAND, "--port", str(port)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert (ended.returncode, ended.stderr) == (1, f"el puerto {port} está ocupado; elija otro con --port\n")


def test_what_is_due_today_is_told_at_once_and_not_as_late(environment: dict[str, str]) -> None:
    ended = told_in_terminal(":coordinacion\n" + "/panel\n" * 4 + ":salir\n", environment)

    assert ended.returncode == 0
    assert "Hoy se debe cumplir." in ended.stdout
    assert "Aviso atrasado" not in ended.stdout
