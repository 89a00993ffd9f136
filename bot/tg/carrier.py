"""Says one delivery, from the part at which it stands; what happened comes back by its meaning."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot import failpoints
from bot.domain.deliveries import Meaning, Outcome
from bot.domain.recipients import Recipient
from bot.tg.bots import Api
from bot.tg.errors import TokenRefused, meaning
from bot.tg.health import Health
from bot.tg.outgoing import says
from bot.tg.pacer import SOON, Pacer
from bot.tg.parts import Part

log = structlog.get_logger()
LOOK_SECONDS = 0.25  # how long a delivery waits without looking whether it still may
UNTOUCHED = Outcome(Meaning.UNTOUCHED)


@dataclass
class Carrier:
    """refused: our token is not accepted; whoever sees to it that it is again, says so here."""

    api: Api
    health: Health
    pacer: Pacer
    refused: bool = False

    async def carry(
        self,
        whom: Recipient,
        parts: tuple[Part, ...],
        said: int,
        at: float,
        may: Callable[[], bool],
        progress: Callable[[int], None],
    ) -> tuple[Outcome, int]:
        """(what happened, how many parts are said now). at: its slot. may: asked before each part. progress: told after each.

        Where a group's topic is gone, it is said to the group.
        """
        topic = whom.thread
        while said < len(parts):
            hindrance = await self.turn_of(whom.chat, at, may)
            if hindrance is not None:
                return replace(hindrance, no_topic=whom.thread != topic), said
            outcome = await self.part(whom, parts[said])
            if outcome.no_topic:
                whom = replace(whom, thread=None)
                continue
            if outcome.meaning is not Meaning.SENT:
                return replace(outcome, no_topic=whom.thread != topic), said
            said += 1
            if said < len(parts):
                progress(said)
                self.pacer.answering(whom.chat)  # the next part has no slot of its own
        return Outcome(Meaning.SENT, no_topic=whom.thread != topic), said

    async def turn_of(self, chat: int, at: float, may: Callable[[], bool]) -> Outcome | None:
        """Wait for the slot and the chat; why not, if it may not be said now."""
        while True:
            if self.refused or self.pacer.held or not may():
                return UNTOUCHED
            of_chat = self.pacer.wait_for(chat)
            if of_chat > SOON:
                return Outcome(Meaning.LATER, of_chat)
            left = max(at - time.monotonic(), of_chat)
            if left <= 0:
                self.pacer.sending(chat)
                return None
            await asyncio.sleep(min(left, LOOK_SECONDS))

    async def part(self, whom: Recipient, part: Part) -> Outcome:
        """One call, or a second one in plain words."""
        try:
            try:
                await self.call(whom, part)
            except BadRequest as error:
                if not part.text or not says(error, "can't parse entities"):
                    raise
                self.health.plain_resends += 1
                log.error("text_not_parsed", method=part.method)
                await self.call(whom, part.plainly())
        except TelegramError as error:
            if whom.thread and isinstance(error, BadRequest) and says(error, "message thread not found"):
                return Outcome(Meaning.UNTOUCHED, no_topic=True)
            return self.heard(error)
        failpoints.hit("outbox.after_send")
        return Outcome(Meaning.SENT)

    async def call(self, whom: Recipient, part: Part) -> Any:
        if part.file is None:
            return await self.api.post(part.method, part.body(whom.chat, whom.thread))
        fields = {"chat_id": whom.chat, "message_thread_id": whom.thread, **part.fields}
        return await self.api.call(part.method, fields, file=part.file)

    def heard(self, error: TelegramError) -> Outcome:
        if isinstance(error, RetryAfter):
            self.pacer.refused(meaning(error).seconds)
        try:
            return meaning(error)
        except TokenRefused:
            self.refused = True
            return UNTOUCHED
