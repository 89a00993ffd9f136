"""How fast may be sent: evenly spaced, never catching up; slower after a refusal. Pure; moments are seconds of any one clock."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

EASED = 0.9
CREEP_A_MINUTE = 1.01
LARGEST_CLAIM, SMALLEST_CLAIM, CLAIMED_SECONDS = 200, 8, 0.3
CHAT_SECONDS, GROUP_SECONDS, MOST_IN_A_GROUP = 1.0, 60.0, 20  # https://core.telegram.org/bots/faq
MOST_REMEMBERED = 10_000


def claim_size(rate: float) -> int:
    """How many deliveries may be under way at once; rate: sends a second, 0 = unpaced."""
    return min(LARGEST_CLAIM, max(SMALLEST_CLAIM, int(rate * CLAIMED_SECONDS))) if rate else LARGEST_CLAIM


def warming(size: int, marked: int) -> int:
    """How many of `size` a sender takes that has marked so often: one that dies at each start has few in its hands."""
    return min(size, SMALLEST_CLAIM << 3 * min(marked, 3))


def crept(rate: float, configured: float, minutes: float) -> float:
    """The rate so many minutes after a refusal left `rate` of it; 0 = never refused."""
    if not rate or not configured:
        return configured
    steps = min(max(minutes, 0.0), 1_000.0)  # by then any rate is itself again
    return float(min(configured, rate * CREEP_A_MINUTE**steps))


def slots(next_at: float, now: float, count: float, rate: float) -> tuple[float, float]:
    """(the first of `count` evenly spaced slots, when the next may be). What was not used is lost."""
    first = max(next_at, now)
    return first, first + (count / rate if rate else 0.0)


@dataclass
class Chats:
    """When each chat was written to last: once a second, a group 20 times a minute. In memory: a restart takes longer."""

    _said: dict[int, deque[float]] = field(default_factory=dict)

    def wait(self, chat: int, now: float) -> float:
        """Seconds until it may be written to."""
        said = self._said.get(chat)
        if not said:
            return 0.0
        least = said[-1] + CHAT_SECONDS
        if len(said) == MOST_IN_A_GROUP:
            least = max(least, said[0] + GROUP_SECONDS)
        return max(0.0, least - now)

    def take(self, chat: int, at: float) -> None:
        """It is written to at that moment."""
        if len(self._said) >= MOST_REMEMBERED:
            self._said = {one: said for one, said in self._said.items() if said[-1] > at - GROUP_SECONDS}
        most = MOST_IN_A_GROUP if chat < 0 else 1
        self._said.setdefault(chat, deque(maxlen=most)).append(at)
