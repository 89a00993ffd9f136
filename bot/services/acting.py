"""Who acts, as the history and the other coordinators know them: a code of that mesa, never who it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.actors import CONTACT, COORDINATOR
from bot.store.database import Session

LETTERS = 8
BOT = "bot"  # who acts, where nobody does


@dataclass(frozen=True)
class By:
    """Who does something in several mesas at once, and when. chat: theirs; None: nobody's, `actor` does it (BOT, "cli")."""

    now: datetime
    chat: int | None = None
    actor: str = BOT

    def within(self, db: Session, mesa_id: int) -> str:
        """As that mesa knows them."""
        return self.actor if self.chat is None else actor_of(db, mesa_id, self.chat)


def contact_of(db: Session, mesa_id: int, chat: int) -> str:
    """ "i-4f2a91c0": as `actor_of`, for a contact of an institution."""
    return f"{CONTACT}{_code(db, mesa_id, chat)}"


def actor_of(db: Session, mesa_id: int, chat: int) -> str:
    """ "c-4f2a91c0": the same each time in one mesa, another in the next, and nobody's without our key."""
    return f"{COORDINATOR}{_code(db, mesa_id, chat)}"


def _code(db: Session, mesa_id: int, chat: int) -> str:
    return db.vault.lookup(f"actor:{mesa_id}", chat).hex()[:LETTERS]
