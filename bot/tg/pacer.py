"""When the next may be sent: what one process keeps of the pace, the chats' own pace, and a refusal's pause."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from bot.domain.pacing import Chats, claim_size, slots
from bot.store import pace
from bot.store.database import Session

SOON = 2.0  # seconds a delivery may wait for its chat while others wait for it


@dataclass
class Pacer:
    """rate: sends a second, 0 = unpaced. Answers to people go at once and push the notices back."""

    rate: float
    chats: Chats = field(default_factory=Chats)
    _answers_until: float = 0.0
    _held_until: float = 0.0
    _refusals: int = 0
    _looking: int = 0
    _told: int = 0  # of the refusals; the other senders do not know of the rest yet

    @property
    def claim_size(self) -> int:
        return claim_size(self.rate)

    @property
    def held(self) -> float:
        """Seconds for which nothing may be sent."""
        return max(0.0, self._held_until - time.monotonic())

    @property
    def unwritten(self) -> bool:
        return self._refusals > self._told

    def answering(self, chat: int) -> None:
        """Something is said beside the slots: they come later by as much."""
        now = time.monotonic()
        _, self._answers_until = slots(self._answers_until, now, 1, self.rate)
        if self.rate:
            self.chats.take(chat, now)

    def refused(self, seconds: float) -> None:
        """Telegram asked to wait."""
        self._held_until = max(self._held_until, time.monotonic() + seconds)
        self._refusals += 1

    async def look(self, db: Session) -> bool:
        """Tell the others what we were refused, hear it of them; whether anything may be sent now."""
        self._looking = self._refusals
        if self.unwritten:
            await pace.hold(db, self.held, self.rate)
        self._held_until = max(self._held_until, time.monotonic() + await pace.held(db))
        return self.held == 0

    def told(self) -> None:
        """What `look` wrote was kept."""
        self._told = self._looking

    async def reserve(self, db: Session, count: int) -> list[float]:
        """Monotonic moments for so many sends."""
        given = await pace.reserve(db, count, self.rate, max(0.0, self._answers_until - time.monotonic()))
        now = time.monotonic()  # not before: other senders may have held the row, and the answer counts from its end
        return [now + given.first + number * given.spacing for number in range(count)]

    def wait_for(self, chat: int) -> float:
        """Seconds until that chat may be written to."""
        return self.chats.wait(chat, time.monotonic()) if self.rate else 0.0

    def sending(self, chat: int) -> None:
        if self.rate:
            self.chats.take(chat, time.monotonic())
