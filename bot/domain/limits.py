"""How much one person may ask for. Kept in memory alone, by look-up: no number is remembered, and a restart forgets it all. What a
person announces is counted by what is kept of it (services/announcing.py): that outlives a restart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Budget(StrEnum):
    """What is counted by itself."""

    COMMAND = "command"
    WORDS = "words"  # words, presses, and whatever else is sent
    WARNING = "warning"  # our own: that there was too much
    EXPORT = "export"
    INVITE = "invite"  # tries to open an invitation


@dataclass(frozen=True)
class Rate:
    """`most` within any such time; burst: instead, so many at once, and after that `most` within each such time."""

    most: int
    within: timedelta
    burst: int = 0


MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
RATES: Mapping[Budget, Rate] = {
    Budget.COMMAND: Rate(20, MINUTE, burst=30),
    Budget.WORDS: Rate(60, MINUTE, burst=60),
    Budget.WARNING: Rate(1, MINUTE),
    Budget.EXPORT: Rate(3, HOUR),
    Budget.INVITE: Rate(5, HOUR),
}

Spent = dict[
    int, datetime
]  # by the update it was spent for; of a bucket the last alone, with the moment it is full again


def spend(rate: Rate, spent: Spent, update: int, now: datetime) -> Spent | None:
    """What is spent after one more; None: no more may be. The same update spends once, however often it is tried."""
    if update in spent:
        return spent
    if rate.burst:
        each, full = rate.within / rate.most, max(now, *spent.values(), now)
        return {update: full + each} if full - now <= (rate.burst - 1) * each else None
    recent = {one: at for one, at in spent.items() if at > now - rate.within}
    return {**recent, update: now} if len(recent) < rate.most else None


@dataclass
class Limits:
    """Who spent how much of what. key: a look-up of the person."""

    _spent: dict[tuple[Budget, bytes], Spent] = field(default_factory=dict)
    _looked: datetime | None = None

    def spend(self, budget: Budget, key: bytes, update: int, now: datetime) -> bool:
        """Whether they may; then it is counted."""
        self._forget(now)
        after = spend(RATES[budget], self._spent.get((budget, key), {}), update, now)
        if after is None:
            return False
        self._spent[budget, key] = after
        return True

    def _forget(self, now: datetime) -> None:
        """Once a minute, those who could begin anew."""
        if self._looked is not None and self._looked <= now < self._looked + MINUTE:
            return
        self._looked = now
        for (budget, key), spent in list(self._spent.items()):
            rate = RATES[budget]
            if max(spent.values()) <= now - (timedelta(0) if rate.burst else rate.within):
                del self._spent[budget, key]
