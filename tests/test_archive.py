"""The commands about what is kept, as an operator relies on them: proofs, exports, erasing, copies and the way back."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import archive, failpoints
from bot.app import Refused, beside
from bot.config import Settings, read_settings
from bot.domain.history import ERASED
from bot.domain.notices import Draft, Kind, State
from bot.domain.recipients import Role, followers_of
from bot.failpoints import FailpointHit
from bot.services.erasing import NothingToErase
from bot.services.following import forget
from bot.services.heads import keep_beside, publish_weekly
from bot.store import commitments, heads, notices, outbox, recipients
from bot.store.backups import BackupRefused
from bot.store.beside import Beside
from bot.store.database import Database
from bot.store.keys import Keys, WrongKeys
from bot.store.lockfile import RunLocked, run_lock
from bot.web.app import VERIFIER
from tests.cast import NOW, OUTSIDER, OVERDUE
from tests.databases import put

ROOT = Path(__file__).parent.parent


@pytest.fixture
def settings(tmp_path: Path, template_files: dict[str, Path]) -> Settings:
    """Those of an operator whose database holds the cast."""
    made = settings_in(tmp_path)
    put(template_files["demo"], made)
    return made


def settings_in(folder: Path) -> Settings:
    url = f"sqlite+aiosqlite:///{folder / 'datos' / 'y.db'}"
    return read_settings(
        token="", database_url=url, keys_file=folder / "claves" / "keys.json", test=True, failpoint="", test_clock=None
    )


@pytest.fixture(autouse=True)
def disarmed() -> Iterator[None]:
    yield
    failpoints.arm("")


async def tell(settings: Settings, chats: range) -> None:
    """A notice to so many followers, its deliveries waiting."""
    async with beside(settings) as database, database.transaction() as db:
        for chat in chats:
            await recipients.save(db, followers_of(1), chat, Role.FOLLOWER)
        await notices.publish(db, Draft("one", 1, followers_of(1), Kind.REMINDER, NOW, NOW.replace(year=2099)))
        while await outbox.fill(db):
            pass


async def waiting(settings: Settings) -> dict[State, int]:
    async with beside(settings) as database, database.reading() as db:
        return await outbox.counts(db, 1)


async def change(settings: Settings, words: str) -> None:
    async with beside(settings) as database, database.transaction() as db:
        await commitments.save(db, replace(OVERDUE, status_words=words), actor="a", now=NOW)


async def published(settings: Settings) -> int:
    """The number of a head that is published now, and kept beside the keys."""
    async with beside(settings) as database:
        async with database.transaction() as db:
            head = await heads.publish(db, NOW)
        await keep_beside(database)
    assert head is not None
    return head.seq


async def words_now(settings: Settings) -> str:
    async with beside(settings) as database, database.reading() as db:
        found = await commitments.by_safe_code(db, "valle", "VAL-01")
    assert found is not None
    return found.status_words


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if not file.name.endswith((".pid", "-wal", "-shm")))


async def test_copy_is_whole_private_and_never_over_another(settings: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "copia.db"
    told = await archive.backup(settings, copy)
    before = copy.read_bytes()

    with pytest.raises(BackupRefused, match=r"copia\.db ya existe: no se toca"):
        await archive.backup(settings, copy)

    assert told.startswith(f"copia en {copy}; historia íntegra: ")
    assert (copy.stat().st_mode & 0o777, copy.read_bytes() == before) == (0o600, True)
    assert files(tmp_path) == ["claves", "copia.db", "datos"]


async def test_copy_of_a_history_that_is_broken_is_not_kept(settings: Settings, tmp_path: Path) -> None:
    async with beside(settings) as database, database.transaction() as db:
        await db.execute(text("UPDATE commitment SET status = 'done' WHERE code = 'VAL-01'"))

    with pytest.raises(Refused, match="no se guardó la copia: historia rota: estado"):
        await archive.backup(settings, tmp_path / "copia.db")

    assert files(tmp_path) == ["claves", "datos"]


async def test_copy_that_fails_half_way_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(FailpointHit):
        await archive.backup(settings.model_copy(update={"failpoint": "backup.mid:raise"}), tmp_path / "copia.db")

    assert files(tmp_path) == ["claves", "datos"]
    with pytest.raises(BackupRefused, match="no puedo escribir en"):
        await archive.backup(settings, tmp_path / "no-hay" / "copia.db")


def bot(settings: Settings, *arguments: str, failpoint: str = "") -> subprocess.CompletedProcess[bytes]:
    """`python -m bot …` in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")} | {
        "BOT_DATABASE_URL": settings.database_url,
        "BOT_KEYS_FILE": str(settings.keys_file),
        "BOT_TEST": "1",
        "BOT_FAILPOINT": failpoint,
    }
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=60)


@pytest.mark.slow
async def test_killed_amid_a_copy_there_is_no_copy_and_no_harm(settings: Settings, tmp_path: Path) -> None:
    killed = await asyncio.to_thread(bot, settings, "backup", str(tmp_path / "copia.db"), failpoint="backup.mid:kill")
    again = await asyncio.to_thread(bot, settings, "backup", str(tmp_path / "copia.db"))

    assert (killed.returncode, again.returncode, (tmp_path / "copia.db").exists()) == (-9, 0, True)


@pytest.mark.slow
async def test_killed_amid_restoring_all_is_as_before_and_then_restored(settings: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "copia.db"
    await archive.backup(settings, copy)
    await change(settings, "después")
    killed = await asyncio.to_thread(bot, settings, "restore", str(copy), failpoint="restore.mid:kill")
    between = await words_now(settings)
    again = await asyncio.to_thread(bot, settings, "restore", str(copy))

    assert (killed.returncode, between, again.returncode) == (-9, "después", 0)
    assert await words_now(settings) == OVERDUE.status_words
    assert (await archive.verify(settings)).ok


async def test_restored_copy_sends_nothing_and_tells_the_gap(settings: Settings, tmp_path: Path) -> None:
    """OPS-06: backup; send 100; restore: none again, 100 held, the gap shown and in the history."""
    copy = tmp_path / "copia.db"
    await tell(settings, range(1, 101))
    await archive.backup(settings, copy)
    async with beside(settings) as database, database.transaction() as db:
        await db.execute(text("UPDATE delivery SET state = 'sent'"))
    await change(settings, "después de la copia")
    head = await published(settings)

    told = await archive.restore(settings, copy, None)

    verdict = await archive.verify(settings)
    assert told[0].startswith(
        f"restaurada hasta el evento n.º {head - 1}; la última huella publicada es la n.º {head} ("
    )
    assert told[0].endswith(f"faltan 1 eventos, del n.º {head} al n.º {head}")
    assert told[1] == f"quedan nombradas en la historia, de la rama que se deja, las huellas n.º {head}"
    assert told[2].startswith("retenidos: ")
    assert told[-1].startswith("lo que había queda en ")
    assert await waiting(settings) == {State.HELD: 100}
    assert (await words_now(settings), verdict.ok) == (OVERDUE.status_words, True)
    lost = await archive.verify(settings, typed=[str(Beside(settings.keys_file).heads()[0])])
    assert archive.verdict_line(lost) == (
        f"historia íntegra: {lost.events} eventos, huella {lost.events} {lost.head}; se restauró una copia (evento n.º {head}); "
        f"son de una rama que se dejó entonces las huellas n.º {head}"
    )


async def test_who_was_forgotten_is_in_no_file_nor_in_the_next_copy_nor_comes_back_with_an_old_one(
    settings: Settings, tmp_path: Path
) -> None:
    """PRV-10"""
    old, new = tmp_path / "vieja.db", tmp_path / "nueva.db"
    await tell(settings, range(OUTSIDER, OUTSIDER + 3))
    async with beside(settings) as database, database.reading() as db:
        (known,) = await recipients.every(db, OUTSIDER)
    await archive.backup(settings, old)
    async with beside(settings) as database, database.transaction() as db:
        await forget(db, OUTSIDER)
    await archive.backup(settings, new)
    with closing(sqlite3.connect(tmp_path / "datos/y.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    async with beside(settings) as database, database.reading() as db:
        lookup = db.vault.lookup(followers_of(1), OUTSIDER)
    holding = [
        file.name
        for file in (*(tmp_path / "datos").iterdir(), old, new)
        if lookup in file.read_bytes()
    ]  # fmt: skip
    assert holding == ["vieja.db"]
    assert (await waiting(settings)).get(State.CANCELLED) == 1
    assert (await archive.verify(settings)).ok

    told = await archive.restore(settings, old, None)

    async with beside(settings) as database, database.reading() as db:
        left = [len(await recipients.every(db, chat)) for chat in range(OUTSIDER, OUTSIDER + 3)]
    assert left == [0, 1, 1]
    assert told[2] == "borrados otra vez: 1 registros y 0 textos"
    assert known.id.hex() in "".join(Beside(settings.keys_file).erased())


async def test_restoring_waits_for_the_bot_to_stop(settings: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "copia.db"
    await archive.backup(settings, copy)
    with run_lock(settings.database_url), pytest.raises(RunLocked, match="otro proceso"):
        await archive.restore(settings, copy, None)


async def test_copy_that_is_none_or_of_others_is_refused_and_nothing_changes(
    settings: Settings, tmp_path: Path
) -> None:
    copy, broken, empty = tmp_path / "copia.db", tmp_path / "rota.db", tmp_path / "vacia.db"
    await tell(settings, range(1, 3))
    await archive.backup(settings, copy)
    await change(settings, "lo de hoy")
    broken.write_bytes(copy.read_bytes()[:-5000])
    empty.write_bytes(b"")
    with pytest.raises(BackupRefused, match=r"^\S+/rota\.db (no es una base de datos entera|está dañado)"):
        await archive.restore(settings, broken, None)
    with pytest.raises(Refused, match="no es una base de datos de este programa"):
        await archive.restore(settings, empty, None)
    with pytest.raises(BackupRefused, match="no puedo leer"):
        await archive.restore(settings, tmp_path / "no-hay.db", None)
    with pytest.raises(Refused, match="diga de qué archivo"):
        await archive.restore(settings, None, None)
    tampered = tmp_path / "otra.db"
    shutil.copy(copy, tampered)
    with closing(sqlite3.connect(tampered)) as connection, connection:
        connection.execute("UPDATE commitment SET status = 'done' WHERE code = 'VAL-01'")
    with pytest.raises(Refused, match="no se restaura: historia rota: estado"):
        await archive.restore(settings, tampered, None)
    others = settings.model_copy(update={"keys_file": tmp_path / "otras" / "keys.json"})
    Keys.create(others.keys_file)
    with pytest.raises(WrongKeys):
        await archive.restore(others, copy, None)

    assert await words_now(settings) == "lo de hoy"
    assert files(tmp_path / "datos") == ["y.db"]


async def test_copy_older_than_a_head_of_another_history_is_refused(settings: Settings, tmp_path: Path) -> None:
    """A head within the copy that is not its own: somebody wrote the copy anew, or it is of another bot."""
    copy, kept = tmp_path / "copia.db", tmp_path / "heads.txt"
    await archive.backup(settings, copy)
    kept.write_text(f"3 {'4f2a91c0' * 8} 2026-11-23T08:00:00Z\n")

    with pytest.raises(Refused, match=r"no se restaura: historia rota: la huella n\.º 3 no es de esta historia"):
        await archive.restore(settings, copy, kept)


async def test_damaged_database_is_put_aside_as_it_is(settings: Settings, tmp_path: Path) -> None:
    copy, file = tmp_path / "copia.db", tmp_path / "datos/y.db"
    await archive.backup(settings, copy)
    file.write_bytes(b"nada que ver" * 1_000)

    told = await archive.restore(settings, copy, None)

    aside = Path(told[-1].removeprefix("lo que había queda en ").partition(":")[0])
    assert await asyncio.to_thread(aside.read_bytes) == b"nada que ver" * 1_000
    assert (await words_now(settings), (await archive.verify(settings)).ok) == (OVERDUE.status_words, True)


async def test_copy_goes_back_to_a_machine_that_has_only_the_keys(settings: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "copia.db"
    await archive.backup(settings, copy)
    elsewhere = settings_in(tmp_path / "otra")
    elsewhere.keys_file.parent.mkdir(parents=True)
    shutil.copy(settings.keys_file, elsewhere.keys_file)

    told = await archive.restore(elsewhere, copy, None)

    assert told[0].endswith("no se conoce ninguna huella publicada: no se sabe si falta algo")
    assert told[3:] == [archive.UNKNOWN_OFFICES]
    assert (await words_now(elsewhere), (tmp_path / "otra/datos/y.db").stat().st_mode & 0o777) == (
        OVERDUE.status_words,
        0o600,
    )


ACCOUNTS = 50
TRANSFERS = f"""
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
database.execute("PRAGMA synchronous=FULL")
for number in range(10**9):
    database.execute("BEGIN IMMEDIATE")
    database.execute("UPDATE account SET has = has - 1, moves = moves + 1 WHERE id = ?", (number % {ACCOUNTS},))
    database.execute("UPDATE account SET has = has + 1 WHERE id = ?", ((number * 7 + 1) % {ACCOUNTS},))
    database.execute("COMMIT")
"""


@contextmanager
def transfers(database: Path) -> Iterator[None]:
    """Another process, whose transactions keep the sum: as many as go, until it is killed."""
    with subprocess.Popen([sys.executable, "-c", TRANSFERS, database]) as writer:
        try:
            yield
        finally:
            writer.kill()


def accounts(file: Path) -> tuple[int, int]:
    """(what they have together, how many transfers are committed)"""
    with closing(sqlite3.connect(file)) as connection:
        total, moves = connection.execute("SELECT sum(has), sum(moves) FROM account").fetchone()
    return total, moves


@pytest.mark.slow
@pytest.mark.alone
async def test_copies_beside_a_busy_writer_hold_all_that_was_committed_before(
    settings: Settings, tmp_path: Path
) -> None:
    """OPS-05: five copies of 50 MB, each put back. Our own second of work is held to; how long it took is told with the load."""
    database, begun, took = tmp_path / "datos/y.db", list[int](), list[tuple[float, float]]()
    async with beside(settings) as opened, opened.transaction() as db:
        await db.execute(text("CREATE TABLE account (id INTEGER PRIMARY KEY, has INTEGER, moves INTEGER)"))
        await db.execute(text("CREATE TABLE ballast (words BLOB)"))
        await db.execute(text("INSERT INTO account VALUES (:id, 100, 0)"), [{"id": one} for one in range(ACCOUNTS)])
        await db.execute(text("INSERT INTO ballast VALUES (randomblob(1000000))"), [{}] * 50)
    with transfers(database):
        first = time.perf_counter()
        for number in range(5):
            await asyncio.sleep(0.3)
            begun.append(accounts(database)[1])
            began, used = time.perf_counter(), time.process_time()
            await archive.backup(settings, tmp_path / f"{number}.db")
            took.append((time.perf_counter() - began, time.process_time() - used))
            assert accounts(database)[1] > begun[-1], "the writer was kept from writing"
        rate = accounts(database)[1] / (time.perf_counter() - first)
    whole, ours = ([round(one, 2) for one in each] for each in zip(*took, strict=True))
    load = round(os.getloadavg()[0], 1)
    sys.stdout.write(f"\nOPS-05: {rate:.0f} transactions/s; copies in {whole} s, {ours} s of them ours; load {load}\n")
    for number in range(5):
        await archive.restore(settings, tmp_path / f"{number}.db", None)
        total, moves = accounts(database)
        assert (total, moves >= begun[number] > 0) == (ACCOUNTS * 100, True)
        assert (await archive.verify(settings)).ok
    assert min(ours) <= 1


def proved(history: Path, kept: Path) -> str:
    """What the stand-alone verifier says of it."""
    done = subprocess.run([sys.executable, VERIFIER, history, kept], capture_output=True, check=True)
    return done.stdout.decode()


async def test_history_is_exported_and_proved_with_the_heads_that_were_kept(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "historia.jsonl"
    head = await published(settings)
    kept = tmp_path / "heads.txt"
    shutil.copy(Beside(settings.keys_file).heads_file, kept)

    count = await archive.export_history(settings, file, with_words=True)
    told = await asyncio.to_thread(proved, file, kept)

    assert (count, file.stat().st_mode & 0o777) == (head, 0o600)
    assert told.startswith(f"historia íntegra: {head} sucesos, 0 textos sin mostrar, 1 huellas")
    assert (await archive.verify(settings, kept, [f"Huella n.º {head}: {kept.read_text().split()[1][:8]}"])).ok
    with pytest.raises(Refused, match="ya existe: no se toca"):
        await archive.export_history(settings, file, with_words=True)
    with pytest.raises(Refused, match=r"--head: «hola» no es una huella"):
        await archive.verify(settings, None, ["hola"])
    with pytest.raises(Refused, match=r"--heads .*historia\.jsonl: línea 1"):
        await archive.verify(settings, file)
    with pytest.raises(Refused, match="no puedo leer"):
        await archive.verify(settings, tmp_path / "no-hay")


async def test_words_are_erased_from_every_file_and_it_is_said_where_they_stand_still(
    settings: Settings, tmp_path: Path
) -> None:
    """AUD-06 by command, beside a bot that holds its log open."""
    async with beside(settings) as running:
        async with running.transaction() as db:
            await commitments.save(db, replace(OVERDUE, status_words="lo dijo Zenobia"), actor="a", now=NOW)
        held = [file.name for file in (tmp_path / "datos").iterdir() if b"Zenobia" in file.read_bytes()]
        told = await archive.erase(settings, "valle/VAL-01", "status_words")
        left = [file.name for file in (tmp_path / "datos").iterdir() if b"Zenobia" in file.read_bytes()]
    verdict = await archive.verify(settings)

    assert await words_now(settings) == ERASED
    assert told[0].startswith("borrado: ")
    assert "2 textos borrados con constancia" in archive.verdict_line(verdict)
    assert (held, left) == (["y.db-wal"], [])
    with pytest.raises(NothingToErase):
        await archive.erase(settings, "999", "note")


async def test_an_event_is_named_by_ascii_digits(settings: Settings) -> None:
    """INJ-09"""
    async with beside(settings) as running, running.transaction() as db:
        await commitments.save(db, replace(OVERDUE, status_words="lo dijo Zenobia"), actor="a", now=NOW)
        last = (await db.execute(text("SELECT max(seq) FROM history_event"))).scalar_one()
    arabic = str(last).translate({ord("0") + digit: 0x660 + digit for digit in range(10)})

    for nothing in (arabic, "0", "9" * 19, "9" * 5_000):
        with pytest.raises(NothingToErase):
            await archive.erase(settings, nothing, "status_words")
    assert (await archive.erase(settings, str(last), "status_words"))[0] == f"borrado: {last} status_words"


async def test_head_is_published_each_week_and_kept_beside_the_keys(settings: Settings) -> None:
    notes = Beside(settings.keys_file)
    async with beside(settings) as database:
        for day in (23, 26, 29, 30):
            await publish_weekly(database, NOW.replace(day=day))
            async with database.transaction() as db:
                await commitments.save(db, replace(OVERDUE, status_words=f"día {day}"), actor="a", now=NOW)
        await keep_beside(database)
        await keep_beside(database)
    moments = [head.at.day for head in notes.heads() if head.at]
    assert moments == [23, 30]
    assert notes.heads_file.stat().st_mode & 0o777 == 0o600


def test_what_was_erased_is_remembered_within_bounds(tmp_path: Path) -> None:
    notes = Beside(tmp_path / "keys.json", most=100)
    for number in range(50):
        notes.add_erased([f"person {number:032x}"])
    kept = notes.erased()

    assert kept == [f"person {number:032x}" for number in range(50 - len(kept), 50)]
    assert 2 <= len(kept) <= 5
    assert files(tmp_path) == ["erased", "erased.1"]


@pytest.mark.only("postgres")
async def test_on_postgresql_its_own_tools_copy_and_what_was_put_back_is_made_fit(
    demo: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    made = settings_in(tmp_path).model_copy(update={"database_url": database_url})
    keys.write(made.keys_file)
    await tell(made, range(1, 4))
    with pytest.raises(Refused, match="pg_dump"):
        await archive.backup(made, tmp_path / "copia.db")
    with pytest.raises(Refused, match="pg_restore"):
        await archive.restore(made, tmp_path / "copia.db", None)

    told = await archive.restore(made, None, None)

    assert told[0].endswith("no se conoce ninguna huella publicada: no se sabe si falta algo")
    assert (await waiting(made), (await archive.verify(made)).ok) == ({State.HELD: 3}, True)
