"""A Message as the calls that say it, made once for all who are told the same."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from telegram import InputFile

from bot.domain.messages import File, Media, Message
from bot.texts.markup import plain, split, units
from bot.tg.keyboards import NO_PREVIEW, markup

CAPTION_UNITS = 1_024  # https://core.telegram.org/bots/api#senddocument
MOST_REMEMBERED = 64


@dataclass(frozen=True)
class Part:
    """One call: its fields but for the chat. text: the field that is HTML, "" = none."""

    method: str
    fields: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    file: InputFile | None = None

    def body(self, chat: int, thread: int | None) -> bytes:
        """The call's JSON for that chat; all but the chat is written once for all who are told the same."""
        whom = {"chat_id": chat} if thread is None else {"chat_id": chat, "message_thread_id": thread}
        return json.dumps(whom).encode()[:-1] + self._rest

    @cached_property
    def _rest(self) -> bytes:
        return b", " + json.dumps(self.fields).encode()[1:]

    def plainly(self) -> Part:
        """The same words without tags, for when Telegram cannot parse them."""
        fields = {name: value for name, value in self.fields.items() if name != "parse_mode"}
        return Part(self.method, fields | {self.text: plain(self.fields[self.text])}, "", self.file)


@lru_cache(MOST_REMEMBERED)
def parts_of(message: Message) -> tuple[Part, ...]:
    """In the order of saying; buttons stand under the words' last part, the words under what is sent along if they fit.

    A chart is drawn before (bot/tg/outgoing.py): notices have none.
    """
    if message.chart:
        raise ValueError("a chart is drawn before it is sent")
    buttons = markup(message)
    along = bool(message.file or message.media) and units(plain(message.text)) <= CAPTION_UNITS
    said = []
    if not along:
        *first, last = split(message.text)
        said = [*(_text(part, None, message) for part in first), _text(last, buttons, message)]
    if message.file:
        words, under = (message.text, buttons) if along else ("", None)
        said.append(_file(message.file, words or message.file.caption, under))
    if message.media:
        said.append(_sent_on(message.media, message.text if along else "", buttons if along else None))
    if message.venue:
        pin = {key: getattr(message.venue, key) for key in ("latitude", "longitude", "title", "address")}
        said.append(Part("sendVenue", pin))
    return (*said, *(parts_of(message.then) if message.then else ()))


def _text(words: str, buttons: dict[str, Any] | None, message: Message) -> Part:
    fields = {"text": words, "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}
    silent = {"disable_notification": True} if message.silent else {}
    return Part("sendMessage", fields | silent | ({"reply_markup": buttons} if buttons else {}), "text")


def _sent_on(media: Media, caption: str, buttons: dict[str, Any] | None) -> Part:
    words = {"caption": caption, "parse_mode": "HTML"} if caption else {}
    fields = {media.kind: media.file_id} | words | ({"reply_markup": buttons} if buttons else {})
    return Part(f"send{media.kind.capitalize()}", fields, "caption" if caption else "")


def _file(file: File, caption: str, buttons: dict[str, Any] | None) -> Part:
    words = {"caption": caption, "parse_mode": "HTML"} if caption else {}
    fields = words | ({"reply_markup": buttons} if buttons else {})
    method = f"send{file.kind.capitalize()}"
    return Part(method, fields, "caption" if caption else "", InputFile(file.content, filename=file.name))
