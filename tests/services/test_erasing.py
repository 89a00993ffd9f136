"""Words erased for good: in no table, in no file, and the chain still proves everything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.evidence import Medium, Piece
from bot.domain.folding import fold_code
from bot.domain.history import ERASED, ERASURE
from bot.services.erasing import NothingToErase, erase, erase_said
from bot.store import commitments, evidence, history, institutions, meetings, mesas
from bot.store.compacting import compact
from bot.store.database import Database
from bot.store.erasing import of_thing
from bot.store.tables import commitment_word, history_text
from bot.store.verifying import verify
from tests.cast import DECLINED, HELD, MESA, NOW, OVERDUE, PCM

LATER = NOW + timedelta(days=1)
SECRET = "Zenobia Quispehuamán"


async def with_note(database: Database, *notes: str) -> None:
    """VAL-01 with these notes, one after the other."""
    async with database.transaction() as db:
        for note in notes:
            await commitments.save(db, replace(OVERDUE, note=note), actor="a", now=NOW)


async def note_now(database: Database) -> str:
    async with database.reading() as db:
        (one,) = await commitments.by_code(db, fold_code("VAL-01"), "valle")
    return one.note


async def test_words_are_erased_live_and_past_and_the_chain_still_verifies(demo: Database) -> None:
    """AUD-06"""
    await with_note(demo, f"lo dijo {SECRET}", f"lo negó {SECRET}")
    async with demo.transaction() as db:
        gone = await erase(db, "valle/VAL-01", "note", actor="operator", now=LATER)
    async with demo.reading() as db:
        verdict = await verify(db)
        kept = (await db.execute(select(history_text.c.text))).scalars().all()
        told = await history.events_of(db, ERASURE, f"{gone[0].seq}/note")
    assert [one.text for one in gone] == [f"lo dijo {SECRET}", f"lo negó {SECRET}"]
    assert (verdict.ok, verdict.erased) == (True, 2)
    assert [text for text in kept if SECRET in text] == []
    assert (await note_now(demo), len(told), told[0].actor) == (ERASED, 1, "operator")


async def test_one_event_s_words_are_erased_wherever_the_thing_said_the_same(demo: Database) -> None:
    await with_note(demo, SECRET, "otra cosa", SECRET, "lo de hoy")
    async with demo.reading() as db:
        first = (await of_thing(db, "valle/VAL-01", "note"))[0]
    async with demo.transaction() as db:
        gone = await erase_said(db, first.seq, "note", actor="operator", now=LATER)
    async with demo.reading() as db:
        verdict = await verify(db)
        left = [one.text for one in await of_thing(db, "valle/VAL-01", "note")]
    assert ([one.text for one in gone], left) == ([SECRET, SECRET], ["otra cosa", "lo de hoy"])
    assert (verdict.ok, verdict.erased, await note_now(demo)) == (True, 2, "lo de hoy")


async def test_a_text_is_not_found_by_its_words_any_more(demo: Database) -> None:
    async with demo.transaction() as db:
        await erase(db, "valle/VAL-01", "text", actor="operator", now=LATER)
        words = (await db.execute(select(commitment_word.c.word).where(commitment_word.c.word == "camas"))).all()
    async with demo.reading() as db:
        assert (words, (await verify(db)).ok) == ([], True)


WORDS = (
    ("valle", "source"),
    ("pcm", "name"),
    ("valle/S-01", "agenda"),
    ("valle/VAL-05", "extras"),
    ("valle/VAL-05", "responsibility_words"),
    ("valle", "subgroups"),
)


@pytest.mark.parametrize(("key", "field"), WORDS)
async def test_what_stands_for_erased_words_is_not_erased_again(key: str, field: str, demo: Database) -> None:
    """Neither by the thing nor by the event that put it there: the table would say what no history says any more."""
    async with demo.transaction() as db:
        await erase(db, key, field, actor="operator", now=LATER)
        left = [one.seq for one in await of_thing(db, key, field)]
        with pytest.raises(NothingToErase):
            await erase(db, key, field, actor="operator", now=LATER)
        for seq in left:
            with pytest.raises(NothingToErase):
                await erase_said(db, seq, field, actor="operator", now=LATER)
        verdict = await verify(db)

    assert (verdict.ok, verdict.erased) == (True, 1)


async def test_what_is_said_after_erasing_is_erased_by_itself(demo: Database) -> None:
    for note in ("antes", "después"):
        await with_note(demo, note)
        async with demo.transaction() as db:
            gone = await erase(db, "valle/VAL-01", "note", actor="operator", now=LATER)
        assert [one.text for one in gone] == [note]
    async with demo.reading() as db:
        assert ((await verify(db)).ok, await note_now(demo)) == (True, ERASED)


async def test_every_kind_of_thing_and_field_can_be_erased(demo: Database) -> None:
    async with demo.transaction() as db:
        for key, field in WORDS:
            assert await erase(db, key, field, actor="operator", now=LATER)
        mesa, body = await mesas.by_slug(db, MESA.slug), await institutions.by_slug(db, PCM.slug)
        meeting = await meetings.by_code(db, "valle", HELD.code)
        (declined,) = await commitments.by_code(db, fold_code("VAL-05"), "valle")
        verdict = await verify(db)
    assert mesa is not None
    assert body is not None
    assert meeting is not None
    assert (mesa.source, mesa.subgroups, body.name, meeting.agenda) == (ERASED, (), ERASED, ERASED)
    assert (declined.extras, declined.text) == ((), DECLINED.text)
    assert [(one.words, one.said_by, one.stance) for one in declined.responsibilities] == [
        ("", "", DECLINED.responsibilities[0].stance)
    ]
    assert (verdict.ok, verdict.erased) == (True, 6)


@pytest.mark.parametrize(
    ("key", "field"), [("valle/VAL-01", "status"), ("valle/NO-1", "text"), ("valle/VAL-02", "note")]
)
async def test_what_is_no_free_text_or_not_there_cannot_be_erased(demo: Database, key: str, field: str) -> None:
    async with demo.transaction() as db:
        with pytest.raises(NothingToErase, match=f"{key} {field}: no hay palabras"):
            await erase(db, key, field, actor="operator", now=LATER)
        with pytest.raises(NothingToErase):
            await erase_said(db, 10_000, field, actor="operator", now=LATER)


@pytest.mark.only("sqlite")
async def test_erased_words_are_in_no_file(demo: Database, database_url: str, tmp_path: Path) -> None:
    """AUD-06: the database, its log, whatever lies beside them."""
    await with_note(demo, *(f"{SECRET} {'y algo más ' * 300} {number}" for number in range(20)))

    def holding() -> list[str]:
        return [file.name for file in sorted(tmp_path.iterdir()) if SECRET.encode() in file.read_bytes()]

    before = holding()
    async with demo.transaction() as db:
        await erase(db, "valle/VAL-01", "note", actor="operator", now=LATER)
    compact(database_url)

    assert (before != [], holding()) == (True, [])
    async with demo.reading() as db:
        assert (await verify(db)).ok


@pytest.mark.only("postgres")
async def test_tables_are_written_anew_on_postgresql(demo: Database, database_url: str) -> None:
    await with_note(demo, SECRET)
    async with demo.transaction() as db:
        await erase(db, "valle/VAL-01", "note", actor="operator", now=LATER)
    compact(database_url)

    async with demo.reading() as db:
        assert (await verify(db)).ok


@pytest.mark.parametrize("medium", [Medium.PHOTO, Medium.LINK])
async def test_an_erased_piece_of_evidence_is_nothing_that_could_be_sent(medium: Medium, demo: Database) -> None:
    """No photo and no address is called "[borrado]"."""
    async with demo.transaction() as db:
        (one,) = await commitments.by_code(db, fold_code("VAL-01"), "valle")
        await evidence.add(db, one, Piece(medium, f"https://x.pe/{SECRET}", "en la obra"), actor="a", now=NOW)
        await erase(db, "valle/VAL-01/1", "held", actor="operator", now=LATER)

        (kept,) = await evidence.of(db, one.id, most=9)
        assert (kept.held, kept.caption) == ("", "en la obra")
        assert (await verify(db)).ok


async def test_the_words_under_a_piece_of_evidence_are_erased(demo: Database) -> None:
    async with demo.transaction() as db:
        (one,) = await commitments.by_code(db, fold_code("VAL-01"), "valle")
        await evidence.add(db, one, Piece(Medium.PHOTO, "foto-1", f"la tomó {SECRET}"), actor="a", now=NOW)
        await erase(db, "valle/VAL-01/1", "caption", actor="operator", now=LATER)
    async with demo.reading() as db:
        (kept,) = await evidence.of(db, one.id, most=9)
        verdict = await verify(db)

    assert ((kept.held, kept.caption), verdict.ok, verdict.erased) == (("foto-1", ERASED), True, 1)
