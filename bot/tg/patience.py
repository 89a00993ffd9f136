"""What a loop does while its database, or Telegram, cannot: wait a little longer each time, and never give up but to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from bot.store.database import DatabaseUnavailable
from bot.tg.health import Health

log = structlog.get_logger()
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
T = TypeVar("T")


@dataclass
class Patience:
    """Sleeps that end when we stop, or are woken."""

    health: Health
    stopping: asyncio.Event
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    failing: bool = False

    async def watch(self) -> None:
        """Wake who sleeps when we stop."""
        await self.stopping.wait()
        self.woken.set()

    async def sleep(self, seconds: float) -> None:
        """So long, or until woken."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):  # `wait_for` may swallow a cancellation before Python 3.12
                await self.woken.wait()
        self.woken.clear()

    async def with_database(self, work: Callable[[], Awaitable[T]], *, even_stopping: bool = False) -> T | None:
        """The result of `work`, tried until the database can; None: we stop."""
        pause = FIRST_PAUSE
        while even_stopping or not self.stopping.is_set():
            try:
                result = await work()
            except DatabaseUnavailable as error:
                self.health.database, self.failing = False, True
                log.warning("database_unavailable", said=str(error))
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                if self.failing:  # what another could do meanwhile tells nothing of what we could not
                    self.health.database, self.failing = True, False
                return result
        return None
