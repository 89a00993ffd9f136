"""From a raw update to its committed effects and its answer: a lane per chat, three tries, poison set aside.

A ticket tells when an update's effects are committed; only then may Telegram forget it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from telegram import Update

from bot.domain.messages import Message
from bot.store import updates
from bot.store.database import DatabaseUnavailable
from bot.tg.dispatch import Answer, Dispatcher
from bot.tg.health import Health
from bot.tg.incoming import target_of
from bot.tg.lanes import Lanes, Ticket
from bot.tg.outgoing import Outgoing

log = structlog.get_logger()
MOST_TRIES = 3
PAUSE_SECONDS = 0.2
LONGEST_DATABASE_PAUSE = 5.0
ALBUM_SECONDS = 0.7  # so long the answer to one of an album waits for the next of it

Raw = dict[str, Any]


@dataclass
class Ingest:
    """apology: what somebody hears whose update could not be handled."""

    dispatcher: Dispatcher
    outgoing: Outgoing
    health: Health
    apology: Message
    lanes: Lanes = field(default_factory=Lanes)
    committed_some: asyncio.Event = field(default_factory=asyncio.Event)  # set at each commit; who waits clears it
    _at_work: set[asyncio.Task[None]] = field(default_factory=set)

    def take(self, raws: Sequence[Raw]) -> list[Ticket]:
        """Begin with each; its ticket tells when it is committed. Answers may still be on the way then, at most 32."""
        tickets = []
        for raw in raws:
            lane = lane_of(raw)
            ticket = self.lanes.join(lane, album_of(raw))
            tickets.append(ticket)
            task = asyncio.create_task(self.handle(raw, lane, ticket))
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)
        return tickets

    async def finish(self, seconds: float) -> None:
        """Wait for the answers that are on the way, so long; then let them go."""
        if self._at_work:
            _, late = await asyncio.wait(self._at_work, timeout=seconds)
            for task in late:
                task.cancel()

    async def handle(self, raw: Raw, lane: Hashable, ticket: Ticket) -> None:
        try:
            await ticket.wait_for_effects()
            async with self.lanes.slots:
                answer = await self.effects(raw)
                ticket.committed.set()
                self.committed_some.set()
                await ticket.wait_for_answers()
                if answer.message and answer.message.gathers and await ticket.continues(ALBUM_SECONDS):
                    return
                if answer.target and answer.message:
                    await self.outgoing.deliver(answer.target, answer.message)
        except Exception as error:  # noqa: BLE001 (the last net: one answer's bug must not end the loop)
            log.error("answer_failed", error=type(error).__name__)
        finally:
            self.lanes.leave(lane, ticket)
            self.committed_some.set()

    async def effects(self, raw: Raw) -> Answer:
        """Commit the update's effects: tried three times, then set aside. A database that cannot now is waited for."""
        failures: list[str] = []
        pause = PAUSE_SECONDS
        while True:
            try:
                poison = len(failures) >= MOST_TRIES
                answer = await (self.set_aside(raw, failures[-1]) if poison else self.attempt(raw))
            except DatabaseUnavailable as error:
                self.health.database = False
                self.health.turn()
                log.warning("database_unavailable", said=str(error))
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_DATABASE_PAUSE)
            except Exception as error:  # noqa: BLE001 (whatever a handler raises counts as one try)
                failures.append(type(error).__name__)
                log.warning("update_failed", error=failures[-1], attempt=len(failures))
                await asyncio.sleep(PAUSE_SECONDS)
            else:
                self.health.database = True
                return answer

    async def attempt(self, raw: Raw) -> Answer:
        update = Update.de_json(raw, self.dispatcher.ptb.bot)
        answer = await self.dispatcher.dispatch(update)
        self.health.committed += 1
        return answer

    async def set_aside(self, raw: Raw, failure: str) -> Answer:
        """Poison: recorded by its class name only, and confirmed; whoever sent it hears an apology."""
        async with self.dispatcher.database.transaction() as db:
            await updates.record_poison(db, raw["update_id"], failure, self.dispatcher.clock())
        self.health.poisoned += 1
        log.error("update_set_aside", error=failure)
        target = readable_target(raw, self.dispatcher)
        return Answer(target, self.apology if target else None)


def readable_target(raw: Raw, dispatcher: Dispatcher) -> Any:
    """Where to apologise, if the update can be read that far."""
    try:
        return target_of(Update.de_json(raw, dispatcher.ptb.bot))
    except Exception as error:  # noqa: BLE001 (it is poison: it may fail in any way)
        log.warning("poison_unreadable", error=type(error).__name__)
        return None


def lane_of(raw: Raw) -> Hashable:
    """The chat an update belongs to; what has none shares one lane."""
    for content in raw.values():
        if not isinstance(content, dict):
            continue
        holder = content.get("message") if isinstance(content.get("message"), dict) else content
        chat = holder.get("chat") if isinstance(holder, dict) else None
        if isinstance(chat, dict) and isinstance(chat.get("id"), int):
            return int(chat["id"])
    return None


def album_of(raw: Raw) -> str:
    """What tells the messages that were sent together as one album; "" for one by itself."""
    message = raw.get("message")
    found = message.get("media_group_id") if isinstance(message, dict) else None
    return found if isinstance(found, str) else ""
