"""Methods that put a message into a chat."""

# ruff: noqa: ARG001 (every method has one shape, whether it needs all of it or not)

from collections.abc import Callable
from typing import Any

from bot.simulator.calls import Call
from bot.simulator.chats import Chat, Json
from bot.simulator.keyboards import keyboard
from bot.simulator.objects import Unreadable, lowered, whole
from bot.simulator.refusals import bad_request
from bot.simulator.rights import chat_to_write
from bot.simulator.telegram import Telegram
from bot.simulator.wording import caption, message_text

Content = Callable[[Telegram, Call], Json]


def deliver(telegram: Telegram, call: Call, content: Content) -> Json:
    """Check everything as Telegram does, add the message to the chat and return it."""
    chat = chat_to_write(telegram, call)
    body = content(telegram, call)
    markup = keyboard(call, private=chat.kind == "private")
    message = chat.add(
        {"from": telegram.bot_user(), "chat": chat.brief(), "date": int(telegram.now())} | _reply(chat, call) | body
    )
    _show_keyboard(chat, message, markup)
    return message


def _reply(chat: Chat, call: Call) -> Json:
    topic = call.number("message_thread_id")
    if topic in chat.deleted_topics:
        raise bad_request("message thread not found")
    thread = {"message_thread_id": topic} if topic else {}
    wanted: Any = call.object("reply_parameters")
    if not wanted and wanted is not False:
        return thread
    if not isinstance(wanted, dict):
        raise bad_request("object expected as reply parameters")
    try:
        target = chat.find(whole(wanted, "message_id"))
    except Unreadable as wrong:
        raise bad_request(lowered(wrong)) from None
    if target is not None:
        return thread | {"reply_to_message": {key: target[key] for key in target if key != "reply_to_message"}}
    if not wanted.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return thread


def _show_keyboard(chat: Chat, message: Json, markup: Json) -> None:
    if "inline_keyboard" in markup:
        message["reply_markup"] = markup
    elif "keyboard" in markup:
        chat.keyboard = markup
    elif markup.get("remove_keyboard"):
        chat.keyboard = None


def text_content(telegram: Telegram, call: Call) -> Json:
    """sendMessage: text and the entities parsed from it."""
    return message_text(call)


def file_content(kind: str) -> Content:
    """sendDocument, sendPhoto, sendVoice…: the file as a new file object, and the caption."""

    def content(telegram: Telegram, call: Call) -> Json:
        file_id, name, size = _stored(telegram, call, kind)
        one: Json = {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_size": size}
        shapes: dict[str, Any] = {
            "photo": [one | {"width": 1280, "height": 720}],
            "video": one | {"width": 1280, "height": 720, "duration": call.number("duration"), "file_name": name},
            "document": one | {"file_name": name},
            "voice": one | {"duration": call.number("duration"), "mime_type": "audio/ogg"},
            "audio": one | {"duration": call.number("duration"), "file_name": name},
        }
        return {kind: shapes[kind]} | caption(call)

    return content


def _stored(telegram: Telegram, call: Call, kind: str) -> tuple[str, str, int]:
    wanted = call.text(kind)
    upload = call.files.get(wanted.removeprefix("attach://")) or call.files.get(kind)
    if upload is not None:
        name, body = upload
        if not body:
            raise bad_request("file must be non-empty")
        file_id = f"file-{len(telegram.files) + 1}"
        telegram.files[file_id] = (f"{kind}s/{file_id}/{name}", body)
        return file_id, name, len(body)
    if not wanted:
        raise bad_request(f"there is no {kind} in the request")
    if wanted not in telegram.files:
        raise bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
    path, body = telegram.files[wanted]
    return wanted, path.rsplit("/", 1)[-1], len(body)


def location_content(telegram: Telegram, call: Call) -> Json:
    """sendLocation: a pin."""
    latitude, longitude = call.decimal("latitude"), call.decimal("longitude")
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # NaN too
        raise bad_request("invalid location specified")
    return {"location": {"latitude": latitude, "longitude": longitude}}


def venue_content(telegram: Telegram, call: Call) -> Json:
    """sendVenue: a pin with a name and an address."""
    pin = location_content(telegram, call)
    title, address = call.text("title"), call.text("address")
    if not title:
        raise bad_request("title is empty")
    if not address:
        raise bad_request("address is empty")
    return pin | {"venue": pin | {"title": title, "address": address}}
