"""A stolen database file does not tell who takes part (GUARANTEES: PRV-01, PRV-03, PRV-10), nor does any log."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.config import Settings
from bot.services.inviting import Office, invite
from bot.simulator.telegram import Telegram
from bot.store import recipients
from bot.store.database import Database, open_database
from bot.store.keys import Keys
from bot.store.migrations import upgrade
from bot.store.tables import person
from bot.store.telling import recipient
from tests import cast
from tests.journeys.world import living, text

PEOPLE = (5_130_447_201, 5_130_447_504, 7_001_002_003)
NAMES = ("Rosaura", "Wilfredo", "Illari")
TYPED = "quiero saber del agua turbia de mi comunidad"


def shapes(number: int) -> list[bytes]:
    """How a Telegram number could stand in a file."""
    decimal = str(number).encode()
    packed = [number.to_bytes(8, order, signed=True) for order in ("little", "big")]
    hashes = [hashlib.new(name, decimal) for name in ("sha1", "sha256", "md5")]
    return [
        decimal,
        *packed,
        base64.b64encode(decimal).rstrip(b"="),
        f"{number:x}".encode(),
        *(digest.digest() for digest in hashes),
        *(digest.hexdigest().encode() for digest in hashes),
    ]


def leaked(content: bytes) -> list[str]:
    found = [f"{number}" for number in PEOPLE for shape in shapes(number) if shape in content]
    return found + [words for words in (*NAMES, TYPED, "turbia") if words.encode() in content]


async def fresh_database(folder: Path) -> Database:
    url = f"sqlite+aiosqlite:///{folder / 'stolen.db'}"
    await asyncio.to_thread(upgrade, url)
    return await open_database(url, Keys.fresh())


def what_is_stolen(folder: Path) -> bytes:
    """The database with its write-ahead log and whatever else lies beside it."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.name.startswith("stolen.db"))


@pytest.fixture
def telegram() -> Telegram:
    """People with names, who write."""
    telegram = Telegram()
    for number, name in zip(PEOPLE, NAMES, strict=True):
        telegram.person(number, name, started=True)
    return telegram


async def test_neither_file_nor_log_tells_who_takes_part(
    settings: Settings, telegram: Telegram, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    database = await fresh_database(tmp_path)
    async with database.transaction() as db:
        await cast.load(db)
    async with living(settings, database, telegram) as world:
        for number in PEOPLE:
            (asked,) = await world.say("/start m-valle", chat=number, who=number)
            *_, communities = await world.press(asked, "Runasimi", chat=number, who=number, answers=2)
            await world.press(communities, "Wayra", chat=number, who=number, answers=2)
            await world.say(TYPED, chat=number, who=number)
        telegram.push(
            {"message": {"message_id": 1, "date": 0, "chat": {"id": PEOPLE[0]}, "text": TYPED, "entities": [{}]}}
        )
        telegram.faults.add("sendMessage", status=500)
        telegram.say(PEOPLE[1], TYPED)
        assert await telegram.bell.until(lambda: telegram.pending == 0 or None, 10)
        stored = what_is_stolen(tmp_path)
    await database.close()
    said = capfd.readouterr()

    assert leaked(stored) == []
    assert b"valle" in stored  # the search would have found something
    assert leaked((said.out + said.err).encode()) == []


async def test_neither_following_nor_coordinating_nor_a_group_leaves_a_trace(
    settings: Settings, telegram: Telegram, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """PRV-03, PRV-10: stolen while it is known, and after /olvidar; every look-up and sealed value is gone then."""
    database = await fresh_database(tmp_path)
    who, group = PEOPLE[0], -PEOPLE[2]
    telegram.group(group, "Grupo", [who, PEOPLE[1]])
    async with database.transaction() as db:
        await cast.load(db)
        payload = await invite(db, Office.COORDINATOR, cast.NOW, mesa="valle")
    async with living(settings, database, telegram) as world:
        telegram.kick(group, by=who)
        telegram.invite(group, by=who)
        (asked,) = await world.say("/start m-puna", chat=who, who=who)
        await world.press(asked, "Español", chat=who, who=who, answers=3)
        for words in ("/seguir", "/seguir VAL-01", "/avisos 7", "/avisos discreto"):
            await world.say(words, chat=who, who=who)
        await world.say(f"/start {payload}", chat=who, who=who, answers=2)
        stolen = what_is_stolen(tmp_path)
        rows = await sealed_rows(database, who)
        (sure,) = await world.say("/olvidar", chat=who, who=who)
        (done,) = await world.press(sure, "Sí, borrar", chat=who, who=who)
        left = await sealed_rows(database, who)
    await database.close()
    said = capfd.readouterr()

    assert leaked(stored := what_is_stolen(tmp_path)) == leaked(stolen) == leaked((said.out + said.err).encode()) == []
    assert payload[2:].encode() not in stolen + stored
    assert text(done).endswith("También su cargo en: Mesa de Diálogo del Valle")
    assert (len(rows), left) == (3 * (1 + 2 + 1), [])  # of the person, of two mesas followed, of the team
    assert [part for part in rows if part not in stolen] == []
    assert [part for part in rows if part in stored] == []


async def sealed_rows(database: Database, chat: int) -> list[bytes]:
    """All that is kept of one chat in whatever scope: keys, look-ups, and of each sealed value the middle."""
    async with database.reading() as db:
        scopes = ["person", *await recipients.scopes(db)]
        lookups = {db.vault.lookup(scope, chat) for scope in scopes}
        found = [
            row for table in (person, recipient) for row in await db.execute(select(table)) if row.lookup in lookups
        ]
    return [part for row in found for part in (row.id, row.lookup, row.sealed[13:45])]


async def test_what_was_forgotten_is_nowhere_in_the_file(
    settings: Settings, telegram: Telegram, tmp_path: Path
) -> None:
    database = await fresh_database(tmp_path)
    who = PEOPLE[0]
    async with living(settings, database, telegram) as world:
        (asked,) = await world.say("/start", chat=who, who=who)
        await world.press(asked, "Español", chat=who, who=who, answers=2)
        lookup = database.vault.lookup("person", who)
        with_settings = what_is_stolen(tmp_path)
        (sure,) = await world.say("/olvidar", chat=who, who=who)
        await world.press(sure, "Sí, borrar", chat=who, who=who)
    await database.close()

    assert lookup in with_settings
    assert lookup not in what_is_stolen(tmp_path)
