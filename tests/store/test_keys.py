"""The keys file is private, never replaced, and can be typed back from paper."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.store import people
from bot.store.database import Database, obtain_keys
from bot.store.keys import Keys, RecoveryRefused, WrongKeys, decode_recovery, encode_recovery, is_private
from tests.cast import MEMBER, NOW


def test_keys_are_read_back_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    file = tmp_path / "config" / "keys.json"
    made = Keys.create(file)
    assert Keys.load(file) == made
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [one.name for one in file.parent.iterdir()] == ["keys.json"]
    assert is_private(file)
    file.chmod(0o644)
    assert not is_private(file)


def test_keys_are_never_replaced(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    made = Keys.create(file)
    with pytest.raises(FileExistsError):
        Keys.create(file)
    assert Keys.load(file) == made
    assert [one.name for one in tmp_path.iterdir()] == ["keys.json"]


@pytest.mark.parametrize("content", ["", "[]", '{"versions": {}, "current": 1}', '{"versions": {"1": {"seal": "00"}}}'])
def test_damaged_keys_are_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "keys.json"
    file.write_text(content)
    with pytest.raises(WrongKeys, match="dañado"):
        Keys.load(file)


def test_keys_say_nothing_in_a_log() -> None:
    keys = Keys.fresh()
    assert keys.versions[1].seal.hex() not in f"{keys!r}{keys.versions[1]!r}"
    assert "bytes" not in repr(keys.versions[1])


def test_paper_key_gives_the_keys_back_however_it_is_typed() -> None:
    keys = Keys.fresh()
    paper = encode_recovery(keys)
    assert decode_recovery(paper) == keys
    assert decode_recovery(paper.lower().replace(" ", "-\n").replace("o", "0").replace("i", "1")) == keys


def test_paper_key_with_any_one_character_wrong_is_refused() -> None:
    """PRV-09"""
    paper = encode_recovery(Keys.fresh())
    for place, letter in enumerate(paper):
        wrong = "C" if letter == "D" else "D"
        if letter != " ":
            with pytest.raises(RecoveryRefused):
                decode_recovery(paper[:place] + wrong + paper[place + 1 :])


@pytest.mark.parametrize("typed", ["", "AAAA", "hola, ¿qué tal?", "A" * 500])
def test_what_is_no_paper_key_is_refused(typed: str) -> None:
    with pytest.raises(RecoveryRefused):
        decode_recovery(typed)


async def test_keys_made_by_two_starts_at_once_are_the_same(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    first, second = await asyncio.gather(obtain_keys(database_url, file), obtain_keys(database_url, file))
    assert first == second == Keys.load(file)


async def test_keys_are_made_only_while_nothing_is_sealed(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "keys.json"
    made = await obtain_keys(database_url, file)
    assert (await obtain_keys(database_url, file), Keys.load(file)) == (made, made)
    async with database.transaction() as db:
        await people.remember(db, MEMBER, await people.settings(db, MEMBER), now=NOW)
    file.unlink()
    with pytest.raises(WrongKeys, match="falta su archivo de claves"):
        await obtain_keys(database_url, file)
    assert not file.exists()
