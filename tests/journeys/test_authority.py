"""Authority is looked up at every command, press and step, and fails closed (AUT-06 to AUT-12, AUT-16, AUT-17).

Each refusal is also the answer of any old button or unknown command: nobody learns from it what there is.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from bot.chat import coordinating
from bot.chat.request import Kind
from bot.domain import buttons, office_buttons
from bot.domain.callbacks import MOST_BYTES
from bot.domain.evidence import Medium, Piece
from bot.domain.meetings import Meeting
from bot.domain.notices import About
from bot.domain.people import Settings as Choices
from bot.domain.recipients import ADMINS, Role, contacts_of, team_of
from bot.services.acting import actor_of
from bot.store import commitments, evidence, institutions, invites, meetings, people, recipients, schedule
from bot.store.database import Session
from bot.store.telling import EVERY_TABLE, recipient
from tests.cast import (
    ACTOR,
    COORDINATOR,
    GROUP,
    HEALTH,
    MESA,
    NOW,
    OTHER_COORDINATOR,
    OTHER_MESA,
    OTHERS,
    OUTSIDER,
    TODAY,
)
from tests.journeys.conftest import number_of
from tests.journeys.world import Json, World, text
from tests.languages import LANGUAGES

OLD = "Esto ya no sirve. Elija otra vez."


async def commitment(world: World) -> int:
    async with world.database.reading() as db:
        (found,) = [one for one in await commitments.by_code(db, "val2") if one.mesa == MESA.slug]
    return found.id


async def acknowledged(world: World) -> date | None:
    one = await commitment(world)
    async with world.database.reading() as db:
        return (await schedule.of(db, About.COMMITMENT, [one]))[one].acknowledged_until


async def press(world: World, data: str, who: int = COORDINATOR) -> Json:
    """What a press with that very data is answered, under some message of that chat."""
    (below,) = await world.say("/vencidos", chat=who, who=who)
    mark = len(world.telegram.ledger)
    world.telegram.press(who, below["message_id"], data)
    (answer,) = await world.heard(mark, who, 1)
    return answer


def flipped(data: str) -> list[str]:
    """Each byte replaced by its neighbour, by another kind of letter, and left out; and the whole cut or made longer."""
    changed = [
        data[:at] + other + data[at + 1 :]
        for at, letter in enumerate(data)
        for other in (chr(ord(letter) ^ 1), "A" if letter != "A" else "B", "")
    ]
    return [*changed, "", data[: len(data) // 2], data + "A", data + ":", "x" * (MOST_BYTES + 1), "v2::::", "ñ:\x80"]


async def test_the_button_as_it_was_given_works(team: World) -> None:
    data = team.tagged(buttons.acknowledge(await commitment(team), 7), COORDINATOR)

    assert len(data.encode()) <= MOST_BYTES
    assert text(await press(team, data)).startswith("VAL-02\nHasta el ")
    assert await acknowledged(team) == date(2026, 11, 30)


async def test_every_byte_of_it_flipped_is_refused_alike(team: World) -> None:
    """AUT-06"""
    data = team.tagged(buttons.acknowledge(await commitment(team), 7), COORDINATOR)
    (below,) = await team.say("/vencidos", chat=COORDINATOR, who=COORDINATOR)
    said = set()
    for wrong in flipped(data):
        mark = len(team.telegram.ledger)
        team.telegram.press(COORDINATOR, below["message_id"], wrong)
        (answer,) = await team.heard(mark, COORDINATOR, 1)
        said.add((text(answer), str(answer.get("reply_markup"))))

    assert {words for words, _ in said} == {OLD}
    assert len(said) == 1
    assert await acknowledged(team) is None


async def test_a_button_without_its_tag_or_of_another_chat_is_an_old_one(team: World) -> None:
    """AUT-06: data of another user; and what stood in chats before there were tags."""
    plain = buttons.acknowledge(await commitment(team), 7)
    for data in (plain, team.tagged(plain, OTHER_COORDINATOR), f"{plain}:+"):
        assert text(await press(team, data)) == OLD
    assert await acknowledged(team) is None


# What a chat keeps of itself, and what only says that something came.
NOT_OURS = {"processed_update", "subject", "person", "heartbeat", "pace"}
COMMANDS = (
    "/enterado VAL-02 7",
    "/estado VAL-02",
    "/envios",
    "/envios reintentar 1",
    "/equipo",
    "/equipo invitar coordinador",
    "/equipo invitar contacto minsa",
    "/equipo retirar {second}",
    "/equipo administradores invitar",
    "/equipo contactos",
    "/retirar VAL-02 1",
    "/canal",
    "/panel",
    "/panel imagen",
    "/cargar",
    "/exportar",
    "/anunciar",
    "/anuncios",
    "/sesion nueva",
    "/sesion S-03 resultado",
    "/mesa suspender",
    "/mesa integrar",
    "/prorrogar VAL-10",
    "/responsable VAL-02",
    "/compromiso",
    "/corregir VAL-02",
    "/preguntar VAL-05",
    "/mis_compromisos",
    "/aceptar VAL-01",
    "/declinar VAL-01",
    "/cancelar",
    "/informar VAL-01",
)
WELCOME = "Buenas. ¿Qué quiere saber?"


@pytest_asyncio.fixture
async def two(team: World) -> World:
    """The mesa has a second coordinator, so that one could be removed; the first holds every other office too."""
    async with team.database.transaction() as db:
        health = (await institutions.numbers_of(db, [HEALTH.slug]))[HEALTH.slug]
        await recipients.save(db, contacts_of(health), COORDINATOR, Role.CONTACT)
        await recipients.save(db, team_of(await number_of(db, MESA.slug)), OUTSIDER, Role.COORDINATOR)
        await recipients.save(db, ADMINS, COORDINATOR, Role.ADMIN)
        (proved,) = await commitments.by_code(db, "val2", MESA.slug)
        await evidence.add(db, proved, Piece(Medium.LINK, "https://example.org"), actor=ACTOR, now=NOW)
    await team.settled()
    return team


async def content(world: World) -> dict[str, Any]:
    """All that is kept of mesas, their teams, drafts, notices and history."""
    async with world.database.reading() as db:
        tables = [table for table in EVERY_TABLE.sorted_tables if table.name not in NOT_OURS]
        return {table.name: sorted(map(str, await db.execute(select(table)))) for table in tables}


async def written(world: World) -> list[str]:
    """The commands as the coordinator would type them."""
    async with world.database.reading() as db:
        actor = actor_of(db, await number_of(db, MESA.slug), OUTSIDER)
    return [command.format(second=actor.removeprefix("c-")[:4]) for command in COMMANDS]


def typed(words: str, chat: Json | None = None, who: Json | None = None, **fields: Any) -> Json:
    """A message as Telegram tells of it."""
    person = {"id": COORDINATOR, "is_bot": False, "first_name": "Coordinación"}
    length = len(words.split(maxsplit=1)[0])
    return {
        "message_id": 77_001, "date": 1, "text": words, "entities": [{"type": "bot_command", "offset": 0, "length": length}],
        "chat": chat or {"id": COORDINATOR, "type": "private", "first_name": "Coordinación"}, "from": who or person,
    } | fields  # fmt: skip


async def handled(world: World) -> None:
    await world.telegram.wait_for(lambda: world.telegram.pending == 0, 60)
    await asyncio.sleep(0.3)  # the last answers


async def said_after(world: World, raws: list[Json]) -> list[str]:
    mark = len(world.telegram.ledger)
    for raw in raws:
        world.telegram.push(raw)
    await handled(world)
    return [str(one.message.get("text", one.method)) for one in world.telegram.ledger[mark:] if one.message]


def test_every_command_of_an_office_is_among_them() -> None:
    table = (*coordinating.commands(LANGUAGES), *coordinating.overseeing(LANGUAGES, lambda _, __: None))
    named = {f"/{route.names[0]}" for route in table if route.kind is Kind.COMMAND}

    assert named <= {words.partition(" ")[0] for words in COMMANDS}


async def test_each_command_would_do_something_for_a_coordinator(two: World) -> None:
    """Else the refusals below would prove nothing."""
    before = await content(two)
    said = await said_after(two, [{"message": typed(words)} for words in await written(two)])

    assert not any(one.startswith("No entendí") for one in said)
    changed = {name for name, rows in (await content(two)).items() if rows != before[name]}
    assert {"schedule", "draft", "invite", "recipient", "history_event", "notice"} <= changed


GROUPS = [
    {"id": GROUP, "type": "supergroup", "title": "Grupo"},
    {"id": -5_001, "type": "group", "title": "Grupo"},
    {"id": -1_005_550_000_002, "type": "supergroup", "title": "Foro", "is_forum": True},
]


@pytest.mark.parametrize("chat", GROUPS)
async def test_in_no_group_is_anything_changed_or_said(chat: Json, two: World) -> None:
    """AUT-09: not even for who coordinates and administers; it is what they say to any command that there is not."""
    two.telegram.group(chat["id"], "Grupo", [COORDINATOR])
    two.telegram.chat(chat["id"]).forum = "is_forum" in chat
    async with two.database.transaction() as db:
        await people.remember(db, chat["id"], Choices("es", MESA.slug))
    before = await content(two)
    topic: dict[str, Any] = {"message_thread_id": 5, "is_topic_message": True} if chat.get("is_forum") else {}
    said = await said_after(two, [{"message": typed(words, chat, **topic)} for words in await written(two)])

    assert await content(two) == before
    assert {one.splitlines()[0] for one in said} == {"No entendí bien lo que dijo."}


async def test_in_a_channel_nobody_is_heard(two: World) -> None:
    """AUT-09"""
    before = await content(two)
    channel = {"id": -1_006_660_000_001, "type": "channel", "title": "Canal"}
    posts = [{"channel_post": typed(words, channel, sender_chat=channel)} for words in await written(two)]
    edited = [{"edited_channel_post": typed(words, channel)} for words in await written(two)]

    assert await said_after(two, [*posts, *edited]) == []
    assert await content(two) == before


@pytest.mark.parametrize(
    "who",
    [
        {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
        {"id": 777000, "is_bot": False, "first_name": "Telegram"},
        {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"},
        {"id": COORDINATOR, "is_bot": True, "first_name": "Otro bot"},
    ],
)
async def test_who_is_nobody_in_particular_is_not_heard(who: Json, two: World) -> None:
    """AUT-10: whatever the chat; pressing neither."""
    before, data = await content(two), two.tagged(buttons.acknowledge(await commitment(two), 7), COORDINATOR)
    pressed = {"id": "1", "from": who, "chat_instance": "1", "data": data, "message": typed("a")}
    raws = [{"message": typed(words, chat, who)} for words in await written(two) for chat in (None, GROUPS[0])]

    assert await said_after(two, [*raws, {"callback_query": pressed}]) == []
    assert await content(two) == before


ORIGINS = [
    {"type": "user", "date": 1, "sender_user": {"id": COORDINATOR, "is_bot": False, "first_name": "C"}},
    {"type": "hidden_user", "date": 1, "sender_user_name": "C"},
    {"type": "chat", "date": 1, "sender_chat": {"id": GROUP, "type": "supergroup", "title": "G"}},
    {
        "type": "channel",
        "date": 1,
        "message_id": 1,
        "chat": {"id": -1_006_660_000_001, "type": "channel", "title": "C"},
    },
]


@pytest.mark.parametrize("origin", ORIGINS)
async def test_a_forwarded_command_does_nothing(origin: Json, two: World) -> None:
    """AUT-11"""
    before = await content(two)
    said = await said_after(two, [{"message": typed(words, forward_origin=origin)} for words in await written(two)])

    assert await content(two) == before
    assert not [one for one in said if "Coordinan" in one or "t.me" in one]


async def test_a_forwarded_command_answers_no_open_question_and_cancels_nothing(two: World) -> None:
    """AUT-11: what is being written waits for words."""
    for words in ("/prorrogar VAL-10", "31/12/2026", "Acta de la mesa"):
        (asked,) = await two.say(words, chat=COORDINATOR, who=COORDINATOR)
    assert "¿Por qué" in text(asked)
    before = await content(two)
    await said_after(two, [{"message": typed(words, forward_origin=ORIGINS[0])} for words in await written(two)])

    assert await content(two) == before
    (shown,) = await two.say("Llueve", chat=COORDINATOR, who=COORDINATOR)
    assert "Razón de la prórroga: Llueve" in text(shown)


async def test_a_command_through_another_bot_edited_or_quoted_does_nothing(two: World) -> None:
    """AUT-11"""
    before, bot = await content(two), {"id": 42, "is_bot": True, "first_name": "Otro", "username": "otro_bot"}
    raws = []
    for words in await written(two):
        raws += [{"message": typed(words, via_bot=bot)}, {"edited_message": typed(words, edit_date=2)}]
    assert await said_after(two, raws) == []

    quoted = [
        {"message": typed("hola", entities=[], quote={"text": words, "position": 0}, reply_to_message=typed(words))}
        for words in await written(two)
    ]
    said = await said_after(two, quoted)
    assert not [one for one in said if "Coordinan" in one or "t.me" in one]
    assert await content(two) == before


def payloads() -> list[str]:
    """Two hundred that lead nowhere: SQL, paths, control characters, emoji, placeholders, very long ones, noise."""
    dice = random.Random(12)
    known = [
        "' OR 1=1 --", "i-' OR 1=1 --", "m-valle'; DROP TABLE mesa; --", "../../etc/passwd", "m-../..", "c-%s%s%n", "%s{0}",
        "{0.__class__}", "i-", "m-", "c-", "c-__", "m-\u0000", "😀", "i-😀", "<b>m-valle</b>", "&lt;", "i-" + "A" * 62,
        "A" * 4_000, "i-" + "A" * 4_000, "m-VALLE ", "-", "i", "\u202e", "i-\u202e", "m-valle\n/equipo",
    ]  # fmt: skip
    letters = "imc-_/\\.%{}'\"<>&;:=\u0007\u00e9\u0660\u1f600 0AZ"
    noise = ["".join(dice.choices(letters, k=dice.randint(1, 90))) for _ in range(200 - len(known))]
    return known + noise


async def test_whatever_a_link_carries_it_is_a_plain_welcome_at_worst(two: World) -> None:
    """AUT-12"""
    before = await content(two)
    said = await said_after(two, [{"message": typed(f"/start {payload}")} for payload in payloads()])

    assert len(said) == 200
    assert not [one for one in said if one.startswith("Disculpe")]
    assert await content(two) == before


OF_A_CODE = (
    "enterado {} 7",
    "estado {}",
    "prorrogar {}",
    "responsable {}",
    "corregir {}",
    "preguntar {}",
    "aceptar {}",
    "declinar {}",
    "informar {}",
    "sesion {}",
    "sesion {} resultado",
    "panel {}",
    "envios {}",
    "equipo {}",
    "anuncios {}",
)
THEIRS = {"PUN-01": "PUN-99", "P-01": "P-99", OTHER_MESA.slug: "luna"}


@pytest.mark.parametrize("command", OF_A_CODE)
async def test_what_another_mesa_has_is_answered_as_what_nobody_has(command: str, team: World) -> None:
    """AUT-16: to its coordinator's neighbour, who is a contact here too."""
    async with team.database.transaction() as db:
        await meetings.save(db, Meeting(OTHER_MESA.slug, "P-01", TODAY, agenda="Agua"), actor="load", now=NOW)
        health = (await institutions.numbers_of(db, [HEALTH.slug]))[HEALTH.slug]
        here = frozenset({await number_of(db, MESA.slug)})
        await recipients.save(db, contacts_of(health), COORDINATOR, Role.CONTACT, within=here)
    await team.settled()
    before = await content(team)
    for theirs, nobodys in THEIRS.items():
        first, second = [
            [text(one).replace(code, "…") for one in await asks(team, f"/{command.format(code)}")]
            for code in (theirs, nobodys)
        ]
        assert first == second
    assert await content(team) == before


async def asks(world: World, words: str) -> list[Json]:
    return await world.say(words, chat=COORDINATOR, who=COORDINATOR)


async def test_what_belongs_to_another_mesa_does_not_exist(team: World) -> None:
    """AUT-16: by its code it is as unknown as one that nobody has; by its number its button is an old one."""
    await team.settled()
    before = await content(team)
    async with team.database.reading() as db:
        (other,) = await commitments.by_code(db, "pun1", OTHERS.mesa)
    for command in ("/enterado {} 7", "/estado {}"):
        theirs, nobodys = [
            text((await team.say(command.format(code), chat=COORDINATOR, who=COORDINATOR))[0]).replace(code, "…")
            for code in ("PUN-01", "PUN-99")
        ]
        assert theirs == nobodys
    for data in (
        buttons.acknowledge(other.id, 7),
        buttons.acknowledge(99_999, 7),
        buttons.deliveries(2),
        office_buttons.team(2),
    ):
        assert text(await press(team, team.tagged(data, COORDINATOR))) == OLD
    assert await content(team) == before


async def tampered(db: Session) -> None:
    """One byte of each coordinator's row."""
    for row in (await db.execute(select(recipient))).all():
        broken = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
        await db.execute(update(recipient).where(recipient.c.id == row.id).values(sealed=broken))


async def senseless(db: Session) -> None:
    """Sealed with our keys, but nothing that could be a recipient."""
    for row in (await db.execute(select(recipient))).all():
        blob = db.vault.seal_json("recipient", "sealed", row.id.hex(), {"role": "king"})
        await db.execute(update(recipient).where(recipient.c.id == row.id).values(sealed=blob))


@pytest.mark.parametrize("spoil", [tampered, senseless])
async def test_who_cannot_be_read_may_nothing(spoil: Callable[[Session], Any], two: World) -> None:
    """AUT-17: it fails closed, with the words for what does not exist."""
    data = two.tagged(buttons.acknowledge(await commitment(two), 7), COORDINATOR)
    async with two.database.transaction() as db:
        await spoil(db)
    before = await content(two)
    each = [*await written(two), "/cargar", "/exportar", "/anunciar", "/panel", "/mis_compromisos"]
    said = [text((await two.say(words, chat=COORDINATOR, who=COORDINATOR))[0]) for words in each]

    assert set(said) == {text((await two.say("/loquesea", chat=COORDINATOR, who=COORDINATOR))[0])}
    assert text(await press(two, data)) == OLD
    assert await content(two) == before


NUMBERED = (
    "panel {}",
    "enterado VAL-02 {}",
    "envios reintentar {}",
    "anuncios cancelar {}",
    "equipo anular {}",
    "avisos {}",
)
NO_NUMBERS = ("-1", "9223372036854775808", "9" * 30, "٣", "1_000", "1e9", "0x10", "12.0", "+1", "1 2")


@pytest.mark.parametrize("command", NUMBERED)
async def test_what_is_no_number_is_refused_with_a_word_of_help(command: str, two: World) -> None:
    """INJ-09"""
    async with two.database.transaction() as db:
        mesa_id = await number_of(db, MESA.slug)
        await invites.issue(db, "x" * 32, team_of(mesa_id), NOW + timedelta(days=7), mesa_id)
    before = await content(two)
    said = await said_after(two, [{"message": typed(f"/{command.format(one)}")} for one in NO_NUMBERS])

    assert await content(two) == before
    assert len(said) == len(NO_NUMBERS)
    assert [one for one in said if one.startswith(("Disculpe", "No entendí bien"))] == []
