"""An institution's contact reports, accepts or declines: saved, and told to the mesa's coordinators at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain.commitments import Commitment
from bot.domain.evidence import Piece
from bot.services.acting import contact_of
from bot.services.changing import change
from bot.store.database import Session


async def answer(
    db: Session,
    commitment_id: int,
    revision: int,
    how: Callable[[Commitment], Commitment],
    *,
    whose: tuple[int, int],
    now: datetime,
    evidence: Sequence[Piece] = (),
) -> Commitment:
    """Save what `how` makes of it with what shows it. whose: its mesa's row number and who answers. Stale: somebody changed it meanwhile."""
    return await change(db, commitment_id, revision, how, actor=contact_of(db, *whose), now=now, evidence=evidence)
