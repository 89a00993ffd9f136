"""Updates on their way to the bot: kept until confirmed, handed to one poller or to a webhook."""

import json
from collections import deque
from typing import Any

from bot.simulator.bell import Bell
from bot.simulator.refusals import Refused

Update = dict[str, Any]
UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}
OLDER_POLLER = Refused(
    409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = Refused(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
)
WEBHOOK_SET = Refused(409, "Conflict: terminated by setWebhook request")


FUTURE = 10  # TQueue.cpp: an offset further than this beyond the next id confirms nothing


class Updates:
    """The queue of one bot. Ids grow by one; a poll with `offset` confirms everything before it.

    `next_id` may be set, while nothing waits, to go on from anywhere, as Telegram does after a week without updates.
    """

    def __init__(self, bell: Bell) -> None:
        self.waiting: deque[Update] = deque()
        self.webhook: str = ""
        self.allowed: list[str] = []
        self.closed = False
        self.bell = bell
        self.next_id = 100_001
        self.polls = 0  # calls of getUpdates, those refused too
        self._poller = 0

    def push(self, update: Update) -> int:
        """Queue an update under the id it brings, else the next one, which is returned.

        Ids go on from there. Kinds the bot did not ask for are dropped.
        """
        update_id: int = update.get("update_id", self.next_id)
        self.next_id = update_id + 1
        kinds = set(update) - {"update_id"}
        wanted = kinds <= set(self.allowed) if self.allowed else not kinds & UNASKED
        if wanted:
            self.waiting.append({"update_id": update_id} | update)
            self.bell.ring()
        return update_id

    def allow(self, kinds: Any) -> None:
        """Take only these kinds of update from now on, a list or its JSON; what is no list of strings changes nothing."""
        try:
            wanted = json.loads(kinds) if isinstance(kinds, str) else kinds
        except ValueError:
            return
        if isinstance(wanted, list) and all(isinstance(one, str) for one in wanted):
            self.allowed = [one.lower() for one in wanted]

    def confirm_before(self, offset: int) -> None:
        """Forget what the bot says it has; a negative offset keeps that many of the newest.

        An offset from the future is passed over: the bot remembers ids of a sequence that has ended.
        """
        if offset > self.next_id + FUTURE:
            return
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        while offset > 0 and self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """Up to `limit` updates, after at most `seconds`; Refused 409 for the older of two pollers that wait."""
        self.polls += 1
        if self.webhook:
            raise WEBHOOK_ACTIVE
        self.confirm_before(offset)
        if seconds > 0 and not self.waiting:
            self._poller += 1
            self.interrupt()
        ours = self._poller

        def look() -> bool | None:
            return True if self.waiting or self.closed or self.webhook or self._poller != ours else None

        await self.bell.until(look, seconds)
        if self.webhook:
            raise WEBHOOK_SET
        if self._poller != ours:
            raise OLDER_POLLER
        return [update for _, update in zip(range(limit), self.waiting, strict=False)]

    def remove(self, update: Update) -> None:
        """Forget one update a webhook took."""
        if update in self.waiting:
            self.waiting.remove(update)

    def interrupt(self) -> None:
        """Make waiting polls look again."""
        self.bell.ring()

    def close(self) -> None:
        """End every waiting poll with nothing."""
        self.closed = True
        self.bell.ring()
