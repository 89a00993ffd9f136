"""What befalls an office: of a mesa's coordinator, an institution's contact, an administrator of the bot."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from bot.domain.recipients import Recipient, Role, suspended_of, team_of

SUBJECT = "team"  # what the history calls it


class Turn(StrEnum):
    INVITED = "invited"
    REVOKED = "revoked"  # the invitation was taken back
    JOINED = "joined"
    SUSPENDED = "suspended"
    RESTORED = "restored"
    REMOVED = "removed"
    LEFT = "left"  # by themselves: /olvidar
    TRIED = "tried"  # somebody tries invitations that are none


GIVING = frozenset({Turn.JOINED, Turn.RESTORED})


class LastOne(Exception):
    """Without that one nobody would be left who could see to it."""


class NotThere(Exception):
    """Nobody of that code holds that office, or stands so that this could be done; or who wants it may not any more."""


class GivenForAll(Exception):
    """The operator gave that office for every mesa of the institution: one mesa's team cannot end it."""


def turned(one: Recipient, mesa_id: int, turn: Turn) -> Recipient | None:
    """What an office's row says after that turn in that mesa; None: there is none any more."""
    if one.role is not Role.CONTACT:
        scopes = {Turn.SUSPENDED: suspended_of(mesa_id), Turn.RESTORED: team_of(mesa_id)}
        return replace(one, scope=scopes[turn]) if turn in scopes else None
    within, without = one.within, one.without - {mesa_id}
    if turn is Turn.SUSPENDED:
        without |= {mesa_id}
    elif turn is Turn.REMOVED:
        within -= {mesa_id}
        if not within:  # an empty one would let them speak everywhere
            return None
    elif turn is Turn.JOINED and within:
        within |= {mesa_id}
    return replace(one, within=within, without=without)
