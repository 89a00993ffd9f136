"""The demonstration's data are the real ones: what exactly comes of them, counted by hand."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

from bot.domain.commitments import Commitment, DeadlineOrigin, Role, Status
from bot.domain.folding import fold_code
from bot.services.demonstration import FILES, load_demonstration
from bot.services.loading import Report, load
from bot.services.reporting import render_report
from bot.services.tables import NamedTable
from bot.store import commitments, institutions, meetings, mesas
from bot.store.database import Database
from bot.store.saving import Saved
from bot.store.verifying import verify
from tests.cast import NOW

DATA = Path(__file__).parents[2] / "bot/simulator/data"
EVENTS = 114  # 2 mesas, 40 institutions, 64 commitments, 5 sessions and the 3 examples


async def demonstration(database: Database) -> Report:
    async with database.transaction() as db:
        return await load_demonstration(db, DATA, now=NOW)


async def every_commitment(database: Database) -> dict[str, Commitment]:
    with (DATA / "compromisos.csv").open(encoding="utf-8-sig", newline="") as file:
        codes = [row["codigo"] for row in csv.DictReader(file)]
    async with database.reading() as db:
        return {one.code: one for code in codes for one in await commitments.by_code(db, fold_code(code))}


async def test_the_real_data_are_loaded_whole_and_the_history_tells_them(database: Database) -> None:
    report = await demonstration(database)
    async with database.reading() as db:
        known = {one.slug: one for one in await mesas.all_mesas(db)}
        verdict = await verify(db)

    assert report.counts == {
        ("mesa", Saved.NEW): 2,
        ("institución", Saved.NEW): 40,
        ("compromiso", Saved.NEW): 64,
        ("sesión", Saved.NEW): 5,
    }
    assert known["las-bambas"].subgroups == ("Fuerabamba", "Huancuire", "Pumamarca", "Chuicuni")
    assert known["las-bambas"].term_until == date(2022, 12, 31)
    assert (verdict.ok, verdict.events) == (True, EVENTS)


async def test_eight_bodies_that_only_cells_name_are_created_and_told(database: Database) -> None:
    report = await demonstration(database)
    async with database.reading() as db:
        kinds = {one.slug: one.kind for one in await institutions.all_institutions(db)}

    created = [notice.rsplit("(", 1)[1].rstrip(")") for notice in report.notices]
    assert {slug: kinds[slug] for slug in created} == {
        "autoridades-y-dirigencias-de-espinar": "comunidad",
        "21-comunidades-de-coporaque": "comunidad",
        "comunidades-de-cotabambas": "comunidad",
        "seis-comunidades": "comunidad",
        "consorcio-contratista": "",
        "municipios": "",
        "cuatro-comunidades": "",
        "comunidades": "",
    }


async def test_what_each_commitment_became(database: Database) -> None:
    await demonstration(database)
    each = await every_commitment(database)

    assert Counter(one.status for one in each.values()) == {
        Status.NO_INFORMATION: 42,
        Status.DONE: 10,
        Status.IN_PROGRESS: 8,
        Status.PENDING: 2,
        Status.SCHEDULED: 1,
        Status.BREACHED: 1,
    }
    assert Counter(one.deadline_origin for one in each.values()) == {
        DeadlineOrigin.NONE: 38,
        DeadlineOrigin.DERIVED: 13,
        DeadlineOrigin.EXPLICIT: 13,
    }
    assert sum(one.deadline is not None for one in each.values()) == 26
    assert Counter(owed.role for one in each.values() for owed in one.responsibilities) == {
        Role.RESPONSIBLE: 69,
        Role.CO_RESPONSIBLE: 31,
        Role.PROVISIONAL: 2,
    }


async def test_the_same_files_twice_change_nothing(database: Database) -> None:
    await demonstration(database)
    again = await demonstration(database)

    async with database.reading() as db:
        assert (await verify(db)).events == EVENTS
    assert render_report(again) == ["sin cambios"]


async def test_the_files_as_a_peruvian_spreadsheet_saves_them_change_nothing(database: Database) -> None:
    """Semicolons and Windows-1252 instead of commas and UTF-8: the same data."""
    await demonstration(database)
    async with database.transaction() as db:
        again = await load(db, [resaved(DATA / name) for name in FILES], now=NOW)

    assert render_report(again) == ["sin cambios"]


def resaved(path: Path) -> NamedTable:
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in csv.reader(file)]
    return NamedTable(path.name, "\r\n".join(lines).encode("cp1252"))


async def test_the_two_sessions_to_come_say_that_they_are_examples(database: Database) -> None:
    await demonstration(database)
    async with database.reading() as db:
        known = await mesas.all_mesas(db)
        coming = [one for mesa in known for one in await meetings.upcoming(db, mesa.id, "", NOW)]

    assert [(one.code, one.starts_at and one.starts_at.isoformat(), one.latitude, one.longitude) for one in coming] == [
        ("EJ-1", "2026-11-26T09:00:00-05:00", -14.7917, -71.4135),
        ("EJ-2", "2026-12-05T10:00:00-05:00", -14.1186, -72.2497),
    ]
    assert [one.note for one in coming] == ["Ejemplo de la demostración: esta sesión no es real."] * 2
    assert [one.agenda.split(":")[0] for one in coming] == ["Ejemplo de la demostración"] * 2


def test_every_row_names_its_source_and_no_row_is_our_own() -> None:
    for name in ("mesas.csv", "compromisos.csv", "sesiones.csv"):
        with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
            assert {row["fuente"][:4] for row in csv.DictReader(file)} == {"http"}
    assert "**demostración**" in (DATA / "README.md").read_text(encoding="utf-8")
