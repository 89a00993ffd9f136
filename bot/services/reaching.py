"""Which mesas somebody may load and export: those they coordinate; an administrator, all."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.mesas import Mesa
from bot.services.acting import actor_of
from bot.store.database import Session

ADMINISTRATES = "a-"


@dataclass(frozen=True)
class Reach:
    """mesas: those they may load. coordinated: the slugs of those they coordinate. everything: institutions and new mesas too."""

    mesas: tuple[Mesa, ...]
    coordinated: frozenset[str]
    everything: bool

    @property
    def only(self) -> frozenset[str] | None:
        """As the loader has it."""
        return None if self.everything else self.coordinated

    def mesa(self, at_hand: str) -> str:
        """The slug for rows that name none: of the mesa at hand, else of the only one; "" = there is none to suppose."""
        slugs = [one.slug for one in self.mesas]
        if at_hand in slugs:
            return at_hand
        return slugs[0] if len(slugs) == 1 else ""

    def actor(self, db: Session, mesa: Mesa | None, chat: int) -> str:
        """Who does it, as that mesa's history knows them; of what is no mesa's, a code of its own."""
        code = actor_of(db, mesa.id if mesa else 0, chat)
        coordinates = mesa.slug in self.coordinated if mesa else not self.everything
        return code if coordinates else ADMINISTRATES + code.partition("-")[2]
