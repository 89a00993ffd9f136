"""The command menus: which one a chat shows, and the methods that set them."""

import re
from typing import Any

from bot.simulator.calls import Call
from bot.simulator.chats import Chat, Json
from bot.simulator.objects import WHOLE, Unreadable, string, whole
from bot.simulator.refusals import bad_request
from bot.simulator.telegram import Telegram

WIDE_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}
MOST_COMMANDS, LONGEST_COMMAND, LONGEST_DESCRIPTION = 100, 32, 256


def menu_of(telegram: Telegram, chat: Chat) -> list[Json]:
    """The commands shown, empty if no menu was set (https://core.telegram.org/bots/api#determining-list-of-commands)."""
    wide = "all_private_chats" if chat.kind == "private" else "all_group_chats"
    language = telegram.people[chat.members[0]].language_code if chat.members else ""
    for scope in (f"chat:{chat.id}", f"{wide}:", "default:"):
        for code in (language, ""):
            menu = telegram.menus.get(f"{scope}:{code}")
            if menu:
                return menu
    return []


def _scope(telegram: Telegram, call: Call) -> tuple[str, Chat | None]:
    given: Any = call.object("scope", "BotCommandScope")
    try:
        kind, place = _scope_of({"type": "default"} if given is None else given)
    except Unreadable as wrong:
        raise bad_request(f"can't parse BotCommandScope: {wrong}") from None
    chat = None
    if place:
        chat = telegram.chats.get(int(place)) if WHOLE.fullmatch(place) else None
        if chat is None:
            raise bad_request("chat not found")
    return f"{kind}:{place}:{call.text('language_code')}", chat


def _scope_of(given: Any) -> tuple[str, str]:
    if not isinstance(given, dict):
        raise Unreadable("BotCommandScope must be an Object")
    kind = string(given, "type")
    if kind in WIDE_SCOPES:
        return kind, ""
    if kind not in CHAT_SCOPES:
        raise Unreadable("Unsupported type specified")
    place = string(given, "chat_id")
    if not place:
        raise Unreadable("Empty chat_id specified")
    if kind == "chat_member" and whole(given, "user_id") <= 0:
        raise Unreadable("Invalid user_id specified")
    return kind, place


def set_commands(telegram: Telegram, call: Call) -> bool:
    """setMyCommands: the menu of a scope and language."""
    key, chat = _scope(telegram, call)
    commands = _commands(call)
    telegram.menus[key] = commands
    if chat is not None and not call.text("language_code"):
        chat.commands = commands
    return True


def _commands(call: Call) -> list[Json]:
    given: Any = call.object("commands")
    if given is not None and not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    try:
        commands = [_command(one) for one in given or []]
    except Unreadable as wrong:
        raise bad_request(f"can't parse BotCommand: {wrong}") from None
    for one in commands:
        _check_command(one["command"], one["description"])
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return commands


def _command(given: Any) -> Json:
    if not isinstance(given, dict):
        raise Unreadable("expected an Object")
    command, description = string(given, "command"), string(given, "description")
    return {"command": command.strip().removeprefix("/"), "description": description.strip()}


def _check_command(command: str, description: str) -> None:
    if not command:
        raise bad_request("command must be non-empty")
    if len(command) > LONGEST_COMMAND:
        raise bad_request(f"command length must not exceed {LONGEST_COMMAND}")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > LONGEST_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {LONGEST_DESCRIPTION}")
    if not re.fullmatch(r"[a-z0-9_]+", command):
        raise bad_request("BOT_COMMAND_INVALID")


def get_commands(telegram: Telegram, call: Call) -> list[Json]:
    """getMyCommands: the menu of exactly this scope and language."""
    return telegram.menus.get(_scope(telegram, call)[0], [])


def delete_commands(telegram: Telegram, call: Call) -> bool:
    """deleteMyCommands: back to the next wider scope."""
    key, chat = _scope(telegram, call)
    telegram.menus.pop(key, None)
    if chat is not None:
        chat.commands = []
    return True
