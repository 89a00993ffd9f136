"""Menus of commands: whose they are, and which ones Telegram does not take."""

from typing import Any

import pytest

from bot.simulator.menus import menu_of
from bot.simulator.telegram import Telegram
from tests.simulator.conftest import ANA, GROUP, Api, refusal


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ({"command": "Ayuda", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "qué", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "", "description": "x"}, "command must be non-empty"),
        ({"command": "a" * 33, "description": "x"}, "command length must not exceed 32"),
        ({"command": "ayuda"}, "can't parse BotCommand: Can't find field \"description\""),
        ({"command": "ayuda", "description": " "}, "command description must be non-empty"),
        ({"command": "ayuda", "description": "x" * 257}, "command description length must not exceed 256"),
    ],
)
async def test_bad_commands_are_refused(api: Api, command: dict[str, str], reason: str) -> None:
    assert await refusal(api, "setMyCommands", commands=[command]) == (400, f"Bad Request: {reason}")


@pytest.mark.parametrize(
    ("scope", "reason"),
    [
        ([], "BotCommandScope must be an Object"),
        ({}, 'Can\'t find field "type"'),
        ({"type": "town"}, "Unsupported type specified"),
        ({"type": "chat"}, 'Can\'t find field "chat_id"'),
        ({"type": "chat", "chat_id": ""}, "Empty chat_id specified"),
        ({"type": "chat_member", "chat_id": ANA, "user_id": 0}, "Invalid user_id specified"),
        ({"type": "chat_member", "chat_id": ANA, "user_id": "x"}, 'Field "user_id" must be a valid Number'),
    ],
)
async def test_a_menu_for_no_scope_is_refused(api: Api, scope: Any, reason: str) -> None:
    assert await refusal(api, "getMyCommands", scope=scope) == (
        400,
        f"Bad Request: can't parse BotCommandScope: {reason}",
    )


async def test_a_menu_belongs_to_one_chat(telegram: Telegram, api: Api) -> None:
    menu = [{"command": "ayuda", "description": "Ayuda"}]
    scope = {"type": "chat", "chat_id": ANA}
    await api("setMyCommands", commands=menu, scope=scope)
    assert telegram.chat(ANA).commands == menu
    assert (await api("getMyCommands"))["result"] == []
    await api("deleteMyCommands", scope=scope)
    assert telegram.chat(ANA).commands == []


async def test_a_chat_shows_the_narrowest_menu_in_the_persons_language(telegram: Telegram, api: Api) -> None:
    async def put(word: str, **where: Any) -> list[str]:
        await api("setMyCommands", commands=[{"command": word, "description": "x"}], **where)
        return [one["command"] for one in menu_of(telegram, telegram.chat(ANA))]

    assert menu_of(telegram, telegram.chat(ANA)) == []
    assert await put("todos") == ["todos"]
    assert await put("grupos", scope={"type": "all_group_chats"}) == ["todos"]
    assert await put("privados", scope={"type": "all_private_chats"}) == ["privados"]
    assert await put("quechua", scope={"type": "all_private_chats"}, language_code="qu") == ["quechua"]
    assert await put("aqui", scope={"type": "chat", "chat_id": ANA}) == ["aqui"]
    assert [one["command"] for one in menu_of(telegram, telegram.chat(GROUP))] == ["grupos"]


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ({}, "expected an Array of BotCommand"),
        ([5], "can't parse BotCommand: expected an Object"),
        ("[", "can't parse commands JSON object"),
    ],
)
async def test_what_is_no_menu_is_refused(api: Api, commands: Any, reason: str) -> None:
    assert await refusal(api, "setMyCommands", commands=commands) == (400, f"Bad Request: {reason}")
