"""Who loads touches only what is theirs; what is shown before is what happens, or nothing does (AUT-16, FIL-06)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.commitments import Commitment
from bot.services.loading import Foreseen, LoadRefused, Otherwise, foresee, load, load_as_foreseen
from bot.services.tables import NamedTable
from bot.store import commitments
from bot.store.database import Database
from bot.store.verifying import verify
from tests.cast import NOW, OVERDUE

ANOTHER = "De otra persona"
MINE = frozenset({"valle"})
EDITED = "codigo,compromiso,nota\nVAL-01,Otro texto,dos\nVAL-70,Algo nuevo,\n"


def csv(text: str, name: str = "c.csv") -> NamedTable:
    return NamedTable(name, text.encode())


async def head(database: Database) -> str:
    async with database.reading() as db:
        return (await verify(db)).head


async def shown(database: Database, *texts: str, mesa: str = "valle") -> Foreseen:
    """What a coordinator of the valley is shown; nothing is written by it."""
    before = await head(database)
    async with database.transaction() as db:
        found = await foresee(db, [csv(text) for text in texts], mesa=mesa, only=MINE)
    assert await head(database) == before
    return found


async def problems(database: Database, text: str, mesa: str = "valle") -> list[str]:
    with pytest.raises(LoadRefused) as refused:
        await shown(database, text, mesa=mesa)
    return str(refused.value).splitlines()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("codigo,mesa,compromiso\nPUN-01,puna,Otro\n", "c.csv, fila 2, columna mesa: no hay ninguna mesa «puna»"),
        ("codigo,mesa,compromiso\nPUN-01,luna,Otro\n", "c.csv, fila 2, columna mesa: no hay ninguna mesa «luna»"),
        ("mesa,fecha\npuna,2026-12-01\n", "c.csv, fila 2, columna mesa: no hay ninguna mesa «puna»"),
        ("slug,nombre,territorio\npuna,Otra,\n", "c.csv, fila 2, columna slug: no hay ninguna mesa «puna»"),
        ("slug,nombre,territorio\nnueva,Otra,\n", "c.csv, fila 2, columna slug: no hay ninguna mesa «nueva»"),
        (
            "slug,nombre,siglas\nminsa,Otro nombre,MINSA\n",
            "c.csv, fila 2, columna nombre: «minsa» es también de otras mesas: aquí no se cambia; quite la fila",
        ),
        (
            "slug,nombre,siglas\npcm,Presidencia,PCM\n",  # above the ministry that the other mesa names
            "c.csv, fila 2, columna nombre: «pcm» es también de otras mesas: aquí no se cambia; quite la fila",
        ),
    ],
)
async def test_what_is_of_another_mesa_is_not_there(demo: Database, text: str, line: str) -> None:
    assert await problems(demo, text) == [line]


async def test_without_a_mesa_the_row_must_name_it(demo: Database) -> None:
    line = "c.csv, fila 2, columna mesa: está vacía; nombre la mesa"
    assert await problems(demo, "codigo,mesa,compromiso\nA-1,,Algo\n", mesa="") == [line]


async def test_institutions_are_created_named_and_changed_where_no_other_mesa_has_them(demo: Database) -> None:
    rows = "slug,nombre,siglas\nmp-valle,Municipalidad del Valle,MPV\nnueva,Comunidad nueva,\nminsa,Ministerio de Salud,MINSA\n"
    found = await shown(demo, rows)

    assert {(one.what, one.field) for one in found.report.changes} == {("mp-valle", "name"), ("mp-valle", "acronym")}


async def test_what_was_shown_is_what_happens(demo: Database) -> None:
    found = await shown(demo, EDITED)
    async with demo.transaction() as db:
        files = [csv(EDITED)]
        done = await load_as_foreseen(db, files, found.mark, actor="c-1", now=NOW, mesa="valle", only=MINE)

    assert (done.counts, done.changes) == (found.report.counts, found.report.changes)
    assert (await shown(demo, EDITED)).report.unchanged


@pytest.mark.parametrize("other", [replace(OVERDUE, text=ANOTHER), replace(OVERDUE, note=ANOTHER)])
async def test_when_somebody_changed_it_meanwhile_nothing_is_written(demo: Database, other: Commitment) -> None:
    found = await shown(demo, EDITED)
    async with demo.transaction() as db:
        await commitments.save(db, other, actor="c-2", now=NOW)
    before = await head(demo)

    with pytest.raises(Otherwise) as otherwise:
        async with demo.transaction() as db:
            await load_as_foreseen(db, [csv(EDITED)], found.mark, actor="c-1", now=NOW, mesa="valle", only=MINE)

    assert await head(demo) == before
    assert ANOTHER in {one.before for one in otherwise.value.now.report.changes}


async def test_what_concerns_other_things_does_not_hinder(demo: Database) -> None:
    found = await shown(demo, EDITED)
    async with demo.transaction() as db:
        await load(db, [csv("codigo,mesa,compromiso\nPUN-01,puna,Otro\nVAL-02,valle,Otro\n")], now=NOW)
        done = await load_as_foreseen(db, [csv(EDITED)], found.mark, actor="c-1", now=NOW, mesa="valle", only=MINE)

    assert done.changes == found.report.changes
