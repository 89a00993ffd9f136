"""Beside the sender: fills what was published, slice by slice, and tidies up each second."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.clock import Clock
from bot.domain.notices import State
from bot.services import upkeep
from bot.store.database import Database
from bot.tg.health import Health
from bot.tg.patience import Patience

log = structlog.get_logger()
IDLE_SECONDS, TIDY_SECONDS = 0.5, 1.0
BETWEEN_SLICES = 0.001  # another process's writer comes in meanwhile


@dataclass
class Keeper:
    """filled: told whenever there is something new to send."""

    database: Database
    clock: Clock
    health: Health
    filled: Callable[[], None]

    async def begin(self, patience: Patience) -> None:
        await self._steadily(patience, self.take_back)

    async def run(self, patience: Patience) -> None:
        tidied = 0.0
        while not patience.stopping.is_set():
            more = await self._steadily(patience, self.fill)
            if time.monotonic() - tidied > TIDY_SECONDS:
                tidied = time.monotonic()
                await self._steadily(patience, self.tidy)
            await patience.sleep(BETWEEN_SLICES if more else IDLE_SECONDS)

    async def _steadily(self, patience: Patience, work: Callable[[], Awaitable[bool]]) -> bool:
        """What raises like a bug is tried again the next time: sending goes on meanwhile."""
        try:
            return bool(await patience.with_database(work))
        except Exception as error:  # noqa: BLE001 (one slice's bug must not end the sending)
            log.error("upkeep_failed", error=type(error).__name__)
            return False

    async def take_back(self) -> bool:
        self._left_behind(*await upkeep.begin(self.database))
        return True

    async def fill(self) -> bool:
        more = await upkeep.fill(self.database, self.clock())
        if more:
            self.filled()
        return more

    async def tidy(self) -> bool:
        """What expires does so by a clock that is believed."""
        if self.health.believed():
            self._left_behind(*await upkeep.tidy(self.database, self.clock()))
        return True

    def _left_behind(self, recovered: int, uncertain: int) -> None:
        self.health.ended[State.UNCERTAIN] += uncertain
        if recovered or uncertain:
            log.warning("deliveries_left_behind", recovered=recovered, uncertain=uncertain)
