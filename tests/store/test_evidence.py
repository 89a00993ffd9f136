"""What shows how a commitment goes: each piece in the history, and nothing of it changed unnoticed."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.domain.evidence import Evidence, Medium, Piece
from bot.domain.history import ATTACHED, WITHDRAWN, Change
from bot.services.withdrawing import withdraw
from bot.store import commitments, evidence
from bot.store.database import Database
from bot.store.verifying import verify
from tests.cast import NOW, OVERDUE

ACTOR = "c-4f2a91c0"


async def shown(database: Database, *pieces: Piece) -> int:
    """The commitment that they were kept with."""
    async with database.transaction() as db:
        (one,) = await commitments.by_code(db, "val1", OVERDUE.mesa)
        for piece in pieces:
            await evidence.add(db, one, piece, actor=ACTOR, now=NOW)
    return one.id


async def test_pieces_are_kept_with_their_number_and_read_the_newest_first(demo: Database) -> None:
    number = await shown(demo, Piece(Medium.PHOTO, "file-1", "El puente"), Piece(Medium.LINK, "https://x.org"))
    async with demo.reading() as db:
        assert await evidence.of(db, number, most=5) == [
            Evidence(OVERDUE.mesa, OVERDUE.code, 2, Medium.LINK, "https://x.org", "", NOW, ACTOR),
            Evidence(OVERDUE.mesa, OVERDUE.code, 1, Medium.PHOTO, "file-1", "El puente", NOW, ACTOR),
        ]
        assert [one.number for one in await evidence.of(db, number, most=5, skipped=1)] == [1]
        assert await evidence.count(db, number) == 2
        assert (await verify(db)).ok


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ("UPDATE evidence SET held = 'https://y.org'", "held"),
        ("UPDATE evidence SET caption = 'otra cosa'", "caption"),
        ("UPDATE evidence SET kind = 'photo'", "kind"),
        ("UPDATE evidence SET actor = 'c-00000000'", "actor"),
        ("UPDATE evidence SET withdrawn = 'porque sí'", "withdrawn"),
        ("DELETE FROM evidence", ""),
    ],
)
async def test_what_is_changed_beside_the_history_is_found(change: str, field: str, demo: Database) -> None:
    await shown(demo, Piece(Medium.LINK, "https://x.org", "El puente"))
    async with demo.transaction() as db:
        await db.execute(text(change))
    async with demo.reading() as db:
        found = await verify(db)

    assert (found.ok, found.subject, found.key, found.field) == (False, "evidence", "valle/VAL-01/1", field)


async def test_what_was_withdrawn_keeps_its_number_and_its_place_in_the_story(demo: Database) -> None:
    number = await shown(demo, Piece(Medium.PHOTO, "file-1", "Otra obra"), Piece(Medium.LINK, "https://x.org"))
    async with demo.transaction() as db:
        (one,) = await commitments.by_code(db, "val1", OVERDUE.mesa)
        await withdraw(db, one, 1, 2, "No es de aquí", actor=ACTOR, now=NOW)
        added = await evidence.add(db, one, Piece(Medium.DOCUMENT, "file-2"), actor=ACTOR, now=NOW)
    async with demo.reading() as db:
        assert added.number == 3
        assert [one.number for one in await evidence.of(db, number, most=9)] == [3, 1]
        assert await evidence.count(db, number) == 2
        assert await evidence.changes(db, one) == [
            Change(NOW, ATTACHED, None, "photo"),
            Change(NOW, ATTACHED, None, "link"),
            Change(NOW, WITHDRAWN, "link", "No es de aquí"),
            Change(NOW, ATTACHED, None, "document"),
        ]
        assert (await verify(db)).ok


async def test_what_never_had_evidence_has_no_story_of_it(demo: Database) -> None:
    async with demo.reading() as db:
        assert await evidence.changes(db, OVERDUE) == []
