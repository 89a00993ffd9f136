"""What shows how a commitment goes: photos, videos, files and addresses, kept with what was reported of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_LINK = 500
MOST_AT_ONCE = 10  # pieces of one report: as many as Telegram puts into an album
_LINK = re.compile(r"https?://[^\s<>\"]+", re.ASCII | re.IGNORECASE)


class Medium(StrEnum):
    """photo, video and document: as Telegram holds them; an address is only told, never opened by us."""

    PHOTO = "photo"
    VIDEO = "video"
    DOCUMENT = "document"
    LINK = "link"


@dataclass(frozen=True)
class Piece:
    """What is to be kept with a change. held: Telegram's file_id, or the address."""

    kind: Medium
    held: str
    caption: str = ""


@dataclass(frozen=True)
class Evidence:
    """mesa: slug; code: the commitment's; number: from 1 in each commitment. held: Telegram's file_id, or the address.

    at: aware, UTC. actor: an opaque code. withdrawn: why it is shown no more, and nothing of it is held; "" = it stands.
    """

    mesa: str
    code: str
    number: int
    kind: Medium
    held: str
    caption: str
    at: datetime
    actor: str
    withdrawn: str = ""


def is_link(words: str) -> bool:
    """Only an address of the web: http or https, of one line, and no longer than LONGEST_LINK."""
    return len(words) <= LONGEST_LINK and _LINK.fullmatch(words) is not None
