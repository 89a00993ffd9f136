"""Texts, captions and keyboards as Telegram accepts them, and its words for those it refuses."""

from typing import Any
from urllib.parse import urlsplit

from bot.simulator.calls import Call
from bot.simulator.chats import Json
from bot.simulator.entities import utf16_units
from bot.simulator.markup import parse_html
from bot.simulator.refusals import bad_request

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
LONGEST_DATA = 64
MOST_BUTTONS = 100
ACTIONS = {"url", "callback_data", "web_app", "login_url", "switch_inline_query", "copy_text"}
SCHEMES = {"http", "https", "tg"}


def _formatted(call: Call, name: str, entities: str) -> tuple[str, list[Json]]:
    raw, mode = call.text(name), call.text("parse_mode").lower()
    if mode == "html":
        text, found = parse_html(raw)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        text, found = raw, call.object(entities) or []
    return text.rstrip(), found


def message_text(call: Call) -> Json:
    """The text of a message with its entities, measured after parsing; Refused if empty or too long."""
    text, entities = _formatted(call, "text", "entities")
    if not text.strip():
        raise bad_request("message text is empty")
    if utf16_units(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def caption(call: Call) -> Json:
    """The caption of a file with its entities, nothing if absent; Refused if too long."""
    text, entities = _formatted(call, "caption", "caption_entities")
    if utf16_units(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return ({"caption": text} if text else {}) | ({"caption_entities": entities} if entities else {})


def keyboard(call: Call) -> Json:
    """The reply_markup, empty if absent; Refused if a button is wrong."""
    markup = call.object("reply_markup")
    if markup is None:
        return {}
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        _check_inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        _check_reply(markup["keyboard"])
    return markup


def _rows(rows: Any, name: str) -> list[Any]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" of the ReplyMarkup must be an Array of Arrays')
    return [button for row in rows for button in row]


def _check_inline(rows: Any) -> None:
    buttons = _rows(rows, "inline_keyboard")
    if len(buttons) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in buttons:
        if not isinstance(button, dict) or not str(button.get("text", "")).strip():
            raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
        if not ACTIONS & set(button):
            raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        _check_action(button)


def _check_action(button: Json) -> None:
    data = button.get("callback_data")
    if data is not None and not 0 < len(str(data).encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(str(button["url"]))


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in SCHEMES:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if parts.scheme != "tg" and "." not in (parts.hostname or ""):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_reply(rows: Any) -> None:
    for button in _rows(rows, "keyboard"):
        text = button.get("text", "") if isinstance(button, dict) else button
        if not str(text).strip():
            raise bad_request("can't parse keyboard button: Keyboard button text must be non-empty")
