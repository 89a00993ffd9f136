"""The chain: one line whoever appends, kept or lost with the change itself, and refusing to be rewritten."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.domain.history import GENESIS, Event, canonical, link, replay, salted
from bot.store import commitments, heads, history, institutions
from bot.store.database import Database, Session
from bot.store.history import event_of
from bot.store.tables import history_event, history_text
from bot.store.verifying import Verdict, verify
from tests import cast
from tests.cast import NOW, OVERDUE, PCM

WRITERS, TIMES = 12, 40


async def all_events(db: Session) -> list[Event]:
    return [event_of(row) for row in await db.execute(select(history_event).order_by(history_event.c.seq))]


async def append(database: Database, key: str) -> None:
    async with database.transaction() as db:
        await history.append(db, now=NOW, actor="a", subject="institution", key=key, facts={"kind": "empresa"})


async def test_appends_from_many_writers_make_one_chain(database: Database) -> None:
    """AUD-03: 12 writers × 40 events."""

    async def write(writer: int) -> None:
        for number in range(TIMES):
            await append(database, f"{writer}-{number}")

    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))
    async with database.reading() as db:
        events = await all_events(db)
        verdict = await verify(db)
    assert [event.seq for event in events] == list(range(1, WRITERS * TIMES + 1))
    assert [event.previous for event in events] == [GENESIS, *(event.hash for event in events[:-1])]
    assert (verdict.events, verdict.wrong) == (480, "estado ≠ historia")  # nothing of this is in the live tables


@pytest.mark.only("postgres")
async def test_appends_without_the_lock_would_fork(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """AUD-03's baseline; the sequence number is a primary key, so what would be a fork is refused instead."""
    monkeypatch.setattr(history, "_LOCK", text("SELECT 1"))
    done = await asyncio.gather(*(append(database, str(number)) for number in range(40)), return_exceptions=True)
    assert any(isinstance(one, DBAPIError) for one in done)


async def test_event_is_lost_with_its_transaction(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as db:
            await institutions.save(db, PCM, actor="a", now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.reading() as db:
        assert (await institutions.all_institutions(db), await all_events(db)) == ([], [])


async def test_event_holds_what_was_said_and_free_text_only_as_a_salted_commitment(database: Database) -> None:
    async with database.transaction() as db:
        await institutions.save(db, PCM, actor="c-7f", now=NOW)
        (event,) = await all_events(db)
        words = {row.field: row for row in await db.execute(select(history_text))}
    assert event.facts == {
        "name": {"text": salted(words["name"].salt, PCM.name)},
        "acronym": {"text": salted(words["acronym"].salt, "PCM")},
        "kind": "estado_nacional",
    }
    assert (event.actor, event.subject, event.key, event.at) == ("c-7f", "institution", "pcm", NOW)
    assert event.hash == link(1, GENESIS, canonical(NOW, "c-7f", "institution", "pcm", event.facts))
    assert {row.text for row in words.values()} == {PCM.name, "PCM"}
    assert len({row.salt for row in words.values()}) == 2


async def test_event_holds_only_the_fields_that_changed(demo: Database) -> None:
    later = NOW + timedelta(days=1)
    changed = replace(OVERDUE, disputes=2, note="se revisó", source="")
    async with demo.transaction() as db:
        await commitments.save(db, changed, actor="c-7f", now=later)
        event = (await all_events(db))[-1]
        salt = (await db.execute(select(history_text.c.salt).where(history_text.c.seq == event.seq))).scalar_one()
    assert event.facts == {"disputes": 2, "note": {"text": salted(salt, "se revisó")}, "source": ""}


async def test_replay_of_the_cast_tells_its_state(demo: Database) -> None:
    async with demo.reading() as db:
        told = replay(await all_events(db))
        verdict = await verify(db)
    assert len(told) == len(cast.INSTITUTIONS) + len(cast.MESAS) + len(cast.COMMITMENTS) + len(cast.MEETINGS)
    assert told["commitment", "valle/VAL-05"]["responsibilities"] == [["pcm", "responsible", "declined", "2026-08-01"]]
    assert verdict == Verdict(ok=True, events=len(told), head=verdict.head)


async def test_history_of_nothing_is_right(database: Database) -> None:
    async with database.reading() as db:
        assert await verify(db) == Verdict(ok=True, events=0, head=GENESIS.hex())


REFUSED = {
    "UPDATE history_event SET actor = 'x'": "history_event is append-only",
    "DELETE FROM history_event": "history_event is append-only",
    "UPDATE history_text SET text = 'x'": "history_text can only be erased",
    "UPDATE history_text SET text = '', salt = :none": "history_text can only be erased",  # no event says so
    "DELETE FROM history_text": "history_text can only be erased",
    "UPDATE published_head SET seq = 1": "published_head is append-only",
    "DELETE FROM published_head": "published_head is append-only",
}


@pytest.mark.parametrize("verb", REFUSED)
async def test_history_refuses_to_be_changed_by_hand(demo: Database, verb: str) -> None:
    """AUD-04"""
    async with demo.transaction() as db:
        await heads.publish(db, NOW)

    async def tamper() -> None:
        async with demo.transaction() as db:
            await db.execute(text(verb), {"none": b""} if ":none" in verb else None)

    with pytest.raises(DBAPIError, match=REFUSED[verb]):
        await tamper()
    async with demo.reading() as db:
        assert (await verify(db)).ok


REPLACED = {
    "history_event": "SELECT seq, at, 'x', subject, key, facts, previous, hash FROM history_event WHERE seq = 3",
    "history_text": "SELECT seq, field, salt, 'x' FROM history_text WHERE seq = 3",
    "published_head": "SELECT * FROM published_head",
}


@pytest.mark.only("sqlite")
@pytest.mark.parametrize("table", REPLACED)
async def test_replacing_is_deleting_and_refused_too(demo: Database, table: str) -> None:
    """AUD-04: SQLite asks no trigger about what REPLACE deletes, unless it is told to."""
    async with demo.transaction() as db:
        await heads.publish(db, NOW)

    async def tamper() -> None:
        async with demo.transaction() as db:
            await db.execute(text(f"INSERT OR REPLACE INTO {table} {REPLACED[table]}"))

    with pytest.raises(DBAPIError, match=table):
        await tamper()


async def unguard(db: Session) -> None:
    """What an intruder with the file, or a superuser, does first."""
    if db.dialect == "sqlite":
        for table in ("history_event", "history_text"):
            for verb in ("update", "delete"):
                await db.execute(text(f"DROP TRIGGER {table}_no_{verb}"))
    else:
        await db.execute(text("SET LOCAL session_replication_role = replica"))


async def edit(db: Session) -> None:
    facts = json.dumps({"kind": "empresa"})
    await db.execute(update(history_event).where(history_event.c.seq == 3).values(facts=facts))


async def remove(db: Session) -> None:
    await db.execute(delete(history_event).where(history_event.c.seq == 3))


async def swap(db: Session) -> None:
    column = history_event.c.seq
    for old, new in ((3, -1), (4, 3), (-1, 4)):
        await db.execute(update(history_event).where(column == old).values(seq=new))


async def insert_between(db: Session) -> None:
    column = history_event.c.seq
    await db.execute(update(history_event).where(column > 2).values(seq=-column))
    await db.execute(update(history_event).where(column < 0).values(seq=-column + 1))
    row = (await db.execute(select(history_event).where(column == 2))).one()
    await db.execute(history_event.insert(), {**row._mapping, "seq": 3})


async def postdate(db: Session) -> None:
    later = NOW + timedelta(microseconds=1)
    await db.execute(update(history_event).where(history_event.c.seq == 3).values(at=later))


async def unlink(db: Session) -> None:
    await db.execute(update(history_event).where(history_event.c.seq == 3).values(previous=GENESIS))


@pytest.mark.parametrize("tamper", [edit, remove, swap, insert_between, postdate, unlink])
async def test_verify_finds_the_first_event_that_was_tampered_with(demo: Database, tamper: object) -> None:
    """AUD-01"""
    assert callable(tamper)
    async with demo.transaction() as db:
        good = (await all_events(db))[1]
        await unguard(db)
        await db.execute(text("DELETE FROM history_text WHERE seq >= 3"))
        await tamper(db)
    async with demo.reading() as db:
        assert await verify(db) == Verdict(ok=False, events=2, head=good.hash.hex(), wrong="cadena", seq=3)


LIVE = {
    "UPDATE commitment SET status = 'done' WHERE code = 'VAL-01'": ("commitment", "valle/VAL-01", "status"),
    "UPDATE commitment SET deadline = '2027-01-01' WHERE code = 'VAL-01'": ("commitment", "valle/VAL-01", "deadline"),
    "UPDATE commitment SET text = 'otra cosa' WHERE code = 'VAL-01'": ("commitment", "valle/VAL-01", "text"),
    "UPDATE commitment SET note = 'nunca dicho' WHERE code = 'VAL-01'": ("commitment", "valle/VAL-01", "note"),
    "UPDATE responsibility SET stance = 'accepted'": ("commitment", "puna/PUN-01", "responsibilities"),
    "DELETE FROM commitment WHERE code = 'VAL-02'": ("commitment", "valle/VAL-02", ""),
    "UPDATE mesa SET zone = 'America/Bogota' WHERE slug = 'valle'": ("mesa", "valle", "zone"),
    "DELETE FROM subgroup WHERE name = 'Wayra'": ("mesa", "valle", "subgroups"),
    "UPDATE meeting SET outcome = 'held' WHERE code = 'S-02'": ("meeting", "valle/S-02", "outcome"),
    "UPDATE institution SET parent_id = NULL WHERE slug = 'sgsd'": ("institution", "sgsd", "parent"),
    "INSERT INTO institution (slug, name, acronym, kind) VALUES ('x', '', '', '')": ("institution", "x", ""),
}


class Undo(Exception):
    """Rolls a transaction back on purpose."""


async def verdict_after(database: Database, statement: str) -> Verdict:
    """What `verify` says inside a transaction that did this; it is undone."""
    verdict = None
    with suppress(Undo):
        async with database.transaction() as db:
            await db.execute(text(statement))
            verdict = await verify(db)
            raise Undo
    assert verdict is not None
    return verdict


async def test_verify_finds_what_was_changed_in_the_live_tables_alone(demo: Database) -> None:
    """AUD-05"""
    found = {statement: await verdict_after(demo, statement) for statement in LIVE}
    assert {one.wrong for one in found.values()} == {"estado ≠ historia"}
    assert {statement: (one.subject, one.key, one.field) for statement, one in found.items()} == LIVE


async def test_verify_finds_words_changed_beside_the_chain_too(demo: Database) -> None:
    """The live text and its copy agree, but not with what was committed to."""
    async with demo.transaction() as db:
        await unguard(db)
        await db.execute(text("UPDATE commitment SET text = 'otra cosa' WHERE code = 'PUN-01'"))
        await db.execute(text("UPDATE history_text SET text = 'otra cosa' WHERE text LIKE '%hospital de la puna%'"))
    async with demo.reading() as db:
        found = await verify(db)
    assert (found.wrong, found.key, found.field) == ("palabras ≠ huella", "puna/PUN-01", "text")


async def test_verify_finds_words_that_were_taken_away_without_an_event_that_says_so(demo: Database) -> None:
    """Even of what was changed since."""
    async with demo.transaction() as db:
        await commitments.save(db, replace(OVERDUE, status_words="otra cosa"), actor="a", now=NOW)
        await unguard(db)
        await db.execute(text("DELETE FROM history_text WHERE text = 'en ejecución (44 %)'"))
    async with demo.reading() as db:
        found = await verify(db)
    assert (found.wrong, found.key, found.field) == ("palabras ≠ huella", "valle/VAL-01", "status_words")


async def test_removed_thing_is_gone_from_the_replay(demo: Database) -> None:
    async with demo.transaction() as db:
        await db.execute(text("DELETE FROM commitment WHERE code = 'VAL-02'"))
        await history.append(db, now=NOW, actor="a", subject="commitment", key="valle/VAL-02", facts=None)
    async with demo.reading() as db:
        assert (await verify(db)).ok
