"""Who acted, as the history and the other coordinators know them: a code of one mesa, never who it is."""

from __future__ import annotations

COORDINATOR, CONTACT = "c-", "i-"
OPERATOR = "operator"  # who has the server


def coordinates(actor: str) -> bool:
    """Whether it was a coordinator; else the clock, the command line, an institution's contact."""
    return actor.startswith(COORDINATOR)


def answers(actor: str) -> bool:
    """Whether it was a contact of an institution that has a part in it."""
    return actor.startswith(CONTACT)


def code_of(actor: str) -> str:
    """ "c-4f2a91c0" → "4F2A": how people call an actor among the few of one mesa."""
    return letters_of(actor)[:4]


def letters_of(actor: str) -> str:
    """ "c-4f2a91c0" → "4F2A91C0": where two begin alike."""
    return actor.removeprefix(COORDINATOR).removeprefix(CONTACT).upper()
