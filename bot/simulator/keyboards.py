"""reply_markup as Telegram accepts it. After get_reply_markup of its Bot API server and of TDLib."""

from typing import Any

from bot.simulator.calls import Call
from bot.simulator.chats import Json
from bot.simulator.links import check_link
from bot.simulator.markup import LINK_TO_PERSON
from bot.simulator.objects import Unreadable, lowered, optional_array, optional_object, optional_string, string
from bot.simulator.refusals import bad_request

LONGEST_DATA = 64  # bytes
MOST_BUTTONS = 100
STYLES = {"", "default", "danger", "success", "primary"}
QUERIES = ("switch_inline_query", "switch_inline_query_current_chat")
OTHERS = {"callback_game", "pay", "switch_inline_query_chosen_chat", "login_url"}
REQUESTS = {"request_contact": "Phone number", "request_location": "Location", "request_poll": "Poll"}


def keyboard(call: Call, *, private: bool = True) -> Json:
    """The reply_markup, empty if absent; Refused if a button is wrong. Some buttons are for `private` chats only."""
    markup = call.object("reply_markup", "reply keyboard markup")
    if markup is None:
        return {}
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    try:
        rows, inline = optional_array(markup, "keyboard"), optional_array(markup, "inline_keyboard")
        _check_reply(rows, private=private)
        _check_inline(inline)
    except Unreadable as wrong:
        raise bad_request(lowered(wrong)) from None
    return markup


def _check_inline(rows: list[Any]) -> None:
    if not all(isinstance(row, list) for row in rows):
        raise Unreadable('Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    buttons = [button for row in rows for button in row]
    for button in buttons:
        try:
            _check_inline_button(button)
        except Unreadable as wrong:
            raise Unreadable(f"Can't parse inline keyboard button: {wrong}") from None
    for button in buttons:
        _check_inline_content(button)
    if len(buttons) > MOST_BUTTONS:
        raise Unreadable("reply markup is too long")


def _check_inline_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise Unreadable("InlineKeyboardButton must be an Object")
    string(button, "text")
    _check_style(button)
    if optional_string(button, "url") or optional_string(button, "callback_data"):
        return
    if any(string(button, name) or True for name in QUERIES if name in button) or OTHERS & set(button):
        return
    inner = {"web_app": "url", "copy_text": "text"}
    for name, field in inner.items():
        one = optional_object(button, name)
        if one is not None:
            string(one, field)
            return
    raise Unreadable("Text buttons are unallowed in the inline keyboard")


def _check_style(button: Json) -> None:
    if optional_string(button, "style").lower() not in STYLES:
        raise Unreadable("invalid button style specified")


def _check_inline_content(button: Json) -> None:
    if not str(button["text"]).strip():
        raise Unreadable("Inline keyboard button text must be non-empty")
    url = optional_string(button, "url")
    if url and not LINK_TO_PERSON.fullmatch(url):
        try:
            check_link(url)
        except ValueError as wrong:
            raise Unreadable(f"Inline keyboard button URL '{url}' is invalid: {wrong}") from None
    elif len(optional_string(button, "callback_data").encode()) > LONGEST_DATA:
        raise Unreadable("BUTTON_DATA_INVALID")


def _check_reply(rows: list[Any], *, private: bool) -> None:
    if not all(isinstance(row, list) for row in rows):
        raise Unreadable('Field "keyboard" must be an Array of Arrays')
    buttons = [button for row in rows for button in row]
    for button in buttons:
        try:
            _check_reply_button(button)
        except Unreadable as wrong:
            raise Unreadable(f"Can't parse keyboard button: {wrong}") from None
    for button in buttons:
        one = {"text": button} if isinstance(button, str) else button
        if not str(one["text"]).strip():
            raise Unreadable("Keyboard button text must be non-empty")
        for name, what in REQUESTS.items():
            if one.get(name) and not private:
                raise Unreadable(f"{what} can be requested in private chats only")


def _check_reply_button(button: Any) -> None:
    if isinstance(button, str):
        return
    if not isinstance(button, dict):
        raise Unreadable("KeyboardButton must be a String or an Object")
    string(button, "text")
    _check_style(button)
