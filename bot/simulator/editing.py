"""Methods that change or take away what a chat shows, and answers to button presses."""

from bot.simulator.calls import Call
from bot.simulator.chats import Chat, Json
from bot.simulator.keyboards import keyboard
from bot.simulator.refusals import bad_request
from bot.simulator.rights import chat_to_write
from bot.simulator.telegram import Telegram
from bot.simulator.wording import caption, message_text

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)
CONTENT = ("text", "entities", "caption", "caption_entities", "reply_markup")
TWO_DAYS = 172_800
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def _message_to_edit(telegram: Telegram, chat: Chat, call: Call) -> Json:
    message = chat.find(call.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != telegram.bot_id:
        raise bad_request("message can't be edited")
    return message


def _change(telegram: Telegram, message: Json, content: Json, markup: Json) -> Json:
    before = {key: message.get(key) for key in CONTENT}
    after = before | content | {"reply_markup": markup if markup.get("inline_keyboard") else None}
    if after == before:
        raise bad_request(NOT_MODIFIED)
    for key, value in after.items():
        if value is None:
            message.pop(key, None)
        else:
            message[key] = value
    message["edit_date"] = int(telegram.now())
    return message


def edit_text(telegram: Telegram, call: Call) -> Json:
    """editMessageText: new text, and the keyboard as given, none if absent."""
    chat = chat_to_write(telegram, call)
    message = _message_to_edit(telegram, chat, call)
    content = message_text(call)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _change(telegram, message, {"entities": None} | content, keyboard(call))


def edit_caption(telegram: Telegram, call: Call) -> Json:
    """editMessageCaption: new caption of a file, and the keyboard as given."""
    chat = chat_to_write(telegram, call)
    message = _message_to_edit(telegram, chat, call)
    content = {"caption": None, "caption_entities": None} | caption(call)
    if "text" in message:
        raise bad_request("there is no caption in the message to edit")
    return _change(telegram, message, content, keyboard(call))


def edit_keyboard(telegram: Telegram, call: Call) -> Json:
    """editMessageReplyMarkup: only the keyboard."""
    chat = chat_to_write(telegram, call)
    return _change(telegram, _message_to_edit(telegram, chat, call), {}, keyboard(call))


def delete_message(telegram: Telegram, call: Call) -> bool:
    """deleteMessage: the message disappears."""
    chat = chat_to_write(telegram, call)
    message = chat.find(call.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if telegram.now() - message["date"] > TWO_DAYS:
        raise bad_request("message can't be deleted for everyone")
    return chat.remove(message["message_id"])


def pin(telegram: Telegram, call: Call) -> bool:
    """pinChatMessage: shown on top of the chat."""
    chat = chat_to_write(telegram, call)
    number = call.number("message_id")
    if chat.find(number) is None:
        raise bad_request("message to pin not found")
    chat.pinned = [number, *(one for one in chat.pinned if one != number)]
    return True


def unpin(telegram: Telegram, call: Call) -> bool:
    """unpinChatMessage: the given one, else the newest."""
    chat = chat_to_write(telegram, call)
    number = call.number("message_id") or (chat.pinned[0] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    return True


def answer_press(telegram: Telegram, call: Call) -> bool:
    """answerCallbackQuery: once, and in time."""
    press = telegram.presses.pop(call.text("callback_query_id"), None)
    if press is None or telegram.now() - press.at > telegram.callback_lifetime:
        raise bad_request(TOO_OLD)
    if len(call.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    telegram.chats[press.chat_id].toast = {
        "id": call.text("callback_query_id"),
        "text": call.text("text"),
        "alert": call.flag("show_alert"),
        "url": call.text("url"),
    }
    return True
