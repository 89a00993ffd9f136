"""Killed between an event and its commit: the event and the change it tells are both there, or both absent."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store import heads
from bot.store.commitment_rows import everything
from bot.store.database import Database
from bot.store.keys import Keys
from bot.store.verifying import verify

ROOT = Path(__file__).parents[2]
FILES = [str(ROOT / f"bot/simulator/data/{name}.csv") for name in ("mesas", "instituciones", "compromisos", "sesiones")]


def load(url: str, keys: Path, failpoint: str) -> int:
    """`python -m bot load`; how it ended."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")} | {
        "BOT_DATABASE_URL": url,
        "BOT_KEYS_FILE": str(keys),
        "BOT_TEST": "1",
        "BOT_FAILPOINT": failpoint,
    }
    command = [sys.executable, "-m", "bot", "load", *FILES]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=120).returncode


async def told(database: Database) -> tuple[int, int]:
    """(events, commitments), of a history that verifies."""
    async with database.reading() as db:
        end, live, verdict = await heads.end(db), await everything(db), await verify(db)
    assert verdict.ok
    return end.seq if end else 0, len(live)


@pytest.mark.slow
async def test_an_event_and_its_change_are_both_there_or_both_absent(
    database: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    """AUD-07"""
    file = tmp_path / "claves" / "keys.json"
    keys.write(file)
    for place in (1, 40, 111):
        killed = await asyncio.to_thread(load, database_url, file, f"history.after_insert@{place}:kill")
        assert (killed, await told(database)) == (-9, (0, 0))

    assert await asyncio.to_thread(load, database_url, file, "") == 0
    assert await told(database) == (111, 64)
    again = await asyncio.to_thread(load, database_url, file, "history.after_insert:kill")  # nothing changes: no event
    assert (again, await told(database)) == (0, (111, 64))
