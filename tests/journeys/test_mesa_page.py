"""A mesa's own page, and its coordinators who change who sits in it, its state, its term and its subgroups."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.mesas import Mesa, MesaState, Seat
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Role, team_of
from bot.simulator.telegram import Telegram
from bot.store import mesas, people, recipients
from bot.store.database import Database
from bot.store.verifying import verify
from tests.cast import COORDINATOR, GROUP, MEMBER, MESA, OTHER_COORDINATOR, OUTSIDER
from tests.journeys.conftest import number_of
from tests.journeys.world import Json, World, buttons, labels, living, text
from tests.journeys.writing import presses, says

OLD = "Esto ya no sirve. Elija otra vez."
SECOND = OUTSIDER  # who may be made a second coordinator


async def stored(world: World) -> Mesa:
    """The mesa of the valley; the history verifies each time somebody looks."""
    async with world.database.reading() as db:
        assert (await verify(db)).ok
        found = await mesas.by_slug(db, MESA.slug)
    assert found is not None
    return found


async def goes(world: World, *answers: str, who: int = COORDINATOR) -> Json:
    """Each answer, said or (with a "<" before it) pressed under the last message."""
    shown = await says(world, answers[0], who)
    for answer in answers[1:]:
        shown = await (presses(world, shown, answer[1:], who) if answer[0] == "<" else says(world, answer, who))
    return shown


async def second_coordinator(world: World) -> None:
    async with world.database.transaction() as db:
        await recipients.save(db, team_of(await number_of(db, MESA.slug)), SECOND, Role.COORDINATOR)


async def test_everybody_sees_who_sits_in_the_mesa(team: World) -> None:
    shown = await says(team, "/mesa", MEMBER)

    assert text(shown) == (
        "Mesa de Diálogo del Valle\nValle, Cusco\n\n"
        "Vigencia hasta: 31 de diciembre de 2026 (31/12/2026)\n\n"
        "Integran la mesa: PCM (presidencia); SGSD (secretaría técnica)\n\n"
        "Comunidad: Wayra, Qucha"
    )
    assert labels(shown) == []
    assert labels(await says(team, "/mesa")) == ["✏️ Cambiar"]


@pytest.mark.parametrize("words", ["valle", "mesa del valle", "Mesa de Diálogo del Valle"])
async def test_a_coordinator_names_one_of_their_own(words: str, team: World) -> None:
    usual = await says(team, "/mesa")
    async with team.database.transaction() as db:
        await people.remember(db, COORDINATOR, Choices("es", "puna"))  # which is another's
    shown = await says(team, f"/mesa {words}")

    assert (text(shown), labels(shown)) == (text(usual), labels(usual))
    assert "¿Desde qué día" in text(await says(team, f"/mesa {words} suspender"))


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR])
@pytest.mark.parametrize("words", ["valle", "valle suspender", "luna"])
async def test_to_others_there_is_no_such_mesa(words: str, who: int, team: World) -> None:
    unknown = await says(team, "/nosuch", who)

    assert text(await says(team, f"/mesa {words}", who)) == text(unknown)


async def test_in_quechua_the_page_speaks_quechua(team: World) -> None:
    async with team.database.transaction() as db:
        await people.remember(db, MEMBER, Choices("qu", MESA.slug))

    assert "Pikuna rimanakunku: PCM (presidencia)" in text(await says(team, "/rimanakuy", MEMBER))


async def test_an_institution_is_found_by_part_of_its_name_and_seated(team: World) -> None:
    asked = await presses(team, await presses(team, await says(team, "/mesa"), "Cambiar"), "Agregar institución")
    assert "¿Qué institución?" in text(asked)
    assert "No conozco ninguna institución" in text(await says(team, "Nadie"))
    found = await says(team, "valle")
    assert labels(found) == ["Minera del Valle S. A.", "Municipalidad Provincial del Valle", "◀ Volver", "✖ Cancelar"]
    found = await says(team, "salud")
    shown = await presses(team, await presses(team, found, "Ministerio de Salud"), "acompañante")
    before = await stored(team)
    done = await presses(team, shown, "Confirmar")

    assert "→ PCM (presidencia); SGSD (secretaría técnica); MINSA (acompañante)" in text(shown)
    assert before.seats == MESA.seats
    assert (await stored(team)).seats == (*MESA.seats, Seat("minsa", "acompañante"))
    assert "MINSA (acompañante)" in text(await presses(team, done, "Ver la mesa"))


@pytest.mark.parametrize(
    ("answers", "field", "value"),
    [
        (("/mesa integrar", "minsa", "<Ministerio", "observador"), "seats", (*MESA.seats, Seat("minsa", "observador"))),
        (("/mesa integrar", "minsa", "<Ministerio", "<Sin papel"), "seats", (*MESA.seats, Seat("minsa"))),
        (("/mesa retirar", "<SGSD"), "seats", MESA.seats[:1]),
        (("/mesa suspender", "20/11/2026", "Paro en la ruta"), "suspended_since", date(2026, 11, 20)),
        (("/mesa suspender", "hoy", "Paro en la ruta"), "suspended_why", "Paro en la ruta"),
        (("/mesa suspender", "hoy", "Paro en la ruta"), "state", MesaState.SUSPENDED),
        (("/mesa concluir", "Acta final del 20"), "note", "Acta final del 20"),
        (("/mesa concluir", "<Sin nota"), "state", MesaState.CONCLUDED),
        (("/mesa vigencia", "30/06/2027", "RM 012-2027-PCM", "Faltan obras"), "term_until", date(2027, 6, 30)),
        (
            ("/mesa vigencia", "30/06/2027", "RM 012-2027-PCM", "Faltan obras"),
            "note",
            "Vigencia hasta el 30/06/2027: RM 012-2027-PCM (Faltan obras)",
        ),
        (("/mesa subgrupo", "Llacta"), "subgroups", ("Wayra", "Qucha", "Llacta")),
    ],
)
async def test_each_change_is_a_command_and_waits_for_its_confirmation(
    answers: tuple[str, ...], field: str, value: object, team: World
) -> None:
    shown = await goes(team, *answers)
    before = await stored(team)
    assert text(await presses(team, shown, "Confirmar")) == "Guardado: Mesa de Diálogo del Valle."

    assert getattr(before, field) != value
    assert getattr(await stored(team), field) == value


async def test_a_suspended_mesa_goes_on_again_and_no_clock_stopped(team: World) -> None:
    before = text(await says(team, "/vencidos"))
    shown = await goes(team, "/mesa suspender", "20/11/2026", "Paro")
    await presses(team, shown, "Confirmar")
    page, late = text(await says(team, "/mesa", MEMBER)), text(await says(team, "/vencidos"))

    assert text(shown).count("no se detienen") == 1
    assert "La mesa está suspendida. Los plazos no se detienen.\nDesde: 20 de noviembre de 2026" in page
    assert "Su razón: Paro" in page
    assert [line for line in late.splitlines() if "venció" in line] == [
        line for line in before.splitlines() if "venció" in line
    ]

    shown = await goes(team, "/mesa reinstalar")
    await presses(team, shown, "Confirmar")
    mesa = await stored(team)
    assert (mesa.state, mesa.suspended_since, mesa.suspended_why) == (MesaState.ACTIVE, None, "")


async def test_answers_that_cannot_be_are_asked_for_again(team: World) -> None:
    assert "Ese día no ha llegado" in text(await goes(team, "/mesa suspender", "mañana"))
    assert "posterior a la vigencia" in text(await goes(team, "/mesa vigencia", "30/12/2026"))
    assert "Ese subgrupo ya está" in text(await goes(team, "/mesa subgrupo", "WAYRA"))
    assert "¿Qué quiere cambiar" in text(await goes(team, "/mesa nada"))
    assert "Pulse uno de los botones." in text(await says(team, "todo"))


@pytest.mark.parametrize("hostile", ["<b>x</b> &amp;", "{mesa} %s", "a\x00b\u202ec", "'; DROP TABLE mesa; --"])
async def test_hostile_words_are_words(hostile: str, team: World) -> None:
    kept = " ".join("".join(one if one.isprintable() else " " for one in hostile).split())
    await goes(team, "/mesa suspender", "hoy")
    await presses(team, await says(team, hostile), "Confirmar")

    assert (await stored(team)).suspended_why == kept
    assert f"Su razón: {kept}" in text(await says(team, "/mesa", MEMBER))


async def test_of_two_coordinators_on_one_state_one_wins_and_the_other_is_told(team: World) -> None:
    await second_coordinator(team)
    mine = await goes(team, "/mesa suspender", "hoy", "Paro")
    theirs = await goes(team, "/mesa concluir", "<Sin nota", who=SECOND)
    await presses(team, mine, "Confirmar")

    assert "Otra persona cambió la mesa" in text(await presses(team, theirs, "Confirmar", SECOND))
    assert (await stored(team)).state is MesaState.SUSPENDED


async def test_who_is_no_coordinator_any_more_confirms_nothing(team: World) -> None:
    await second_coordinator(team)
    shown = await goes(team, "/mesa concluir", "<Sin nota", who=SECOND)
    async with team.database.transaction() as db:
        await recipients.drop(db, team_of(await number_of(db, MESA.slug)), SECOND)

    assert text(await presses(team, shown, "Confirmar", SECOND)) == OLD
    assert (await stored(team)).state is MesaState.ACTIVE


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR])
async def test_others_change_nothing_by_command_or_forged_button(who: int, team: World) -> None:
    unknown = text(await says(team, "/nosuch", who))
    page = await says(team, "/sesiones", who)
    (change,) = [one["callback_data"] for one in buttons(await says(team, "/mesa")) if "Cambiar" in one["text"]]

    for words in ("/mesa suspender", "/mesa vigencia", "/mesa nada"):
        assert text(await says(team, words, who)) == unknown
    for data in (change, "v1:mx:999", "v1:mx:x", "v1:mx", "v1:mp:999"):
        mark = len(team.telegram.ledger)
        team.telegram.press(who, page["message_id"], data, None)
        (answer,) = await team.heard(mark, who, 1)
        assert text(answer) in (unknown, OLD)


async def test_in_a_group_it_is_only_read(team: World) -> None:
    mark = len(team.telegram.ledger)
    team.telegram.say(COORDINATOR, "/mesa", GROUP)
    (page,) = await team.heard(mark, GROUP, 1)
    mark = len(team.telegram.ledger)
    team.telegram.say(COORDINATOR, "/mesa suspender", GROUP)
    (answer,) = await team.heard(mark, GROUP, 1)

    assert labels(page) == []
    assert "¿Desde qué día" not in text(answer)


async def test_a_restart_half_way_loses_nothing(team: World, demo: Database, telegram: Telegram) -> None:
    found = await goes(team, "/mesa integrar", "salud")
    async with living(team.settings, demo, telegram) as again:
        shown = await presses(again, await presses(again, found, "Ministerio de Salud"), "integrante")
        await presses(again, shown, "Confirmar")
        assert (await stored(again)).seats[-1] == Seat("minsa", "integrante")
