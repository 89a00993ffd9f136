"""Who acts, as the history and the other coordinators know them: a code of that mesa, never who it is."""

from __future__ import annotations

from bot.store.database import Session

LETTERS, CALLED = 8, 4


def actor_of(db: Session, mesa_id: int, chat: int) -> str:
    """ "c-4f2a91c0": the same each time in one mesa, another in the next, and nobody's without our key."""
    return f"c-{db.vault.lookup(f'actor:{mesa_id}', chat).hex()[:LETTERS]}"


def code_of(actor: str) -> str:
    """ "4F2A": how people call an actor among the few of one mesa."""
    return actor.removeprefix("c-")[:CALLED].upper()
