"""What is to be told of a thing now, and whether what was to be told is still true. Pure."""

from __future__ import annotations

from datetime import date

from bot.domain import commitment_reminders, meeting_reminders, mesa_reminders
from bot.domain.commitments import Commitment
from bot.domain.meetings import Meeting
from bot.domain.mesas import Mesa
from bot.domain.notices import Item
from bot.domain.schedule import Entry

Thing = Commitment | Meeting | Mesa


def still_true(item: Item, thing: Thing, entry: Entry, today: date) -> bool:
    """The guard of a claim: what was fulfilled, moved or is past meanwhile is not said. today: the date in the mesa's zone."""
    match thing:
        case Commitment():
            return commitment_reminders.still_true(item, thing, entry, today)
        case Meeting():
            return meeting_reminders.still_true(item, thing, entry, today)
        case _:
            return mesa_reminders.still_true(item, thing, entry, today)
