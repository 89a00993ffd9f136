"""A piece of evidence withdrawn: shown no more, in no file, and the chain still proves everything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.commitments import Commitment
from bot.domain.evidence import Medium, Piece
from bot.domain.folding import fold_code
from bot.domain.history import ERASED
from bot.services.erasing import erase
from bot.services.withdrawing import NothingToWithdraw, standing, withdraw
from bot.store import commitments, evidence
from bot.store.compacting import compact
from bot.store.database import Database, Session
from bot.store.tables import history_text
from bot.store.verifying import verify
from tests.cast import NOW, OVERDUE

SECRET = "https://example.org/Zenobia-Quispehuaman"
ACTOR = "c-4f2a91c0"


async def attached(db: Session, *pieces: Piece) -> Commitment:
    (one,) = await commitments.by_code(db, fold_code(OVERDUE.code), OVERDUE.mesa)
    for piece in pieces:
        await evidence.add(db, one, piece, actor=ACTOR, now=NOW)
    return one


async def test_what_is_withdrawn_is_held_nowhere_and_the_chain_still_verifies(demo: Database) -> None:
    async with demo.transaction() as db:
        one = await attached(db, Piece(Medium.LINK, SECRET, f"mire {SECRET}"), Piece(Medium.PHOTO, "foto-1"))
        await withdraw(db, one, 1, 1, "No es de esta obra", actor=ACTOR, now=NOW)
    async with demo.reading() as db:
        verdict = await verify(db)
        kept = (await db.execute(select(history_text.c.text))).scalars().all()
        first = await evidence.by_key(db, one.mesa, one.code, "1")
    assert (verdict.ok, verdict.erased) == (True, 2)
    assert [words for words in kept if SECRET in words] == []
    assert first is not None
    assert (first.held, first.caption, first.withdrawn) == ("", "", "No es de esta obra")


@pytest.mark.only("sqlite")
async def test_it_is_in_no_file(demo: Database, database_url: str, tmp_path: Path) -> None:
    async with demo.transaction() as db:
        one = await attached(db, Piece(Medium.LINK, SECRET, SECRET * 20))
        await withdraw(db, one, 1, 1, "No es de esta obra", actor=ACTOR, now=NOW)
    compact(database_url)

    def holding() -> list[str]:
        return [file.name for file in sorted(tmp_path.iterdir()) if SECRET.encode() in file.read_bytes()]

    assert holding() == []


async def test_it_is_withdrawn_once(demo: Database) -> None:
    async with demo.transaction() as db:
        one = await attached(db, Piece(Medium.LINK, SECRET))
        await withdraw(db, one, 1, 1, "No es de esta obra", actor=ACTOR, now=NOW)
        before = await verify(db)
        for number in (1, 2):
            with pytest.raises(NothingToWithdraw):
                await withdraw(db, one, 1, number, "Otra vez", actor=ACTOR, now=NOW)
        assert await verify(db) == before


async def test_the_reason_can_be_erased_and_it_stays_withdrawn(demo: Database) -> None:
    async with demo.transaction() as db:
        one = await attached(db, Piece(Medium.LINK, SECRET))
        await withdraw(db, one, 1, 1, f"lo mandó {SECRET}", actor=ACTOR, now=NOW)
        await erase(db, "valle/VAL-01/1", "withdrawn", actor="operator", now=NOW)

        assert await standing(db, one, 1) is None
        kept = await evidence.by_key(db, one.mesa, one.code, "1")
        assert kept is not None
        assert kept.withdrawn == ERASED
        assert [change.after for change in await evidence.changes(db, one)] == ["link", ""]
        assert (await verify(db)).ok
