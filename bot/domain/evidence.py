"""What shows how a commitment goes: a photo, a file or an address, which a coordinator kept with a change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_LINK = 500
_LINK = re.compile(r"https?://[^\s<>\"]+", re.ASCII | re.IGNORECASE)


class Medium(StrEnum):
    """photo and document: as Telegram holds them; an address is only told, never opened by us."""

    PHOTO = "photo"
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

    at: aware, UTC. actor: an opaque code.
    """

    mesa: str
    code: str
    number: int
    kind: Medium
    held: str
    caption: str
    at: datetime
    actor: str


def is_link(words: str) -> bool:
    """Only an address of the web: http or https, of one line, and no longer than LONGEST_LINK."""
    return len(words) <= LONGEST_LINK and _LINK.fullmatch(words) is not None
