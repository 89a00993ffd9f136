"""A coordinator calls a session, moves it, says how it went and where its acta is; nobody else can."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from bot.domain.meetings import Meeting, Outcome
from bot.domain.recipients import Role, team_of
from bot.simulator.telegram import Telegram
from bot.store import meetings, recipients
from bot.store.database import Database
from bot.store.verifying import verify
from tests.cast import COORDINATOR, GROUP, MEMBER, MESA, NEXT, OTHER_COORDINATOR, OUTSIDER, TODAY
from tests.journeys.announcing import later
from tests.journeys.conftest import number_of
from tests.journeys.world import Json, World, buttons, labels, living, text
from tests.journeys.writing import presses, says

OLD = "Esto ya no sirve. Elija otra vez."
SECOND = OUTSIDER  # who may be made a second coordinator
NEW = f"S-{TODAY + timedelta(days=22)}"


async def session(world: World, code: str = NEXT.code) -> Meeting | None:
    """As it is stored; the history verifies each time somebody looks."""
    async with world.database.reading() as db:
        assert (await verify(db)).ok
        return await meetings.by_code(db, MESA.slug, code)


async def known(world: World, code: str = NEXT.code) -> Meeting:
    found = await session(world, code)
    assert found is not None
    return found


async def sends_place(world: World, latitude: float, longitude: float) -> Json:
    mark = len(world.telegram.ledger)
    place = {"latitude": latitude, "longitude": longitude}
    world.telegram.send_media(COORDINATOR, "location", location=place)
    (answer,) = await world.heard(mark, COORDINATOR, 1)
    return answer


async def second_coordinator(world: World) -> None:
    async with world.database.transaction() as db:
        await recipients.save(db, team_of(await number_of(db, MESA.slug)), SECOND, Role.COORDINATOR)


async def called(world: World, day: str = "15/12/2026") -> Json:
    """All is answered, nothing confirmed."""
    for words in ("/sesion nueva", day, "10:30", "Estadio"):
        await says(world, words)
    await sends_place(world, -14.8, -71.4)
    subgroup = world.telegram.chat(COORDINATOR).messages[-1]
    await presses(world, subgroup, "Wayra")
    await says(world, "Agua y caminos")
    return await says(world, "PCM")


async def test_the_list_has_what_comes_what_was_and_a_new_one(team: World) -> None:
    shown = await says(team, "/sesion")

    assert text(shown) == (
        "Mesa: Mesa de Diálogo del Valle\n\n"
        "Próximas sesiones\nS-03 · 28/11/2026 09:30 · programada\nS-04 · 05/12/2026 · programada\n\n"
        "Sesiones recientes\nS-02 · 13/11/2026 · sin información\nS-01 · 24/10/2026 09:00 · realizada\n\n"
        "Pulse una para cambiarla o decir cómo fue."
    )
    assert labels(shown)[-1] == "➕ Nueva sesión"
    assert "¿Qué quiere cambiar?" in text(await presses(team, shown, "S-01"))
    assert "¿Qué día será la sesión?" in text(await presses(team, shown, "Nueva sesión"))


async def test_a_session_is_called_after_its_questions_and_a_confirmation(team: World) -> None:
    shown = await called(team)

    assert text(shown) == (
        "Mesa: Mesa de Diálogo del Valle\n\n"
        "martes, 15 de diciembre de 2026 (15/12/2026) · en 22 días\n"
        "Hora: 10:30\nLugar: Estadio\nAgenda: Agua y caminos\nConvoca: PCM\nComunidad: Wayra\n\n"
        "Al confirmar, quienes siguen la mesa lo sabrán enseguida.\n\n"
        "Todavía no guardé nada."
    )
    assert await session(team, f"{NEW}-wayra") is None

    done = await presses(team, shown, "Confirmar")
    one = await known(team, f"{NEW}-wayra")

    assert text(done) == f"Sesión convocada: {one.code}, 15 de diciembre de 2026 (15/12/2026)."
    assert (one.starts, one.place, one.latitude, one.longitude) == (time(10, 30), "Estadio", -14.8, -71.4)
    assert (one.agenda, one.convener, one.outcome) == ("Agua y caminos", "PCM", Outcome.SCHEDULED)
    assert "✏️ Cambiar" in labels(await presses(team, done, "Ver la sesión"))


async def test_what_is_not_known_yet_is_left_out(team: World) -> None:
    asked = await says(team, "/sesion nueva")
    asked = await presses(team, await presses(team, asked, "▶"), "15")
    for label in ("Sin hora", "Todavía no se sabe", "Todas las comunidades", "Sin agenda", "Sin convocante"):
        asked = await presses(team, asked, label)
    await presses(team, asked, "Confirmar")
    one = await known(team, NEW)

    assert (one.starts, one.place, one.latitude, one.agenda, one.convener) == (None, "", None, "", "")


async def test_a_place_can_be_sent_first_and_named_then(team: World) -> None:
    for words in ("/sesion nueva", "15/12/2026", "sin hora"):
        await says(team, words)
    assert "¿Cómo se llama ese lugar?" in text(await sends_place(team, -14.8, -71.4))
    back = await presses(team, await says(team, "Estadio"), "Volver")
    assert "¿Cómo se llama ese lugar?" in text(back)
    asked = await presses(team, await says(team, "Estadio"), "Qucha")
    asked = await presses(team, await presses(team, asked, "Sin agenda"), "SGSD")
    await presses(team, asked, "Confirmar")
    one = await known(team, f"{NEW}-qucha")

    assert (one.place, one.latitude, one.convener) == ("Estadio", -14.8, "SGSD")


async def test_answers_that_cannot_be_read_are_asked_for_again(team: World) -> None:
    await says(team, "/sesion nueva")
    assert "Ese día ya pasó" in text(await says(team, "ayer"))
    await says(team, "15/12/2026")
    assert "No entiendo qué hora es" in text(await says(team, "temprano"))
    await says(team, "3 pm")
    assert "hasta 200 letras" in text(await says(team, "x" * 201))
    await says(team, "Local")
    assert "Envíe una ubicación" in text(await says(team, "al lado de la plaza"))


async def test_a_day_that_passed_while_the_draft_waited_is_asked_again_and_nothing_else(team: World) -> None:
    shown = await called(team, "hoy")
    later(team, hours=23)
    asked = await presses(team, shown, "Confirmar")

    assert text(asked).startswith("⚠️ Ese día ya pasó")
    assert "¿Qué día será la sesión?" in text(asked)
    assert await session(team, f"S-{TODAY}-wayra") is None
    await presses(team, await says(team, "15/12/2026"), "Confirmar")
    one = await known(team, f"{NEW}-wayra")
    assert (one.starts, one.place, one.agenda) == (time(10, 30), "Estadio", "Agua y caminos")


async def test_the_same_session_is_called_once(team: World) -> None:
    await second_coordinator(team)
    mine = await called(team)
    await presses(team, mine, "Confirmar")
    theirs = await called(team)
    assert "Ese día ya hay otra sesión" in text(theirs)

    assert text(await presses(team, theirs, "Confirmar")).startswith("Ya hay una sesión ese día a esa hora")
    assert await session(team, f"{NEW}-wayra-2") is None


async def test_a_session_is_moved_with_its_reason(team: World) -> None:
    asked = await presses(team, await says(team, "/sesion s-03"), "Otro día")
    assert "Ya es ese día" in text(await says(team, "28/11/2026"))
    assert "¿Por qué?" in text(await says(team, "5 de diciembre"))
    shown = await says(team, "Lluvia en la ruta")

    assert (
        "Día: 28 de noviembre de 2026 (28/11/2026) → 5 de diciembre de 2026 (05/12/2026)\nNota: sin dato → Lluvia en la ruta"
    ) in text(shown)
    assert "quienes siguen la mesa lo sabrán enseguida" in text(shown)
    assert (await known(team)).day == NEXT.day
    assert text(await presses(team, shown, "Confirmar")) == "Guardado: sesión S-03."
    one = await known(team)
    assert (one.day, one.starts, one.outcome, one.note) == (
        TODAY + timedelta(days=12),
        NEXT.starts,
        Outcome.SCHEDULED,
        "Lluvia en la ruta",
    )
    assert text(await presses(team, asked, "Cancelar")) == OLD  # of the question long answered


@pytest.mark.parametrize(
    ("command", "answers", "field", "value"),
    [
        ("/sesion S-03 hora", ("15:45",), "starts", time(15, 45)),
        ("/sesion S-03 hora", ("sin hora",), "starts", None),
        ("/sesion S-03 agenda", ("Agua",), "agenda", "Agua"),
        ("/sesion S-03 resultado", ("<cancelada", "No hay movilidad"), "outcome", Outcome.CANCELLED),
        ("/sesion S-03 resultado", ("<postergada", "No hay movilidad"), "outcome", Outcome.POSTPONED),
        ("/sesion S-03 resultado", ("<suspendida", "No hay movilidad"), "note", "No hay movilidad"),
        ("/sesion S-02 resultado", ("<realizada", "<Sin nota"), "outcome", Outcome.HELD),
        ("/sesion S-02 resultado", ("<sin quórum", "Llegaron tres"), "note", "Llegaron tres"),
        ("/sesion S-02 resultado", ("<sin firma", "La empresa no firmó"), "outcome", Outcome.UNSIGNED),
        ("/sesion S-01 acta", ("20/11/2026", "<Sin enlace"), "minutes_published", TODAY - timedelta(days=3)),
        ("/sesion S-01 acta", ("hoy", "https://example.org/acta.pdf"), "source", "https://example.org/acta.pdf"),
    ],
)
async def test_each_change_is_a_command_too(
    command: str, answers: tuple[str, ...], field: str, value: object, team: World
) -> None:
    shown = await says(team, command)
    for answer in answers:
        shown = await (presses(team, shown, answer[1:]) if answer.startswith("<") else says(team, answer))
    code = command.split()[1]
    before = await known(team, code)
    await presses(team, shown, "Confirmar")
    after = await known(team, code)

    assert getattr(before, field) != value
    assert getattr(after, field) == value


async def test_another_place_drops_the_old_pin(team: World) -> None:
    await says(team, "/sesion S-03 lugar")
    shown = await presses(team, await says(team, "Estadio"), "Sin mapa")
    await presses(team, shown, "Confirmar")
    one = await known(team)

    assert (one.place, one.latitude, one.longitude) == ("Estadio", None, None)


@pytest.mark.parametrize("words", ["javascript:alert(1)", "ftp://example.org/a", "el acta", "https://a.b\u202e/c"])
async def test_an_acta_has_an_address_of_the_web_or_none(words: str, team: World) -> None:
    await says(team, "/sesion S-01 acta")
    await says(team, "hoy")

    assert "Eso no es un enlace" in text(await says(team, words))


async def test_an_acta_is_public_between_its_session_and_today(team: World) -> None:
    await says(team, "/sesion S-01 acta")

    assert "El acta se publica desde" in text(await says(team, "mañana"))
    assert "El acta se publica desde" in text(await says(team, "01/10/2026"))


async def test_before_its_day_nobody_can_have_come(team: World) -> None:
    asked = await says(team, "/sesion S-03 resultado")

    assert labels(asked) == ["postergada", "suspendida", "cancelada", "✖ Cancelar"]


@pytest.mark.parametrize(
    "hostile", ["<b>hola</b> &amp; <script>", "{agenda} %s {0}", "x\x00y\u202ez", "'; DROP TABLE meeting; --"]
)
async def test_hostile_words_are_words(hostile: str, team: World) -> None:
    await says(team, "/sesion S-03 agenda")
    shown = await says(team, hostile)
    kept = " ".join("".join(one if one.isprintable() else " " for one in hostile).split())
    await presses(team, shown, "Confirmar")

    assert (await known(team)).agenda == kept
    assert f"Agenda: {kept}" in text(await says(team, "/sesiones", MEMBER))


async def test_of_two_coordinators_on_one_revision_one_wins_and_the_other_is_told(team: World) -> None:
    await second_coordinator(team)
    for who in (COORDINATOR, SECOND):
        await says(team, "/sesion S-03 hora", who)
    mine, theirs = await says(team, "15:00"), await says(team, "16:00", SECOND)
    await presses(team, mine, "Confirmar")

    assert "Otra persona cambió la sesión S-03" in text(await presses(team, theirs, "Confirmar", SECOND))
    assert (await known(team)).starts == time(15)


async def test_who_is_no_coordinator_any_more_confirms_nothing(team: World) -> None:
    await second_coordinator(team)
    await says(team, "/sesion S-03 hora", SECOND)
    shown = await says(team, "16:00", SECOND)
    async with team.database.transaction() as db:
        await recipients.drop(db, team_of(await number_of(db, MESA.slug)), SECOND)

    assert text(await presses(team, shown, "Confirmar", SECOND)) == OLD
    assert (await known(team)).starts == NEXT.starts


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR])
@pytest.mark.parametrize("words", ["/sesion", "/sesion nueva", "/sesion S-03", "/sesion S-03 hora", "/sesion nada"])
async def test_to_others_there_is_no_such_command(words: str, who: int, team: World) -> None:
    unknown = await says(team, "/nosuch", who)

    assert text(await says(team, words, who)) == text(unknown)


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR])
async def test_others_see_no_button_and_a_forged_one_does_nothing(who: int, team: World) -> None:
    page = await says(team, "/sesiones", who)
    mine = await says(team, "/sesiones")
    forged = [button["callback_data"] for button in buttons(mine) if "Cambiar" in button["text"]]
    number = (await known(team)).id
    async with team.database.reading() as db:
        forged += [f"v1:sn:{await number_of(db, MESA.slug)}", f"v1:sx:{number}", "v1:sx:999", "v1:sn:x", "v1:sx"]
    unknown = text(await says(team, "/nosuch", who))

    assert "Cambiar" not in str(labels(page))
    for data in forged:
        mark = len(team.telegram.ledger)
        team.telegram.press(who, page["message_id"], data, None)
        (answer,) = await team.heard(mark, who, 1)
        assert text(answer) in (unknown, "Eso ya no está. Elija otra vez.", OLD)


async def test_in_a_group_nothing_is_begun(team: World) -> None:
    mark = len(team.telegram.ledger)
    team.telegram.say(COORDINATOR, "/sesion nueva", GROUP)
    (answer,) = await team.heard(mark, GROUP, 1)

    assert "¿Qué día" not in text(answer)


async def test_an_unknown_code_says_how(team: World) -> None:
    assert "No hay tal sesión" in text(await says(team, "/sesion S-99"))


async def test_a_restart_half_way_loses_nothing(team: World, demo: Database, telegram: Telegram) -> None:
    shown = await called(team)
    async with living(team.settings, demo, telegram) as again:
        await presses(again, shown, "Confirmar")
        assert (await known(again, f"{NEW}-wayra")).place == "Estadio"


async def test_a_restart_amid_a_change_loses_nothing(team: World, demo: Database, telegram: Telegram) -> None:
    await says(team, "/sesion S-02 resultado")
    asked = team.telegram.chat(COORDINATOR).messages[-1]
    async with living(team.settings, demo, telegram) as again:
        shown = await presses(again, await presses(again, asked, "realizada"), "Sin nota")
        await presses(again, shown, "Confirmar")
        assert (await known(again, "S-02")).outcome is Outcome.HELD
