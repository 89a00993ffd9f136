"""What befalls an office: of a mesa's coordinator, an institution's contact, an administrator of the bot."""

from __future__ import annotations

from enum import StrEnum

SUBJECT = "team"  # what the history calls it


class Turn(StrEnum):
    INVITED = "invited"
    REVOKED = "revoked"  # the invitation was taken back
    JOINED = "joined"
    SUSPENDED = "suspended"
    RESTORED = "restored"
    REMOVED = "removed"
    TRIED = "tried"  # somebody tries invitations that are none


class LastOne(Exception):
    """Without that one nobody would be left who could see to it."""


class NotThere(Exception):
    """Nobody of that code holds that office, or stands so that this could be done; or who wants it may not any more."""
