"""What a person (or a group's chat) chose. Kept sealed; there is no name, number or text here, and none is stored elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Settings:
    """language: "" until chosen. mesa: slug at hand. target: a deep link's payload that waits for the first choices.

    snoozed_until: ISO date, "" = not; before that day no notice is sent. discreet: a notice says only that there is one.
    gone: this chat blocked the bot, or is no more; nothing is sent until it speaks again.
    """

    language: str = ""
    mesa: str = ""
    subgroup: str = ""
    target: str = ""
    snoozed_until: str = ""
    discreet: bool = False
    gone: bool = False

    def snoozed(self, today: date) -> bool:
        """today: the date where the notice comes from."""
        return bool(self.snoozed_until) and today.isoformat() < self.snoozed_until
