"""What is exported loads back without a change, whatever is stored; and no cell of it is a formula (INJ-06)."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.commitments import Commitment, DeadlineOrigin, Responsibility, Role, Stance, Status
from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Mesa, MesaState, Seat
from bot.services import exporting
from bot.services.exporting import export
from bot.services.loading import Report, load
from bot.services.reporting import render_report
from bot.services.tables import NamedTable, cleaned, neutral, plain
from bot.store import commitments, institutions, meetings, mesas
from bot.store.database import Database, Session
from bot.store.verifying import verify
from tests.cast import DECLINED, INSTITUTIONS, MESA, NOW, OTHER_MESA, OVERDUE
from tests.services.loads import loaded

DATA = Path(__file__).parents[2] / "bot/simulator/data"
FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠A",
    "'=1",
    "''=1",
    "'+",
    "'hola",
    "'",
)
WORDS = st.sampled_from(FORMULAS) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40
)
SOME = WORDS.filter(lambda words: bool(words.strip()))
DAYS = st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31))
WHO = st.sampled_from([one.slug for one in INSTITUTIONS])
EXTRAS = st.dictionaries(st.sampled_from(["etapa", "=cui", "columna 3", "estado"]), SOME, max_size=3)


async def mesa_of(db: Session, slug: str = MESA.slug) -> Mesa:
    found = await mesas.by_slug(db, slug)
    assert found is not None
    return found


async def loaded_back(database: Database, slug: str = MESA.slug) -> Report:
    """The mesa exported and loaded: what that changes."""
    async with database.transaction() as db:
        return await load(db, await export(db, await mesa_of(db, slug)), now=NOW)


def cells(file: NamedTable) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))


async def test_the_cast_loads_back_without_a_change(demo: Database) -> None:
    async with demo.reading() as db:
        before = (await verify(db)).head

    assert render_report(await loaded_back(demo)) == ["sin cambios"]
    async with demo.reading() as db:
        assert (await verify(db)).head == before


async def test_the_real_data_loads_back_without_a_change(database: Database) -> None:
    names = ("mesas", "instituciones", "compromisos", "sesiones")
    files = [NamedTable(f"{name}.csv", (DATA / f"{name}.csv").read_bytes()) for name in names]
    async with database.transaction() as db:
        await load(db, files, now=NOW)

    for slug in ("espinar", "las-bambas"):
        assert (await loaded_back(database, slug)).unchanged


async def test_there_is_a_file_of_each_kind_and_nothing_of_another_mesa(demo: Database) -> None:
    async with demo.reading() as db:
        files = await export(db, await mesa_of(db))
        (other,) = [one for one in await export(db, await mesa_of(db, OTHER_MESA.slug)) if "compromisos" in one.name]

    assert [one.name for one in files] == [
        "valle-mesas.csv",
        "valle-instituciones.csv",
        "valle-compromisos.csv",
        "valle-sesiones.csv",
    ]
    assert "PUN-01" in other.content.decode()
    assert not any("puna" in one.content.decode().casefold() for one in files)


async def test_columns_we_do_not_know_are_kept(demo: Database) -> None:
    async with demo.reading() as db:
        (file,) = [one for one in await export(db, await mesa_of(db)) if "compromisos" in one.name]
    header, *rows = cells(file)
    (row,) = [row for row in rows if row[0] == DECLINED.code]

    assert (header[-1], row[-1]) == DECLINED.extras[0]


async def test_one_cell_edited_changes_just_that(demo: Database) -> None:
    async with demo.transaction() as db:
        files = await export(db, await mesa_of(db))
        edited = [NamedTable(one.name, one.content.replace(b"40 camas", b"60 camas")) for one in files]
        report = await load(db, edited, now=NOW)
        (now_is,) = await commitments.by_code(db, "val1")

    assert [(one.what, one.field, one.after) for one in report.changes] == [
        (OVERDUE.code, "text", "Construir el hospital de la provincia, con 60 camas")
    ]
    assert (now_is.responsibilities, now_is.deadline) == (OVERDUE.responsibilities, OVERDUE.deadline)


async def test_what_says_two_things_is_written_so_that_it_is_read_again(demo: Database) -> None:
    async with demo.transaction() as db:
        said = Commitment("valle", "VAL-20", "Algo", status=Status.DONE, status_words="La obra se entregó el lunes")
        await commitments.save(db, said, actor="test", now=NOW)
        (file,) = [one for one in await export(db, await mesa_of(db)) if "compromisos" in one.name]

    header, *rows = cells(file)
    (row,) = [row for row in rows if row[0] == "VAL-20"]
    assert row[header.index("estado_reportado")] == "cumplido: La obra se entregó el lunes"
    assert (await loaded_back(demo)).unchanged


async def test_an_extension_of_a_counted_deadline_is_not_undone_by_a_file_that_is_silent_about_it(
    database: Database,
) -> None:
    columns = "codigo,mesa,compromiso,acta_fecha,plazo_texto"
    await loaded(database, "slug,nombre\nvalle,Valle\n", f"{columns}\nA-1,valle,Algo,2026-01-01,30 días\n")
    async with database.transaction() as db:
        (one,) = await commitments.by_code(db, "a1")
        moved = date(2026, 12, 1)
        extended = Commitment(**{**vars(one), "deadline": moved, "extended_by": "RM 1"})
        await commitments.save(db, extended, actor="test", now=NOW)

    await loaded(database, "codigo,mesa,compromiso,nota\nA-1,valle,Algo,hoy\n")

    async with database.reading() as db:
        (kept,) = await commitments.by_code(db, "a1")
    assert (kept.deadline, kept.note) == (moved, "hoy")


async def test_more_rows_than_a_file_may_have_are_several_files(
    demo: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_ROWS", 3)
    async with demo.reading() as db:
        names = [one.name for one in await export(db, await mesa_of(db)) if "compromisos" in one.name]

    assert names == ["valle-compromisos-1.csv", "valle-compromisos-2.csv", "valle-compromisos-3.csv"]
    assert (await loaded_back(demo)).unchanged


@pytest.mark.parametrize("words", FORMULAS)
def test_no_cell_begins_a_formula_and_the_loader_undoes_just_that(words: str) -> None:
    assert neutral(words)[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert cleaned(neutral(words)) == words.strip()


@given(WORDS)
def test_any_words_come_back(words: str) -> None:
    assert cleaned(neutral(words)) == plain(words)


OWED = st.lists(
    st.builds(
        Responsibility,
        WHO,
        st.just(""),
        st.sampled_from(Role),
        st.sampled_from(Stance),
        words=WORDS,
        said_by=WORDS,
        said_on=DAYS,
    ),
    max_size=3,
    unique_by=lambda one: one.institution,
).map(tuple)
COMMITMENTS = st.builds(
    Commitment,
    st.just("valle"),
    st.just("VAL-99"),
    SOME,
    WORDS,
    st.sampled_from(["", *MESA.subgroups]),
    WORDS,
    WORDS,
    DAYS,
    DAYS,
    WORDS,
    st.sampled_from(DeadlineOrigin),
    WORDS,
    WORDS,
    st.sampled_from(Status),
    WORDS,
    WORDS,
    st.integers(0, 3),
    st.integers(0, 3),
    st.booleans(),
    OWED,
    WORDS,
    WORDS,
    WORDS,
    EXTRAS.map(lambda extras: tuple((name, " ".join(words.split())) for name, words in extras.items())),
)
DEGREES = st.none() | st.floats(-90, 90)
MEETINGS = st.builds(
    Meeting,
    st.just("valle"),
    st.just("S-99"),
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.none() | st.times().map(lambda one: time(one.hour, one.minute, one.second)),
    st.sampled_from(["", *MESA.subgroups]),
    WORDS,
    DEGREES,
    DEGREES,
    WORDS,
    WORDS,
    st.sampled_from(Outcome),
    WORDS,
    DAYS,
    WORDS,
    WORDS,
)
CHANGED_MESAS = st.builds(
    lambda state, words, name, seats, note: Mesa(
        **{**vars(MESA), "state": state, "state_words": words, "name": name, "seats": seats, "note": note}
    ),
    st.sampled_from(MesaState),
    WORDS,
    SOME,
    st.lists(st.builds(Seat, WHO, WORDS), max_size=3, unique_by=lambda one: one.institution).map(tuple),
    WORDS,
)


class Undone(Exception):
    """Takes an example back."""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(COMMITMENTS, MEETINGS, CHANGED_MESAS)
async def test_whatever_is_stored_loads_back_without_a_change(
    demo: Database, owed: Commitment, session: Meeting, mesa: Mesa
) -> None:
    with suppress(Undone):
        async with demo.transaction() as db:
            await mesas.save(db, mesa, actor="test", now=NOW)
            await commitments.save(db, owed, actor="test", now=NOW)
            await meetings.save(db, session, actor="test", now=NOW)
            files = await export(db, await mesa_of(db))
            for file in files:
                assert not [cell for row in cells(file) for cell in row if cell[:1] in set("=+-@\t\r\n＝＋－＠")]
            report = await load(db, files, now=NOW)
            assert (report.unchanged, report.changes) == (True, [])
            raise Undone


async def test_an_institution_with_a_name_of_signs_comes_back(demo: Database) -> None:
    async with demo.transaction() as db:
        known = await institutions.by_slug(db, "minsa")
        assert known is not None
        odd = type(known)(**{**vars(known), "name": "=Salud", "aliases": ("-Salud", "Sa;lud")})
        await institutions.save(db, odd, actor="test", now=NOW)

    assert (await loaded_back(demo)).unchanged
