"""Whom the bot may write to, and the words it is turned away with."""

from bot.simulator.calls import Call
from bot.simulator.chats import Chat
from bot.simulator.refusals import Refused, bad_request, forbidden
from bot.simulator.telegram import Telegram


def chat_to_read(telegram: Telegram, call: Call) -> Chat:
    """The chat of the call; Refused if it is missing or unknown."""
    if not call.text("chat_id"):
        raise bad_request("chat_id is empty")
    chat = telegram.chats.get(call.number("chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    return chat


def chat_to_write(telegram: Telegram, call: Call) -> Chat:
    """The chat of the call; Refused if the bot may not write there now."""
    chat = chat_to_read(telegram, call)
    if chat.moved_to is not None:
        reason = "Bad Request: group chat was upgraded to a supergroup chat"
        raise Refused(400, reason, migrate_to_chat_id=chat.moved_to)
    if chat.bot_left == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if chat.bot_left == "left":
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
    if chat.kind == "private":
        _check_person(telegram, chat)
    return chat


def _check_person(telegram: Telegram, chat: Chat) -> None:
    if telegram.people[chat.id].deactivated:
        raise forbidden("user is deactivated")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
