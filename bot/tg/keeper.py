"""Beside the sender: fills what was published, slice by slice, and tidies up each second."""

from __future__ import annotations

import time
from collections.abc import Callable
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
BETWEEN_SLICES = 0.005  # another process's writer comes in meanwhile


@dataclass
class Keeper:
    """filled: told whenever there is something new to send."""

    database: Database
    clock: Clock
    health: Health
    filled: Callable[[], None]

    async def begin(self) -> None:
        self._left_behind(*await upkeep.begin(self.database))

    async def run(self, patience: Patience) -> None:
        tidied = 0.0
        while not patience.stopping.is_set():
            more = await patience.with_database(self.fill)
            if time.monotonic() - tidied > TIDY_SECONDS:
                tidied = time.monotonic()
                await patience.with_database(self.tidy)
            await patience.sleep(BETWEEN_SLICES if more else IDLE_SECONDS)

    async def fill(self) -> bool:
        more = await upkeep.fill(self.database)
        if more:
            self.filled()
        return more

    async def tidy(self) -> None:
        """What expires does so by a clock that is believed."""
        if not self.health.believed():
            return
        self._left_behind(*await upkeep.tidy(self.database, self.clock()))

    def _left_behind(self, recovered: int, uncertain: int) -> None:
        self.health.ended[State.UNCERTAIN] += uncertain
        if recovered or uncertain:
            log.warning("deliveries_left_behind", recovered=recovered, uncertain=uncertain)
