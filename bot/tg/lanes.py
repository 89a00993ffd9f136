"""Order within a chat, freedom between chats, and a bound on what is committed and not yet answered."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from dataclasses import dataclass, field

MOST_UNANSWERED = 32


def _event() -> asyncio.Event:
    return asyncio.Event()


@dataclass
class Ticket:
    """One update's place in its chat's lane. Effects follow the effects before; answers follow the answers before."""

    before: Ticket | None
    committed: asyncio.Event = field(default_factory=_event)
    answered: asyncio.Event = field(default_factory=_event)

    async def wait_for_effects(self) -> None:
        if self.before is not None:
            await self.before.committed.wait()

    async def wait_for_answers(self) -> None:
        if self.before is not None:
            await self.before.answered.wait()

    def done(self) -> None:
        """Both, whatever happened; the one before is let go, so that a long lane holds no memory."""
        self.committed.set()
        self.answered.set()
        self.before = None


class Lanes:
    """The last ticket of each chat, and the slots."""

    def __init__(self) -> None:
        self._last: dict[Hashable, Ticket] = {}
        self.slots = asyncio.Semaphore(MOST_UNANSWERED)

    def join(self, lane: Hashable) -> Ticket:
        """Stand behind whoever came before in this chat."""
        before = self._last.get(lane)
        ticket = Ticket(before if before is not None and not before.answered.is_set() else None)
        self._last[lane] = ticket
        return ticket

    def leave(self, lane: Hashable, ticket: Ticket) -> None:
        ticket.done()
        if self._last.get(lane) is ticket:
            del self._last[lane]
