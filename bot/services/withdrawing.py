"""A piece of evidence that was wrong is shown no more: its event says why, and what was held of it is erased for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.commitments import Commitment
from bot.domain.evidence import Evidence
from bot.services.telling_team import telling_team
from bot.store import erasing, evidence, history
from bot.store.database import Session
from bot.store.facts import key_of


class NothingToWithdraw(Exception):
    """There is no such piece, or somebody withdrew it meanwhile."""


async def withdraw(
    db: Session, of: Commitment, mesa_id: int, number: int, why: str, *, actor: str, now: datetime
) -> None:
    """Withdraw that piece and tell the mesa's team. NothingToWithdraw."""
    await history.begin(db)  # of two who withdraw it at once the second reads what the first wrote
    one = await standing(db, of, number)
    if one is None:
        raise NothingToWithdraw
    async with telling_team(db, mesa_id, actor, now):
        await evidence.save(db, replace(one, held="", caption="", withdrawn=why), actor=actor, now=now)
    for field in ("held", "caption"):
        for words in await erasing.of_thing(db, key_of(one), field):
            await erasing.blank(db, words, actor=actor, now=now)


async def standing(db: Session, of: Commitment, number: int) -> Evidence | None:
    """That piece of it, unless it was withdrawn."""
    one = await evidence.by_key(db, of.mesa, of.code, str(number))
    return one if one is not None and not one.withdrawn else None
