"""Call a session, and change one as a person saw it: of two who decide at once one wins, and the other is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from bot.domain.convening import WORDS, new_code
from bot.domain.meetings import WILL_NOT_BE, Meeting, Outcome
from bot.services.telling_team import telling_team
from bot.store import history, meetings, mesas
from bot.store.database import Session
from bot.store.saving import Unknown


class Stale(Exception):
    """Somebody changed it meanwhile, or it is gone (`now_is` None)."""

    def __init__(self, now_is: Meeting | None) -> None:
        super().__init__("changed meanwhile")
        self.now_is = now_is


class Called(Exception):
    """There is one already of that day, hour and subgroup."""

    def __init__(self, other: Meeting) -> None:
        super().__init__(other.code)
        self.other = other


async def call(db: Session, new: Meeting, *, actor: str, now: datetime) -> Meeting:
    """Save a new session, tell the mesa's team, and give it back with its code, its own or one made of its day.

    Called; Unknown: no such mesa.
    """
    await history.begin(db)
    known = await of_mesa(db, new.mesa)
    for other in known:
        same = (other.day, other.starts, other.subgroup) == (new.day, new.starts, new.subgroup)
        if (same and other.outcome not in WILL_NOT_BE) or other.code == new.code:
            raise Called(other)
    code = new.code or new_code(new.day, new.subgroup, {one.code for one in known})
    called = replace(new, code=code, outcome=Outcome.SCHEDULED, outcome_words=WORDS[Outcome.SCHEDULED])
    return await _kept(db, called, actor, now)


async def change(
    db: Session, meeting_id: int, revision: int, how: Callable[[Meeting], Meeting], *, actor: str, now: datetime
) -> Meeting:
    """Save what `how` makes of it, tell the mesa's team, and give it back. revision: as whoever decides saw it.

    Stale: it is another by now.
    """
    await history.begin(db)  # of two who decide at once the second reads what the first wrote
    known = await meetings.by_id(db, meeting_id)
    if known is None or known.revision != revision:
        raise Stale(known)
    return await _kept(db, how(known), actor, now)


async def of_mesa(db: Session, slug: str) -> list[Meeting]:
    """All its sessions, the earliest first. Unknown: no such mesa."""
    mesa = await mesas.by_slug(db, slug)
    if mesa is None:
        raise Unknown(f"mesa not stored: {slug}")
    return await meetings.between(db, mesa.id, date.min, date.max)


async def _kept(db: Session, one: Meeting, actor: str, now: datetime) -> Meeting:
    mesa = await mesas.by_slug(db, one.mesa)
    if mesa is None:
        raise Stale(None)
    async with telling_team(db, mesa.id, actor, now):
        await meetings.save(db, one, actor=actor, now=now)
    kept = await meetings.by_code(db, one.mesa, one.code)
    if kept is None:
        raise Stale(None)
    return kept
