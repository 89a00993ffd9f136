"""From a claimed delivery to what is said: read what is still true, ask what each wishes, render once for all alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.messages import Message
from bot.domain.notices import Kind, Notice
from bot.domain.recipients import Recipient, Role
from bot.domain.told import Told, Unwanted
from bot.store.database import Session


@dataclass(frozen=True)
class Letter:
    """What one recipient is to be told, and in which language; not yet words."""

    recipient: Recipient
    notice: int
    kind: Kind
    told: Told
    language: str
    discreet: bool

    @property
    def role(self) -> Role:
        return self.recipient.role


Render = Callable[[Letter], Message]


async def letters(
    db: Session, notice: Notice, recipients: Sequence[Recipient], now: datetime
) -> list[Letter | Unwanted]:
    """One for each recipient, in their order. Called inside the transaction that claims."""
    raise NotImplementedError
