"""Methods about how the bot presents itself: name, descriptions, the button beside the text field."""

from typing import Any

from bot.simulator.calls import Call
from bot.simulator.chats import Json
from bot.simulator.objects import Unreadable, optional_object, string
from bot.simulator.refusals import bad_request
from bot.simulator.telegram import Telegram

LONGEST = {"name": 64, "description": 512, "short_description": 120}
DEFAULT_BUTTON: Json = {"type": "default"}
COMMANDS_BUTTON: Json = {"type": "commands"}


def set_words(telegram: Telegram, call: Call, what: str) -> bool:
    """setMyName, setMyDescription, setMyShortDescription: in one language, or for all others; empty takes it away."""
    words = call.text(what).strip()
    if len(words) > LONGEST[what]:
        raise bad_request(f"BOT_{_code(what)}_INVALID")
    telegram.profile[_key(call, what)] = words
    return True


def get_words(telegram: Telegram, call: Call, what: str) -> Json:
    """getMyName, getMyDescription, getMyShortDescription: in this language, else in none, else as it was made."""
    made = telegram.bot_user()["first_name"] if what == "name" else ""
    return {what: telegram.profile.get(_key(call, what)) or telegram.profile.get(f"{what}:") or made}


def _code(what: str) -> str:
    return {"name": "TITLE", "description": "DESCRIPTION", "short_description": "ABOUT"}[what]


def _key(call: Call, what: str) -> str:
    return f"{what}:{call.text('language_code')}"


def set_menu_button(telegram: Telegram, call: Call) -> bool:
    """setChatMenuButton: in one private chat, or wherever none is set."""
    given: Any = call.object("menu_button", "menu button")
    try:
        button = _button(DEFAULT_BUTTON if given is None else given)
    except Unreadable as wrong:
        raise bad_request(f"can't parse menu button: {wrong}") from None
    telegram.menu_buttons[_place(telegram, call)] = button
    return True


def get_menu_button(telegram: Telegram, call: Call) -> Json:
    """getChatMenuButton: what the chat shows."""
    button = telegram.menu_buttons.get(_place(telegram, call), DEFAULT_BUTTON)
    return telegram.menu_buttons.get(0, COMMANDS_BUTTON) if button == DEFAULT_BUTTON else button


def _place(telegram: Telegram, call: Call) -> int:
    chat_id = call.number("chat_id")
    if chat_id and chat_id not in telegram.people:
        raise bad_request("invalid user_id specified" if chat_id < 0 else "user not found")
    return chat_id


def _button(given: Any) -> Json:
    if not isinstance(given, dict):
        raise Unreadable("MenuButton must be an Object")
    kind = string(given, "type")
    if kind not in {"default", "commands", "web_app"}:
        raise Unreadable("MenuButton has unsupported type")
    if kind != "web_app":
        return {"type": kind}
    page = optional_object(given, "web_app")
    if page is None:
        raise Unreadable('Can\'t find field "web_app"')
    return {"type": kind, "text": string(given, "text"), "web_app": {"url": string(page, "url")}}
