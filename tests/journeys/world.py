"""The whole bot against the simulator, over real HTTP: what people type and press, and what they read."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text as text_of_sql

from bot import app
from bot.clock import clock_of
from bot.config import Settings
from bot.domain.callbacks import tagged, wants_tag
from bot.domain.quiet import read_hour
from bot.services.reminders import tick
from bot.simulator.telegram import Telegram
from bot.store import schedule
from bot.store.database import Database
from bot.tg.ingest import Ingest
from tests.cast import MEMBER

_UNSAID = text_of_sql(
    "SELECT (SELECT count(*) FROM notice WHERE state IN ('writing', 'open') AND NOT filled)"
    " + (SELECT count(*) FROM delivery WHERE state IN ('pending', 'sending'))"
)
NEVER = (
    1e9  # seconds to the next tick: but for the one at start it comes where a test wants it, not with a whole minute
)
QUIET_SECONDS = 0.2  # after an answer, at most: whatever else was coming would have come

Json = dict[str, Any]


@dataclass
class World:
    """One bot, one Telegram. Every question says how many answers it expects; one more fails its unpacking."""

    telegram: Telegram
    settings: Settings
    database: Database

    async def say(self, text: str, *, chat: int = MEMBER, who: int = MEMBER, answers: int = 1) -> list[Json]:
        """Type `text`; the messages that come back, in order, as they stand."""
        mark = len(self.telegram.ledger)
        self.telegram.say(who, text, None if chat == who else chat)
        return await self.heard(mark, chat, answers)

    async def press(
        self, message: Json, label: str, *, chat: int = MEMBER, who: int = MEMBER, answers: int = 1
    ) -> list[Json]:
        """Press the button whose label holds `label`; what was edited or said because of it."""
        data = next(button["callback_data"] for button in buttons(message) if label in button["text"])
        mark = len(self.telegram.ledger)
        self.telegram.press(who, message["message_id"], data, None if chat == who else chat)
        return await self.heard(mark, chat, answers)

    def tagged(self, data: str, chat: int) -> str:
        """A changing button's data as it stands under a message of that chat."""
        return tagged(data, self.database.vault.tag(chat, data)) if wants_tag(data) else data

    async def send(self, medium: str) -> list[Json]:
        mark = len(self.telegram.ledger)
        self.telegram.send_media(MEMBER, medium)
        return await self.heard(mark, MEMBER, 1)

    def clock(self) -> datetime:
        """What the bot's clock tells now."""
        return clock_of(self.settings.test_clock)()

    async def settled(self) -> None:
        """Until nothing is due (where no tick comes, it ticks), waits to be filled or is on its way: two looks in a row find so."""
        calm = 0
        async with asyncio.timeout(20):
            while calm < 2:
                await asyncio.sleep(0.15)
                async with self.database.reading() as db:
                    due = await schedule.due_mesas(db, self.clock())
                    unsaid = (await db.execute(_UNSAID)).scalar_one()
                if due and self.settings.tick_seconds >= NEVER:
                    await tick(self.database, self.clock(), read_hour(self.settings.remind_at))
                calm = 0 if due or unsaid else calm + 1

    async def heard(self, mark: int, chat: int, answers: int) -> list[Json]:
        """At least so many messages, then a moment in which one too many would come."""

        def delivered() -> list[Json]:
            ledger = self.telegram.ledger[mark:]
            return [one.message for one in ledger if one.delivered and one.chat_id == chat and one.message]

        if not await self.telegram.bell.until(lambda: len(delivered()) >= answers or None, 5):
            raise AssertionError(f"expected {answers} answers, heard {delivered()}")
        await self.quiet()
        return delivered()

    async def quiet(self) -> None:
        """Until all that was said is confirmed and answered to the end: none too many can come any more. Where the bot is
        held up, each only so long."""
        await self.telegram.bell.until(lambda: not self.telegram.pending or None, QUIET_SECONDS)
        tasks = asyncio.all_tasks()
        at_work = {task for task in tasks if getattr(task.get_coro(), "__qualname__", "") == Ingest.handle.__qualname__}
        if at_work:
            await asyncio.wait(at_work, timeout=QUIET_SECONDS)


def buttons(message: Json) -> list[Json]:
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def labels(message: Json) -> list[str]:
    return [button["text"] for button in buttons(message)]


def codes(message: Json) -> list[str]:
    """The commitments of a list, as its buttons name them."""
    return [button["text"] for button in buttons(message) if button.get("callback_data", "").startswith("v1:c:")]


def head(message: Json) -> list[str]:
    """What a list says of itself before its first commitment; the mesa left out."""
    return text(message).split("\n\n")[0].splitlines()[1:]


def text(message: Json) -> str:
    """As it stands on the screen: the simulator has parsed the entities."""
    return str(message["text"])


@asynccontextmanager
async def living(settings: Settings, database: Database, telegram: Telegram) -> AsyncIterator[World]:
    """Start the bot, hand out the world, stop the bot as SIGTERM would."""
    stop = asyncio.Event()
    bot = asyncio.create_task(
        app.serve_people(settings, settings.token.get_secret_value(), database, lambda _: None, stop)
    )
    try:
        yield World(telegram, settings, database)
    finally:
        stop.set()
        await bot
        gc.unfreeze()  # a bot's process settles down for good; ours lives through a thousand of them
