"""Every update once, in its chat's order; poison set aside; nothing confirmed before it is kept (GUARANTEES: Inbound)."""

from __future__ import annotations

import asyncio
import random
import time
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.chat.request import Kind, Request, Route
from bot.domain.messages import Message
from bot.simulator.telegram import Telegram
from bot.store.database import Database, Session
from bot.store.failures import DatabaseUnavailable
from bot.store.tables import processed_update
from tests.cast import MEMBER, OUTSIDER
from tests.tg.parts import echo, every_kind, polling


async def drained(telegram: Telegram, seconds: float = 10) -> None:
    assert await telegram.bell.until(lambda: telegram.pending == 0 or None, seconds), f"{telegram.pending} pending"


async def claimed(database: Database) -> dict[int, str | None]:
    """What the database knows of updates: id → poison class."""
    async with database.reading() as db:
        rows = await db.execute(select(processed_update))
        return {row["update_id"]: row["poison"] for row in rows.mappings()}


async def test_what_is_said_gets_exactly_one_answer(database: Database, telegram: Telegram, url: str) -> None:
    async with polling(database, telegram, url, every_kind()):
        answer = await telegram.ask(MEMBER, "hola")
        await drained(telegram)

    assert answer["text"] == "text  hola"
    assert [one.method for one in telegram.ledger if one.chat_id] == ["sendMessage"]


async def test_a_chats_messages_take_effect_and_are_answered_in_order(
    database: Database, telegram: Telegram, url: str
) -> None:
    """IN-10: 100 numbered messages of one chat among 50 noisy ones."""
    chance, seen = random.Random(7), []

    async def slow(request: Request, db: Session) -> Message:
        await asyncio.sleep(chance.uniform(0, 0.01) if database.url.startswith("post") else 0)
        if request.chat == MEMBER:
            seen.append(int(request.text))
        return Message(request.text)

    for chat in range(1, 51):
        telegram.person(chat, "Otra", started=True)
    for number in range(100):
        telegram.say(MEMBER, str(number))
        telegram.say(number % 50 + 1, "ruido")
    async with polling(database, telegram, url, [Route(Kind.TEXT, (), slow)]):
        await drained(telegram, 30)

    answers = [int(one.text) for one in telegram.ledger if one.chat_id == MEMBER]
    assert seen == answers == list(range(100))


@pytest.mark.alone
async def test_poison_is_tried_three_times_set_aside_and_confirmed(
    database: Database,
    telegram: Telegram,
    url: str,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """IN-07: of ten the 4th is malformed and the 7th's handler always raises; the other eight are done within 5 s."""
    tries = 0

    async def handler(request: Request, db: Session) -> Message:
        nonlocal tries
        if request.text == "palabra 7":
            tries += 1
            raise ZeroDivisionError("palabra secreta")
        return Message(request.text)

    ids = []
    for number in range(1, 11):
        malformed = {
            "message": {"message_id": 1, "date": 0, "chat": {"id": OUTSIDER}, "text": "x", "entities": [{"offset": 0}]}
        }
        ids.append(telegram.push(malformed) if number == 4 else telegram.say(MEMBER, f"palabra {number}"))
    began = time.monotonic()
    async with polling(database, telegram, url, [Route(Kind.TEXT, (), handler)]) as parts:
        await drained(telegram)
        took = time.monotonic() - began
        known = await claimed(database)

    answers = [one.text for one in telegram.ledger if one.chat_id == MEMBER]
    assert took < 5
    assert answers == [f"palabra {n}" if n != 7 else "disculpe" for n in range(1, 11) if n != 4]
    assert {known[ids[3]], known[ids[6]]} == {"TypeError", "ZeroDivisionError"}
    assert (tries, parts.health.poisoned, len(known)) == (3, 2, 10)
    assert 0 < telegram.updates.polls <= 20
    out = capsys.readouterr()
    assert "palabra" not in out.out + out.err + caplog.text


async def test_an_update_that_comes_again_is_recognised(database: Database, telegram: Telegram, url: str) -> None:
    """IN-06: the numbers run on, jump down, and an old one comes again."""
    message = {"message_id": 1, "date": 0, "chat": {"id": MEMBER, "type": "private"}, "text": "x"}
    message["from"] = {"id": MEMBER, "is_bot": False, "first_name": "x"}
    async with polling(database, telegram, url, every_kind()) as parts:
        for number in (1000, 1001, 17, 18, 1001):
            telegram.push({"update_id": number, "message": message})
            await drained(telegram)
        await parts.ingest.finish(5)

    assert sorted(await claimed(database)) == [17, 18, 1000, 1001]
    assert len([one for one in telegram.ledger if one.chat_id == MEMBER]) == 4


async def test_a_database_that_cannot_now_is_waited_for_and_nothing_is_confirmed(
    database: Database, telegram: Telegram, url: str
) -> None:
    failing = True

    async def handler(request: Request, db: Session) -> Message:
        if failing:
            raise DatabaseUnavailable("disk full")
        return Message(request.text)

    async with polling(database, telegram, url, [Route(Kind.TEXT, (), handler)]) as parts:
        telegram.say(MEMBER, "hola")
        await asyncio.sleep(1)
        while_failing = (telegram.pending, parts.health.report()[1]["troubles"])
        failing = False
        await drained(telegram)
        afterwards = parts.health.report()[0]

    assert while_failing == (1, ["database_unavailable"])
    assert afterwards is True
    assert set((await claimed(database)).values()) == {None}


async def test_nothing_behind_an_uncommitted_update_is_confirmed_while_others_go_on(
    database: Database, telegram: Telegram, url: str
) -> None:
    failing = True

    async def handler(request: Request, db: Session) -> Message:
        if failing and request.chat == MEMBER:
            raise DatabaseUnavailable("locked")
        return Message(request.text)

    async with polling(database, telegram, url, [Route(Kind.TEXT, (), handler)]):
        telegram.say(MEMBER, "espera")
        for number in range(3):
            await telegram.ask(OUTSIDER, f"palabra {number}")
        await asyncio.sleep(0.2)
        while_failing = telegram.pending
        failing = False
        await drained(telegram)

    assert while_failing == 4  # the one that waits, and all that came after it
    assert [one.text for one in telegram.ledger if one.chat_id] == ["palabra 0", "palabra 1", "palabra 2", "espera"]


async def test_what_a_handler_wrote_is_undone_when_it_fails(database: Database, telegram: Telegram, url: str) -> None:
    async with database.transaction() as db:
        await db.execute(text("DROP TABLE IF EXISTS effect"))
        await db.execute(text("CREATE TABLE effect (words TEXT)"))
    tries = 0

    async def handler(request: Request, db: Session) -> Message:
        nonlocal tries
        tries += 1
        await db.execute(text("INSERT INTO effect VALUES ('x')"))
        if tries < 3:
            raise ValueError("not yet")
        return Message("hecho")

    async with polling(database, telegram, url, [Route(Kind.TEXT, (), handler)]):
        answer = await telegram.ask(MEMBER, "hola")

    async with database.reading() as db:
        assert len((await db.execute(text("SELECT * FROM effect"))).all()) == 1
    assert answer["text"] == "hecho"


async def test_at_most_32_are_committed_and_unanswered(database: Database, telegram: Telegram, url: str) -> None:
    for chat in range(1, 61):
        telegram.person(chat, "Otra", started=True)
        telegram.say(chat, "hola")
    telegram.faults.add("sendMessage", status="hang", times=60)
    async with polling(database, telegram, url, every_kind()) as parts:
        await asyncio.sleep(1.5)
        at_work = len(await claimed(database))
        for task in list(parts.ingest._at_work):
            task.cancel()

    assert at_work == 32


PERSON: dict[str, Any] = {"id": MEMBER, "is_bot": False, "first_name": "x"}
CHAT = {"id": MEMBER, "type": "private"}
SAID: dict[str, Any] = {"message_id": 9, "date": 0, "chat": CHAT, "from": PERSON, "text": "/olvidar"}
COMMAND = {"entities": [{"type": "bot_command", "offset": 0, "length": 8}]}


@pytest.mark.parametrize(
    "update",
    [
        {"edited_message": {**SAID, **COMMAND, "edit_date": 1}},
        {"channel_post": {**SAID, **COMMAND}},
        {"message": {**SAID, **COMMAND, "from": {**PERSON, "is_bot": True}}},
        {"message": {**SAID, **COMMAND, "from": {**PERSON, "id": 1087968824}}},
        {"message": {**SAID, **COMMAND, "from": {**PERSON, "id": 777000}}},
        {"message": {**SAID, **COMMAND, "sender_chat": {"id": -100, "type": "channel", "title": "x"}}},
        {"message": {**SAID, **COMMAND, "via_bot": {**PERSON, "is_bot": True}}},
    ],
    ids=["edited", "channel", "bot", "anonymous administrator", "Telegram", "for a channel", "via a bot"],
)
async def test_who_is_nobody_changes_nothing(
    update: dict[str, Any], database: Database, telegram: Telegram, url: str
) -> None:
    """AUT-10, AUT-11"""
    async with polling(database, telegram, url, every_kind()):
        telegram.push(update)
        await drained(telegram)

    assert await claimed(database) == {}
    assert [one for one in telegram.ledger if one.chat_id] == []


async def test_a_forwarded_command_is_only_words(database: Database, telegram: Telegram, url: str) -> None:
    origin = {"type": "hidden_user", "date": 0, "sender_user_name": "x"}
    async with polling(database, telegram, url, every_kind()):
        mark = len(telegram.ledger)
        telegram.push({"message": {**SAID, **COMMAND, "forward_origin": origin}})
        answer = await telegram.next_message(MEMBER, mark)

    assert answer["text"] == "text  /olvidar"


async def test_routes_are_tried_in_the_order_of_their_kinds(database: Database, telegram: Telegram, url: str) -> None:
    routes = [
        Route(Kind.COMMAND, ("vencidos",), echo),
        Route(Kind.COMMAND, (), echo),
        Route(Kind.LABEL, ("Ayuda",), echo),
        Route(Kind.CODE, (), echo),
        Route(Kind.TEXT, (), echo),
    ]
    async with polling(database, telegram, url, routes):
        said = [
            (await telegram.ask(MEMBER, words))["text"]
            for words in ("/vencidos ya", "/VENCIDOS@yuyachiq_bot", "/otra cosa", "Ayuda", "esp 7", "Ayuda por favor")
        ]

    assert said == [
        "command vencidos ya",
        "command vencidos",
        "command otra cosa",
        "label  Ayuda",
        "code  esp 7",
        "text  Ayuda por favor",
    ]
