"""Loading a matrix: real data, the same again, an update, and every kind of bad input with its one line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.commitments import DeadlineOrigin, Role, Stance
from bot.domain.meetings import Outcome
from bot.services.loading import LoadRefused, Report, load
from bot.services.reporting import render_report
from bot.services.tables import NamedTable
from bot.store import commitments, institutions, meetings, mesas
from bot.store.database import Database
from bot.store.saving import Saved
from bot.store.verifying import verify
from tests.cast import NOW

DATA = Path(__file__).parents[2] / "bot/simulator/data"
MESAS = b"slug,nombre\nvalle,Mesa del Valle\n"
BODIES = b"slug,nombre,siglas,alias,padre\nminsa,Ministerio de Salud,MINSA,,\nmtc,Ministerio de Transportes,MTC,,\n"


def table(name: str, content: bytes | str) -> NamedTable:
    return NamedTable(name, content if isinstance(content, bytes) else content.encode())


def commitments_csv(*rows: str, columns: str = "codigo,mesa,compromiso,responsable,vence") -> NamedTable:
    return table("compromisos.csv", "\n".join([columns, *rows]) + "\n")


async def loaded(database: Database, *files: NamedTable, mesa: str = "") -> Report:
    async with database.transaction() as db:
        return await load(db, files, now=NOW, mesa=mesa)


async def refused(database: Database, *files: NamedTable, mesa: str = "") -> list[str]:
    """The problems, after checking that nothing at all was written."""
    with pytest.raises(LoadRefused) as wrong:
        await loaded(database, *files, mesa=mesa)
    async with database.reading() as db:
        assert (await mesas.all_mesas(db), await institutions.all_institutions(db)) == ([], [])
        assert (await verify(db)).events == 0
    return str(wrong.value).splitlines()


async def test_semicolons_and_windows_1252_are_read(database: Database) -> None:
    words = "slug;nombre;territorio\nvalle;Mesa del Cañón;Ocoña, Apurímac\n".encode("cp1252")

    await loaded(database, table("mesas.csv", words))

    async with database.reading() as db:
        (mesa,) = await mesas.all_mesas(db)
    assert (mesa.name, mesa.territory) == ("Mesa del Cañón", "Ocoña, Apurímac")


async def test_a_cell_with_several_bodies_is_split(database: Database) -> None:
    rows = commitments_csv(
        'A-1,valle,Hacer algo,"MTC, MINSA",',
        "A-2,valle,Otra cosa,MINSA y sectores,",
        'A-3,valle,Una más,"Comité de Agua, Riego",',
    )  # fmt: skip

    report = await loaded(database, table("m.csv", MESAS), table("i.csv", BODIES), rows)

    async with database.reading() as db:
        owed = {
            code: [
                (one.institution, one.role, one.words)
                for one in (await commitments.by_code(db, code))[0].responsibilities
            ]
            for code in ("a1", "a2", "a3")
        }
    assert owed == {
        "a1": [("mtc", Role.RESPONSIBLE, "MTC"), ("minsa", Role.RESPONSIBLE, "MINSA")],
        "a2": [("minsa", Role.PROVISIONAL, "MINSA y sectores")],
        "a3": [("comite-de-agua-riego", Role.RESPONSIBLE, "Comité de Agua, Riego")],
    }
    assert report.notices == ["institución nueva, como está escrita: Comité de Agua, Riego (comite-de-agua-riego)"]


async def test_a_deadline_in_days_counts_from_a_whole_acta_date_only(database: Database) -> None:
    rows = commitments_csv(
        "A-1,valle,Uno,30 días,2026-01-31,,",
        "A-2,valle,Dos,30 días,2026-01,,",
        "A-3,valle,Tres,30 días,2026-01-31,,ninguno",
        "A-4,valle,Cuatro,10 días hábiles,2026-01-31,,",
        "A-5,valle,Cinco,30 días,2026-01-31,15/03/2026,",
        "A-6,valle,Seis,10 días hábiles,2026-01,,",
        columns="codigo,mesa,compromiso,plazo_texto,acta_fecha,vence,vence_origen",
    )

    report = await loaded(database, table("m.csv", MESAS), rows)

    async with database.reading() as db:
        found = [(await commitments.by_code(db, f"a{n}"))[0] for n in range(1, 7)]
    assert [(one.deadline, one.deadline_origin) for one in found] == [
        (date(2026, 3, 2), DeadlineOrigin.DERIVED),
        (None, DeadlineOrigin.NONE),
        (None, DeadlineOrigin.NONE),
        (date(2026, 2, 13), DeadlineOrigin.DERIVED),  # two weeks of five days
        (date(2026, 3, 15), DeadlineOrigin.EXPLICIT),
        (None, DeadlineOrigin.NONE),
    ]
    assert report.notices == []


async def test_a_known_code_is_updated_and_its_first_deadline_stays(database: Database) -> None:
    await loaded(
        database,
        table("m.csv", MESAS),
        commitments_csv("A-1,valle,Hacer algo,MINSA,2026-01-31", "A-2,valle,Quieto,MINSA,2026-02-01"),
    )
    report = await loaded(database, commitments_csv("A-1,valle,Hacer algo bien,MINSA,2026-06-30"))

    async with database.reading() as db:
        (one,) = await commitments.by_code(db, "a1")
    assert (one.deadline, one.original_deadline, one.revision) == (date(2026, 6, 30), date(2026, 1, 31), 2)
    assert render_report(report) == [
        "compromisos: nuevos 0, cambiados 1, iguales 0",
        "  A-1, compromiso: «Hacer algo» → «Hacer algo bien»",
        "  A-1, vence: «2026-01-31» → «2026-06-30»",
    ]


async def test_what_a_body_answered_stays_when_the_matrix_comes_again(database: Database) -> None:
    row = commitments_csv("A-1,valle,Hacer algo,MINSA,")
    await loaded(database, table("m.csv", MESAS), row)
    async with database.transaction() as db:
        (one,) = await commitments.by_code(db, "a1")
        (owed,) = one.responsibilities
        accepted = type(owed)(
            owed.institution, owed.name, owed.role, Stance.ACCEPTED, owed.words, "oficio 1", date(2026, 1, 2)
        )
        await commitments.save(db, type(one)(**{**vars(one), "responsibilities": (accepted,)}), actor="test", now=NOW)

    await loaded(database, commitments_csv("A-1,valle,Hacer algo ya,MINSA,"))

    async with database.reading() as db:
        (one,) = await commitments.by_code(db, "a1")
    assert one.responsibilities == (accepted,)


async def test_unknown_columns_and_reserved_texts_are_kept(database: Database) -> None:
    rows = commitments_csv("A-1,valle,texto reservado,'=1+1", columns="codigo,mesa,compromiso,etapa")

    await loaded(database, table("m.csv", MESAS), rows)

    async with database.reading() as db:
        (one,) = await commitments.by_code(db, "a1")
    assert (one.reserved, one.extras) == (True, (("etapa", "=1+1"),))


async def test_a_column_it_does_not_know_is_said_once_and_no_more_when_it_comes_again(database: Database) -> None:
    """«plazo» for «vence» would lose each deadline unseen."""
    rows = commitments_csv(
        "A-1,valle,Hacer algo,2026-12-01", "A-2,valle,Otro,2026-12-02", columns="codigo,mesa,compromiso,plazo"
    )
    first = await loaded(database, table("m.csv", MESAS), rows)
    again = await loaded(database, table("m.csv", MESAS), rows)

    (name,) = {one.split(",")[0].split(":")[0] for one in first.notices}
    assert first.notices == [f"{name}, fila 1, columna plazo: no la conozco: la guardo como nota, no como dato"]
    assert again.notices == []


async def test_a_missing_mesa_column_is_supplied(database: Database) -> None:
    await loaded(database, table("m.csv", MESAS))

    report = await loaded(database, table("c.csv", "codigo,compromiso\nA-1,Hacer algo\n"), mesa="valle")

    assert report.counts["compromiso", Saved.NEW] == 1


async def test_sessions_with_hours_places_and_outcomes(database: Database) -> None:
    rows = (
        "codigo,mesa,fecha,hora,lugar,latitud,longitud,estado\n"
        "S-1,valle,15/01/2026,9:30,Plaza,-14.79,-71.41,sin quórum\n"
        ",valle,2026-02-01,,,,,\n"
    )

    await loaded(database, table("m.csv", MESAS), table("s.csv", rows))

    async with database.reading() as db:
        first = await meetings.by_code(db, "valle", "S-1")
        second = await meetings.by_code(db, "valle", "S-2026-02-01")
    assert first is not None
    assert second is not None
    assert (first.starts_at and first.starts_at.isoformat(), first.latitude, first.outcome) == (
        "2026-01-15T09:30:00-05:00",
        -14.79,
        Outcome.NO_QUORUM,
    )
    assert (second.starts, second.outcome) == (None, Outcome.UNKNOWN)


async def test_composition_zone_and_suspension_of_a_mesa(database: Database) -> None:
    rows = 'slug,nombre,estado,integrantes,subgrupos,zona\nvalle,Valle,suspendida,"MINSA (preside); MTC",Wayra; Qucha,America/Santiago\n'

    await loaded(database, table("i.csv", BODIES), table("m.csv", rows))

    async with database.reading() as db:
        (mesa,) = await mesas.all_mesas(db)
    assert [(seat.institution, seat.role) for seat in mesa.seats] == [("minsa", "preside"), ("mtc", "")]
    assert (mesa.state.value, mesa.subgroups, mesa.zone) == ("suspended", ("Wayra", "Qucha"), "America/Santiago")


BAD = [
    ("codigo,compromiso\nA,x\n", "c.csv, fila 1, columna mesa: falta la columna mesa; parece una tabla de compromisos"),
    ("codigo,mesa,compromiso,vence\nA,valle,x,30/02/2024\n", "c.csv, fila 2, columna vence: «30/02/2024» no es una fecha; escriba dd/mm/aaaa"),
    ("codigo,mesa,compromiso,vence\nA,valle,x,01/01/1026\n", "c.csv, fila 2, columna vence: «01/01/1026» no es una fecha; escriba dd/mm/aaaa"),
    ("codigo,mesa,compromiso,acta_fecha\nA,valle,x,2019-13\n", "c.csv, fila 2, columna acta_fecha: «2019-13» no es una fecha; escriba dd/mm/aaaa, aaaa-mm o aaaa"),
    ("codigo,mesa,compromiso\nA,valle,x\nA,valle,y\n", "c.csv, fila 3, columna codigo: «A» está dos veces; ya está en la fila 2"),
    ("codigo,mesa,compromiso\nA,otra,x\n", "c.csv, fila 2, columna mesa: no hay ninguna mesa «otra»"),
    ("codigo,mesa,compromiso\nA,,x\n", "c.csv, fila 2, columna mesa: está vacía; nombre la mesa o use --mesa"),
    ("codigo,mesa,compromiso\n,valle,x\n", "c.csv, fila 2, columna codigo: está vacía; escriba algo"),
    ("codigo,mesa,compromiso,vence_origen\nA,valle,x,quizás\n", "c.csv, fila 2, columna vence_origen: «quizás» no es explicito, derivado ni ninguno"),
    ("codigo,mesa,compromiso,vence,vence_origen\nA,valle,x,2024-01-01,ninguno\n", "c.csv, fila 2, columna vence: hay una fecha, pero vence_origen dice ninguno; corrija uno de los dos"),
    ("mesa,fecha,hora\nvalle,2026-01-01,25:00\n", "c.csv, fila 2, columna hora: «25:00» no es una hora; escriba 15:30"),
    ("mesa,fecha,latitud\nvalle,2026-01-01,١٤\n", "c.csv, fila 2, columna latitud: «١٤» no son grados; escriba por ejemplo -14.79"),
    ("mesa,fecha\nvalle,\n", "c.csv, fila 2, columna fecha: está vacía; escriba algo"),
    ("slug,nombre,padre\nuno,Uno,nadie\n", "c.csv, fila 2, columna padre: no hay ninguna institución «nadie»"),
    ("slug,nombre,padre\nuno,Uno,dos\ndos,Dos,uno\n", "c.csv, fila 2, columna padre: «uno» depende de sí misma\nc.csv, fila 3, columna padre: «dos» depende de sí misma"),
    ("slug,nombre,padre\nuno,Uno,\nuno,Otro,\n", "c.csv, fila 3, columna slug: «uno» está dos veces; ya está en la fila 2"),
    ("slug,nombre,recordatorios\notra,Otra,antes 7; a veces 3\n", "c.csv, fila 2, columna recordatorios: no entiendo «a veces 3»; escriba por ejemplo antes 30 14 7 1; después 7 30; sin respuesta 15 30; cada 30; acta 15; sin sesión 120; vigencia 30"),
    ("slug,nombre,zona\notra,Otra,Luna/Mar\n", "c.csv, fila 2, columna zona: «Luna/Mar» no es una zona horaria; por ejemplo America/Lima"),
    ("slug,nombre,estado\notra,Otra,azul\n", "c.csv, fila 2, columna estado: «azul» no es activa, suspendida ni concluida"),
    ("slug,nombre,estado\nOtra Mesa,Otra,activa\n", "c.csv, fila 2, columna slug: «Otra Mesa» solo puede tener minúsculas, números y guiones"),
    ("uno,dos\n1,2\n", "c.csv, fila 1: ninguna columna es de compromisos, sesiones, mesas, instituciones; ¿es este el archivo?"),
    ("", "c.csv: está vacío; la primera fila debe nombrar las columnas"),
    ("codigo,codigo,mesa\nA,B,valle\n", "c.csv, fila 1: la columna codigo está dos veces"),
    ("codigo,mesa,compromiso\nA,valle,uno,dos\n", "c.csv, fila 2: tiene 4 celdas y el encabezado 3; ¿falta poner comillas?"),
    ('codigo,mesa,compromiso\nA,valle,"uno\n', "c.csv, fila 2: comillas sin cerrar o mal puestas"),
    ("codigo,mesa,compromiso\nA,valle,\x00\n", "c.csv: no es un CSV; guárdelo desde la hoja de cálculo como CSV UTF-8"),
    ("codigo,mesa,compromiso\nA,valle," + "x" * 32_768 + "\n", "c.csv, fila 2: una celda es demasiado larga"),
    ("codigo,mesa,compromiso\n" + "A,valle,x\n" * 5_001, "c.csv: tiene más de 5000 filas o 200 columnas; divídalo"),
    ("codigo,mesa,compromiso,acta_fecha,plazo_texto\nA,valle,x,2019-02-30,30 días\n", "c.csv, fila 2, columna acta_fecha: «2019-02-30» no es una fecha; escriba dd/mm/aaaa, aaaa-mm o aaaa"),
    ("codigo,mesa,compromiso,estado_fecha\nA,valle,x,٢٠١٩-٠٢-٠١\n", "c.csv, fila 2, columna estado_fecha: «٢٠١٩-٠٢-٠١» no es una fecha; escriba dd/mm/aaaa, aaaa-mm o aaaa"),
    ("codigo,mesa,compromiso,reservado\nA,valle,x,según\n", "c.csv, fila 2, columna reservado: «según» no es sí ni no"),
    ("codigo,mesa,compromiso\n,valle,x\n,valle,y\n", "c.csv, fila 2, columna codigo: está vacía; escriba algo\nc.csv, fila 3, columna codigo: está vacía; escriba algo"),
    ("codigo,mesa,compromiso\n" + "A" * 61 + ",valle,x\n", "c.csv, fila 2, columna codigo: tiene 61 letras; puede tener 60"),
    ("codigo,mesa,compromiso\nA\u200b1,valle,x\n", "c.csv, fila 2, columna codigo: «A 1» tiene signos que no se ven; escríbalo de nuevo"),
    ("codigo,mesa,compromiso,subgrupo\nA,valle,x," + "s" * 121 + "\n", "c.csv, fila 2, columna subgrupo: tiene 121 letras; puede tener 120"),
    ("slug,nombre,subgrupos\notra,Otra,Wayra;" + "s" * 121 + "\n", "c.csv, fila 2, columna subgrupos: tiene 121 letras; puede tener 120"),
    ("codigo,mesa,compromiso,responsable\nA,valle,x," + "(" * 2_001 + "\n", "c.csv, fila 2, columna responsable: tiene 2001 letras; puede tener 2000"),
    ('codigo,mesa,compromiso,vence\nA,valle,x,"30\nfeb"\n', "c.csv, fila 2, columna vence: «30 feb» no es una fecha; escriba dd/mm/aaaa"),
    ("mesa,fecha\nvalle,2026-01-01\nvalle,01/01/2026\n", "c.csv, fila 3, columna fecha: «S-2026-01-01» está dos veces; ya está en la fila 2"),
    ("mesa,fecha,longitud\nvalle,2026-01-01,-181\n", "c.csv, fila 2, columna longitud: «-181» no son grados; escriba por ejemplo -14.79"),
    ("slug,nombre\n" + "m" * 63 + ",Larga\n", "c.csv, fila 2, columna slug: tiene 63 letras; puede tener 62"),
    ("slug,nombre,padre,alias\nuno,Uno,,Agua\ndos,Dos,,Agua\n", "c.csv, fila 3, columna alias: «Agua» ya es el nombre de «uno»; use ese slug o quítelo"),
    ("slug,nombre,padre,siglas\nuno,Uno,,U\ndos,Dos,,U\n", "c.csv, fila 3, columna siglas: «U» ya es el nombre de «uno»; use ese slug o quítelo"),
    ("slug,nombre,padre\nuno,Uno,\ndos,UNO,\n", "c.csv, fila 3, columna nombre: «UNO» ya es el nombre de «uno»; use ese slug o quítelo"),
    ("slug,nombre,padre\nuno,Uno,uno\n", "c.csv, fila 2, columna padre: «uno» depende de sí misma"),
    ('codigo,mesa,compromiso\n\n\nA,valle,"uno\n', "c.csv, fila 4: comillas sin cerrar o mal puestas"),
    (" \n;;\n", "c.csv: está vacío; la primera fila debe nombrar las columnas"),
    (",".join(f"c{n}" for n in range(201)), "c.csv: tiene más de 5000 filas o 200 columnas; divídalo"),
    ("slug,territorio\notra,Lejos\n", "c.csv, fila 1, columna nombre: falta la columna nombre; parece una tabla de mesas"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "line"), BAD, ids=[line.split(": ", 1)[1][:40] for _, line in BAD])
async def test_bad_input_gets_one_clear_line_and_changes_nothing(content: str, line: str, database: Database) -> None:
    assert await refused(database, table("m.csv", MESAS), table("c.csv", content)) == line.splitlines()


async def test_a_file_of_more_than_20_mb_is_refused(database: Database) -> None:
    assert await refused(database, table("c.csv", b"x" * 20_000_001)) == ["c.csv: pesa más de 20 MB; divídalo"]


async def test_bytes_that_are_no_text_are_refused(database: Database) -> None:
    assert await refused(database, table("c.csv", b"codigo,mesa,compromiso\n\x81\x8d,valle,x\n")) == [
        "c.csv: no es UTF-8 ni Windows-1252; guárdelo como CSV UTF-8"
    ]


async def test_a_problem_in_the_last_row_leaves_nothing_and_every_problem_is_told(database: Database) -> None:
    rows = commitments_csv("A-1,valle,Uno,MINSA,2026-01-01", "A-2,valle,,MINSA,ayer")

    assert await refused(database, table("m.csv", MESAS), rows) == [
        "compromisos.csv, fila 3, columna compromiso: está vacía; escriba algo",
        "compromisos.csv, fila 3, columna vence: «ayer» no es una fecha; escriba dd/mm/aaaa",
    ]


async def test_words_nobody_understands_are_told_and_kept(database: Database) -> None:
    rows = commitments_csv("A-1,valle,Uno,cuando se pueda", columns="codigo,mesa,compromiso,estado_reportado")

    report = await loaded(database, table("m.csv", MESAS), rows)

    assert report.notices == [
        "compromisos.csv, fila 2, columna estado_reportado: no entiendo «cuando se pueda»: queda «sin información»"
    ]


async def test_a_code_twice_in_two_files_names_both(database: Database) -> None:
    one, other = (table(name, "codigo,mesa,compromiso\nA,valle,x\n") for name in ("a.csv", "b.csv"))

    assert await refused(database, table("m.csv", MESAS), one, other) == [
        "b.csv, fila 2, columna codigo: «A» está dos veces; ya está en la fila 2 de a.csv"
    ]


async def test_a_mesa_supplied_that_nobody_knows_is_one_line(database: Database) -> None:
    rows = table("c.csv", "codigo,compromiso\nA,x\nB,y\n")

    assert await refused(database, rows, mesa="otra") == ["--mesa: no hay ninguna mesa «otra»"]


async def test_a_table_that_cannot_be_read_does_not_spoil_the_rows_of_others(database: Database) -> None:
    assert await refused(database, table("m.csv", ""), commitments_csv("A,valle,x,,", "B,valle,x,,")) == [
        "m.csv: está vacío; la primera fila debe nombrar las columnas"
    ]


async def test_a_mesa_keeps_its_own_reminders_and_one_without_a_zone_has_the_usual_one(database: Database) -> None:
    own = table("m.csv", "slug,nombre,recordatorios\nvalle,Valle,antes 60 3; cada 15\n")
    async with database.transaction() as db:
        await load(db, [own], now=NOW, zone="America/Santiago")
    await loaded(database, table("m.csv", "slug,nombre\nvalle,Mesa del Valle\n"))

    async with database.reading() as db:
        (mesa,) = await mesas.all_mesas(db)
    assert (mesa.name, mesa.ladder, mesa.zone) == ("Mesa del Valle", "antes 60 3; cada 15", "America/Santiago")
