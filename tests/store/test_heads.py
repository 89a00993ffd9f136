"""A head that somebody kept proves what the chain alone cannot: that it was neither cut off nor written anew."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update

from bot.domain.heads import Head, read_head
from bot.domain.history import GENESIS, canonical, link
from bot.store import heads
from bot.store.database import Database, Session
from bot.store.tables import commitment, history_event, history_text, published_head
from bot.store.verifying import OTHER_HEAD, verify
from tests.cast import NOW
from tests.store.test_history import all_events, append, unguard


async def publish(database: Database) -> Head:
    async with database.transaction() as db:
        head = await heads.publish(db, NOW)
    assert head is not None
    return head


async def hide(db: Session) -> None:
    """What an intruder with the whole database does, who knows of our own table of heads."""
    await unguard(db)
    if db.dialect == "sqlite":
        await db.execute(text("DROP TRIGGER published_head_no_delete"))
    await db.execute(delete(published_head))


async def cut_off(db: Session) -> None:
    """The last event and what it told: a session."""
    last = (await all_events(db))[-1].seq
    await db.execute(delete(history_text).where(history_text.c.seq == last))
    await db.execute(delete(history_event).where(history_event.c.seq == last))
    await db.execute(text("DELETE FROM meeting WHERE code = 'S-04'"))


async def write_anew(db: Session) -> None:
    """A deadline moved in the past, and each hash from there on computed as it should be."""
    previous = GENESIS
    for event in await all_events(db):
        facts = dict(event.facts or {})
        if event.key == "valle/VAL-01":
            facts["deadline"] = "2027-01-01"
        seal = link(event.seq, previous, canonical(event.at, event.actor, event.subject, event.key, facts))
        row = update(history_event).where(history_event.c.seq == event.seq)
        words = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        await db.execute(row.values(facts=words, previous=previous, hash=seal))
        previous = seal
    await db.execute(
        update(commitment).where(commitment.c.code == "VAL-01").values(deadline=NOW.date().replace(2027, 1, 1))
    )


@pytest.mark.parametrize("tamper", [cut_off, write_anew])
async def test_history_cut_off_or_written_anew_shows_against_a_head_that_was_kept(
    demo: Database, tamper: object
) -> None:
    """AUD-02: by a whole line of heads.txt and by what was copied from a phone; without one it is not provable."""
    assert callable(tamper)
    kept = await publish(demo)
    async with demo.transaction() as db:
        await hide(db)
        await tamper(db)
    async with demo.reading() as db:
        alone = await verify(db)
        by_file = await verify(db, [kept])
        typed = await verify(db, [read_head(f"Huella n.º {kept.seq}: {kept.short}")])
    assert (alone.ok, alone.wrong) == (True, "")
    assert (by_file.ok, by_file.wrong, by_file.seq) == (False, OTHER_HEAD, kept.seq)
    assert (typed.ok, typed.wrong, typed.seq) == (False, OTHER_HEAD, kept.seq)


async def test_our_own_published_heads_are_compared_always(demo: Database) -> None:
    kept = await publish(demo)
    async with demo.transaction() as db:
        await unguard(db)
        await cut_off(db)
    async with demo.reading() as db:
        found = await verify(db)
    assert (found.ok, found.wrong, found.seq) == (False, OTHER_HEAD, kept.seq)


async def test_heads_that_are_of_this_history_change_nothing(demo: Database) -> None:
    first = await publish(demo)
    await append(demo, "mp-valle")
    later = await publish(demo)
    async with demo.reading() as db:
        found = await verify(db, [first, read_head(f"{later.seq} {later.hash[:12]}")])
    assert (found.events, later.seq) == (later.seq, first.seq + 1)
    assert found.wrong == "estado ≠ historia"  # that event is in no live table; the heads hold


async def test_head_is_published_once_until_something_is_recorded(demo: Database, database: Database) -> None:
    first = await publish(demo)
    async with demo.transaction() as db:
        again = await heads.publish(db, NOW + timedelta(days=7))
        known = await heads.every(db)
    assert (again, known, first.at) == (first, [first], NOW)


async def test_nothing_is_published_of_an_empty_history(database: Database) -> None:
    async with database.transaction() as db:
        assert (await heads.publish(db, NOW), await heads.latest(db), await heads.every(db)) == (None, None, [])
