"""A commitment is saved whole, found by number, code and link, and its changes are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.commitments import Commitment, Responsibility, Stance, Status
from bot.domain.folding import fold_code
from bot.domain.history import Change
from bot.store import commitments
from bot.store.database import Database
from bot.store.saving import Saved, Unknown
from bot.store.verifying import verify
from tests.cast import COMMITMENTS, DECLINED, NOW, OTHERS, OVERDUE

LATER = NOW + timedelta(days=1, microseconds=7)


async def save(database: Database, one: Commitment) -> Saved:
    async with database.transaction() as db:
        return await commitments.save(db, one, actor="a", now=LATER)


async def by_code(database: Database, code: str, mesa: str = "") -> list[str]:
    async with database.reading() as db:
        return [f"{one.mesa}/{one.code}" for one in await commitments.by_code(db, fold_code(code), mesa)]


async def test_commitments_are_read_back_as_they_were_saved(demo: Database) -> None:
    async with demo.reading() as db:
        found = [await commitments.by_id(db, number) for number in range(1, len(COMMITMENTS) + 1)]
    assert found == [replace(one, id=number, updated_at=NOW) for number, one in enumerate(COMMITMENTS, 1)]


async def test_commitment_saved_again_changes_nothing(demo: Database) -> None:
    async with demo.reading() as db:
        before = await verify(db)
    assert await save(demo, replace(OVERDUE, revision=77, id=99, updated_at=LATER)) is Saved.NONE
    async with demo.reading() as db:
        assert await verify(db) == before
        found = await commitments.by_id(db, 1)
    assert found is not None
    assert (found.revision, found.updated_at) == (1, NOW)


async def test_commitment_that_changed_gets_the_next_revision(demo: Database) -> None:
    changed = replace(DECLINED, text="Asfaltar", responsibilities=(), extras=(), deadline=None)
    assert await save(demo, changed) is Saved.CHANGED
    assert await save(demo, replace(changed, reserved=True)) is Saved.CHANGED
    async with demo.reading() as db:
        found = await commitments.by_code(db, fold_code("VAL-05"), "valle")
        assert (await verify(db)).ok
    assert found == [replace(changed, reserved=True, id=7, revision=3, updated_at=LATER)]


@pytest.mark.parametrize(
    "one",
    [
        replace(OVERDUE, mesa="nowhere"),
        replace(OVERDUE, code="NEW-1", responsibilities=(Responsibility("nobody", ""),)),
        replace(OVERDUE, responsibilities=(Responsibility("nobody", ""),)),
    ],
)
async def test_commitment_of_an_unknown_mesa_or_institution_is_refused_whole(demo: Database, one: Commitment) -> None:
    """Whoever catches it inside the transaction and goes on has no event of what was not saved."""
    async with demo.transaction() as db:
        with pytest.raises(Unknown):
            await commitments.save(db, one, actor="a", now=LATER)
    async with demo.reading() as db:
        assert (await verify(db)).ok
        assert await commitments.by_code(db, fold_code("NEW-1")) == []


@pytest.mark.parametrize("typed", ["VAL-03", "val 3", "Val–003", "VAL3"])
async def test_code_is_found_however_it_is_typed(demo: Database, typed: str) -> None:
    assert await by_code(demo, typed) == ["valle/VAL-3"]


async def test_code_is_looked_for_in_one_mesa_or_in_all(demo: Database) -> None:
    await save(demo, replace(OTHERS, code="VAL.1"))
    assert await by_code(demo, "val-1") == ["puna/VAL.1", "valle/VAL-01"]
    assert await by_code(demo, "val-1", "valle") == ["valle/VAL-01"]
    assert await by_code(demo, "val-1", "nowhere") == []


async def test_link_names_one_commitment_of_a_mesa(demo: Database) -> None:
    for code in ("VAL/01", "VAL.01", "Ñ 1", "№", "№№"):
        await save(demo, replace(OTHERS, code=code))
    async with demo.reading() as db:
        found = {
            safe: await commitments.by_safe_code(db, "puna", safe)
            for safe in ("VAL-01", "VAL-01-2", "N-1", "No", "NoNo")
        }
        assert await commitments.by_safe_code(db, "valle", "VAL-01-2") is None
    assert {safe: one and one.code for safe, one in found.items()} == {
        "VAL-01": "VAL/01",
        "VAL-01-2": "VAL.01",
        "N-1": "Ñ 1",
        "No": "№",
        "NoNo": "№№",
    }


async def test_link_of_a_code_without_letters_is_a_number(demo: Database) -> None:
    for code in ("…", "¡!", "—"):
        await save(demo, replace(OTHERS, code=code))
    async with demo.reading() as db:
        found = [await commitments.by_safe_code(db, "puna", safe) for safe in ("-", "1", "2", "3")]
    assert {one.code for one in found if one} == {"…", "¡!", "—"}


@pytest.mark.parametrize("number", [0, 99, 10**15 - 1])
async def test_number_of_nothing_finds_nothing(demo: Database, number: int) -> None:
    async with demo.reading() as db:
        assert (await commitments.by_id(db, number), await commitments.changes(db, number)) == (None, [])


async def test_changes_tell_first_what_it_set_out_with_then_each_field_in_words(demo: Database) -> None:
    declined = (Responsibility("minsa", "MINSA", stance=Stance.DECLINED, words="otro sector"),)
    await save(demo, replace(OVERDUE, status=Status.DONE, note="inaugurado", deadline=date(2027, 1, 31)))
    await save(demo, replace(OVERDUE, status=Status.DONE, note="", deadline=None, responsibilities=declined))
    async with demo.reading() as db:
        told = await commitments.changes(db, 1)
    owners = "MINSA, Municipalidad Provincial del Valle"
    assert told == [
        Change(NOW, "deadline", None, "2026-11-03"),
        Change(NOW, "responsibilities", None, owners),
        Change(NOW, "status", None, "in_progress"),
        Change(LATER, "deadline", "2026-11-03", "2027-01-31"),
        Change(LATER, "note", "", "inaugurado"),
        Change(LATER, "status", "in_progress", "done"),
        Change(LATER, "deadline", "2027-01-31", ""),
        Change(LATER, "note", "inaugurado", ""),
        Change(LATER, "responsibilities", owners, "MINSA"),
        Change(LATER, "responsibility_words", '[["Ministerio de Salud (MINSA)",""],["",""]]', '[["otro sector",""]]'),
    ]


@pytest.mark.parametrize(
    ("mesa", "number", "found"),
    [
        ("valle", "1", ["VAL-01"]),
        ("valle", "001", ["VAL-01"]),
        ("valle", "3", ["VAL-3"]),
        ("valle", "10", ["VAL-10"]),
        ("valle", "0", []),
        ("valle", "99", []),
        ("puna", "1", ["PUN-01"]),
        ("nowhere", "1", []),
    ],
)
async def test_a_number_finds_the_codes_of_its_mesa_that_end_in_it(
    demo: Database, mesa: str, number: str, found: list[str]
) -> None:
    async with demo.reading() as db:
        assert [one.code for one in await commitments.by_number(db, mesa, number)] == found


async def test_a_number_may_be_of_several_codes(demo: Database) -> None:
    await save(demo, replace(OVERDUE, code="AGUA 1"))
    await save(demo, replace(OVERDUE, code="VAL-21"))  # ends in a 1, but is no 1
    async with demo.reading() as db:
        assert [one.code for one in await commitments.by_number(db, "valle", "1")] == ["AGUA 1", "VAL-01"]
