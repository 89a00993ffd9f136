"""A coordinator sends CSV files, reads what they would change, and confirms; what is exported loads back without a change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text as sql

from bot.chat.request import Kind, Request
from bot.chat.sheets import exported
from bot.domain.limits import Budget
from bot.domain.people import Settings as Choices
from bot.domain.recipients import ADMINS, Role, team_of
from bot.simulator.telegram import Telegram
from bot.store import commitments, drafts, people, recipients
from bot.store.database import Database
from bot.store.verifying import verify
from tests.cast import COORDINATOR, GROUP, MEMBER, MESA, NOW, OTHER_COORDINATOR, OUTSIDER, OVERDUE
from tests.journeys.conftest import number_of
from tests.journeys.world import Json, World, labels, living, text
from tests.languages import LANGUAGES

OLD = "Esto ya no sirve. Elija otra vez."
UNREADABLE = "No puedo abrir ese documento."
EDITED = "codigo,compromiso,nota\nVAL-01,Otro texto,dos\nVAL-70,Algo nuevo,\n"
THEIRS = {"chat": COORDINATOR, "who": COORDINATOR}


async def sends(
    world: World, body: str | bytes, name: str = "c.csv", who: int = COORDINATOR, answers: int = 1, **fields: object
) -> list[Json]:
    mark = len(world.telegram.ledger)
    world.telegram.send_file(who, name, body.encode() if isinstance(body, str) else body, **fields)  # type: ignore[arg-type]
    return await world.heard(mark, who, answers)


async def sent(world: World, body: str | bytes, name: str = "c.csv", who: int = COORDINATOR) -> Json:
    (answer,) = await sends(world, body, name, who)
    return answer


async def presses(world: World, message: Json, label: str, who: int = COORDINATOR) -> Json:
    (answer,) = await world.press(message, label, chat=who, who=who)
    return answer


async def head(world: World) -> tuple[int, bool]:
    async with world.database.reading() as db:
        verdict = await verify(db)
    return verdict.events, verdict.ok


async def words_of(world: World, code: str = "val1") -> str:
    async with world.database.reading() as db:
        (one,) = await commitments.by_code(db, code, MESA.slug)
    return one.text


def fetched(world: World) -> int:
    return sum(one.method == "getFile" for one in world.telegram.ledger)


def said(world: World, mark: int, who: int) -> str:
    return "\n".join(one.text for one in world.telegram.ledger[mark:] if one.delivered and one.chat_id == who)


async def test_a_file_is_shown_then_confirmed_and_then_it_is_stored(team: World) -> None:
    before = await head(team)
    shown = await sent(team, EDITED)

    assert text(shown).split("\n\n")[:2] == ["Archivos: c.csv", "Esto cambiaría:"]
    assert "compromisos: nuevos 1, cambiados 1, iguales 0\n  nuevo: VAL-70, Algo nuevo" in text(shown)
    assert "VAL-01, compromiso: «Construir el hospital de la provincia, con 40 camas» → «Otro texto»" in text(shown)
    assert "Todavía no guardé nada." in text(shown)
    assert (await head(team), labels(shown)) == (before, ["✅ Confirmar", "✖ Cancelar"])

    done = await presses(team, shown, "Confirmar")

    assert text(done) == "Guardado.\n\ncompromisos: nuevos 1, cambiados 1, iguales 0"
    assert (await words_of(team), await head(team)) == ("Otro texto", (before[0] + 2, True))


async def test_the_same_file_again_changes_nothing(team: World) -> None:
    await presses(team, await sent(team, EDITED), "Confirmar")
    before = await head(team)

    again = await sent(team, EDITED)
    assert (text(again), labels(again)) == ("Archivos: c.csv\n\nSin cambios: lo guardado ya dice lo mismo.", [])
    assert await head(team) == before
    assert "Archivos" not in text((await team.say("hola", **THEIRS))[0])  # nothing waits for an answer


async def test_cancelled_it_is_not_stored(team: World) -> None:
    before, shown = await head(team), await sent(team, EDITED)

    assert text(await presses(team, shown, "Cancelar")) == "Cancelado: no guardé nada."
    assert text(await presses(team, shown, "Confirmar")) == OLD
    assert await head(team) == before


async def test_confirmed_twice_it_is_stored_once(team: World) -> None:
    shown = await sent(team, EDITED)
    await presses(team, shown, "Confirmar")
    before = await head(team)

    assert text(await presses(team, shown, "Confirmar")) == OLD
    assert await head(team) == before


async def test_problems_are_told_by_row_and_column_and_nothing_can_be_confirmed(team: World) -> None:
    before = await head(team)
    shown = await sent(team, "codigo,compromiso,vence\nVAL-01,Otro,30/02/2027\n,Sin código,\n")

    assert "c.csv, fila 2, columna vence: «30/02/2027» no es una fecha" in text(shown)
    assert "c.csv, fila 3, columna codigo: está vacía" in text(shown)
    assert labels(shown) == ["✖ Cancelar"]

    corrected = await sent(team, "codigo,compromiso,vence\nVAL-01,Otro,28/02/2027\n")  # of the same name: in its place
    assert await head(team) == before
    await presses(team, corrected, "Confirmar")
    assert await words_of(team) == "Otro"


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ("codigo,compromiso,vence\nVAL-01,Otro,30/02/2027\n", "compromisos (1).csv"),
        ("codigo,compromiso\nVAL-99,Otro\n", "Compromisos - copia.csv"),  # even if its codes were what was wrong
        ("codigo,compromiso\nval 1,Otro\n", "matriz final.csv"),  # told by what it is about
        ("\0", "compromisos (2) corregido.csv"),  # which could not be read
    ],
)
async def test_a_corrected_file_takes_the_place_of_the_first_under_another_name_too(
    wrong: str, name: str, team: World
) -> None:
    await sent(team, wrong, "compromisos.csv")
    await sent(team, "slug,nombre\ncomunidad,Comunidad\n", "instituciones.csv")
    shown = await sent(team, "codigo,compromiso\nVAL-01,Corregido\n", name)

    assert text(shown).startswith(
        f"«{name}» toma el lugar de «compromisos.csv».\n\nArchivos: instituciones.csv, {name}\n"
    )
    assert "compromisos: nuevos 0, cambiados 1" in text(shown)
    await presses(team, shown, "Confirmar")
    assert await words_of(team) == "Corregido"


async def test_several_files_add_to_the_same_load(team: World) -> None:
    first = await sent(team, "codigo,compromiso,responsable\nVAL-70,Algo,COM\n", "a.csv")
    shown = await sent(team, "slug,nombre,siglas\ncomunidad,Comunidad,COM\n", "b.csv")

    assert text(shown).startswith("Archivos: a.csv, b.csv\n")
    assert "instituciones: nuevas 1" in text(shown)
    assert text(await presses(team, first, "Confirmar")) == OLD  # what it showed is not all any more
    await presses(team, shown, "Confirmar")
    assert await words_of(team, "val70") == "Algo"


async def test_an_album_is_one_load(team: World) -> None:
    mark = len(team.telegram.ledger)
    for name, code in (("a.csv", "VAL-70"), ("b.csv", "VAL-71")):
        body = f"codigo,compromiso\n{code},Algo\n".encode()
        team.telegram.send_file(COORDINATOR, name, body, media_group_id="1")
    *_, shown = await team.heard(mark, COORDINATOR, 2)

    assert "Archivos: a.csv, b.csv" in text(shown)
    await presses(team, shown, "Confirmar")
    assert (await words_of(team, "val70"), await words_of(team, "val71")) == ("Algo", "Algo")


async def test_the_command_asks_for_the_files(team: World) -> None:
    (asked,) = await team.say("/cargar", **THEIRS)
    (again,) = await team.say("¿cómo?", **THEIRS)
    shown = await sent(team, EDITED)

    assert "Envíe los archivos CSV" in text(asked)
    assert text(again).startswith("⚠️ Envíe un archivo CSV")
    assert "Confirmar" in labels(shown)[0]

    (words,) = await team.say("y ahora?", **THEIRS)
    assert "Siguen esperando" in text(words)
    await presses(team, words, "Confirmar")
    assert await words_of(team) == "Otro texto"


async def test_what_somebody_changed_meanwhile_is_shown_before_anything_is_stored(team: World) -> None:
    shown = await sent(team, EDITED)
    async with team.database.transaction() as db:
        await commitments.save(db, replace(OVERDUE, text="De otra persona"), actor="c-2", now=NOW)
    before, mark = await head(team), len(team.telegram.ledger)

    *_, again = await team.press(shown, "Confirmar", answers=2, **THEIRS)
    assert "Alguien cambió algo mientras tanto: no guardé nada." in said(team, mark, COORDINATOR)
    assert "«De otra persona» → «Otro texto»" in text(again)
    assert await head(team) == before

    await presses(team, again, "Confirmar")
    assert await words_of(team) == "Otro texto"


async def test_if_somebody_stored_the_same_meanwhile_there_is_nothing_to_do(team: World) -> None:
    shown = await sent(team, EDITED)
    await second_coordinator(team)
    mark = len(team.telegram.ledger)
    await presses(team, await sent(team, EDITED, who=OUTSIDER), "Confirmar", OUTSIDER)
    await team.heard(mark, COORDINATOR, 1)  # who is told of it
    before = await head(team)

    assert "Sin cambios" in text(await presses(team, shown, "Confirmar"))
    assert await head(team) == before


@pytest.mark.parametrize("who", [MEMBER, OUTSIDER])
async def test_a_strangers_file_is_not_fetched(team: World, who: int) -> None:
    before = await head(team)

    assert text(await sent(team, EDITED, who=who)).startswith(UNREADABLE)
    assert (fetched(team), await head(team)) == (0, before)
    (unknown,) = await team.say("/nosuch", chat=who, who=who)
    for command in ("/cargar", "/exportar"):
        assert text((await team.say(command, chat=who, who=who))[0]) == text(unknown)


async def test_in_a_group_nothing_is_fetched(team: World) -> None:
    team.telegram.privacy_mode = False
    team.telegram.chat(GROUP).members.append(COORDINATOR)
    team.telegram.send_file(COORDINATOR, "c.csv", EDITED.encode(), GROUP)
    await team.say("/ayuda", **THEIRS)

    assert fetched(team) == 0


async def test_the_coordinator_of_another_mesa_touches_nothing_of_this_one(team: World) -> None:
    """AUT-16"""
    before = await head(team)
    rows = "codigo,mesa,compromiso\nVAL-01,valle,Mío\n"
    of_this = await sent(team, rows, who=OTHER_COORDINATOR)
    await presses(team, of_this, "Cancelar", OTHER_COORDINATOR)
    of_none = await sent(team, rows.replace("valle", "luna"), who=OTHER_COORDINATOR)

    line = "c.csv, fila 2, columna mesa: no hay ninguna mesa «{}»"
    assert line.format("valle") in text(of_this)
    assert text(of_none) == text(of_this).replace("valle", "luna")
    assert await head(team) == before


async def test_rows_that_name_no_mesa_are_of_the_one_who_sends_them_coordinates(team: World) -> None:
    shown = await sent(team, "codigo,compromiso\nVAL-01,De la puna\n", who=OTHER_COORDINATOR)  # the valley is at hand
    await presses(team, shown, "Confirmar", OTHER_COORDINATOR)

    async with team.database.reading() as db:
        (one,) = await commitments.by_code(db, "val1", "puna")
    assert (one.text, await words_of(team)) == ("De la puna", OVERDUE.text)


async def test_an_administrator_may_load_all(team: World) -> None:
    async with team.database.transaction() as db:
        await recipients.save(db, ADMINS, OUTSIDER, Role.ADMIN)
    rows = "codigo,mesa,compromiso\nVAL-01,valle,Uno\nPUN-01,puna,Otro\n"

    shown = await sent(team, rows, who=OUTSIDER)
    assert "cambiados 2" in text(await presses(team, shown, "Confirmar", OUTSIDER))


async def test_who_does_not_coordinate_any_more_confirms_nothing_and_nothing_is_fetched(team: World) -> None:
    shown, before = await sent(team, EDITED), await head(team)
    async with team.database.transaction() as db:
        await recipients.drop(db, team_of(await number_of(db, MESA.slug)), COORDINATOR)
    known = fetched(team)

    assert text(await presses(team, shown, "Confirmar")) == OLD
    assert (await head(team), fetched(team)) == (before, known)


async def second_coordinator(world: World) -> None:
    async with world.database.transaction() as db:
        await recipients.save(db, team_of(await number_of(db, MESA.slug)), OUTSIDER, Role.COORDINATOR)


async def test_the_mesas_other_coordinators_are_told_in_one_notice_and_the_history_knows_a_code(team: World) -> None:
    await second_coordinator(team)
    shown, mark = await sent(team, EDITED), len(team.telegram.ledger)
    await presses(team, shown, "Confirmar")
    (told,) = await team.heard(mark, OUTSIDER, 1)

    assert "VAL-01" in text(told)
    assert "VAL-70" in text(told)
    assert [one.chat_id for one in team.telegram.ledger[mark:] if one.method == "sendMessage"] == [OUTSIDER]
    async with team.database.reading() as db:
        events = await db.execute(sql("SELECT actor FROM history_event ORDER BY seq DESC LIMIT 2"))
        actors = {row.actor for row in events}
    assert len(actors) == 1
    assert all(actor.startswith("c-") and str(COORDINATOR) not in actor for actor in actors)


async def test_a_long_report_comes_as_a_file(team: World) -> None:
    rows = "codigo,compromiso\n" + "".join(f"NEW-{number},{'Algo nuevo ' * 5}\n" for number in range(100))
    (report, shown) = await sends(team, rows, answers=2)

    assert report["document"]["file_name"] == "informe.txt"
    body = team.telegram.files[report["document"]["file_id"]][1].decode("utf-8-sig")
    assert len(body.splitlines()) == 101
    assert "líneas más, en el archivo." in text(shown)
    assert "nuevos 100" in text(await presses(team, shown, "Confirmar"))


@pytest.mark.parametrize(
    ("name", "body", "line"),
    [
        ("c.csv", b"\0\1\2", "c.csv: no es un CSV; guárdelo desde la hoja de cálculo como CSV UTF-8"),
        ("c.csv", b"", "c.csv: está vacío; la primera fila debe nombrar las columnas"),
        ("c.csv", b"a,b\n1,2\n", "c.csv, fila 1: ninguna columna es de"),
        ("../../etc/passwd.csv", b"a,b\n1,2\n", "../../etc/passwd.csv, fila 1: ninguna columna es de"),
        ("a\0b<b>.csv", b"a,b\n1,2\n", "a b<b>.csv, fila 1: ninguna columna es de"),
        ("c.csv", b"codigo,compromiso,confianza\n1,a\n2,=b\n2,c\n", "está dos veces"),
    ],
)
async def test_what_cannot_be_read_is_said_in_one_line(team: World, name: str, body: bytes, line: str) -> None:
    before = await head(team)

    assert line in text(await sent(team, body, name))
    assert await head(team) == before


@pytest.mark.parametrize("digits", ["٣", "1e9", "0x10", "1_000", "9" * 30, "-1"])
async def test_what_is_no_date_and_no_degree_is_refused(team: World, digits: str) -> None:
    """INJ-09"""
    shown = await sent(team, f"mesa,fecha,latitud,hora\nvalle,{digits},{digits}00,{digits}\n")

    assert "no es una fecha" in text(shown)
    assert labels(shown) == ["✖ Cancelar"]


async def test_what_weighs_too_much_is_not_fetched(team: World) -> None:
    heavy = b"codigo,compromiso\n" + b"x" * (2 * 1024 * 1024)

    assert text(await sent(team, heavy)).startswith("Pesa demasiado")
    assert fetched(team) == 0


async def test_what_has_too_many_rows_or_changes_too_much_is_refused(team: World) -> None:
    before = await head(team)
    rows = [f"NEW-{number},Algo\n" for number in range(2_000)]
    long = await sent(team, "codigo,compromiso\n" + "".join(rows))
    much = await sent(team, "codigo,compromiso\n" + "".join(rows[:501]))

    assert text(long).startswith("Tiene demasiadas filas: hasta 2000")
    assert text(much).startswith("Cambia demasiado de una vez: hasta 500")
    assert await head(team) == before


async def test_too_many_files_are_refused(team: World) -> None:
    for number in range(8):
        await sent(team, f"codigo,compromiso\nNEW-{number},Algo\n", f"{number}.csv")

    assert "Son demasiados archivos: hasta 8" in text(await sent(team, EDITED, "9.csv"))


async def test_a_file_that_cannot_be_had_is_asked_for_again_and_a_load_waits(team: World) -> None:
    shown = await sent(team, EDITED)
    before = await head(team)
    for _ in range(2):
        team.telegram.faults.add("getFile", status=400)

    assert text(await sent(team, EDITED, "d.csv")).startswith("⚠️ No pude descargar el archivo.")
    mark = len(team.telegram.ledger)
    *_, waiting = await team.press(shown, "Confirmar", answers=2, **THEIRS)
    assert "no guardé nada. Pulse otra vez." in said(team, mark, COORDINATOR)
    assert await head(team) == before
    assert "Guardado." in text(await presses(team, waiting, "Confirmar"))


async def test_the_draft_keeps_no_word_of_the_file(team: World) -> None:
    await sent(team, EDITED)
    async with team.database.reading() as db:
        draft = await drafts.find(db, COORDINATOR, team.clock())

    assert draft is not None
    assert "Otro texto" not in str(draft.values)


async def test_a_restart_half_way_loses_nothing(team: World, demo: Database, telegram: Telegram) -> None:
    shown = await sent(team, EDITED)
    async with living(team.settings, demo, telegram) as again:  # takes the place of the first one
        await presses(again, shown, "Confirmar")
        assert await words_of(again) == "Otro texto"


async def test_what_is_exported_loads_back_without_a_change(team: World) -> None:
    before = await head(team)
    *files, last = await team.say("/exportar", answers=5, **THEIRS)

    names = [one["document"]["file_name"] for one in files]
    assert names == [f"valle-{kind}.csv" for kind in ("mesas", "instituciones", "compromisos", "sesiones")]
    assert MESA.name in text(last)
    for one in files:
        body = team.telegram.files[one["document"]["file_id"]][1]
        assert "Sin cambios" in text(await sent(team, body, one["document"]["file_name"]))
    assert await head(team) == before


async def test_the_mesa_that_one_coordinates_is_exported_not_the_one_at_hand(team: World) -> None:
    first, *_ = await team.say("/exportar", chat=OTHER_COORDINATOR, who=OTHER_COORDINATOR, answers=4)

    assert first["document"]["file_name"] == "puna-mesas.csv"


@pytest.mark.parametrize("words", ["valle", "mesa del valle", "Mesa de Diálogo del Valle"])
async def test_a_mesa_is_exported_by_its_name(words: str, team: World) -> None:
    async with team.database.transaction() as db:
        await people.remember(db, COORDINATOR, Choices("es", "puna"))  # which is another's
    first, *_ = await team.say(f"/exportar {words}", answers=5, **THEIRS)

    assert first["document"]["file_name"] == "valle-mesas.csv"


@pytest.mark.parametrize("words", ["puna", "luna"])
async def test_a_mesa_that_is_not_theirs_is_none(words: str, team: World) -> None:
    (unknown,) = await team.say("/nosuch", **THEIRS)

    assert text((await team.say(f"/exportar {words}", **THEIRS))[0]) == text(unknown)


async def test_who_exported_too_often_is_told_to_wait(team: World) -> None:
    asked: list[Budget] = []

    def spent(budget: Budget) -> bool:
        asked.append(budget)
        return False

    choices = Choices("es", MESA.slug)
    request = Request(
        NOW, COORDINATOR, COORDINATOR, True, Kind.COMMAND, command="exportar", settings=choices, spend=spent
    )
    async with team.database.reading() as db:
        answer = await exported(request, LANGUAGES["es"], db)

    assert (asked, answer.file) == ([Budget.EXPORT], None)
