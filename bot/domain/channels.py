"""What befalls a channel that hears of a mesa: public, and joined to it by whoever coordinates it."""

from __future__ import annotations

from enum import StrEnum

SUBJECT = "channel"  # what the history calls it


class Turn(StrEnum):
    JOINED = "joined"
    PARTED = "parted"  # by a coordinator
    LOST = "lost"  # the bot was removed from it, or may not post there any more
