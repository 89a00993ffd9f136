"""What befalls a channel that hears of a mesa: public, and joined to it by whoever coordinates it."""

from __future__ import annotations

from enum import StrEnum

from bot.domain.callbacks import pack

SUBJECT = "channel"  # what the history calls it


class Turn(StrEnum):
    JOINED = "joined"
    PARTED = "parted"  # by a coordinator
    LOST = "lost"  # the bot was removed from it, or may not post there any more


def part_button(mesa_id: int, code: str) -> str:
    """That channel hears of the mesa no more."""
    return pack("cx", mesa_id, code)
