"""While an announcement goes out: one message with its numbers, pause, go on, cancel; and what stops it by itself."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest

from bot.config import Settings
from bot.domain.announcements import Content, Stopped
from bot.domain.notices import NoticeState, State
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Rhythm, Role, Wishes, followers_of, team_of
from bot.services import announcing
from bot.simulator.telegram import Telegram
from bot.store import announcements, people, recipients
from bot.store.announcements import Made
from bot.store.database import Database
from tests.cast import COORDINATOR, MEMBER, MESA, OTHER_COORDINATOR, OTHER_MESA, OUTSIDER
from tests.journeys.announcing import (
    SPANISH,
    announced,
    announced_to_both,
    closed,
    coordinates,
    fates,
    follows,
    heard_of,
    later,
    presses,
    said_to,
    says,
    shown,
)
from tests.journeys.conftest import number_of
from tests.journeys.world import World, labels, living, text

PEER = OUTSIDER  # who may be made a second coordinator of the mesa
MANY = tuple(range(20_001, 20_081))


async def crowd(world: World, chats: tuple[int, ...] = MANY) -> None:
    for chat in chats:
        world.telegram.person(chat, "Persona", started=True)
    await follows(world, *chats)


async def live_messages(world: World, who: int = COORDINATOR) -> set[int]:
    """Numbers of the messages that showed its progress."""
    each = [one.message for one in world.telegram.ledger if one.chat_id == who and one.message]
    return {one["message_id"] for one in each if "%" in one.get("text", "")}


async def slow(world: World, seconds: float = 0.4) -> None:
    """Every call takes so long; as an unpaced sender has 8 to 64 on their way, a crowd takes a while."""
    world.telegram.latency = seconds


async def test_one_message_shows_it_go_out_and_ends_as_the_report(team: World) -> None:
    await crowd(team, MANY[:20])
    team.telegram.person(MANY[20], "Bloqueó", started=False)
    await follows(team, MANY[20])
    team.telegram.chat(MANY[20]).started = False
    await follows(team, MEMBER)
    async with team.database.transaction() as db:
        await people.remember(db, MEMBER, Choices("es", MESA.slug, snoozed_until="2027-01-01"))
    await announced(team)
    mark = later(team, seconds=61)
    report = await shown(team, "Informe del anuncio 1", mark=mark)

    assert text(report) == (
        "Informe del anuncio 1\n"
        f"{MESA.name}\n"
        "\n"
        f"{SPANISH}\n"
        "\n"
        "▓▓▓▓▓▓▓▓▓▓ 100 %\n"
        "Enviados: 20\n"
        "Esperan: 0\n"
        "Ya no se les puede escribir: 1\n"
        "Inciertos, quizá llegó: 0\n"
        "Fallaron: 0\n"
        "No les tocaba o no lo querían: 1"
    )
    assert labels(report) == []
    assert len(await live_messages(team)) == 1
    found = await fates(team.database)
    assert (found.of(State.SENT), found.failed, found.of(State.SKIPPED)) == (20, {"gone": 1}, 1)


@pytest.mark.slow
async def test_paused_it_waits_and_goes_on(team: World) -> None:
    await crowd(team)
    await slow(team)
    await announced(team)
    mark = later(team, seconds=61)
    live = await shown(team, "Anuncio 1: en marcha", mark=mark)
    (paused,) = await presses(team, live, "Pausar")
    assert text(paused) == "Anuncio 1: en pausa."
    assert labels(paused) == ["▶ Seguir", "✖ Cancelar el anuncio"]

    await asyncio.sleep(1.5)
    before = (await fates(team.database)).of(State.SENT)
    await asyncio.sleep(1)
    waits = await fates(team.database)
    assert (waits.of(State.SENT), waits.of(State.PENDING)) == (before, len(MANY) - before)
    assert 0 < before < len(MANY)

    team.telegram.latency = 0
    team.telegram.say(COORDINATOR, "/anuncios seguir 1")
    await shown(team, "Anuncio 1: sigue.", mark=mark)
    await shown(team, f"Enviados: {len(MANY)}", mark=mark)
    assert len(await live_messages(team)) == 1


@pytest.mark.slow
async def test_cancelled_half_way_it_says_what_was_sent(team: World) -> None:
    await crowd(team)
    await slow(team)
    await announced(team)
    mark = later(team, seconds=61)
    await shown(team, "Anuncio 1: en marcha", mark=mark)
    team.telegram.say(COORDINATOR, "/anuncios cancelar 1")
    await shown(team, "Anuncio 1: cancelado. Lo que esperaba no sale; lo enviado ya llegó.", mark=mark)
    report = await shown(team, "Informe del anuncio 1", mark=mark)
    found = await fates(team.database)
    assert found.of(State.SENT) + found.of(State.CANCELLED) == len(MANY)
    assert f"Enviados: {found.of(State.SENT)}\nEsperan: 0" in text(report)
    assert f"Cancelados: {found.of(State.CANCELLED)}" in text(report)
    assert sum(len(said_to(team, chat)) for chat in MANY) == found.of(State.SENT)


@pytest.mark.slow
async def test_more_than_one_error_in_five_pauses_it_and_tells_why(team: World) -> None:
    many = range(20_001, 20_201)  # as the numbers are looked at each four seconds
    await crowd(team, tuple(many))
    refused = set(many[::3])
    team.telegram.faults.add("sendMessage", 400, 1_000, when=lambda call: int(call["chat_id"]) in refused)
    await announced(team)
    mark = later(team, seconds=61)
    stopped = await shown(team, "Lo puse en pausa: más de uno de cada cinco envíos falló", mark=mark)
    waiting = (await fates(team.database)).of(State.PENDING)
    assert labels(stopped) == ["▶ Seguir", "✖ Cancelar el anuncio"]
    assert waiting > 0

    team.telegram.faults.clear()
    failed = sum((await fates(team.database)).failed.values())
    await presses(team, stopped, "Seguir")
    report = await shown(team, "Informe del anuncio 1", mark=mark)
    assert f"Enviados: {len(many) - failed}\nEsperan: 0" in text(report)
    assert f"Fallaron: {failed}" in text(report)


async def test_where_its_author_cannot_be_written_to_it_ends_all_the_same(team: World) -> None:
    """And is not tried each four seconds for ever."""
    await follows(team, MEMBER)
    await announced(team)
    team.telegram.faults.add("sendMessage", 400, 1_000, when=lambda call: int(call["chat_id"]) == COORDINATOR)
    mark = later(team, seconds=61)
    await heard_of(team, MEMBER, mark)

    live = 1
    for _ in range(150):
        async with team.database.reading() as db:
            live = len(await announcements.live(db))
        if not live:
            break
        await asyncio.sleep(0.1)
    assert live == 0


async def test_of_a_coordinator_who_is_none_any_more_it_is_held_and_the_others_told(team: World) -> None:
    """AUT-14"""
    await coordinates(team, PEER)
    await follows(team, MEMBER)
    await announced(team)
    mark = len(team.telegram.ledger)
    async with team.database.transaction() as db:
        await recipients.drop(db, team_of(await number_of(db, MESA.slug)), COORDINATOR)
    warned = await shown(team, "El anuncio 1 quedó en pausa", PEER, mark)
    later(team, hours=2)
    assert await heard_of(team, MEMBER, mark) == []
    assert said_to(team, COORDINATOR, mark) == []
    assert "quien lo hizo ya no coordina esta mesa" in text(warned)

    team.telegram.say(PEER, "/anuncios seguir 1")
    await shown(team, "Anuncio 1: sigue.", PEER, mark)
    assert await heard_of(team, MEMBER, mark) == [f"Aviso de la {MESA.name}:\n\n{SPANISH}"]
    await shown(team, "Informe del anuncio 1", PEER, mark)


async def test_what_failed_and_is_tried_again_is_seen_to_again(team: World) -> None:
    """Reported already, and its author may no longer: it is held, and does not wait unseen until it expires."""
    await follows(team, MEMBER)
    await announced(team)
    team.telegram.faults.add("sendMessage", 400, 1_000, when=lambda call: int(call["chat_id"]) == MEMBER)
    mark = later(team, seconds=61)
    await shown(team, "Informe del anuncio 1", mark=mark)
    team.telegram.faults.clear()
    async with team.database.transaction() as db:
        scope = team_of(await number_of(db, MESA.slug))
        await recipients.drop(db, scope, COORDINATOR)
    await coordinates(team, PEER)
    await says(team, "/envios reintentar 1", who=PEER)
    await shown(team, "El anuncio 1 quedó en pausa", PEER)

    team.telegram.say(PEER, "/anuncios seguir 1")
    assert await heard_of(team, MEMBER, mark) == [f"Aviso de la {MESA.name}:\n\n{SPANISH}"]
    assert "Enviados: 1" in text(await shown(team, "Informe del anuncio 1", PEER, mark))


async def test_not_one_is_told_between_the_fall_and_the_pause(team: World) -> None:
    """AUT-14: whoever sends asks too."""
    await follows(team, MEMBER)
    await announced(team)
    async with team.database.transaction() as db:
        await recipients.drop(db, team_of(await number_of(db, MESA.slug)), COORDINATOR)
    mark = later(team, seconds=61)
    await heard_of_paused(team)

    assert said_to(team, MEMBER, mark) == []


async def heard_of_paused(world: World) -> None:
    async with asyncio.timeout(15):
        while True:
            async with world.database.reading() as db:
                one = await announcements.by_id(db, 1)
            assert one is not None
            if one.state() is NoticeState.PAUSED:
                assert one.stopped is Stopped.AUTHOR
                return
            await asyncio.sleep(0.1)


async def test_forgotten_whoever_made_it_answers_for_it_no_more(team: World) -> None:
    await follows(team, MEMBER)
    await announced(team)
    (asked,) = await says(team, "/olvidar")
    await presses(team, asked, "Sí")
    later(team, hours=1)
    await heard_of_paused(team)
    async with team.database.reading() as db:
        one = await announcements.by_id(db, 1)

    assert one is not None
    assert (one.chat, one.message) == (None, None)


async def test_the_list_says_how_each_stands_and_does_the_same(team: World) -> None:
    await follows(team, MEMBER)
    await announced(team)
    (listed,) = await says(team, "/anuncios")
    assert text(listed) == (
        "Anuncios\n"
        f"Mesa: {MESA.name}\n"
        "\n"
        "Anuncio 1: todavía no sale · 23/11/2026 10:01\n"
        f"{SPANISH}\n"
        "\n"
        "También: /anuncios pausar 1 o /anuncios cancelar 1"
    )
    assert labels(listed) == ["⏸ Pausar 1", "✖ Cancelar el anuncio 1"]
    await presses(team, listed, "Cancelar")
    (again,) = await says(team, "/anuncios")
    assert "Anuncio 1: cancelado" in text(again)
    assert labels(again) == []


@pytest.mark.parametrize("words", ["pausar 9", "cancelar", "seguir 1", "cancelar ٣", "cancelar -1"])
async def test_what_is_not_there_or_cannot_be_done_is_told_so(words: str, team: World) -> None:
    await announced(team)
    (answer,) = await says(team, f"/anuncios {words}")

    assert text(answer) == "Ese anuncio no está, o ya no se puede cambiar."


@pytest.mark.parametrize("what", ["p", "g", "x", "z"])
async def test_nobody_else_stops_it(what: str, team: World) -> None:
    """AUT-16"""
    await announced(team)
    (below,) = await says(team, "/vencidos", who=OTHER_COORDINATOR)
    mark = len(team.telegram.ledger)
    team.telegram.press(OTHER_COORDINATOR, below["message_id"], team.tagged(f"v1:an:1:{what}", OTHER_COORDINATOR))
    (answer,) = await team.heard(mark, OTHER_COORDINATOR, 1)

    assert text(answer) == "Esto ya no sirve. Elija otra vez."
    async with team.database.reading() as db:
        one = await announcements.by_id(db, 1)
    assert one is not None
    assert one.state() is NoticeState.OPEN


async def test_of_one_made_to_several_mesas_each_team_sees_to_its_own(team: World) -> None:
    """AUT-16"""
    async with team.database.transaction() as db:
        other = await number_of(db, OTHER_MESA.slug)
        await recipients.save(db, team_of(other), COORDINATOR, Role.COORDINATOR)
        await recipients.save(db, followers_of(other), OUTSIDER, Role.FOLLOWER)
        await people.remember(db, OTHER_COORDINATOR, Choices("es", OTHER_MESA.slug))
    await follows(team, MEMBER)
    await announced_to_both(team)
    (listed,) = await says(team, "/anuncios", who=OTHER_COORDINATOR)
    (paused,) = await presses(team, listed, "Pausar", who=OTHER_COORDINATOR)
    (again,) = await says(team, "/anuncios", who=OTHER_COORDINATOR)
    mark = later(team, seconds=61)

    assert (text(paused), labels(paused)[0]) == ("Anuncio 1: en pausa.", "▶ Seguir")
    assert (text(again).splitlines()[3][:19], labels(again)[0]) == ("Anuncio 1: en pausa", "▶ Seguir 1")
    assert await heard_of(team, MEMBER, mark) == [f"Aviso de la {MESA.name}:\n\n{SPANISH}"]
    assert said_to(team, OUTSIDER, mark) == []

    async with team.database.transaction() as db:
        await recipients.drop(db, team_of(other), COORDINATOR)
    (goes_on,) = await presses(team, again, "Seguir", who=OTHER_COORDINATOR)
    report = await shown(team, "Informe del anuncio 1", OTHER_COORDINATOR, mark)
    assert text(goes_on) == "Anuncio 1: sigue."
    assert (MESA.name in text(report), "Enviados: 1\n" in text(report)) == (False, True)
    assert said_to(team, OUTSIDER, mark) == [f"Aviso de la {OTHER_MESA.name}:\n\n{SPANISH}"]


async def test_a_part_that_another_answers_for_keeps_its_number_everywhere(team: World) -> None:
    """What the team is told to type is what works; the button of before too."""
    async with team.database.transaction() as db:
        own, other = await number_of(db, MESA.slug), await number_of(db, OTHER_MESA.slug)
        await recipients.save(db, team_of(other), COORDINATOR, Role.COORDINATOR)
        await people.remember(db, OTHER_COORDINATOR, Choices("es", OTHER_MESA.slug))
    await announced_to_both(team)
    async with team.database.transaction() as db:
        await recipients.drop(db, team_of(other), COORDINATOR)
    await shown(team, "El anuncio 1 quedó en pausa", OTHER_COORDINATOR)
    (goes_on,) = await says(team, "/anuncios seguir 1", who=OTHER_COORDINATOR)
    (listed,) = await says(team, "/anuncios", who=OTHER_COORDINATOR)
    (counted,) = await says(team, "/envios", who=OTHER_COORDINATOR)
    (paused,) = await says(team, "/anuncios pausar 1", who=OTHER_COORDINATOR)
    (off,) = await presses(team, goes_on, "Cancelar", who=OTHER_COORDINATOR)

    assert [text(one) for one in (goes_on, paused, off)] == [
        "Anuncio 1: sigue.",
        "Anuncio 1: en pausa.",
        "Anuncio 1: deshecho. No se envió a nadie.",
    ]
    assert text(listed).splitlines()[3].startswith("Anuncio 1: todavía no sale")
    assert "anuncio 1 · a quienes siguen la mesa" in text(counted)
    async with team.database.reading() as db:
        states = {one.notices[0].mesa_id: one.state() for one in await announcements.numbered(db, 1)}
    assert states == {own: NoticeState.OPEN, other: NoticeState.CANCELLED}


async def test_after_a_restart_the_same_message_goes_on(demo: Database, settings: Settings, telegram: Telegram) -> None:
    async with living(settings, demo, telegram) as world:
        await coordinates(world)
        await crowd(world)
        await announced(world)
        await slow(world)
        mark = later(world, seconds=61)
        await shown(world, "Anuncio 1: en marcha", mark=mark)
    telegram.latency = 0
    async with living(settings, demo, telegram) as again:
        await shown(again, f"Enviados: {len(MANY)}", mark=mark)
        assert len(await live_messages(again)) == 1


NUMBER = re.compile(
    r"^(?:.* · )?(Enviados|Esperan|Ya no se les puede escribir|Fallaron|No les tocaba o no lo querían): (\d+)",
    re.MULTILINE,
)


def numbers(words: str) -> dict[str, int]:
    """As each screen names them, none where it is not said."""
    found = (one.partition(": ") for line in words.splitlines() for one in line.split(" · ") if NUMBER.match(one))
    return {name: int(n.split(" ")[0]) for name, _, n in found if n.split(" ")[0] != "0"}


async def test_envios_says_of_it_what_its_report_says(team: World) -> None:
    refused, blocked = MANY[1], MANY[2]
    await crowd(team, MANY[:5])
    team.telegram.chat(blocked).started = False
    await follows(team, MEMBER, wishes=Wishes(Rhythm.NONE))
    await announced(team)
    team.telegram.faults.add("sendMessage", 400, 1_000, when=lambda call: int(call["chat_id"]) == refused)
    mark = later(team, seconds=61)
    report = await shown(team, "Informe del anuncio 1", mark=mark)
    (said,) = await says(team, "/envios")
    of_it = text(said)[text(said).index("anuncio 1 · a quienes siguen la mesa") :].split("\n\n")[0]

    assert numbers(of_it) == numbers(text(report))
    assert numbers(of_it) == {
        "Enviados": 3,
        "Ya no se les puede escribir": 1,
        "Fallaron": 1,
        "No les tocaba o no lo querían": 1,
    }


async def test_paused_in_its_minute_all_wait_wherever_they_are_counted(team: World) -> None:
    """None of its deliveries is made yet."""
    await crowd(team, MANY[:5])
    await announced(team)
    await says(team, "/anuncios pausar 1")
    mark = later(team, seconds=61)
    live = await shown(team, "Anuncio 1: en pausa\n", mark=mark)
    (envios,) = await says(team, "/envios")
    (listed,) = await says(team, "/anuncios")

    assert numbers(text(live)) == {"Esperan": 5}
    assert "anuncio 1 · a quienes siguen la mesa\nEsperan: 5" in text(envios)
    assert "Enviados: 0 · Esperan: 5 · Otros: 0" in text(listed)


async def test_announced_long_before_its_day_it_is_counted_on_its_day(team: World) -> None:
    await follows(team, MEMBER)
    async with team.database.transaction() as db:
        number, at = await number_of(db, MESA.slug), team.clock() + timedelta(days=40)
        made = Made("one", "cli", team.clock(), Content(SPANISH))
        assert await announcing.announce(db, made, {number: followers_of(number)}, at=at)
    mark = later(team, days=41)
    await shown(team, SPANISH, MEMBER, mark)
    await closed(team)  # not until nothing is due: the next tick is a minute away
    (envios,) = await says(team, "/envios")
    (listed,) = await says(team, "/anuncios")

    assert "anuncio 1 · a quienes siguen la mesa\nEnviados: 1" in text(envios)
    assert "Enviados: 1 · Esperan: 0 · Otros: 0" in text(listed)


async def test_paused_until_it_is_of_no_more_use_it_is_cancelled(team: World) -> None:
    await follows(team, MEMBER)
    await announced(team)
    await says(team, "/anuncios pausar 1")
    mark = later(team, days=8)
    report = await shown(team, "Informe del anuncio 1", mark=mark)

    assert "Enviados: 0\nEsperan: 0" in text(report)
    assert [said for said in said_to(team, MEMBER, mark) if SPANISH in said] == []  # a tick may remind of the session
