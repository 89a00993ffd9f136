"""Mesas and institutions are saved whole, with their parts in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.mesas import Institution, Mesa, MesaState, Seat
from bot.store import commitments, institutions, mesas
from bot.store.database import Database
from bot.store.saving import Saved, Unknown
from bot.store.verifying import verify
from tests.cast import INSTITUTIONS, MESA, NOW, OTHER_MESA, SGSD


async def save(database: Database, one: Mesa | Institution) -> Saved:
    async with database.transaction() as db:
        if isinstance(one, Mesa):
            return await mesas.save(db, one, actor="a", now=NOW)
        return await institutions.save(db, one, actor="a", now=NOW)


async def test_mesas_are_read_back_by_name_slug_and_number(demo: Database) -> None:
    stored, other = replace(MESA, id=1), replace(OTHER_MESA, id=2)
    async with demo.reading() as db:
        assert await mesas.all_mesas(db) == [other, stored]
        assert (await mesas.by_slug(db, "valle"), await mesas.by_id(db, 2)) == (stored, other)
        assert (await mesas.by_slug(db, "nowhere"), await mesas.by_id(db, 10**15 - 1)) == (None, None)


async def test_names_are_those_of_every_mesa(demo: Database) -> None:
    async with demo.reading() as db:
        assert await mesas.names(db) == {one.slug: one.name for one in (MESA, OTHER_MESA)}


async def test_mesa_that_changed_keeps_its_number_and_its_commitments(demo: Database) -> None:
    changed = replace(
        MESA,
        state=MesaState.SUSPENDED,
        suspended_since=date(2026, 11, 1),
        seats=(Seat("sgsd", "facilitación"), Seat("minsa")),
        subgroups=("Qucha", "Rumi", "Wayra"),
        extras=(("eje", "agua"),),
    )
    assert [await save(demo, changed), await save(demo, changed)] == [Saved.CHANGED, Saved.NONE]
    async with demo.reading() as db:
        assert await mesas.by_slug(db, "valle") == replace(changed, id=1)
        assert (await commitments.tally(db, 1, "", NOW.date())).total == 7
        assert (await verify(db)).ok


async def test_mesa_with_an_unknown_institution_is_refused_whole(demo: Database) -> None:
    with pytest.raises(Unknown, match="nobody"):
        await save(demo, replace(MESA, slug="nueva", seats=(Seat("nobody"),)))
    async with demo.reading() as db:
        assert (await mesas.by_slug(db, "nueva"), (await verify(db)).ok) == (None, True)


async def test_institutions_are_read_back_by_slug(demo: Database) -> None:
    async with demo.reading() as db:
        assert await institutions.all_institutions(db) == sorted(INSTITUTIONS, key=lambda one: one.slug)
        assert await institutions.by_slug(db, "sgsd") == SGSD
        assert (await institutions.by_slug(db, "nobody"), await institutions.by_id(db, 10**15 - 1)) == (None, None)


async def test_institution_that_changed_keeps_its_place(demo: Database) -> None:
    changed = replace(SGSD, acronym="", parent="", aliases=("b", "a"))
    assert [await save(demo, changed), await save(demo, changed)] == [Saved.CHANGED, Saved.NONE]
    async with demo.reading() as db:
        assert await institutions.by_slug(db, "sgsd") == changed
        found = await commitments.by_code(db, "val3")
        assert [owed.name for owed in found[0].responsibilities] == [SGSD.name]
        assert (await verify(db)).ok


async def test_institution_of_an_unknown_parent_is_refused(demo: Database) -> None:
    with pytest.raises(Unknown, match="nobody"):
        await save(demo, Institution("new", "Nueva", parent="nobody"))
    async with demo.reading() as db:
        assert await institutions.by_slug(db, "new") is None
