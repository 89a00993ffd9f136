"""One process at a time runs on a SQLite database, and the next one learns it in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store.lockfile import RunLocked, run_lock

HOLD = """
import sys
from bot.store.lockfile import run_lock
with run_lock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(url: str) -> subprocess.Popen[str]:
    """Another process that holds the lock until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'data' / 'yuyachiq.db'}"


def test_second_process_is_refused_in_one_line(url: str, tmp_path: Path) -> None:
    with holder(url) as other:
        with pytest.raises(RunLocked) as refused, run_lock(url):
            pytest.fail("held twice")
        other.communicate()
    database = tmp_path / "data" / "yuyachiq.db"
    assert str(refused.value) == f"otro proceso (n.º {other.pid}) ya usa {database}"


def test_lock_is_free_after_its_holder_was_killed(url: str, tmp_path: Path) -> None:
    with holder(url) as other:
        other.kill()
    with run_lock(url):
        assert (tmp_path / "data" / "yuyachiq.db.lock.pid").read_text() == f"{os.getpid()}\n"


def test_lock_is_free_once_released_and_another_database_has_its_own(url: str, tmp_path: Path) -> None:
    taken = []
    with run_lock(url), run_lock(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"):
        taken.append("both at once")
    with run_lock(url):
        taken.append("again")
    assert taken == ["both at once", "again"]


def test_postgresql_is_shared_by_many_processes() -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1/none"
    taken = 0
    with run_lock(url), run_lock(url):
        taken = 2
    assert (taken, Path("none.lock.pid").exists()) == (2, False)
