"""A coordinator announces: questions, preview, a minute to undo it; then many are told, and its progress is one message."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot import announce
from bot.config import Settings
from bot.domain.notices import State
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Rhythm, Role, Wishes, contacts_of, followers_of, mark_of, team_of
from bot.simulator.telegram import Telegram
from bot.store import institutions, people, recipients
from bot.store.database import Database
from bot.store.keys import Keys
from tests.cast import COORDINATOR, GROUP, HEALTH, MEMBER, MESA, OTHER_COORDINATOR, OTHER_MESA, OUTSIDER
from tests.journeys.announcing import (
    QUECHUA,
    SPANISH,
    announced,
    asked_for_quechua,
    asked_when,
    closed,
    coordinates,
    fates,
    follows,
    heard_of,
    later,
    presses,
    previewed,
    said_to,
    says,
    sends,
    shown,
)
from tests.journeys.conftest import number_of
from tests.journeys.test_injection import NASTY
from tests.journeys.world import Json, World, labels, living, text

HEAD = f"Aviso de la {MESA.name}:\n\n"
HEAD_QU = f"{MESA.name} nisqamanta willakuy:\n\n"
CHANNEL = -1_009_988_776_655


async def test_each_is_told_in_their_language_what_the_coordinator_saw(team: World) -> None:
    await follows(team, MEMBER, language="qu")
    await follows(team, OUTSIDER, GROUP)
    shown = await previewed(team, await asked_when(team))

    assert [text(one) for one in shown[:4]] == [
        "⬇️ Así llega a quien eligió castellano:",
        HEAD + SPANISH,
        "⬇️ Así llega a quien eligió quechua:",
        HEAD_QU + QUECHUA,
    ]
    assert text(shown[4]).startswith(f"Hasta 3 envíos:\nA quienes siguen: {MESA.name}\nSale 60 segundos después")
    (made,) = await presses(team, shown[-1], "Confirmar")
    assert text(made).startswith("Anuncio 1 confirmado, hasta 3 envíos.\nSale en 60 segundos.")

    mark = later(team, seconds=61)
    assert await heard_of(team, MEMBER, mark) == [HEAD_QU + QUECHUA]
    assert said_to(team, OUTSIDER, mark) == said_to(team, GROUP, mark) == [HEAD + SPANISH]
    assert (await fates(team.database)).numbers == {(State.SENT, ""): 3}


async def test_undone_within_the_minute_nobody_is_told(team: World) -> None:
    """AUT-13"""
    await follows(team, MEMBER, OUTSIDER)
    made = await announced(team)
    later(team, seconds=30)
    (undone,) = await presses(team, made, "Deshacer")
    mark = later(team, hours=2)

    assert text(undone) == "Anuncio 1: deshecho. No se envió a nadie."
    assert await heard_of(team, MEMBER, mark) == []
    assert (await fates(team.database)).of(State.SENT) == 0


async def test_too_late_undoing_says_so(team: World) -> None:
    await follows(team, MEMBER)
    made = await announced(team)
    mark = later(team, seconds=61)
    assert await heard_of(team, MEMBER, mark) == [HEAD + SPANISH]
    await closed(team)

    (late,) = await presses(team, made, "Deshacer")
    assert text(late) == "Ese anuncio no está, o ya no se puede cambiar."


async def test_stopped_within_the_minute_all_are_told_after_the_restart(
    demo: Database, settings: Settings, telegram: Telegram
) -> None:
    """AUT-13; killed with SIGKILL in tests/faults/test_announcement.py."""
    async with living(settings, demo, telegram) as world:
        await coordinates(world)
        await follows(world, MEMBER, OUTSIDER)
        await announced(world)
        later(world, seconds=58)
    async with living(settings, demo, telegram) as again:
        mark = later(again, seconds=3)
        assert await heard_of(again, MEMBER, mark) == [HEAD + SPANISH]


async def test_without_quechua_the_coordinator_is_told_before_and_the_reader_after(team: World) -> None:
    await follows(team, MEMBER, language="qu")
    asked = await asked_for_quechua(team)
    (extra,) = await presses(team, asked, "Sin quechua")
    (when,) = await presses(team, extra, "Nada más")
    shown = await previewed(team, when)
    await presses(team, shown[-1], "Confirmar")
    mark = later(team, seconds=61)
    (told,) = await heard_of(team, MEMBER, mark)

    assert "se le dirá que no está escrito en quechua" in text(asked)
    assert "⚠️ No hay texto en quechua" in text(shown[-1])
    assert (
        told
        == text(shown[3])
        == (f"{HEAD_QU}Kay willakuyqa manaraqmi runasimipi qillqasqachu. Castellano simipi kaymi:\n\n{SPANISH}")
    )


async def test_a_recorded_voice_is_the_quechua_and_a_photo_comes_with_both(team: World) -> None:
    await follows(team, MEMBER, language="qu")
    await follows(team, OUTSIDER)
    await asked_for_quechua(team)
    await sends(team, "voice")
    when = await sends(team, "photo")
    shown = await previewed(team, when, answers=6)
    await presses(team, shown[-1], "Confirmar")
    mark = later(team, seconds=61)

    assert await heard_of(team, MEMBER, mark) == ["sendVoice", "sendPhoto"]
    assert said_to(team, OUTSIDER, mark) == ["sendPhoto"]
    (voice,) = [one.message for one in team.telegram.ledger[mark:] if one.method == "sendVoice"]
    (photo,) = [one.message for one in team.telegram.ledger[mark:] if one.chat_id == OUTSIDER]
    assert voice is not None
    assert photo is not None
    assert (voice["caption"], photo["caption"]) == (HEAD_QU.strip(), HEAD + SPANISH)


def content_of(messages: list[Json]) -> list[Json]:
    """What stands on the screen, whoever sees it."""
    said = ("text", "caption", "entities", "caption_entities", "photo", "voice", "document", "venue", "location")
    return [{name: one[name] for name in said if name in one} for one in messages]


async def spoken(world: World, what: str) -> Json:
    """The Quechua answered: words, "voice", or nothing."""
    asked = await asked_for_quechua(world, spanish=LONG if what == "long" else SPANISH)
    if what == "":
        return (await presses(world, asked, "Sin quechua"))[0]
    return (
        await sends(world, "voice") if what == "voice" else (await says(world, LONG if what == "long" else QUECHUA))[0]
    )


LONG = ("Se corta el agua & <luego> vuelve. 👩‍👩‍👧‍👦 ñ " * 100)[:4_096].strip()


@pytest.mark.parametrize(
    ("quechua", "extra"),
    [
        ("words", ""),
        ("words", "document"),
        ("", "photo"),
        ("", "location"),
        ("voice", "photo"),
        ("voice", "location"),
        ("long", ""),
        ("long", "photo"),
    ],
)
async def test_what_is_previewed_is_what_is_received_piece_by_piece(quechua: str, extra: str, team: World) -> None:
    await follows(team, MEMBER, language="qu")
    await follows(team, OUTSIDER)
    asked = await spoken(team, quechua)
    when = await sends(team, extra) if extra else (await presses(team, asked, "Nada más"))[0]
    (urgency,) = await presses(team, when, "Ahora")
    mark = len(team.telegram.ledger)
    shown = await presses(team, urgency, "No", 5)
    while "Todavía no se envió nada." not in shown[-1].get("text", ""):
        shown = await team.heard(mark, COORDINATOR, len(shown) + 1)
    first, second = [at for at, one in enumerate(shown) if one.get("text", "").startswith("⬇️ Así llega a quien eligió")]
    await presses(team, shown[-1], "Confirmar")
    mark = later(team, seconds=61)
    await team.settled()
    received = {
        who: content_of([one.message for one in team.telegram.ledger[mark:] if one.chat_id == who and one.message])
        for who in (OUTSIDER, MEMBER)
    }

    assert content_of(shown[first + 1 : second]) == received[OUTSIDER]
    assert content_of(shown[second + 1 : -1]) == received[MEMBER]


async def test_a_place_is_a_pin_under_the_words(team: World) -> None:
    await follows(team, OUTSIDER)
    await asked_for_quechua(team)
    await says(team, QUECHUA)
    shown = await previewed(team, await sends(team, "location"), answers=7)
    await presses(team, shown[-1], "Confirmar")
    mark = later(team, seconds=61)
    await team.settled()

    assert [one.method for one in team.telegram.ledger[mark:] if one.chat_id == OUTSIDER] == [
        "sendMessage",
        "sendVenue",
    ]


async def test_what_is_discreet_is_opened_by_its_button(team: World) -> None:
    await follows(team, MEMBER)
    async with team.database.transaction() as db:
        await people.remember(db, MEMBER, Choices("es", MESA.slug, discreet=True))
    await announced(team)
    mark = later(team, seconds=61)
    message = await team.telegram.next_message(MEMBER, mark, timeout=10)
    assert text(message) == "Tiene un aviso."

    (opened,) = await team.press(message, "Ver")
    assert text(opened) == HEAD + SPANISH


async def test_of_a_subgroup_only_who_follows_it_or_all_hears(team: World) -> None:
    weekly = Wishes(Rhythm.WEEKLY, whole=False, subgroups=frozenset({mark_of("Wayra")}))
    await follows(team, MEMBER, wishes=weekly)
    await follows(team, OUTSIDER, wishes=Wishes(whole=False, subgroups=frozenset({mark_of("Qucha")})))
    await follows(team, GROUP, role=Role.GROUP)
    asked = await asked_for_quechua(team, "Wayra")
    (extra,) = await presses(team, asked, "Sin quechua")
    shown = await previewed(team, (await presses(team, extra, "Nada más"))[0])
    await presses(team, shown[-1], "Confirmar")
    mark = later(team, seconds=61)

    assert "A quienes siguen: Wayra" in text(shown[-1])
    assert await heard_of(team, MEMBER, mark) == [HEAD + SPANISH]
    assert said_to(team, OUTSIDER, mark) == []
    assert (await fates(team.database)).numbers == {(State.SENT, ""): 2, (State.SKIPPED, ""): 1}


async def test_the_followers_of_one_commitment_are_named_by_its_code(team: World) -> None:
    await follows(team, OUTSIDER, wishes=Wishes(whole=False))
    await follows(team, MEMBER)
    (asked,) = await says(team, "/anunciar")
    assert labels(asked)[:3] == ["Toda la mesa", "Wayra", "Qucha"]
    (spanish,) = await says(team, "VAL-02")
    assert text(spanish).startswith("Escriba el anuncio en castellano")
    (quechua,) = await says(team, SPANISH)
    (extra,) = await presses(team, quechua, "Sin quechua")
    shown = await previewed(team, (await presses(team, extra, "Nada más"))[0])
    await presses(team, shown[-1], "Confirmar")
    mark = later(team, seconds=61)

    assert "A quienes siguen: VAL-02" in text(shown[-1])
    assert await heard_of(team, MEMBER, mark) == [HEAD + SPANISH]
    assert said_to(team, OUTSIDER, mark) == []


async def test_contacts_whom_another_mesas_team_invited_hear_nothing_and_are_not_counted(team: World) -> None:
    """Else another team lets in whom it pleases to what this one tells an institution."""
    async with team.database.transaction() as db:
        scope = contacts_of((await institutions.numbers_of(db, [HEALTH.slug]))[HEALTH.slug])
        here, there = [await number_of(db, slug) for slug in (MESA.slug, OTHER_MESA.slug)]
        await recipients.save(db, scope, OUTSIDER, Role.CONTACT, within=frozenset({there}))
    (asked,) = await says(team, "/anunciar")
    assert "Contactos" not in " ".join(labels(asked))

    async with team.database.transaction() as db:
        await recipients.save(db, scope, MEMBER, Role.CONTACT, within=frozenset({here}))
    (asked,) = await says(team, "/anunciar")
    (which,) = await presses(team, asked, "Contactos")
    await presses(team, which, "MINSA")
    (quechua,) = await says(team, SPANISH)
    (extra,) = await presses(team, quechua, "Sin quechua")
    shown = await previewed(team, (await presses(team, extra, "Nada más"))[0])
    await presses(team, shown[-1], "Confirmar")
    mark = later(team, seconds=61)

    assert text(shown[-1]).startswith("Hasta 1 envío")
    assert await heard_of(team, MEMBER, mark) == [HEAD + SPANISH]
    assert said_to(team, OUTSIDER, mark) == []


async def test_to_several_of_mine_each_mesa_hears_in_its_own_name(team: World) -> None:
    async with team.database.transaction() as db:
        other = await number_of(db, OTHER_MESA.slug)
        await recipients.save(db, team_of(other), COORDINATOR, Role.COORDINATOR)
        await recipients.save(db, followers_of(other), OUTSIDER, Role.FOLLOWER)
    await follows(team, MEMBER)
    (asked,) = await says(team, "/anunciar")
    (which,) = await presses(team, asked, "Varias mesas")
    (which,) = await presses(team, which, MESA.name)
    (which,) = await presses(team, which, OTHER_MESA.name)
    await presses(team, which, "Estas")
    (quechua,) = await says(team, SPANISH)
    (extra,) = await presses(team, quechua, "Sin quechua")
    shown = await previewed(team, (await presses(team, extra, "Nada más"))[0])
    await presses(team, shown[-1], "Confirmar")
    mark = later(team, seconds=61)

    assert await heard_of(team, MEMBER, mark) == [HEAD + SPANISH]
    assert said_to(team, OUTSIDER, mark) == [f"Aviso de la {OTHER_MESA.name}:\n\n{SPANISH}"]


async def test_above_200_it_is_confirmed_twice(team: World) -> None:
    await follows(team, *range(10_001, 10_203))
    shown = await previewed(team, await asked_when(team))
    (sure,) = await presses(team, shown[-1], "Confirmar")

    assert "Hasta 202 envíos" in text(sure)
    assert "¿Seguro? Son más de 200" in text(sure)
    assert text((await presses(team, sure, "Confirmar"))[0]).startswith("Anuncio 1 confirmado, hasta 202 envíos.")


async def test_one_for_another_day_waits_for_it_and_reaches_who_follows_by_then(team: World) -> None:
    (day,) = await presses(team, await asked_when(team), "Otro día y hora")
    assert "¿Qué día sale?" in text(day)
    (hour,) = await says(team, "mañana")
    (urgency,) = await says(team, "9 de la mañana")
    shown = await presses(team, urgency, "No", 5)
    (made,) = await presses(team, shown[-1], "Confirmar")
    assert "¿A qué hora?" in text(hour)
    assert "Sale el 24/11/2026 09:00." in text(made)

    await asyncio.sleep(1)
    await follows(team, MEMBER)
    mark = later(team, hours=20)
    await asyncio.sleep(1)
    assert said_to(team, MEMBER, mark) == []
    mark = later(team, hours=4)
    assert await team.telegram.next_message(MEMBER, mark, timeout=10)
    assert said_to(team, MEMBER, mark) == [HEAD + SPANISH]


@pytest.mark.parametrize(
    ("hours", "question", "answers", "day"),
    [(9, "¿A qué hora?", ("8 pm",), "23/11/2026"), (23, "¿Qué día sale?", ("mañana", "8 pm"), "25/11/2026")],
)
async def test_a_moment_that_passed_while_it_was_written_is_asked_again_and_nothing_else(
    hours: int, question: str, answers: tuple[str, ...], day: str, team: World
) -> None:
    await presses(team, await asked_when(team), "Otro día y hora")
    await says(team, "hoy")
    (urgency,) = await says(team, "6 pm")
    shown = await presses(team, urgency, "No", 5)
    later(team, hours=hours)
    (asked,) = await presses(team, shown[-1], "Confirmar")

    assert text(asked).startswith("⚠️ Ese momento ya pasó")
    assert question in text(asked)
    for words in answers[:-1]:
        await says(team, words)
    shown = await says(team, answers[-1], 5)
    (made,) = await presses(team, shown[-1], "Confirmar")
    assert f"Sale el {day} 20:00." in text(made)


@pytest.mark.parametrize("words", ["el 1 de noviembre", "en 999 dias", "nunca"])
async def test_a_day_that_is_past_or_none_is_asked_again(words: str, team: World) -> None:
    await presses(team, await asked_when(team), "Otro día y hora")
    (again,) = await says(team, words)

    assert text(again).startswith("⚠️")
    assert "¿Qué día sale?" in text(again)


async def test_what_is_urgent_is_warned_of_and_not_held_by_the_night(team: World) -> None:
    later(team, hours=13)  # eleven at night in Lima
    await follows(team, MEMBER)
    (urgency,) = await presses(team, await asked_when(team), "Ahora")
    shown = await presses(team, urgency, "Sí, es urgente", 5)
    await presses(team, shown[-1], "Confirmar")
    mark = later(team, seconds=61)

    assert "⚠️ Lo urgente llega también de noche" in text(urgency)
    assert "Urgente: llega también de noche." in text(shown[-1])
    assert await heard_of(team, MEMBER, mark) == [HEAD + SPANISH]


async def test_what_is_not_urgent_waits_for_the_morning(team: World) -> None:
    later(team, hours=13)
    await follows(team, MEMBER)
    await announced(team)
    mark = later(team, seconds=61)
    await asyncio.sleep(1.5)
    assert said_to(team, MEMBER, mark) == []
    mark = later(team, hours=8)
    assert await heard_of(team, MEMBER, mark) == [HEAD + SPANISH]


async def test_a_restart_half_way_loses_nothing(demo: Database, settings: Settings, telegram: Telegram) -> None:
    async with living(settings, demo, telegram) as world:
        await coordinates(world)
        await follows(world, MEMBER)
        asked = await asked_for_quechua(world)
    async with living(settings, demo, telegram) as again:
        (extra,) = await presses(again, asked, "Sin quechua")
        shown = await previewed(again, (await presses(again, extra, "Nada más"))[0])
        await presses(again, shown[-1], "Confirmar")
        mark = later(again, seconds=61)
        assert await heard_of(again, MEMBER, mark) == [HEAD + SPANISH]


async def test_confirmed_twice_it_is_announced_once(team: World) -> None:
    await follows(team, MEMBER)
    shown = await previewed(team, await asked_when(team))
    await presses(team, shown[-1], "Confirmar")
    (again,) = await presses(team, shown[-1], "Confirmar")
    mark = later(team, seconds=61)

    assert text(again) == "Esto ya no sirve. Elija otra vez."
    assert await heard_of(team, MEMBER, mark) == [HEAD + SPANISH]


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR, OUTSIDER])
@pytest.mark.parametrize("command", ["/anunciar", "/anuncios", "/anuncios cancelar 1"])
async def test_to_others_there_is_no_such_command(command: str, who: int, team: World) -> None:
    await announced(team)
    (unknown,) = await says(team, "/nosuch", who=who)

    assert text((await says(team, command, who=who))[0]) == text(unknown)


async def test_words_below_a_photo_are_not_lost_unsaid(team: World) -> None:
    """The announcement has its own words: it is asked again, and a photo alone goes on."""
    await presses(team, (await says(team, "/anunciar"))[0], "Toda la mesa")
    await says(team, SPANISH)
    await says(team, QUECHUA)
    mark = len(team.telegram.ledger)
    team.telegram.send_media(COORDINATOR, "photo", caption="Aquí se ve la rotura")
    (again,) = await team.heard(mark, COORDINATOR, 1)
    when = await sends(team, "photo")

    assert "Las palabras de debajo no saldrían" in text(again)
    assert "Ahora" in labels(when)


@pytest.mark.parametrize("words", NASTY[:-1], ids=range(len(NASTY) - 1))
async def test_hostile_words_are_received_as_they_were_written(words: str, team: World) -> None:
    """INJ-01"""
    await follows(team, MEMBER)
    await asked_for_quechua(team, spanish=f"a {words}")
    (extra,) = await says(team, f"q {words}")
    shown = await previewed(team, (await presses(team, extra, "Nada más"))[0])
    await presses(team, shown[-1], "Confirmar")
    mark = later(team, seconds=61)

    assert await heard_of(team, MEMBER, mark) == [text(shown[1])]
    assert {one.status for one in team.telegram.ledger if one.chat_id} == {200}


async def test_one_person_announces_six_times_an_hour(team: World) -> None:
    for _ in range(6):
        await announced(team)
    (refused,) = await says(team, "/anunciar")
    assert text(refused).startswith("Ya hizo 6 anuncios en una hora.")

    mark = later(team, minutes=61)
    await says(team, "/anunciar")
    assert await shown(team, "¿A quiénes", mark=mark)  # the progress of the six may come before it


async def test_a_group_and_a_channel_hear_it_in_their_language(team: World) -> None:
    team.telegram.group(CHANNEL, "Canal", [COORDINATOR])
    await follows(team, CHANNEL, language="qu", role=Role.CHANNEL)
    await follows(team, GROUP, role=Role.GROUP)
    await announced(team)
    mark = later(team, seconds=61)

    assert await heard_of(team, CHANNEL, mark) == [HEAD_QU + QUECHUA]
    assert said_to(team, GROUP, mark) == [HEAD + SPANISH]


async def test_the_operator_announces_beside_the_running_bot(
    team: World, keys: Keys, database_url: str, tmp_path: Path
) -> None:
    await follows(team, MEMBER, language="qu")
    keys.write(tmp_path / "keys.json")
    beside = team.settings.model_copy(update={"database_url": database_url, "keys_file": tmp_path / "keys.json"})
    said = await announce.run(beside, announce.Wanted([MESA.slug], SPANISH, QUECHUA), lambda _: True)
    mark = later(team, seconds=61)

    assert said.startswith("anuncio 1: hasta 1 envíos, desde 23/11/2026 10:01")
    assert await heard_of(team, MEMBER, mark) == [HEAD_QU + QUECHUA]
