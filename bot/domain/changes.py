"""What a commitment becomes when its responsible party reports, or when it is given more time. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum

from bot.domain.commitments import NEVER_OVERDUE, Commitment, DeadlineOrigin, Status


class NotExtended(StrEnum):
    """Why a day extends nothing."""

    NO_DEADLINE = "no_deadline"
    CLOSED = "closed"  # no clock runs
    PAST = "past"  # not after today
    EARLIER = "earlier"  # not after the deadline there is


def reported(one: Commitment, status: Status, words: str, today: date) -> Commitment:
    """Words that were said of another status, or on another day, are none of today's: without new ones there are none."""
    if status is one.status and not words:
        return one
    return replace(one, status=status, status_words=words, status_date=today.isoformat())


def not_extensible(one: Commitment) -> NotExtended | None:
    """Why it cannot be extended at all."""
    if one.deadline is None:
        return NotExtended.NO_DEADLINE
    return NotExtended.CLOSED if one.status in NEVER_OVERDUE else None


def too_early(day: date, deadline: date, today: date) -> NotExtended | None:
    """Why it cannot be extended from `deadline` to `day`."""
    if day <= today:
        return NotExtended.PAST
    return NotExtended.EARLIER if day <= deadline else None


def extended(one: Commitment, day: date, instrument: str, reason: str) -> Commitment:
    """The date it had first stays the original one, however often it moves."""
    return replace(
        one,
        deadline=day,
        original_deadline=one.original_deadline or one.deadline,
        deadline_origin=DeadlineOrigin.EXPLICIT,
        extended_by=instrument,
        extended_why=reason,
    )
