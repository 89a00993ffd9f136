"""A Message becomes calls: text in parts, buttons, keyboard, pin, file, menu. Answers are sent at most once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import structlog
from telegram import InputFile
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.domain.messages import File, Menu, Message
from bot.media.chart import png
from bot.texts.markup import Html, plain, split
from bot.tg.bots import Api
from bot.tg.health import Health
from bot.tg.incoming import Target
from bot.tg.keyboards import NO_PREVIEW, Fields, inline, markup
from bot.tg.pacer import Pacer
from bot.tg.parts import parts_of
from bot.tg.requests import NeverLeft

log = structlog.get_logger()
MOST_TRIES = 4
DOCUMENT = "document"
LONGEST_PAUSE = 30.0  # seconds: beyond that a plain answer is no longer worth waiting for


@dataclass
class Outgoing:
    """Says messages through one bot. pacer: the notices' pace; answers go before them, at once."""

    api: Api
    health: Health
    pacer: Pacer = field(default_factory=lambda: Pacer(0))

    async def deliver(self, target: Target, message: Message) -> None:
        """Say it, and what follows it, in order; the press is answered at the same time. Raises nothing of Telegram's."""
        try:
            async with asyncio.TaskGroup() as together:
                if target.callback:
                    together.create_task(self.answer_press(target, message.toast))
                together.create_task(self.say_all(target, message))
        except* TelegramError as errors:
            for error in errors.exceptions:
                log.warning("answer_not_sent", reason=type(error).__name__)
        for chat, menu in menus_of(target, message):
            await self.set_menu(chat, menu)

    async def answer_press(self, target: Target, toast: str) -> None:
        """End the little clock on the button; a press that Telegram holds too old is answered in the chat all the same."""
        try:
            await self.call("answerCallbackQuery", {"callback_query_id": target.callback, "text": toast or None})
        except BadRequest as error:
            if not says(error, "query is too old"):
                raise

    async def say_all(self, target: Target, message: Message) -> None:
        following: Message | None = message
        while following is not None:
            await self.say(target, following)
            following = following.then

    async def say(self, target: Target, message: Message) -> None:
        if message.chart:
            message = await drawn(message)
        if message.media or (message.file and message.file.kind != DOCUMENT):
            await self.say_parts(target, message)
            return
        await self.say_text(target, message)
        if message.venue:
            pin = {key: getattr(message.venue, key) for key in ("latitude", "longitude", "title", "address")}
            await self.call("sendVenue", {**place(target), **pin})
        if message.file:
            await self.send_file(target, message)

    async def say_parts(self, target: Target, message: Message) -> None:
        """Just as a notice is said: a picture, or something sent on, with its words; what Telegram no longer sends on leaves its
        words at least."""
        for part in parts_of(replace(message, then=None)):
            try:
                await self.call(part.method, {**place(target), **part.fields}, file=part.file)
            except BadRequest as error:
                if message.media is None or not message.text or not says(error, "file identifier"):
                    raise
                log.error("media_not_sent_on", method=part.method)
                await self.say_text(target, replace(message, media=None, replaces=False))

    async def say_text(self, target: Target, message: Message) -> None:
        """In as many parts as it needs; buttons go under the last one, and a press edits the first."""
        if message.file:
            return  # its words are the file's caption
        *first_parts, last = split(message.text)
        replaced = await self.edit(target, message, (first_parts or [last])[0], whole=not first_parts)
        rest = [*first_parts, last][1:] if replaced else [*first_parts, last]
        for part in rest:
            await self.send(target, part, markup(message) if part is last else None)

    async def edit(self, target: Target, message: Message, text: Html, *, whole: bool) -> bool:
        """Change the pressed message in place; False: it cannot be, say it anew."""
        if not message.replaces or target.pressed is None:
            return False
        fields = {"chat_id": target.chat, "message_id": target.pressed, "link_preview_options": NO_PREVIEW}
        buttons = inline(message.rows) if message.rows and whole else None
        try:
            await self.with_text("editMessageText", {**fields, "reply_markup": buttons}, text)
        except BadRequest as error:
            if says(error, "message is not modified"):
                return True
            if says(error, "message to edit not found") or says(error, "message can't be edited"):
                return False
            raise
        return True

    async def send(self, target: Target, text: Html, buttons: Fields | None) -> None:
        fields = {**place(target), "link_preview_options": NO_PREVIEW, "reply_markup": buttons}
        await self.with_text("sendMessage", fields, text)

    async def with_text(self, method: str, fields: Fields, text: Html) -> None:
        """As HTML; if Telegram cannot parse it, that is our bug: counted, and said as plain words."""
        try:
            await self.call(method, {**fields, "text": text, "parse_mode": "HTML"})
        except BadRequest as error:
            if not says(error, "can't parse entities"):
                raise
            self.health.plain_resends += 1
            log.error("text_not_parsed", method=method)
            await self.call(method, {**fields, "text": plain(text)})

    async def send_file(self, target: Target, message: Message) -> None:
        if message.file is None:
            return
        file = InputFile(message.file.content, filename=message.file.name)
        await self.call("sendDocument", {**place(target), "caption": message.file.caption or None}, file=file)

    async def set_menu(self, chat: int, menu: Menu) -> None:
        """The command menu of that chat, and of no other. What fails is no answer's failure: /ayuda sets it again."""
        commands = [{"command": command, "description": what} for command, what in menu]
        fields: dict[str, Any] = {"scope": {"type": "chat", "chat_id": chat}}
        try:
            if commands:
                await self.call("setMyCommands", {**fields, "commands": commands})
            else:
                await self.call("deleteMyCommands", fields)
        except TelegramError as error:
            log.warning("menu_not_set", reason=type(error).__name__)

    async def call(self, method: str, fields: Mapping[str, Any], *, file: InputFile | None = None) -> Any:
        """Again only where nothing can be said twice: Telegram asked to wait, or the request never left."""
        for attempt in range(1, MOST_TRIES + 1):
            if "chat_id" in fields:
                self.pacer.answering(fields["chat_id"])
            try:
                return await self.api.call(method, fields, file=file)
            except RetryAfter as later:
                pause = seconds_of(later)
                self.pacer.refused(pause)
                if attempt == MOST_TRIES or pause > LONGEST_PAUSE:
                    raise
                await asyncio.sleep(pause)
            except NeverLeft:
                if attempt == MOST_TRIES:
                    raise
                await asyncio.sleep(0.5 * 2**attempt)
        raise AssertionError("the last try returns or raises")


def menus_of(target: Target, message: Message) -> list[tuple[int, Menu]]:
    """What the whole answer sets: of this chat, and of others."""
    own = [] if message.menu is None else [(target.chat, message.menu)]
    return [*own, *message.menus, *(menus_of(target, message.then) if message.then else [])]


async def drawn(message: Message) -> Message:
    """With the picture in place of its facts; where that fails, the words alone, which say the same."""
    if message.chart is None:
        return message
    try:
        picture = File("panel.png", await asyncio.to_thread(png, message.chart), kind="photo")
    except Exception as error:  # noqa: BLE001 (whatever a foreign library raises: the words need no picture)
        log.error("chart_not_drawn", error=type(error).__name__)
        return replace(message, chart=None)
    return replace(message, chart=None, file=picture)


def says(error: BadRequest, words: str) -> bool:
    """Whether these are Telegram's words; the library capitalises them."""
    return words in str(error).casefold()


def place(target: Target) -> Fields:
    return {"chat_id": target.chat, "message_thread_id": target.thread}


def seconds_of(later: RetryAfter) -> float:
    wait = later.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
