"""Order within a chat, freedom between chats, and a bound on what is committed and not yet answered."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass, field

MOST_UNANSWERED = 32


def _event() -> asyncio.Event:
    return asyncio.Event()


@dataclass
class Ticket:
    """One update's place in its chat's lane. Effects follow the effects before; answers follow the answers before.

    album: what it was sent together with, "" = nothing. continued: the next in the lane is of the same album.
    """

    before: Ticket | None
    album: str = ""
    continued: asyncio.Event = field(default_factory=_event)
    committed: asyncio.Event = field(default_factory=_event)
    answered: asyncio.Event = field(default_factory=_event)

    async def wait_for_effects(self) -> None:
        if self.before is not None:
            await self.before.committed.wait()

    async def wait_for_answers(self) -> None:
        if self.before is not None:
            await self.before.answered.wait()

    async def continues(self, seconds: float) -> bool:
        """Whether more of its album comes within that time; it comes as an update of its own each."""
        if self.album:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.continued.wait(), seconds)
        return self.continued.is_set()

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

    def join(self, lane: Hashable, album: str = "") -> Ticket:
        """Stand behind whoever came before in this chat."""
        before = self._last.get(lane)
        ticket = Ticket(before if before is not None and not before.answered.is_set() else None, album)
        if before is not None and album and before.album == album:
            before.continued.set()
        self._last[lane] = ticket
        return ticket

    def leave(self, lane: Hashable, ticket: Ticket) -> None:
        ticket.done()
        if self._last.get(lane) is ticket:
            del self._last[lane]
