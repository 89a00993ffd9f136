"""Telegram's update as a plain Request. The only place that takes one apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from telegram import Chat, Message, MessageEntity, Update

from bot.chat.request import Attachment, Kind, Request
from bot.domain.callbacks import unpack
from bot.domain.messages import Media

# Telegram's own senders: anonymous administrators, channel posts, forwards of channels. Nobody in particular.
NOBODIES = frozenset({1087968824, 777000, 136817688})
LONGEST_TEXT = 4096


@dataclass(frozen=True)
class Target:
    """Where an answer goes. pressed: the message whose button was pressed; callback: that press, to be answered once."""

    chat: int
    thread: int | None = None
    pressed: int | None = None
    callback: str = ""


def concerns_us(update: Update) -> bool:
    """What a person says or presses, and what befalls a chat, whoever did it: it moved, the bot was let in or thrown out."""
    return update.my_chat_member is not None or moved(update) is not None or is_a_person(update)


def moved(update: Update) -> tuple[int, int] | None:
    """(old, new) number of a group that got another one: said in the old one, in the new one, or in both."""
    message = update.message
    if message is not None and message.migrate_to_chat_id:
        return message.chat.id, message.migrate_to_chat_id
    if message is not None and message.migrate_from_chat_id:
        return message.migrate_from_chat_id, message.chat.id
    return None


def is_a_person(update: Update) -> bool:
    """A new message or press of somebody with a name of their own; edits, channels, bots and anonymous senders are nobody."""
    if update.callback_query is not None:
        sender, message = update.callback_query.from_user, update.callback_query.message
        return message is not None and not sender.is_bot and sender.id not in NOBODIES
    message_ = update.message
    return (
        message_ is not None
        and message_.from_user is not None
        and message_.sender_chat is None
        and not message_.from_user.is_bot
        and message_.from_user.id not in NOBODIES
        and message_.via_bot is None
    )


def target_of(update: Update) -> Target | None:
    query = update.callback_query
    if query is not None and query.message is not None:
        return Target(query.message.chat.id, thread_of(update), query.message.message_id, query.id)
    chat, user = update.effective_chat, update.effective_user
    if chat is not None and chat.type == Chat.CHANNEL:  # a channel is written to by notices alone
        return Target(user.id) if user else None
    return Target(chat.id, thread_of(update)) if chat else None


def thread_of(update: Update) -> int | None:
    """The forum topic it was said or pressed in; a plain thread of replies is none."""
    message = update.callback_query.message if update.callback_query else update.message
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None


def read(update: Update, kind: Kind, now: datetime, bot: str = "") -> Request:
    """What was asked; the route's kind is known already. bot: our username. ValueError for an update without a chat."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None:
        raise ValueError("an update without a chat has no route")
    text, command = words_of(update, kind)
    pressed = (update.callback_query.data or "") if update.callback_query else ""
    return Request(
        now=now,
        chat=chat.id,
        user=user.id if user else 0,  # what befalls a chat needs nobody
        private=chat.type == Chat.PRIVATE,
        kind=kind,
        text=text,
        command=command,
        data=unpack(pressed),
        pressed=pressed,
        thread=thread_of(update),
        bot=bot,
        moved=moved(update),
        attachment=attachment_of(update.message) if update.message else None,
        place=place_of(update.message) if update.message else None,
    )


def attachment_of(message: Message) -> Attachment | None:
    """The file that came with it; of a photo the largest."""
    files = {
        "photo": message.photo[-1] if message.photo else None,
        "video": message.video,
        "voice": message.voice,
        "audio": message.audio,
        "document": message.document,
    }
    for kind, file in files.items():
        if file is not None:
            name, mime = getattr(file, "file_name", None), getattr(file, "mime_type", None)
            return Attachment(Media(kind, file.file_id), name or "", mime or "", file.file_size or 0)
    return None


def place_of(message: Message) -> tuple[float, float] | None:
    there = message.venue.location if message.venue else message.location
    return (there.latitude, there.longitude) if there else None


def words_of(update: Update, kind: Kind) -> tuple[str, str]:
    """(text, command): a command's arguments and name without slash and @bot, else the words as they are."""
    words = (update.message.text or update.message.caption or "") if update.message else ""
    if kind is not Kind.COMMAND:
        return words.strip()[:LONGEST_TEXT], ""
    first = (
        next(iter(update.message.parse_entities([MessageEntity.BOT_COMMAND]).values()), "") if update.message else ""
    )
    return words[len(first) :].strip()[:LONGEST_TEXT], first.removeprefix("/").partition("@")[0].casefold()
