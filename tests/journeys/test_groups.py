"""A group is governed by its administrators, hears nothing personal, and is left where nobody chose a mesa."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest

from bot import app
from bot.clock import clock_of
from bot.domain import buttons as buttons_of
from bot.domain.intents import Intent
from bot.domain.people import Settings
from bot.domain.recipients import Recipient, Role, Wishes
from bot.simulator.telegram import Telegram
from bot.store import people, recipients, waiting
from bot.tg.bots import application
from bot.tg.leaving import leave_groups
from tests.cast import GROUP, MEMBER, NOW, OUTSIDER
from tests.journeys.world import Json, World, buttons, text

# The first member of a group, here MEMBER, is its creator; OUTSIDER is a plain member of it.
SUPERGROUP, FORUM = -1_007_770_000_001, -1_007_770_000_002
MUST = "Un administrador del grupo debe elegir la mesa."
FAREWELL = "Manam pipas rimanakuyta akllanchu. Kay huñumanta ripusaqmi.\n\nNadie eligió una mesa. Me voy de este grupo."
MUST_IN_BOTH = f"Kay huñupa administradorninmi huk rimanakuyta akllanan.\n\n{MUST}"


async def in_group(world: World, words: str, who: int = MEMBER, answers: int = 1) -> list[Json]:
    return await world.say(words, chat=GROUP, who=who, answers=answers)


async def kept(world: World, chat: int = GROUP) -> list[Recipient]:
    async with world.database.reading() as db:
        return await recipients.every(db, chat)


async def settings(world: World, chat: int = GROUP) -> Settings:
    async with world.database.reading() as db:
        return await people.settings(db, chat)


async def handled(world: World) -> None:
    """Until everything that happened has taken effect."""
    await world.telegram.wait_for(lambda: world.telegram.pending == 0)


async def chosen(world: World) -> None:
    """The group's administrator chooses Spanish and the mesa of the valley some days ago."""
    async with world.database.transaction() as db:
        await people.remember(db, GROUP, Settings("es", "valle"))
        await recipients.save(db, "mesa:1", GROUP, Role.GROUP)


async def test_brought_into_a_group_it_says_what_it_is_for_and_who_must_choose(world: World) -> None:
    world.telegram.kick(GROUP, by=MEMBER)
    mark = len(world.telegram.ledger)
    world.telegram.invite(GROUP, by=OUTSIDER)
    (greeting,) = await world.heard(mark, GROUP, 1)

    assert text(greeting) == (
        "Allillanchu. Yuyachiqmi sutiy. Kay huñupi compromisokunamantam willasaq.\n"
        "Kay huñupa administradorninmi huk rimanakuyta akllanan.\n¿Ima simipi rimayta munanki?\n\n"
        "Buenas. Me llamo Yuyachiq. En este grupo hablaré de los compromisos.\n"
        f"{MUST}\n¿En qué idioma quiere hablar?"
    )


async def test_a_link_into_a_group_makes_it_follow_that_mesa(world: World) -> None:
    """startgroup=m-<slug> arrives as a command with our name."""
    (asked,) = await in_group(world, "/start@yuyachiq_bot m-valle")
    _, communities = await world.press(asked, "Español", chat=GROUP, answers=2)
    ready, _ = await world.press(communities, "Todas las comunidades", chat=GROUP, answers=2)
    (followed,) = await kept(world)

    assert text(ready).splitlines()[-1] == "Este grupo recibe los avisos de: Mesa de Diálogo del Valle"
    assert buttons(ready) == []
    assert (followed.scope, followed.role, followed.wishes) == ("mesa:1", Role.GROUP, Wishes())
    assert await kept(world, MEMBER) == []


async def test_an_administrator_changes_the_mesa_and_the_group_follows_only_the_new_one(world: World) -> None:
    await chosen(world)
    (mesas,) = await in_group(world, "/start")
    ready, _ = await world.press(mesas, "Puna", chat=GROUP, answers=2)

    assert text(ready).splitlines()[-1] == "Este grupo recibe los avisos de: Mesa de Diálogo de la Puna"
    assert [one.scope for one in await kept(world)] == ["mesa:2"]


@pytest.mark.parametrize(
    "command", ["/start", "/start m-puna", "/dejar", "/saqiy", "/avisos", "/willakuy ninguno", "/olvidar"]
)
async def test_what_the_group_is_told_is_not_a_members_to_say(command: str, world: World) -> None:
    """AUT-09"""
    await chosen(world)
    before = (await settings(world), await kept(world))
    (answer,) = await in_group(world, command, who=OUTSIDER)

    assert (text(answer), buttons(answer)) == (MUST, [])
    assert (await settings(world), await kept(world)) == before


@pytest.mark.parametrize(
    "data",
    [
        "v1:g:qu",
        "v1:m:2",
        "v1:u:1:1",
        "v1:xm:1:0",
        "v1:xc:1",
        "v1:av",
        "v1:aw:none",
        "v1:aw:discreet",
        "v1:as:30",
        "v1:f",
    ],
)
async def test_what_only_administrators_may_press_is_refused_to_a_member(data: str, world: World) -> None:
    await chosen(world)
    before = (await settings(world), await kept(world))
    (shown,) = await in_group(world, "/compromisos")
    mark = len(world.telegram.ledger)
    world.telegram.press(OUTSIDER, shown["message_id"], data, GROUP)
    (answer,) = await world.heard(mark, GROUP, 1)

    assert text(answer) == MUST
    assert (await settings(world), await kept(world)) == before


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (buttons_of.offer(Intent.SUBSCRIBE, "val 02"), "Para recibir avisos, hable conmigo a solas aquí:"),
        (buttons_of.offer(Intent.UNSUBSCRIBE, "dejar"), "Para recibir avisos, hable conmigo a solas aquí:"),
        (buttons_of.offer(Intent.CHANGE_LANGUAGE, "quechua"), "¿En qué idioma quiere hablar?"),
    ],
)
async def test_a_question_in_a_group_changes_nothing_of_it(asked: str, answered: str, world: World) -> None:
    """AUT-09: whoever presses what an unsure answer offers is no administrator by that."""
    await chosen(world)
    before = (await settings(world), await kept(world))
    (shown,) = await in_group(world, "/compromisos")
    mark = len(world.telegram.ledger)
    world.telegram.press(OUTSIDER, shown["message_id"], asked, GROUP)
    (answer,) = await world.heard(mark, GROUP, 1)

    assert text(answer).splitlines()[0] == answered
    assert (await settings(world), await kept(world)) == before


async def test_before_a_language_is_chosen_a_member_is_told_in_both(world: World) -> None:
    (answer,) = await in_group(world, "/start", who=OUTSIDER)

    assert text(answer) == MUST_IN_BOTH


async def test_who_was_made_administrator_may(world: World) -> None:
    await chosen(world)
    world.telegram.promote(GROUP, OUTSIDER)
    (answer,) = await in_group(world, "/dejar", who=OUTSIDER)

    assert (text(answer), await kept(world)) == ("Ya no le avisaré.", [])


async def test_where_telegram_does_not_say_who_administers_nobody_does(world: World) -> None:
    """AUT-17"""
    await chosen(world)
    world.telegram.faults.add("getChatMember", status=500)
    (answer,) = await in_group(world, "/dejar")

    assert (text(answer), len(await kept(world))) == (MUST, 1)


async def test_in_private_nobody_is_asked_who_administers(member: World) -> None:
    await member.say("/seguir")

    assert [one for one in member.telegram.ledger if one.method == "getChatMember"] == []


@pytest.mark.parametrize("command", ["/seguir", "/seguir VAL-01", "/qatipay"])
async def test_a_member_who_wants_to_follow_is_sent_to_speak_alone(command: str, world: World) -> None:
    await chosen(world)
    (answer,) = await in_group(world, command, who=OUTSIDER)

    assert text(answer) == "Para recibir avisos, hable conmigo a solas aquí:"
    assert [(one["text"], one["url"]) for one in buttons(answer)] == [
        ("Hablar a solas", "https://t.me/yuyachiq_bot?start=m-valle")
    ]
    assert await kept(world, OUTSIDER) == []
    assert [one.wishes for one in await kept(world)] == [Wishes()]


async def test_a_cards_button_pressed_by_a_member_sends_to_speak_alone(world: World) -> None:
    await chosen(world)
    card, followed = await in_group(world, "/start c-valle__VAL-01", answers=2)
    (answer,) = await world.press(card, "Seguir", chat=GROUP, who=OUTSIDER)

    assert text(followed) == "Este grupo recibe los avisos de: Mesa de Diálogo del Valle"
    assert text(answer) == "Para recibir avisos, hable conmigo a solas aquí:"


async def test_an_administrator_lets_the_group_follow_and_nothing_personal_is_said(world: World) -> None:
    async with world.database.transaction() as db:
        await people.remember(db, GROUP, Settings("es", "valle"))
    (whole,) = await in_group(world, "/seguir")
    (one,) = await in_group(world, "/seguir VAL-01")

    assert text(whole) == "Este grupo recibe los avisos de: Mesa de Diálogo del Valle"
    assert "Nadie sabrá" not in text(whole) + text(one)
    assert [(one.role, one.chat) for one in await kept(world)] == [(Role.GROUP, GROUP)]


async def test_a_forum_follows_with_its_topic(world: World) -> None:
    world.telegram.group(FORUM, "Foro", [MEMBER], forum=True)
    async with world.database.transaction() as db:
        await people.remember(db, FORUM, Settings("es", "valle"))
    mark = len(world.telegram.ledger)
    world.telegram.say(MEMBER, "/seguir", FORUM, message_thread_id=77, is_topic_message=True)
    await world.heard(mark, FORUM, 1)
    sent = [one.payload for one in world.telegram.ledger[mark:] if one.method == "sendMessage"]

    assert [one.thread for one in await kept(world, FORUM)] == [77]
    assert [str(one["message_thread_id"]) for one in sent] == ["77"]


async def test_a_plain_thread_of_replies_is_no_topic(world: World) -> None:
    await chosen(world)
    mark = len(world.telegram.ledger)
    world.telegram.say(MEMBER, "/seguir", GROUP, message_thread_id=77)
    await world.heard(mark, GROUP, 1)

    assert [one.thread for one in await kept(world)] == [None]


async def test_thrown_out_of_a_group_it_forgets_it(world: World) -> None:
    await chosen(world)
    world.telegram.kick(GROUP, by=OUTSIDER)
    await handled(world)

    assert (await kept(world), await settings(world)) == ([], Settings())


async def test_thrown_out_by_somebody_anonymous_it_forgets_the_group_too(world: World) -> None:
    await chosen(world)
    world.telegram.person(1087968824, "Group")
    world.telegram.people[1087968824].user = lambda: {  # type: ignore[method-assign]
        "id": 1087968824, "is_bot": True, "first_name": "Group",
    }  # fmt: skip
    world.telegram.kick(GROUP, by=1087968824)
    await handled(world)

    assert await kept(world) == []


@pytest.mark.parametrize("missing", ["none", "migrate_to_chat_id", "migrate_from_chat_id"])
async def test_a_group_that_became_a_supergroup_goes_on_under_its_new_number(missing: str, world: World) -> None:
    """OUT-10: told by both service messages, or by one."""
    await chosen(world)
    queue, push = world.telegram.updates, world.telegram.updates.push
    with mock.patch.object(queue, "push", lambda raw: 0 if missing in raw.get("message", {}) else push(raw)):
        world.telegram.migrate(GROUP, SUPERGROUP)
    await handled(world)
    (stopped,) = await world.say("/dejar", chat=SUPERGROUP)

    assert (await kept(world), await settings(world)) == ([], Settings())
    assert await settings(world, SUPERGROUP) == Settings("es", "valle")
    assert text(stopped) == "Ya no le avisaré."


@pytest.mark.parametrize("sender", [{}, {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}}])
async def test_a_group_moves_whoever_is_named_as_the_one_who_said_so(sender: Json, world: World) -> None:
    """Telegram signs it with an anonymous administrator, or with nobody."""
    await chosen(world)
    chat = {"id": SUPERGROUP, "type": "supergroup", "title": "Grupo"}
    message = {"message_id": 1, "date": 0, "chat": chat, "sender_chat": chat, "migrate_from_chat_id": GROUP}
    world.telegram.push({"message": message | sender})
    await handled(world)

    assert (await kept(world), [one.scope for one in await kept(world, SUPERGROUP)]) == ([], ["mesa:1"])


async def left(telegram: Telegram, world: World, clock: Path) -> bool:
    """One step of the loop that leaves groups."""
    _, sending, _ = application(telegram.token, world.settings.api_url)
    async with sending.request:
        return await leave_groups(world.database, sending, app.languages(world.settings), clock_of(clock))


def go_on(clock: Path, hours: float) -> None:
    """The clock tells so many hours after the cast's NOW."""
    clock.write_text(str(NOW.timestamp() + hours * 3600 - time.time()))


async def test_a_group_where_nobody_chose_a_mesa_is_left_after_a_day(world: World, tmp_path: Path) -> None:
    telegram, clock = world.telegram, tmp_path / "clock"
    telegram.kick(GROUP, by=MEMBER)
    telegram.invite(GROUP, by=MEMBER)
    await handled(world)
    await world.settled()  # the bot's own first look is over: it does not leave in our place
    go_on(clock, 23)
    too_early = await left(telegram, world, clock)
    go_on(clock, 25)
    mark = len(telegram.ledger)
    steps = [await left(telegram, world, clock) for _ in range(2)]

    assert (too_early, steps) == (False, [True, False])
    assert [(one.method, one.text) for one in telegram.ledger[mark:] if one.method != "getUpdates"] == [
        (
            "sendMessage",
            FAREWELL,
        ),
        ("leaveChat", ""),
    ]
    assert telegram.chat(GROUP).bot_left == "left"


async def test_a_group_that_chose_is_not_left(world: World, tmp_path: Path) -> None:
    world.telegram.kick(GROUP, by=MEMBER)
    world.telegram.invite(GROUP, by=MEMBER)
    await handled(world)
    (asked,) = await in_group(world, "/start m-puna")
    await world.press(asked, "Español", chat=GROUP, answers=3)
    go_on(tmp_path / "clock", 25)

    assert not await left(world.telegram, world, tmp_path / "clock")


@pytest.mark.parametrize(("status", "again"), [(403, False), (500, True)])
async def test_a_group_that_cannot_be_told_is_left_when_it_can(
    status: int, again: bool, world: World, tmp_path: Path
) -> None:
    """403: we are out already. Anything else is tried at the next step."""
    async with world.database.transaction() as db:
        await waiting.wait(db, GROUP, NOW - timedelta(hours=1))
    world.telegram.faults.add("sendMessage", status=status)
    steps = [await left(world.telegram, world, tmp_path / "clock") for _ in range(3)]

    assert steps == [True, again, False]


async def test_a_group_where_the_bot_may_not_write_is_left_without_a_word(world: World, tmp_path: Path) -> None:
    async with world.database.transaction() as db:
        await waiting.wait(db, GROUP, NOW - timedelta(hours=1))
    world.telegram.faults.add("sendMessage", status=400, times=9)
    steps = [await left(world.telegram, world, tmp_path / "clock") for _ in range(2)]

    assert steps == [True, False]
    assert world.telegram.chat(GROUP).bot_left == "left"


async def test_two_who_press_at_once_leave_one_mesa(world: World) -> None:
    await chosen(world)
    world.telegram.promote(GROUP, OUTSIDER)
    (mesas,) = await in_group(world, "/start")
    data = {button["text"]: button["callback_data"] for button in buttons(mesas)}
    for who, name in ((MEMBER, "Mesa de Diálogo de la Puna"), (OUTSIDER, "Mesa de Diálogo del Valle")):
        world.telegram.press(who, mesas["message_id"], data[name], GROUP)
    await handled(world)
    await asyncio.sleep(0.1)

    assert [one.scope for one in await kept(world)] == ["mesa:1"]
