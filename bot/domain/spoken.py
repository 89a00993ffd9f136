"""What the history tells of an announcement, in each mesa it goes to: its words, to whom, and what befell it; never who hears it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SUBJECT = "announcement"  # what the history calls it
PREFIX = "a-"  # "espinar/a-12": announcement 12


class Audience(StrEnum):
    MESA = "mesa"  # whoever follows anything of it
    SUBGROUP = "subgroup"
    COMMITMENT = "commitment"
    CONTACTS = "contacts"  # of an institution


class Turn(StrEnum):
    CONFIRMED = "confirmed"
    SCHEDULED = "scheduled"  # confirmed, for another day or hour
    UNDONE = "undone"  # before anybody was told
    CANCELLED = "cancelled"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXPIRED = "expired"  # paused until it was of no more use
    HELD = "held"  # paused by nobody: it went wrong, or whoever made it may no longer


@dataclass(frozen=True)
class Spoken:
    """An announcement as one mesa's history knows it. mesa: slug; number: the announcement's. begins: aware, UTC.

    voice, media: as Telegram holds them; pin: degrees, "" = none.
    """

    mesa: str
    number: int
    audience: Audience
    es: str
    qu: str
    voice: str
    media: str
    pin: str
    subgroup: str
    begins: datetime
    urgent: bool
