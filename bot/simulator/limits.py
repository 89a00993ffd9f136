"""How fast a bot may send: Telegram answers 429 with `retry_after` beyond these rates."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from bot.simulator.refusals import too_many

Window = deque[float]


@dataclass
class Limits:
    """Messages allowed in any second to all chats, in any second to one chat, in any minute to one group.

    None is unlimited. The published figures are 30, 1 and 20 (https://core.telegram.org/bots/faq).
    """

    overall: int | None = None
    per_chat: int | None = None
    per_group_minute: int | None = None
    _sent: dict[tuple[str, int], Window] = field(default_factory=lambda: defaultdict(deque))

    def spend(self, chat_id: int, now: float) -> None:
        """Count one message at `now` (monotonic seconds); Refused 429 and nothing counted if it is one too many."""
        windows = [("overall", 0, self.overall, 1.0), ("chat", chat_id, self.per_chat, 1.0)]
        if chat_id < 0:
            windows.append(("group", chat_id, self.per_group_minute, 60.0))
        limited = [(self._sent[name, key], most, seconds) for name, key, most, seconds in windows if most is not None]
        wait = max((_wait(sent, most, seconds, now) for sent, most, seconds in limited), default=0.0)
        if wait > 0:
            raise too_many(math.ceil(wait))
        for sent, _, _ in limited:
            sent.append(now)


def _wait(sent: Window, most: int, seconds: float, now: float) -> float:
    while sent and sent[0] <= now - seconds:
        sent.popleft()
    return sent[-most] + seconds - now if len(sent) >= most else 0.0
