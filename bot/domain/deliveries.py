"""What becomes of one delivery after one try: by the meaning of what happened, whose words are the channel's affair. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.notices import MOST_AMBIGUOUS, Kind, State

MOST_ATTEMPTS, MOST_RENDERINGS = 12, 3
LONGEST_BACKOFF = 900  # seconds
MISSING_PAUSE = 3_600  # seconds


class Meaning(StrEnum):
    SENT = "sent"
    LATER = "later"  # asked to wait: no attempt
    UNTOUCHED = "untouched"  # it was not tried
    SAFE = "safe"  # it never left
    AMBIGUOUS = "ambiguous"  # it left, and no answer came that tells
    GONE = "gone"  # that chat wants nothing more
    MISSING = "missing"  # no such chat, now
    MOVED = "moved"  # that chat has another number
    REFUSED = "refused"  # as it is, it can never be said
    POISON = "poison"  # it could not be put into words


@dataclass(frozen=True)
class Outcome:
    """seconds: how long to wait (LATER). chat: the new number (MOVED). no_topic: the group's forum topic is gone."""

    meaning: Meaning
    seconds: float = 0.0
    chat: int = 0
    no_topic: bool = False


@dataclass(frozen=True)
class Standing:
    """Where a delivery stands. not_before: Unix seconds. parts: how many of it were said."""

    state: State
    not_before: int
    attempts: int = 0
    ambiguous: int = 0
    parts: int = 0
    reason: str = ""

    def ended(self, state: State, reason: str) -> Standing:
        return replace(self, state=state, reason=reason)

    def waiting(self, now: float, seconds: float) -> Standing:
        """Pending, and not before so many seconds after now; 0: at once."""
        return replace(self, state=State.PENDING, not_before=math.ceil(now + seconds) if seconds else int(now))


def after(before: Standing, outcome: Outcome, kind: Kind, now: datetime, chance: float) -> Standing:
    """Where it stands after a try. before: as it was claimed. chance: 0 to 1, how much of the backoff is waited."""
    moment, meaning = now.timestamp(), outcome.meaning
    if meaning is Meaning.UNTOUCHED:
        return replace(before, state=State.PENDING)
    if meaning is Meaning.LATER:
        return before.waiting(moment, outcome.seconds)
    if meaning is Meaning.SENT:
        return Standing(State.SENT, before.not_before, before.attempts + 1, before.ambiguous, before.parts)
    tried = replace(before, attempts=before.attempts + 1)
    if meaning in (Meaning.GONE, Meaning.REFUSED):
        return tried.ended(State.DEAD, meaning.value)
    if meaning is Meaning.MISSING:
        return _missing(tried, moment)
    if meaning is Meaning.AMBIGUOUS:
        tried = replace(tried, ambiguous=tried.ambiguous + 1)
        if tried.ambiguous >= MOST_AMBIGUOUS[kind]:
            return tried.ended(State.UNCERTAIN, "ambiguous")
    if meaning is Meaning.POISON and tried.attempts >= MOST_RENDERINGS:
        return tried.ended(State.DEAD, "poison")
    if tried.attempts >= MOST_ATTEMPTS:
        return tried.ended(State.DEAD, "attempts")
    return tried.waiting(moment, 0 if meaning is Meaning.MOVED else backoff(tried.attempts, chance))


def backoff(attempts: int, chance: float) -> float:
    """Seconds: 2ⁿ with full jitter."""
    return chance * float(min(2**attempts, LONGEST_BACKOFF))


def _missing(tried: Standing, moment: float) -> Standing:
    """Telegram forgets a chat for a moment, rarely: it is asked once more."""
    if tried.reason == Meaning.MISSING.value:
        return tried.ended(State.DEAD, "gone")
    return replace(tried.waiting(moment, MISSING_PAUSE), reason=Meaning.MISSING.value)
