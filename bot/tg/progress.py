"""Each announcement under way: its author sees it go out in one message, edited, and what goes wrong is paused.

All of it is read from the database, so that a restart goes on with the same message. Killed between saying that message and
keeping its number, another one is said.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from functools import partial

import structlog
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.clock import Clock
from bot.domain.announcements import Announcement, waiting
from bot.domain.messages import Message
from bot.domain.notices import NoticeState
from bot.services import announcing
from bot.services.announcing import Seen
from bot.services.signing import sign
from bot.store import announcements
from bot.store.database import Database
from bot.texts import announcing as texts
from bot.texts.language import Languages
from bot.tg.health import Health
from bot.tg.keyboards import NO_PREVIEW, markup
from bot.tg.outgoing import Outgoing, says
from bot.tg.patience import Patience

log = structlog.get_logger()
IDLE_SECONDS = 1.0
SHOWN_EVERY = 4.0  # seconds: as often as Telegram lets one message be edited for long
COUNTING_SHARE = 10  # of a very large one it is looked at more rarely: counting takes at most a tenth of the time


@dataclass
class Progress:
    database: Database
    outgoing: Outgoing
    languages: Languages
    clock: Clock
    health: Health
    every: float = SHOWN_EVERY
    _said: dict[int, Message] = field(default_factory=dict)
    _look_at: dict[int, float] = field(default_factory=dict)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set. Neither Telegram nor the database ends it, nor one announcement's bug the others."""
        patience = Patience(self.health, stop)
        async with asyncio.TaskGroup() as together:
            together.create_task(patience.watch())
            while not stop.is_set():
                if self.health.believed():
                    for one in await patience.with_database(self.live) or ():
                        await self._steadily(patience, one)
                await patience.sleep(IDLE_SECONDS)

    async def live(self) -> list[Announcement]:
        async with self.database.reading() as db:
            found = await announcements.live(db)
        self._look_at = {one.id: self._look_at.get(one.id, 0.0) for one in found}
        self._said = {number: said for number, said in self._said.items() if number in self._look_at}
        return found

    async def _steadily(self, patience: Patience, one: Announcement) -> None:
        if time.monotonic() < self._look_at[one.id] or patience.stopping.is_set():
            return
        try:
            await patience.with_database(partial(self.see_to, one))
        except Exception as error:  # noqa: BLE001 (one announcement's bug must not stop the others)
            log.error("progress_failed", error=type(error).__name__)

    async def see_to(self, one: Announcement) -> None:
        began = time.monotonic()
        async with self.database.reading() as db:
            seen = await announcing.look(db, one)
        took = time.monotonic() - began
        self._look_at[one.id] = time.monotonic() + max(self.every, took * COUNTING_SHARE)
        if seen.wrong is not None:
            async with self.database.transaction() as db:
                await announcing.hold(db, one.id, seen.wrong, self.clock())
            self._look_at[one.id] = 0.0
        elif one.state() is NoticeState.PAUSED and self.clock() >= one.useful_until:
            async with self.database.transaction() as db:
                await announcing.give_up(db, one, self.clock())
        elif not waiting(one.notices, self.clock()):
            await self.show(seen)
        elif seen.over:  # undone in time
            await self.settle(one)

    async def show(self, seen: Seen) -> None:
        """What is new of it; at its end the report, after which nothing more is to be seen to."""
        one = seen.announcement
        language = self.languages.named(seen.language)
        message = texts.progress(language, one, seen.fates, seen.expected, seen.mesas)
        if self._said.get(one.id) != message and seen.shown_to is not None:
            async with self.database.transaction() as db:
                ours = await announcements.shows(db, one.id, self.clock(), self.every * 3 / 4)
                shown = await announcements.by_id(db, one.id) if ours else None
            if shown is None:
                return
            try:
                await self.say(shown, seen.shown_to, message)
            except (Forbidden, BadRequest) as error:  # it will not be said the next time either
                log.info("progress_not_wanted", reason=type(error).__name__)
                async with self.database.transaction() as db:
                    await announcements.not_shown(db, one.id)
            except TelegramError as error:
                log.warning("progress_not_shown", reason=type(error).__name__)
                return
            self._said[one.id] = message
        if seen.over:
            await self.settle(one)

    async def say(self, one: Announcement, chat: int, message: Message) -> None:
        fields = {
            "chat_id": chat,
            "text": message.text,
            "parse_mode": "HTML",
            "link_preview_options": NO_PREVIEW,
            "reply_markup": markup(sign(self.database.vault, chat, message)),
        }
        if one.message is not None and await self.edited(fields | {"message_id": one.message}):
            return
        made = await self.outgoing.call("sendMessage", fields)
        async with self.database.transaction() as db:
            await announcements.show_in(db, one.id, made["message_id"])

    async def edited(self, fields: dict[str, object]) -> bool:
        """False: that message is no more."""
        try:
            await self.outgoing.call("editMessageText", fields)
        except BadRequest as error:
            if says(error, "message is not modified"):
                return True
            if says(error, "message to edit not found") or says(error, "message can't be edited"):
                return False
            raise
        return True

    async def settle(self, one: Announcement) -> None:
        async with self.database.transaction() as db:
            await announcements.settle(db, one.id)
