"""What a chat chose is found again, and nothing in the files says whose it is."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import struct
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.domain.people import Settings
from bot.store import people
from bot.store.database import Database, open_database
from bot.store.keys import Keys, WrongKeys
from bot.store.tables import person
from bot.store.vault import SealBroken
from tests.cast import COORDINATOR, GROUP, MEMBER, NOW, OUTSIDER
from tests.databases import FILE

QUECHUA = Settings("qu", "valle", "Wayra")
SPANISH = Settings("es", "puna", target="c-valle__VAL-01")


async def remember(database: Database, chat: int, settings: Settings) -> None:
    async with database.transaction() as db:
        await people.remember(db, chat, settings, now=NOW)


async def known(database: Database, chat: int) -> Settings:
    async with database.reading() as db:
        return await people.settings(db, chat)


async def test_settings_of_an_unknown_chat_are_empty(database: Database) -> None:
    await remember(database, MEMBER, QUECHUA)
    assert await known(database, OUTSIDER) == Settings()


async def test_settings_are_remembered_changed_and_forgotten_each_by_itself(database: Database) -> None:
    await remember(database, MEMBER, SPANISH)
    await remember(database, MEMBER, QUECHUA)
    await remember(database, GROUP, SPANISH)
    assert (await known(database, MEMBER), await known(database, GROUP)) == (QUECHUA, SPANISH)
    async with database.transaction() as db:
        assert (await people.forget(db, MEMBER), await people.forget(db, MEMBER)) == (True, False)
    assert (await known(database, MEMBER), await known(database, GROUP)) == (Settings(), SPANISH)


async def test_chat_met_by_two_processes_at_once_is_one_person(database: Database) -> None:
    async with database.transaction() as db:
        await people.remember(db, MEMBER, SPANISH, now=NOW)
        second = asyncio.create_task(remember(database, MEMBER, QUECHUA))
        await asyncio.sleep(0.1)  # it has looked, found nobody, and waits for us
    await second
    async with database.reading() as db:
        assert len((await db.execute(select(person))).all()) == 1
    assert await known(database, MEMBER) == QUECHUA


async def test_row_tells_a_week_and_no_length(database: Database) -> None:
    await remember(database, MEMBER, QUECHUA)
    await remember(database, COORDINATOR, SPANISH)
    await remember(database, OUTSIDER, Settings())
    async with database.reading() as db:
        rows = (await db.execute(select(person))).all()
    assert {(len(row.sealed), len(row.lookup), len(row.id), row.joined) for row in rows} == {
        (512 + 1 + 12 + 16, 32, 16, "2026-W48")
    }
    assert len({row.id for row in rows}) == len({row.lookup for row in rows}) == 3


def traces(number: int) -> list[bytes]:
    """PRV-03: the forms in which a number could lie in a file."""
    decimal = str(number).encode()
    packed = [struct.pack("<q", number), struct.pack(">q", number), struct.pack(">q", number)[2:]]
    digests = [hashlib.new(name, decimal) for name in ("md5", "sha1", "sha256")]
    return [
        decimal,
        *packed,
        *(base64.b64encode(form).rstrip(b"=") for form in (decimal, packed[0], packed[1])),
        decimal.hex().encode(),
        f"{number:x}".encode(),
        *(digest.digest() for digest in digests),
        *(digest.hexdigest().encode() for digest in digests),
    ]


def files_of(folder: Path) -> bytes:
    """The database and what SQLite keeps beside it."""
    files = [folder / f"{FILE}{suffix}" for suffix in ("", "-wal", "-shm")]
    return b"".join(file.read_bytes() for file in files)


@pytest.mark.only("sqlite")
async def test_files_hold_no_trace_of_a_chat(database: Database, tmp_path: Path) -> None:
    for chat in (MEMBER, COORDINATOR):
        await remember(database, chat, QUECHUA)
    async with database.transaction() as db:
        await people.forget(db, COORDINATOR)
    content = files_of(tmp_path)
    assert database.vault.lookup("person", MEMBER) in content
    found = [form for chat in (MEMBER, COORDINATOR) for form in [*traces(chat), b"Wayra"] if form in content]
    assert found == []


@pytest.mark.only("sqlite")
async def test_forgotten_row_is_overwritten_in_the_file(database: Database, tmp_path: Path) -> None:
    """PRV-10: once the log is folded into the file, as it is when the database is closed."""
    for chat in (MEMBER, COORDINATOR, OUTSIDER):
        await remember(database, chat, QUECHUA)
    async with database.transaction() as db:
        lookup = db.vault.lookup("person", COORDINATOR)
        row = (await db.execute(select(person).where(person.c.lookup == lookup))).one()
    async with database.transaction() as db:
        await people.forget(db, COORDINATOR)
    await database.close()
    content = (tmp_path / FILE).read_bytes()
    assert database.vault.lookup("person", MEMBER) in content
    assert [part for part in (row.id, row.lookup, row.sealed[13:45]) if part in content] == []


async def test_sealed_values_swapped_between_rows_are_refused(database: Database) -> None:
    await remember(database, MEMBER, QUECHUA)
    await remember(database, COORDINATOR, SPANISH)
    async with database.transaction() as db:
        (first, second) = (await db.execute(select(person.c.id, person.c.sealed))).all()
        await db.execute(update(person).where(person.c.id == first.id).values(sealed=second.sealed))
        await db.execute(update(person).where(person.c.id == second.id).values(sealed=first.sealed))
    for chat in (MEMBER, COORDINATOR):
        with pytest.raises(SealBroken):
            await known(database, chat)


async def test_group_that_moved_is_sealed_under_its_new_number(database: Database) -> None:
    """When the look-up key is rotated, the look-up is computed again from what is sealed."""
    new = -1_007_770_000_001
    await remember(database, GROUP, QUECHUA)
    async with database.transaction() as db:
        await people.move(db, GROUP, new)
        await people.move(db, GROUP, new)
        (row,) = (await db.execute(select(person))).all()
        content = db.vault.unseal_json("person", "sealed", row.id.hex(), row.sealed)
    assert (content["chat"], row.lookup) == (new, database.vault.lookup("person", new))
    assert (await known(database, GROUP), await known(database, new)) == (Settings(), QUECHUA)


async def test_other_keys_are_refused_once_something_is_sealed(database: Database, database_url: str) -> None:
    other = Keys.fresh()
    await (await open_database(database_url, other)).close()  # nothing is sealed: a new start
    await (await open_database(database_url, database.vault.keys)).close()
    await remember(database, MEMBER, QUECHUA)
    with pytest.raises(WrongKeys):
        await open_database(database_url, other)
