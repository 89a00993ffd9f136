"""What came of saving a thing."""

from __future__ import annotations

from enum import StrEnum


class Saved(StrEnum):
    """NONE: it was stored just so already; nothing was written, no event was appended."""

    NONE = "none"
    NEW = "new"
    CHANGED = "changed"


class Unknown(LookupError):
    """What is to be saved names a mesa or an institution that is not stored."""
