"""A second file about what is stored: what it says is an update, what it is silent about stays."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.commitments import DeadlineOrigin, Role
from bot.domain.mesas import Institution
from bot.services.loading import LoadRefused
from bot.services.reporting import render_report
from bot.store import commitments, institutions, meetings, mesas
from bot.store.database import Database
from bot.store.saving import Saved
from bot.store.verifying import verify
from tests.cast import NOW
from tests.services.loads import BODIES, MESAS, loaded, stored

HEAD = "codigo,mesa,compromiso"


async def test_another_spelling_of_a_body_leaves_the_body_as_it_is(database: Database) -> None:
    await loaded(database, MESAS, BODIES)
    report = await loaded(database, f"{HEAD},responsable\nA-1,valle,Uno,MINSA.\n")

    async with database.reading() as db:
        assert Institution("minsa", "Ministerio de Salud", "MINSA") in await institutions.all_institutions(db)
    assert [(one.institution, one.words) for one in (await stored(database)).responsibilities] == [("minsa", "MINSA.")]
    assert report.notices == []


async def test_a_file_with_corresponsables_alone_keeps_who_is_responsible(database: Database) -> None:
    await loaded(database, MESAS, BODIES, f"{HEAD},responsable\nA-1,valle,Uno,MINSA\n")
    await loaded(database, f"{HEAD},corresponsables\nA-1,valle,Uno,MTC; MINSA\n")

    assert [(one.institution, one.role) for one in (await stored(database)).responsibilities] == [
        ("minsa", Role.RESPONSIBLE),
        ("mtc", Role.CO_RESPONSIBLE),
    ]


async def test_an_emptied_cell_takes_the_responsible_away(database: Database) -> None:
    await loaded(database, MESAS, BODIES, f"{HEAD},responsable,corresponsables\nA-1,valle,Uno,MINSA,MTC\n")
    await loaded(database, f"{HEAD},responsable\nA-1,valle,Uno,\n")

    assert [one.institution for one in (await stored(database)).responsibilities] == ["mtc"]


async def test_unknown_columns_of_an_earlier_file_stay(database: Database) -> None:
    await loaded(database, MESAS, f"{HEAD},etapa,\nA-1,valle,Uno,obra,suelta\n")
    report = await loaded(database, f"{HEAD},cui\nA-1,valle,Uno,123\n")

    assert (await stored(database)).extras == (("etapa", "obra"), ("columna 5", "suelta"), ("cui", "123"))
    assert report.changes[0].after == "etapa: obra; columna 5: suelta; cui: 123"


async def test_a_reserved_text_is_shown_once_its_text_comes(database: Database) -> None:
    await loaded(database, MESAS, f"{HEAD}\nA-1,valle,(Texto reservado)\n")
    hidden = (await stored(database)).reserved
    await loaded(database, f"{HEAD}\nA-1,valle,Hacer algo\n")

    assert (hidden, (await stored(database)).reserved) == (True, False)


async def test_a_text_marked_reserved_stays_so_until_the_column_says_otherwise(database: Database) -> None:
    await loaded(database, MESAS, f"{HEAD},reservado\nA-1,valle,Hacer algo,sí\n")
    await loaded(database, f"{HEAD}\nA-1,valle,Hacer algo más\n")
    kept = (await stored(database)).reserved
    await loaded(database, f"{HEAD},reservado\nA-1,valle,Hacer algo más,no\n")

    assert (kept, (await stored(database)).reserved) == (True, False)


async def test_a_derived_deadline_follows_its_acta_date_and_the_first_one_stays(database: Database) -> None:
    await loaded(database, MESAS, f"{HEAD},plazo_texto,acta_fecha\nA-1,valle,Uno,30 días,2026-01-01\n")
    await loaded(database, f"{HEAD},acta_fecha\nA-1,valle,Uno,2026-02-01\n")

    one = await stored(database)
    assert (one.deadline, one.deadline_origin) == (date(2026, 3, 3), DeadlineOrigin.DERIVED)
    assert one.original_deadline == date(2026, 1, 31)


async def test_a_deadline_said_to_be_derived_stays_where_nothing_can_be_counted(database: Database) -> None:
    head = f"{HEAD},plazo_texto,vence,vence_origen"
    await loaded(database, MESAS, f"{head}\nA-1,valle,Uno,no más de 3 meses,2026-04-01,derivado\n")
    await loaded(database, f"{HEAD}\nA-1,valle,Otro\n")

    one = await stored(database)
    assert (one.deadline, one.deadline_origin) == (date(2026, 4, 1), DeadlineOrigin.DERIVED)


async def test_an_emptied_deadline_is_gone_and_the_original_is_told_still(database: Database) -> None:
    await loaded(database, MESAS, f"{HEAD},vence\nA-1,valle,Uno,2026-01-01\n")
    await loaded(database, f"{HEAD},vence\nA-1,valle,Uno\n")  # a short row: the missing cell is an empty one

    one = await stored(database)
    assert (one.deadline, one.deadline_origin, one.original_deadline) == (None, DeadlineOrigin.NONE, date(2026, 1, 1))


async def test_a_deadline_moved_twice_keeps_the_first_as_its_original(database: Database) -> None:
    for day in ("2026-01-01", "2026-06-01", "2026-09-01"):
        await loaded(database, MESAS, f"{HEAD},vence\nA-1,valle,Uno,{day}\n")

    one = await stored(database)
    assert (one.deadline, one.original_deadline) == (date(2026, 9, 1), date(2026, 1, 1))


async def test_an_extension_is_told_with_its_instrument(database: Database) -> None:
    head = f"{HEAD},vence,vence_original,prorroga_instrumento,prorroga_razon"
    await loaded(database, MESAS, f"{head}\nA-1,valle,Uno,2026-06-01,2025-01-01,RM 15-2026,falta de terreno\n")

    one = await stored(database)
    assert (one.original_deadline, one.extended_by, one.extended_why) == (
        date(2025, 1, 1),
        "RM 15-2026",
        "falta de terreno",
    )


async def test_a_session_moved_keeps_its_place(database: Database) -> None:
    await loaded(database, MESAS, "codigo,mesa,fecha,hora,lugar,estado\nS-1,valle,2026-05-01,9:30,Plaza,programada\n")
    report = await loaded(database, "codigo,mesa,fecha\nS-1,valle,2026-05-08\n")

    async with database.reading() as db:
        one = await meetings.by_code(db, "valle", "S-1")
    assert one is not None
    assert (one.day, one.place, one.outcome_words) == (date(2026, 5, 8), "Plaza", "programada")
    assert render_report(report) == [
        "sesiones: nuevas 0, cambiadas 1, iguales 0",
        "  S-1, fecha: «2026-05-01» → «2026-05-08»",
    ]


async def test_subgroups_come_from_every_table_and_never_go(database: Database) -> None:
    await loaded(
        database,
        "slug,nombre,subgrupos\nvalle,Valle,Wayra; Qucha\n",
        f"{HEAD},subgrupo\nA-1,valle,Uno,Salud\n",
        "mesa,fecha,subgrupo\nvalle,2026-01-01,Tierras\n",
    )
    report = await loaded(database, "slug,nombre,subgrupos\nvalle,Valle,Agua\n")

    async with database.reading() as db:
        (mesa,) = await mesas.all_mesas(db)
    assert mesa.subgroups == ("Wayra", "Qucha", "Salud", "Tierras", "Agua")
    assert [one.field for one in report.changes] == ["subgroups"]


async def test_a_parent_may_come_later_in_the_file(database: Database) -> None:
    await loaded(database, "slug,nombre,padre\nnieto,Nieto,hijo\nhijo,Hijo,raiz\nraiz,Raíz,\n")

    async with database.reading() as db:
        found = {one.slug: one.parent for one in await institutions.all_institutions(db)}
        assert (await verify(db)).ok
    assert found == {"nieto": "hijo", "hijo": "raiz", "raiz": ""}


async def test_what_an_institution_has_no_room_for_is_said(database: Database) -> None:
    report = await loaded(database, "slug,nombre,tipo,web,Correo\nuno,Uno,,https://example.org,\n")

    assert report.notices == [
        "t1.csv, fila 1, columna correo: no se guarda de una institución",
        "t1.csv, fila 1, columna web: no se guarda de una institución",
    ]


async def test_parents_may_stand_in_a_line_longer_than_python_calls_deep(database: Database) -> None:
    rows = "".join(f"i{n},I{n},i{n + 1}\n" for n in range(1_100))

    report = await loaded(database, f"slug,nombre,padre\n{rows}i1100,I1100,\n")

    assert report.counts == {("institución", Saved.NEW): 1_101}


async def test_a_code_written_otherwise_is_new_and_said_to_be(database: Database) -> None:
    await loaded(database, MESAS, f"{HEAD}\nESP-07,valle,Uno\n")
    report = await loaded(database, f"{HEAD}\nesp 7,valle,Uno\n")

    assert report.notices == ["t1.csv, fila 2, columna codigo: «esp 7» es nuevo; ¿o es «ESP-07»?"]


async def test_two_ways_of_one_code_in_one_file_are_said(database: Database) -> None:
    report = await loaded(database, MESAS, f"{HEAD}\nESP-07,valle,Uno\nESP 7,valle,Dos\n")

    assert report.notices == ["t2.csv, fila 3, columna codigo: «ESP 7» es nuevo; ¿o es «ESP-07»?"]
    assert (await loaded(database, f"{HEAD}\nESP 7,valle,Dos\nESP-07,valle,Uno\n")).notices == []


async def test_codes_and_subgroups_are_on_one_line(database: Database) -> None:
    await loaded(database, MESAS, f'{HEAD},subgrupo\n"A \n1",valle,Uno,"Wayra\u00a0 \nqucha"\n')

    async with database.reading() as db:
        (mesa,) = await mesas.all_mesas(db)
    one = await stored(database)
    assert (one.code, one.subgroup, mesa.subgroups) == ("A 1", "Wayra qucha", ("Wayra qucha",))


async def test_whatever_begins_as_a_reserved_text_is_hidden(database: Database) -> None:
    await loaded(database, MESAS, f"{HEAD}\nA-1,valle,«Texto reservado» por cláusula de confidencialidad\n")

    assert (await stored(database)).reserved is True


async def test_a_load_waits_for_who_is_writing_and_keeps_what_they_wrote(database: Database) -> None:
    await loaded(database, MESAS, f"{HEAD}\nA-1,valle,Uno\n")
    async with database.transaction() as db:
        (one,) = await commitments.by_code(db, "a1")
        await commitments.save(db, replace(one, note="visto"), actor="test", now=NOW)
        load = asyncio.create_task(loaded(database, f"{HEAD}\nA-1,valle,Dos\n"))
        await asyncio.sleep(0.2)  # long enough to read what was there before, if it did not wait

    await load
    now = await stored(database)
    assert (now.text, now.note) == ("Dos", "visto")


async def test_a_body_created_by_its_words_is_completed_under_its_slug(database: Database) -> None:
    await loaded(database, MESAS, f"{HEAD},responsable,tipo_responsable\nA-1,valle,Uno,Ronda del Valle,comunidad\n")
    with pytest.raises(LoadRefused) as wrong:
        await loaded(database, "slug,nombre,alias\nronda,Rondas Campesinas,Ronda del Valle\n")
    await loaded(database, "slug,nombre,siglas\nronda-del-valle,Ronda del Valle,RV\n")

    assert str(wrong.value) == (
        "t1.csv, fila 2, columna alias: «Ronda del Valle» ya es el nombre de «ronda-del-valle»; use ese slug o quítelo"
    )
    async with database.reading() as db:
        assert await institutions.all_institutions(db) == [
            Institution("ronda-del-valle", "Ronda del Valle", "RV", kind="comunidad")
        ]


async def test_a_name_that_two_stored_bodies_share_already_stops_no_load(database: Database) -> None:
    async with database.transaction() as db:
        for slug in ("uno", "dos"):
            await institutions.save(db, Institution(slug, slug, aliases=("Agua",)), actor="test", now=NOW)

    report = await loaded(database, "slug,nombre,padre\ntres,Tres,uno\n")

    assert report.counts == {("institución", Saved.NEW): 1}
