"""A copy is compared with every head that was published, and only what a restore is known to have left is excused."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import archive
from bot.app import Refused, beside
from bot.config import Settings, read_settings
from bot.domain.heads import Head
from bot.domain.history import canonical, link
from bot.services.heads import keep_beside
from bot.store import commitments, heads
from bot.store.beside import Beside
from bot.web.app import VERIFIER
from tests.cast import NOW, OVERDUE
from tests.databases import put

MIDDLE = 5  # the event that somebody rewrites


@pytest.fixture
def settings(tmp_path: Path, template_files: dict[str, Path]) -> Settings:
    url = f"sqlite+aiosqlite:///{tmp_path / 'datos' / 'y.db'}"
    keys = tmp_path / "claves" / "keys.json"
    made = read_settings(token="", database_url=url, keys_file=keys, test=True, failpoint="", test_clock=None)
    put(template_files["demo"], made)
    return made


async def goes_on(settings: Settings, *words: str) -> Head:
    """That many changes, then the head is published and kept beside the keys."""
    async with beside(settings) as database:
        async with database.transaction() as db:
            for each in words:
                await commitments.save(db, replace(OVERDUE, status_words=each), actor="a", now=NOW)
            head = await heads.publish(db, NOW + timedelta(minutes=len(words)))
        await keep_beside(database)
    assert head is not None
    return head


async def copied(settings: Settings, file: Path) -> Path:
    await archive.backup(settings, file)
    return file


async def verified(settings: Settings) -> str:
    """By every head that was ever kept."""
    return archive.verdict_line(await archive.verify(settings, Beside(settings.keys_file).heads_file))


def rewrite(copy: Path) -> None:
    """As whoever has the file would: another actor in the middle, and every hash after it done anew, so that the chain holds."""
    with closing(sqlite3.connect(copy)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE history_event SET actor = 'otro' WHERE seq = ?", (MIDDLE,))
        previous = bytes(32)
        columns = "seq, at, actor, subject, key, facts"
        for seq, at, actor, subject, key, facts in connection.execute(
            f"SELECT {columns} FROM history_event ORDER BY seq"
        ).fetchall():
            moment = datetime.fromisoformat(at).replace(tzinfo=NOW.tzinfo)
            told = json.loads(facts) if facts is not None else None
            seal = link(seq, previous, canonical(moment, actor, subject, key, told))
            connection.execute("UPDATE history_event SET previous = ?, hash = ? WHERE seq = ?", (previous, seal, seq))
            connection.execute("UPDATE published_head SET hash = ? WHERE seq = ?", (seal, seq))
            previous = seal


async def test_a_copy_whose_middle_was_rewritten_is_refused_by_an_older_head(
    settings: Settings, tmp_path: Path
) -> None:
    """The newest one is beyond the copy and proves nothing of it."""
    first = await goes_on(settings, "una")
    await goes_on(settings, "dos")
    copy = await copied(settings, tmp_path / "copia.db")
    await goes_on(settings, "tres")
    rewrite(copy)

    with pytest.raises(Refused, match=rf"no se restaura: historia rota: la huella n\.º {first.seq} no es de esta"):
        await archive.restore(settings, copy, None)
    kept = tmp_path / "heads.txt"
    kept.write_text("")
    Beside(settings.keys_file).heads_file.unlink()
    assert (await archive.restore(settings, copy, kept))[0].startswith("restaurada")  # what no head proves


async def test_one_wrong_head_among_right_ones_refuses_the_copy(settings: Settings, tmp_path: Path) -> None:
    newest = await goes_on(settings, "una")
    copy, kept = await copied(settings, tmp_path / "copia.db"), tmp_path / "heads.txt"
    kept.write_text(f"{MIDDLE} {'4f2a91c0' * 8} 2026-11-23T08:00:00Z\n{newest}\n")

    with pytest.raises(Refused, match=rf"la huella n\.º {MIDDLE} no es de esta historia"):
        await archive.restore(settings, copy, kept)


async def test_heads_of_a_branch_that_an_earlier_restore_left_refuse_no_good_copy(
    settings: Settings, tmp_path: Path
) -> None:
    old = await copied(settings, tmp_path / "vieja.db")
    lost = await goes_on(settings, "se pierde", "también")
    first = await archive.restore(settings, old, None)
    await goes_on(settings, "otra", "y otra", "más")
    new = await copied(settings, tmp_path / "nueva.db")
    await goes_on(settings, "después")
    second = await archive.restore(settings, new, None)

    began = lost.seq - 1  # its own event is the first of the new branch
    assert f"quedan nombradas en la historia, de la rama que se deja, las huellas n.º {lost.seq}" in first
    assert f"son de una rama que se dejó entonces las huellas n.º {lost.seq}" in "".join(second)
    told = await verified(settings)
    assert told.startswith("historia íntegra: ")
    assert f"se restauró una copia (evento n.º {began}, n.º " in told
    assert f"las huellas n.º {lost.seq}, n.º " in told


async def test_back_to_the_same_copy_again_and_all_that_was_left_is_named(settings: Settings, tmp_path: Path) -> None:
    old = await copied(settings, tmp_path / "vieja.db")
    for words in ("una", "dos", "tres"):
        await goes_on(settings, words)
        await archive.restore(settings, old, None)

    each = Beside(settings.keys_file).heads()
    assert len(each) >= 5
    assert (await verified(settings)).startswith("historia íntegra: ")


async def test_a_copy_of_the_branch_that_was_left_needs_the_heads_of_then(settings: Settings, tmp_path: Path) -> None:
    old = await copied(settings, tmp_path / "vieja.db")
    await goes_on(settings, "una", "dos")
    notes, then = Beside(settings.keys_file), tmp_path / "heads.txt"
    shutil.copy(notes.heads_file, then)
    better = await copied(settings, tmp_path / "mejor.db")
    await archive.restore(settings, old, None)

    with pytest.raises(Refused, match=r"dé las huellas de entonces con --heads"):
        await archive.restore(settings, better, None)
    told = await archive.restore(settings, better, then)

    assert "quedan nombradas en la historia" in told[1]
    assert (await verified(settings)).startswith("historia íntegra: ")


async def test_whoever_has_only_the_small_program_is_told_too(settings: Settings, tmp_path: Path) -> None:
    old, file = await copied(settings, tmp_path / "vieja.db"), tmp_path / "historia.jsonl"
    lost = await goes_on(settings, "se pierde", "también")
    await archive.restore(settings, old, None)
    await archive.export_history(settings, file, with_words=True)

    def proved(*published: str) -> tuple[int, str]:
        done = subprocess.run([sys.executable, VERIFIER, file, *published], capture_output=True, check=False)
        return done.returncode, (done.stdout + done.stderr).decode()

    code, told = await asyncio.to_thread(proved, str(Beside(settings.keys_file).heads_file))
    assert (code, "2 huellas publicadas, 1 de ellas de una rama que se dejó al restaurar una copia" in told) == (
        0,
        True,
    )
    assert (await asyncio.to_thread(proved, f"{lost.seq} {lost.short}"))[0] == 0
    assert (await asyncio.to_thread(proved, f"{lost.seq} 0000 0000"))[0] == 1
