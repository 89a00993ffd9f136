"""What a coordinator records of a session or of the mesa, followers hear of once, in their language; other coordinators too."""

from __future__ import annotations

from datetime import timedelta

import pytest_asyncio
from icalendar import Calendar, Event

from bot.config import Settings
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Role, Wishes, followers_of, mark_of
from bot.simulator.telegram import Telegram
from bot.store import people, recipients
from tests.cast import COORDINATOR, MEMBER, MESA, OTHER_COORDINATOR, OUTSIDER
from tests.journeys.conftest import number_of
from tests.journeys.world import Json, World, labels, text
from tests.journeys.writing import SECOND, presses, says, second_coordinator, verified

QUECHUA = 5_130_447_605  # who follows one community in Quechua


@pytest_asyncio.fixture
async def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"tick_seconds": 0.1})


@pytest_asyncio.fixture
async def telegram(telegram: Telegram) -> Telegram:
    telegram.person(QUECHUA, "Otro miembro")
    return telegram


@pytest_asyncio.fixture
async def world(team: World) -> World:
    """One member follows the mesa in Spanish, another one Wayra in Quechua; the mesa came yesterday, all that was due was said."""
    wayra = Wishes(whole=False, subgroups=frozenset({mark_of("Wayra")}))
    async with team.database.transaction() as db:
        scope = followers_of(await number_of(db, MESA.slug))
        await recipients.save(db, scope, MEMBER, Role.FOLLOWER)
        await recipients.save(db, scope, QUECHUA, Role.FOLLOWER, wayra)
        await people.remember(db, QUECHUA, Choices("qu", MESA.slug))
    team.telegram.chat(QUECHUA).started = True
    await team.settled()
    clock = team.settings.test_clock
    assert clock is not None
    clock.write_text(str(float(clock.read_text()) + timedelta(days=1).total_seconds()))
    await team.settled()
    return team


async def confirmed(world: World, *answers: str) -> int:
    """Each answer, said or (with a "<" before it) pressed under the last message; where the ledger stood before."""
    shown = await says(world, answers[0])
    for answer in answers[1:]:
        shown = await (presses(world, shown, answer[1:]) if answer[0] == "<" else says(world, answer))
    mark = len(world.telegram.ledger)
    await presses(world, shown, "Confirmar")
    await world.settled()
    return mark


def heard(world: World, chat: int, mark: int) -> list[Json]:
    return [one.message for one in world.telegram.ledger[mark:] if one.chat_id == chat and one.message]


def words(message: Json) -> str:
    return str(message.get("text") or message.get("caption"))


def event(world: World, message: Json) -> Event:
    _, content = world.telegram.files[message["document"]["file_id"]]
    (one,) = Calendar.from_ical(content).walk("VEVENT")
    assert isinstance(one, Event)
    return one


async def both(world: World, mark: int) -> tuple[Json, Json]:
    """The one message of each follower; nobody else but the team hears anything."""
    (spanish,), (quechua,) = heard(world, MEMBER, mark), heard(world, QUECHUA, mark)
    assert heard(world, OTHER_COORDINATOR, mark) + heard(world, OUTSIDER, mark) == []
    assert (await verified(world)).ok
    return spanish, quechua


async def test_a_session_called_moved_and_cancelled_is_heard_of_once_each_time_with_its_file(world: World) -> None:
    whole = ("<Todas las comunidades", "Agua", "<Sin convocante")
    called = await both(
        world, await confirmed(world, "/sesion nueva", "15/12/2026", "10:30", "Estadio", "<Sin mapa", *whole)
    )
    moved = await both(world, await confirmed(world, "/sesion S-2026-12-15 dia", "20/12/2026", "Lluvia"))
    off = await both(world, await confirmed(world, "/sesion S-2026-12-15 resultado", "<cancelada", "Paro"))

    for spanish, _ in (called, moved, off):
        assert words(spanish).startswith("Mesa: Mesa de Diálogo del Valle\n\nS-2026-12-15 · ")
    for _, quechua in (called, moved, off):
        assert words(quechua).startswith("Rimanakuy: Mesa de Diálogo del Valle\n\nS-2026-12-15 · ")
    assert "La reunión será otro día: 20 de diciembre de 2026 (20/12/2026)" in words(moved[0])
    assert "Nota: Lluvia" in words(moved[0])
    assert "La reunión ya no será." in words(off[0])
    assert "Nota: Paro" in words(off[0])
    files = [[event(world, message) for message in pair] for pair in (called, moved, off)]
    assert {str(one["UID"]) for pair in files for one in pair} == {"valle-S-2026-12-15@yuyachiq"}
    assert [[str(one["STATUS"]) for one in pair] for pair in files] == [["CONFIRMED"] * 2] * 2 + [["CANCELLED"] * 2]
    assert [[one.decoded("DTSTART").isoformat() for one in pair] for pair in files] == [
        ["2026-12-15T15:30:00+00:00"] * 2,
        ["2026-12-20T15:30:00+00:00"] * 2,
        ["2026-12-20T15:30:00+00:00"] * 2,
    ]


async def test_a_session_of_another_community_is_not_theirs(world: World) -> None:
    words_ = ("/sesion nueva", "15/12/2026", "10:30", "Estadio", "<Sin mapa", "<Qucha", "Agua", "<Sin convocante")
    mark = await confirmed(world, *words_)

    assert (len(heard(world, MEMBER, mark)), heard(world, QUECHUA, mark)) == (1, [])


async def test_what_concerns_nobody_who_goes_there_is_told_to_no_follower(world: World) -> None:
    for answers in (
        ("/sesion S-03 agenda", "Agua"),
        ("/sesion S-02 resultado", "<realizada", "<Sin nota"),
        ("/sesion S-01 acta", "hoy", "<Sin enlace"),
        ("/mesa subgrupo", "Llacta"),
    ):
        mark = await confirmed(world, *answers)
        assert heard(world, MEMBER, mark) + heard(world, QUECHUA, mark) == []


async def test_a_mesa_suspended_and_going_on_is_heard_of_once_by_all_who_follow_anything_of_it(world: World) -> None:
    away = await both(world, await confirmed(world, "/mesa suspender", "20/11/2026", "Paro"))
    again = await both(world, await confirmed(world, "/mesa reinstalar"))
    over = await both(world, await confirmed(world, "/mesa concluir", "<Sin nota"))

    assert words(away[0]) == (
        "Mesa: Mesa de Diálogo del Valle\n\n"
        "La mesa está suspendida. Los plazos no se detienen.\n"
        "Desde: 20 de noviembre de 2026 (20/11/2026)\nSu razón: Paro"
    )
    assert "Rimanakuyqa tatisqam. Hunt'ana p'unchawkunaqa hinallam kachkan." in words(away[1])
    assert "Imarayku: Paro" in words(away[1])
    assert [words(one).split("\n\n")[1] for one in again] == [
        "La mesa volvió a empezar.",
        "Rimanakuyqa huktawanmi qallarisqa.",
    ]
    assert [words(one).split("\n\n")[1] for one in over] == ["La mesa terminó.", "Rimanakuyqa tukusqam."]


async def test_the_mesas_other_coordinators_are_told_of_each_change_and_by_whom(world: World) -> None:
    await second_coordinator(world)
    mark = await confirmed(world, "/sesion S-03 agenda", "Agua")
    (session,) = heard(world, SECOND, mark)
    mark = await confirmed(world, "/mesa subgrupo", "Llacta")
    (mesa,) = heard(world, SECOND, mark)

    assert " cambió S-03:\nTemas: «Hospital y carretera» → «Agua»" in words(session)
    assert labels(session) == ["Ver S-03"]
    assert " cambió valle:\nComunidades y subgrupos: «Wayra; Qucha; Llacta»" in words(mesa)
    (page,) = await world.press(mesa, "Ver valle", chat=SECOND, who=SECOND)
    assert text(page).startswith("Mesa de Diálogo del Valle")
    assert [text(one) for one in heard(world, COORDINATOR, mark)] == ["Guardado: Mesa de Diálogo del Valle."]
