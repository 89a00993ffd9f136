"""What befalls an announcement, in the history of each mesa it goes to; the mesa's other coordinators are told at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.announcements import Announcement, Stopped
from bot.domain.notices import Notice
from bot.domain.recipients import number_of
from bot.domain.spoken import Audience, Spoken, Turn
from bot.services.acting import By
from bot.services.telling_team import telling_team
from bot.store import commitments, history, institutions, spoken
from bot.store.database import Session
from bot.store.facts import changed, facts_of


async def made(db: Session, one: Announcement, by: By, *, scheduled: bool) -> None:
    """Its words, from when on, and to whom: never how many they are."""
    known = await spoken.of(db, one.number)
    for notice in one.notices:
        facts = changed({}, facts_of(known[notice.mesa_id])) | await _named(db, one, known[notice.mesa_id], notice)
        turn = Turn.SCHEDULED if scheduled else Turn.CONFIRMED
        await _tell(db, known[notice.mesa_id], notice, facts | {"turn": turn.value}, by)


async def turned(
    db: Session, one: Announcement, which: Sequence[Notice], turn: Turn, by: By, why: Stopped | None = None
) -> None:
    """That of the notices that carry it these took that turn. why: of what nobody did."""
    known = await spoken.of(db, one.number)
    facts = {"turn": turn.value} | ({"why": why.value} if why else {})
    for notice in which:
        if notice.mesa_id in known:  # else it was made before the history told of any
            await _tell(db, known[notice.mesa_id], notice, facts, by)


async def _named(db: Session, one: Announcement, told: Spoken, notice: Notice) -> dict[str, str]:
    """Whose followers or contacts it is for, as everybody calls them."""
    if told.audience is Audience.CONTACTS:
        body = await institutions.by_id(db, number_of(notice.scope))
        return {"institution": body.slug} if body else {}
    which = await commitments.by_id(db, one.content.commitment) if one.content.commitment is not None else None
    return {"commitment": which.code} if which else {}


async def _tell(db: Session, told: Spoken, notice: Notice, facts: Mapping[str, object], by: By) -> None:
    actor = by.within(db, notice.mesa_id)
    async with telling_team(db, notice.mesa_id, actor, by.now, urgent=notice.urgent):
        await history.record(db, told, facts, actor=actor, now=by.now)
