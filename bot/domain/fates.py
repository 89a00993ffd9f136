"""What became of a notice's deliveries, in numbers: never who."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.notices import Notice, NoticeState, State

GONE = "gone"  # blocked the bot, or is no more: another try would say the same


@dataclass(frozen=True)
class Fates:
    """numbers: (state, reason) → how many; a reason only beside DEAD, "" elsewhere."""

    numbers: Mapping[tuple[State, str], int] = field(default_factory=dict)

    def of(self, *states: State) -> int:
        return sum(n for (state, _), n in self.numbers.items() if state in states)

    @property
    def failed(self) -> dict[str, int]:
        """reason → how many, the most frequent first."""
        reasons = [(reason, n) for (state, reason), n in self.numbers.items() if state is State.DEAD]
        return dict(sorted(reasons, key=lambda one: (-one[1], one[0])))

    @property
    def may_be_tried_again(self) -> int:
        return self.of(State.UNCERTAIN, State.HELD) + sum(n for reason, n in self.failed.items() if reason != GONE)


def total(each: Iterable[Fates]) -> Fates:
    counted: Counter[tuple[State, str]] = Counter()
    for one in each:
        counted.update(one.numbers)
    return Fates(dict(counted))


@dataclass(frozen=True)
class Account:
    """A notice with what became of it. announcement: the number of what it carries, None = of no announcement."""

    notice: Notice
    fates: Fates
    announcement: int | None = None

    def may_be_tried_again(self, now: datetime) -> int:
        """How many deliveries another try could help: none of a notice that is of no use any more."""
        useful = now < self.notice.useful_until and self.notice.state in (NoticeState.OPEN, NoticeState.DONE)
        return self.fates.may_be_tried_again if useful else 0
