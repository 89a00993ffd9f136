"""/envios: numbers for the coordinators of the mesa at hand, and to everybody else no such command."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.domain.fates import Fates
from bot.domain.notices import Kind, State
from bot.domain.people import Settings as Choices
from bot.domain.recipients import contacts_of, team_of
from bot.store import deliveries, people
from tests.cast import COORDINATOR, GROUP, MEMBER, MESA, OTHER_COORDINATOR, OTHER_MESA, OUTSIDER
from tests.journeys.conftest import number_of
from tests.journeys.world import World, labels, text
from tests.store.test_deliveries import told

OLD = "Esto ya no sirve. Elija otra vez."
NOTHING = "Ese aviso no tiene nada que intentar otra vez."
FATES: Mapping[tuple[State, str], int] = {
    (State.SENT, ""): 193,
    (State.SKIPPED, "snoozed"): 12,
    (State.PENDING, ""): 3,
    (State.SENDING, ""): 1,
    (State.DEAD, "gone"): 5,
    (State.DEAD, "refused"): 1,
    (State.DEAD, "backoff"): 1,
    (State.UNCERTAIN, ""): 2,
    (State.EXPIRED, ""): 1,
    (State.CANCELLED, "forgotten"): 1,
    (State.HELD, ""): 1,
}


async def fates(world: World, number: int) -> Fates:
    async with world.database.reading() as db:
        return (await deliveries.fates(db, [number]))[number]


async def test_a_coordinator_reads_what_became_of_each_notice_and_of_all(team: World) -> None:
    first = await told(team.database, FATES, ago=timedelta(hours=2))
    second = await told(team.database, {(State.SENT, ""): 2}, kind=Kind.CHANGE, scope=team_of(1))
    third = await told(team.database, {}, ago=timedelta(days=1), kind=Kind.DIGEST, scope=contacts_of(3), open_=True)
    (said,) = await team.say("/envios", chat=COORDINATOR, who=COORDINATOR)

    assert text(said) == (
        "Envíos de los últimos 30 días\n"
        "Mesa: Mesa de Diálogo del Valle\n"
        "\n"
        f"Aviso {second} · 23/11/2026 09:59\n"
        "cambio de una sesión o de la mesa · a los coordinadores\n"
        "Enviados: 2\n"
        "\n"
        f"Aviso {first} · 23/11/2026 08:00\n"
        "recordatorio · a quienes siguen la mesa\n"
        "Enviados: 193 · Esperan: 4 · No les tocaba o no lo querían: 12\n"
        "Ya no se les puede escribir: 5\n"
        "Fallaron: 2 (otra razón: 2)\n"
        "Inciertos, quizá llegó: 2 · Fuera de tiempo: 1 · Cancelados: 1 · Retenidos: 1\n"
        "\n"
        f"Aviso {third} · 22/11/2026 10:00\n"
        "resumen de la semana · a una institución\n"
        "Todavía no hay envíos.\n"
        "\n"
        "En total (3 avisos)\n"
        "Enviados: 195 · Esperan: 4 · No les tocaba o no lo querían: 12\n"
        "Ya no se les puede escribir: 5\n"
        "Fallaron: 2 (otra razón: 2)\n"
        "Inciertos, quizá llegó: 2 · Fuera de tiempo: 1 · Cancelados: 1 · Retenidos: 1\n"
        "\n"
        f"Para intentarlo otra vez: /envios reintentar {first}\n"
        "Incierto: quizá llegó y quizá no. Si se intenta otra vez, puede llegar dos veces.\n"
        "Retenido: no sale mientras nadie lo pida. Si se restauró una copia, quizá ya llegó."
    )
    assert labels(said) == [f"Reintentar {first}"]


@pytest.mark.only("sqlite")
@pytest.mark.parametrize("page", [1, 2])
async def test_what_is_counted_is_counted_where_it_holds_no_writer(page: int, team: World) -> None:
    for at in range(8):
        await told(team.database, {(State.SENT, ""): 1}, ago=timedelta(hours=at))
    (said,) = await team.say("/envios", chat=COORDINATOR, who=COORDINATOR)
    written = list[str]()
    event.listen(
        team.database._writing.sync_engine, "before_cursor_execute", lambda *happened: written.append(happened[2])
    )

    if page == 1:
        (again,) = await team.say("/envios", chat=COORDINATOR, who=COORDINATOR)
    else:
        (again,) = await team.press(said, "Siguiente", chat=COORDINATOR, who=COORDINATOR)

    assert text(again).startswith("Envíos")
    assert [one for one in written if "GROUP BY" in one] == []
    assert any("processed_update" in one for one in written)


async def test_trying_again_says_how_many_and_which_may_come_twice(team: World) -> None:
    number = await told(team.database, FATES)
    (said,) = await team.say("/envios", chat=COORDINATOR, who=COORDINATOR)
    (done,) = await team.press(said, "Reintentar", chat=COORDINATOR, who=COORDINATOR)
    (again,) = await team.press(said, "Reintentar", chat=COORDINATOR, who=COORDINATOR)

    assert text(done) == (
        f"Aviso {number}: se intentará otra vez 5 envíos.\nEntre ellos hay 2 inciertos: pueden llegar dos veces."
    )
    assert text(again) == NOTHING
    counted = await fates(team, number)
    waiting = counted.of(State.PENDING) + counted.of(State.CANCELLED) - 1  # the sender may have looked at some already
    assert (waiting, counted.of(State.UNCERTAIN), counted.failed) == (8, 0, {"gone": 5})


async def test_trying_again_by_command(team: World) -> None:
    number = await told(team.database, {(State.DEAD, "poison"): 1})
    (done,) = await team.say(f"/envios reintentar {number}", chat=COORDINATOR, who=COORDINATOR)

    assert text(done) == f"Aviso {number}: se intentará otra vez 1 envío."
    assert (await fates(team, number)).of(State.DEAD) == 0  # it waits, unless the sender has looked at it already


@pytest.mark.parametrize("words", ["", " x", " 99999", " ٣"])
async def test_a_number_that_names_no_notice_is_told_so(words: str, team: World) -> None:
    (answer,) = await team.say(f"/envios reintentar{words}", chat=COORDINATOR, who=COORDINATOR)

    assert text(answer) == NOTHING


async def test_nothing_was_sent_yet(team: World) -> None:
    (said,) = await team.say("/envios", chat=COORDINATOR, who=COORDINATOR)

    assert text(said).split("\n\n")[1:] == ["No se envió ningún aviso."]
    assert labels(said) == []


async def test_many_notices_turn_their_pages(team: World) -> None:
    numbers = [await told(team.database, {(State.SENT, ""): 1}, ago=timedelta(hours=at)) for at in range(8)]
    (first,) = await team.say("/envios", chat=COORDINATOR, who=COORDINATOR)
    (second,) = await team.press(first, "Siguiente", chat=COORDINATOR, who=COORDINATOR)

    assert [line for line in text(second).splitlines() if line.startswith("Aviso")] == [
        f"Aviso {numbers[6]} · 23/11/2026 04:00",
        f"Aviso {numbers[7]} · 23/11/2026 03:00",
    ]
    assert text(second).endswith("En total (8 avisos)\nEnviados: 8\n\nPágina 2 de 2")
    assert (labels(first), labels(second)) == (["Siguiente ▶"], ["◀ Anterior"])
    assert first["message_id"] == second["message_id"]


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR, OUTSIDER])
@pytest.mark.parametrize("command", ["/envios", "/envios reintentar 1", "/envios reintentar 99"])
async def test_to_everybody_else_there_is_no_such_command(command: str, who: int, team: World) -> None:
    number = await told(team.database, {(State.UNCERTAIN, ""): 1})
    (answer,) = await team.say(command, chat=who, who=who)
    (unknown,) = await team.say("/loquesea", chat=who, who=who)

    same = ("text", "entities", "reply_markup")
    assert [answer.get(part) for part in same] == [unknown.get(part) for part in same]
    assert (await fates(team, number)).of(State.UNCERTAIN) == 1


async def test_in_a_group_a_coordinator_is_nobody(team: World) -> None:
    await told(team.database, FATES)
    (answer,) = await team.say("/envios", chat=GROUP, who=COORDINATOR)

    assert text(answer).startswith("No entendí bien lo que dijo.")


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR, OUTSIDER])
async def test_nobody_else_turns_pages_or_tries_again(who: int, team: World) -> None:
    number = await told(team.database, {(State.UNCERTAIN, ""): 1})
    async with team.database.reading() as db:
        mesa_id = await number_of(db, MESA.slug)

    said = set()
    for data in (f"v1:nr:{number}", "v1:nr:9999", f"v1:ne:{mesa_id}:1", "v1:ne:9999:1"):
        (below,) = await team.say("/vencidos", chat=who, who=who)
        mark = len(team.telegram.ledger)
        team.telegram.press(who, below["message_id"], team.tagged(data, who))
        (answer,) = await team.heard(mark, who, 1)
        said.add(text(answer))

    assert said == {OLD}
    assert (await fates(team, number)).of(State.UNCERTAIN) == 1


async def test_a_coordinator_of_another_mesa_tries_only_its_own_again(team: World) -> None:
    async with team.database.transaction() as db:
        await people.remember(db, OTHER_COORDINATOR, Choices("es", OTHER_MESA.slug))
    theirs = await told(team.database, {(State.UNCERTAIN, ""): 1})
    own = await told(team.database, {(State.UNCERTAIN, ""): 1}, slug=OTHER_MESA.slug)
    (refused,) = await team.say(f"/envios reintentar {theirs}", chat=OTHER_COORDINATOR, who=OTHER_COORDINATOR)
    (done,) = await team.say(f"/envios reintentar {own}", chat=OTHER_COORDINATOR, who=OTHER_COORDINATOR)

    assert text(refused) == NOTHING
    assert text(done).startswith(f"Aviso {own}: se intentará otra vez 1 envío.\nEntre ellos hay 1 incierto:")
    assert [(await fates(team, one)).of(State.UNCERTAIN) for one in (theirs, own)] == [1, 0]


async def test_what_is_too_old_to_be_of_use_is_not_tried_again(team: World) -> None:
    number = await told(team.database, {(State.UNCERTAIN, ""): 1}, ago=timedelta(days=8))
    (said,) = await team.say("/envios", chat=COORDINATOR, who=COORDINATOR)
    (refused,) = await team.say(f"/envios reintentar {number}", chat=COORDINATOR, who=COORDINATOR)

    assert (labels(said), text(refused)) == ([], NOTHING)


async def test_the_report_is_of_the_mesa_at_hand_only(team: World) -> None:
    await told(team.database, {(State.SENT, ""): 9}, slug=OTHER_MESA.slug)
    (said,) = await team.say("/envios", chat=COORDINATOR, who=COORDINATOR)

    assert text(said).endswith("No se envió ningún aviso.")
