"""A bell that wakes everybody who waits for something to change, rung from ordinary functions."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Bell:
    """asyncio.Condition for one event loop, without a lock: what is waited for changes between two awaits only."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Let every waiter look again."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    async def until(self, look: Callable[[], T | None], timeout: float) -> T | None:  # noqa: ASYNC109
        """What `look` finds, asked now and at each ring; None after `timeout` seconds."""
        deadline = asyncio.get_running_loop().time() + timeout
        while (found := look()) is None:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return None
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(waiter)
            await asyncio.wait([waiter], timeout=left)
            self._waiting.discard(waiter)
        return found
