"""How the bot is, for /healthz and the watchdog: what was last heard from Telegram and from the database."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.notices import State

SHOWN = (State.SENT, State.DEAD, State.UNCERTAIN)


@dataclass
class Health:
    """Moments are monotonic seconds. turned: the poll loop's last turn, whatever it brought; answered: Telegram's last answer."""

    started: float = field(default_factory=time.monotonic)
    turned: float = field(default_factory=time.monotonic)
    answered: float | None = None
    conflict: bool = False
    standby: bool = False  # another process of the same database polls; we are ready to
    refused: bool = False  # the token is not accepted
    database: bool = True
    ticked: bool = True  # the last tick could decide what was due
    committed: int = 0
    poisoned: int = 0
    plain_resends: int = 0  # texts Telegram could not parse: a bug each
    set_aside: Counter[str] = field(default_factory=Counter)  # what kept items out of notices, by its class: a bug each
    believed: Callable[[], bool] = lambda: True  # the clock; while not, nothing is decided or sent by it
    sending_refused: bool = False  # the token, where we send: nothing is taken up until it works again
    seals_broken: int = 0  # rows that were tampered with
    ended: Counter[State] = field(default_factory=Counter)  # deliveries of this process, by where they ended

    def turn(self) -> None:
        self.turned = time.monotonic()

    def tick(self, well: bool) -> None:
        self.ticked = well

    def report(self) -> tuple[bool, dict[str, object]]:
        """(whether all is well, facts without anybody's number)."""
        troubles = [
            name
            for name, wrong in (
                ("poller_conflict", self.conflict),
                ("token_refused", self.refused or self.sending_refused),
                ("database_unavailable", not self.database),
                ("reminders_wait", not self.ticked),
                ("clock_unbelievable", not self.believed()),
                ("seal_broken", self.seals_broken > 0),
                ("telegram_silent", self.silent_seconds() > 120 and not self.standby),
            )
            if wrong
        ]
        return not troubles, {
            "status": "degraded" if troubles else "ok",
            "troubles": troubles,
            "seconds_since_telegram_answered": round(self.silent_seconds(), 1),
            "standby": self.standby,
            "updates_committed": self.committed,
            "updates_poisoned": self.poisoned,
            "texts_resent_plain": self.plain_resends,
            "notice_items_set_aside": self.set_aside.total(),
            **{f"deliveries_{state.value}": self.ended[state] for state in SHOWN},
        }

    def silent_seconds(self) -> float:
        return time.monotonic() - (self.answered if self.answered is not None else self.started)
