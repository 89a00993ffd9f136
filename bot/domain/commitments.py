"""A commitment and its three truths, never mixed: what was reported, what the clock says, what the community says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

DUE_SOON_DAYS = 30  # the ladder's first step before a deadline
VOICES_TO_SHOW = 3  # fewer voices could tell who spoke


class Status(StrEnum):
    """What the responsible party reports. "Vencido" is no status: the clock says that."""

    NO_INFORMATION = "no_information"
    PENDING = "pending"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    PERMANENT = "permanent"
    DONE = "done"
    BREACHED = "breached"
    UNFEASIBLE = "unfeasible"


CLOSED = frozenset({Status.DONE, Status.UNFEASIBLE})
NEVER_OVERDUE = CLOSED | {Status.PERMANENT}


class DeadlineOrigin(StrEnum):
    EXPLICIT = "explicit"
    DERIVED = "derived"
    NONE = "none"


class Role(StrEnum):
    RESPONSIBLE = "responsible"
    CO_RESPONSIBLE = "co_responsible"
    PROVISIONAL = "provisional"


class Stance(StrEnum):
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Verification(StrEnum):
    UNVERIFIED = "unverified"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


class ClockKind(StrEnum):
    CLOSED = "closed"  # done or not viable: nothing runs any more
    NO_DEADLINE = "no_deadline"
    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Clock:
    """days: until the deadline, or since it once overdue; 0 where there is none."""

    kind: ClockKind
    days: int = 0
    extended: bool = False


@dataclass(frozen=True)
class Responsibility:
    """Who owes it. words: the body as the acta or the matrix writes it; said_by / said_on: who stated the stance, and when.

    why: what for it declined. named: whom it says it is up to (slug), "" = nobody; named_name: as `name`.
    """

    institution: str  # slug
    name: str  # how people call it (acronym or name); read from the institution, not kept twice
    role: Role = Role.RESPONSIBLE
    stance: Stance = Stance.ASSIGNED
    words: str = ""
    said_by: str = ""
    said_on: date | None = None
    why: str = ""
    named: str = ""
    named_name: str = ""


@dataclass(frozen=True)
class Commitment:
    """Dates that sources give loosely ("2019-04", "2015") stay literal strings; `deadline` is the one the clock runs on."""

    mesa: str  # slug
    code: str
    text: str
    text_quechua: str = ""
    subgroup: str = ""
    acta: str = ""
    acta_date: str = ""
    deadline: date | None = None
    original_deadline: date | None = None
    deadline_words: str = ""
    deadline_origin: DeadlineOrigin = DeadlineOrigin.NONE
    extended_by: str = ""  # the instrument: RM, acta
    extended_why: str = ""
    status: Status = Status.NO_INFORMATION
    status_words: str = ""
    status_date: str = ""
    confirmations: int = 0
    disputes: int = 0
    reserved: bool = False  # the acta's confidentiality clause hides the text
    responsibilities: tuple[Responsibility, ...] = ()
    source: str = ""
    confidence: str = ""
    note: str = ""
    extras: tuple[tuple[str, str], ...] = ()
    rectifications: int = 0  # how often what was recorded was found wrong
    rectified_why: str = ""  # the last time
    revision: int = 1
    updated_at: datetime | None = None
    id: int = 0  # the row's number, which buttons carry; 0 while it is not stored


def overdue(deadline: date | None, status: Status, today: date) -> bool:
    """Past its deadline in the mesa's zone and none of done, not viable, permanent."""
    return deadline is not None and deadline < today and status not in NEVER_OVERDUE


def clock(commitment: Commitment, today: date) -> Clock:
    """What the calendar says, whatever anybody reports. today: the date in the mesa's zone."""
    extended = commitment.original_deadline not in (None, commitment.deadline)
    return replace(clock_of(commitment.status, commitment.deadline, today), extended=extended)


def clock_of(status: Status, deadline: date | None, today: date) -> Clock:
    """As `clock`, of one that was not extended."""
    if status in CLOSED:
        return Clock(ClockKind.CLOSED)
    if deadline is None or status is Status.PERMANENT:
        return Clock(ClockKind.NO_DEADLINE)
    left = (deadline - today).days
    if left < 0:
        return Clock(ClockKind.OVERDUE, -left)
    return Clock(ClockKind.DUE_SOON if left <= DUE_SOON_DAYS else ClockKind.ON_TIME, left)


def verification(commitment: Commitment) -> Verification:
    """Counts are told only from three voices up: fewer could reveal who spoke."""
    if commitment.confirmations + commitment.disputes < VOICES_TO_SHOW:
        return Verification.UNVERIFIED
    return Verification.DISPUTED if commitment.disputes else Verification.CONFIRMED


def is_open(commitment: Commitment) -> bool:
    return commitment.status not in CLOSED


def without_responsible(commitment: Commitment) -> bool:
    """Nobody named, only a provisional owner, or everybody declined."""
    owners = [one for one in commitment.responsibilities if one.role is Role.RESPONSIBLE]
    return all(one.stance is Stance.DECLINED for one in owners)


def unanswered(commitment: Commitment) -> bool:
    """Open, and somebody was named who has said neither yes nor no."""
    return is_open(commitment) and any(
        one.role is Role.RESPONSIBLE and one.stance is Stance.ASSIGNED for one in commitment.responsibilities
    )


def contested(commitment: Commitment) -> bool:
    """Open, and somebody said that a part in it is not theirs."""
    return is_open(commitment) and any(one.stance is Stance.DECLINED for one in commitment.responsibilities)
