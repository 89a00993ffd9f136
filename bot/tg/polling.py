"""Our own long poll: a fetch confirms what came before it only as far as effects are committed.

The stock loop confirms before handling: killed with 200 queued it lost 185 (GUARANTEES section 2).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.tg.bots import POLL_SECONDS, Api
from bot.tg.health import Health
from bot.tg.ingest import Ingest, Raw
from bot.tg.lanes import MOST_UNANSWERED, Ticket
from bot.tg.outgoing import seconds_of

log = structlog.get_logger()
BATCH = 100
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0  # seconds between tries while Telegram cannot be reached
CONFLICT_PAUSE, LONGEST_CONFLICT_PAUSE = 30.0, 300.0  # idle: somebody else polls with this token
STANDBY_SECONDS = 1.0  # between two looks whether it is ours to poll
TOKEN_PAUSE = 15.0
SETTLE_SECONDS, STUCK_SECONDS = 0.03, 0.5
WANTED = ["message", "callback_query", "my_chat_member"]


async def always() -> bool:
    """Nobody else is there to poll."""
    return True


@dataclass
class Poller:
    """connect: what must succeed once before the first update can be handled (it asks Telegram who we are).

    elected: whether it is ours to poll, of all the processes of one database; asked before each fetch.
    """

    api: Api
    ingest: Ingest
    health: Health
    connect: Callable[[], Awaitable[None]]
    elected: Callable[[], Awaitable[bool]] = always
    conflict_pause: float = CONFLICT_PAUSE
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _taken: dict[int, Ticket] = field(default_factory=dict)  # in the order of arrival
    _done: int | None = None
    _pause: float = FIRST_PAUSE
    _conflicts: int = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set. Nothing that Telegram or the network does ends it."""
        self._stopping = stop
        await self.until_it_works(self.connect)
        while not self._stopping.is_set():
            self.health.standby = not await self.elected()
            if self.health.standby:
                self.health.conflict = False
                await self.idle(STANDBY_SECONDS)
                continue
            raws = await self.until_it_works(self.fetch)
            new = [raw for raw in raws or () if raw["update_id"] not in self._taken]
            self._taken.update(zip((raw["update_id"] for raw in new), self.ingest.take(new), strict=True))
            await self.settle()
        await self.confirm()

    async def settle(self) -> None:
        """Until everything taken is committed; or for a moment, a longer one where nothing is: one that is slow or
        stuck must not keep the others out."""
        clock = asyncio.get_running_loop().time
        began = clock()
        while not self._stopping.is_set() and self.uncommitted() is not None:
            self.ingest.committed_some.clear()
            some = asyncio.wait_for(self.ingest.committed_some.wait(), STUCK_SECONDS)
            with suppress(TimeoutError):
                await self.unless_stopping(some)
            few = sum(not ticket.committed.is_set() for ticket in self._taken.values()) <= MOST_UNANSWERED
            if clock() - began > (SETTLE_SECONDS if few else STUCK_SECONDS):  # with many at work more would only wait
                break
        self._forget_committed()

    def uncommitted(self) -> int | None:
        """The first update taken whose effects are not kept yet, in the order of arrival."""
        return next((number for number, ticket in self._taken.items() if not ticket.committed.is_set()), None)

    def _forget_committed(self) -> None:
        """What stands before the first uncommitted one is done; the last number is what the next fetch confirms."""
        first = self.uncommitted()
        for number in list(self._taken):
            if number == first:
                break
            self._done = number
            del self._taken[number]

    def offset(self) -> int | None:
        """Confirms all before it: nothing that is not committed."""
        first = self.uncommitted()
        if first is not None:
            return first
        return None if self._done is None else self._done + 1

    async def fetch(self) -> list[Raw]:
        """What is new, after what is confirmed; updates at work come again and are known."""
        fields = {"offset": self.offset(), "limit": BATCH, "timeout": POLL_SECONDS, "allowed_updates": WANTED}
        raws: list[Raw] = await self.api.call("getUpdates", fields)
        return raws

    async def confirm(self) -> None:
        """On the way out tell Telegram what is done; if it does not hear, it sends again and is recognised."""
        self._forget_committed()
        if (
            self.offset() is None or self.health.conflict or self.health.standby
        ):  # where somebody else polls, even this would disturb
            return
        try:
            await asyncio.wait_for(self.api.call("getUpdates", {"offset": self.offset(), "limit": 1, "timeout": 0}), 3)
        except (TelegramError, TimeoutError) as error:
            log.info("last_confirmation_failed", reason=type(error).__name__)

    async def until_it_works(self, work: Callable[[], Awaitable[Any]]) -> Any:
        """Try until Telegram answers or we stop (then None)."""
        while not self._stopping.is_set():
            try:
                result = await self.unless_stopping(work())
            except TelegramError as error:
                await self.idle(self.reaction(error))
            else:
                self.heard()
                return result
        return None

    async def unless_stopping(self, work: Awaitable[Any]) -> Any:
        """The result, or None as soon as we stop: an open long poll confirms nothing, it can be dropped."""
        task = asyncio.ensure_future(work)
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait((task, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if task.done():
            return task.result()
        task.cancel()
        await asyncio.wait((task,))
        return None

    def heard(self) -> None:
        self.health.turn()
        self.health.answered = self.health.turned
        self.health.conflict = self.health.refused = False
        self._pause, self._conflicts = FIRST_PAUSE, 0

    def reaction(self, error: TelegramError) -> float:
        """Seconds to wait after what Telegram said."""
        self.health.turn()
        if isinstance(error, RetryAfter):
            return seconds_of(error)
        if isinstance(error, Conflict):
            self.health.conflict = True
            self._conflicts += 1
            wait = min(self.conflict_pause * 2 ** (self._conflicts - 1), LONGEST_CONFLICT_PAUSE)
            log.error("poller_conflict", said=str(error), idle_seconds=wait)
            return float(wait)
        self.health.refused = isinstance(error, InvalidToken)
        wait = TOKEN_PAUSE if self.health.refused else self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        log.warning("telegram_unreachable", reason=type(error).__name__, said=str(error), next_try_seconds=wait)
        return wait

    async def idle(self, seconds: float) -> None:
        """Wait, but not through a stop, and never so long in silence that the watchdog barks."""
        end = asyncio.get_running_loop().time() + seconds
        while not self._stopping.is_set() and (left := end - asyncio.get_running_loop().time()) > 0:
            self.health.turn()
            await self.unless_stopping(asyncio.sleep(min(left, 10)))
