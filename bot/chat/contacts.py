"""Who may speak for an institution: its contacts, alone with the bot, of what it owes; looked up again each time."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.chat.here import mesa_at_hand
from bot.chat.request import Request
from bot.domain.answering import owes
from bot.domain.commitments import Commitment, Stance
from bot.domain.folding import fold_code
from bot.domain.mesas import Mesa
from bot.domain.recipients import Recipient, Role, contacts_of, number_of
from bot.services.offices import holds
from bot.store import commitments, institutions, mesas, recipients
from bot.store.database import Session
from bot.store.recipients import UNREADABLE

log = structlog.get_logger()


@dataclass(frozen=True)
class Owed:
    """A commitment, its mesa, and the institution that owes it and for which who asks may speak. body: its row number."""

    commitment: Commitment
    mesa: Mesa
    body: int
    stance: Stance


async def speaks_for(request: Request, body: int, mesa_id: int, db: Session) -> bool:
    """Whether who asks is a contact of that institution (row number) in that mesa, alone with the bot."""
    if not request.private or not await holds(db, contacts_of(body), request.chat, Role.CONTACT):
        return False
    one = await recipients.find(db, contacts_of(body), request.chat)
    return one is not None and one.may_speak_in(mesa_id)


async def bodies_spoken_for(request: Request, db: Session) -> dict[int, frozenset[int]]:
    """Row numbers of the institutions whose contact who asks is, each with the mesas in which; none named = in all."""
    if not request.private:
        return {}
    try:
        found = await recipients.every(db, request.chat)
    except UNREADABLE as error:  # who cannot be read may nothing
        log.error("office_unreadable", error=type(error).__name__)
        return {}
    theirs = {number_of(one.scope): one for one in found if one.role is Role.CONTACT}
    within = {body: await places(one, db) for body, one in theirs.items()}
    return {body: within[body] for body, one in theirs.items() if within[body] or not one.without}


async def places(one: Recipient, db: Session) -> frozenset[int]:
    """The mesas in which a contact may speak; where nothing bounds it, none named."""
    if not (one.within or one.without):
        return frozenset()
    return frozenset(mesa.id for mesa in await mesas.all_mesas(db) if one.may_speak_in(mesa.id))


async def owed_by_theirs(one: Commitment, request: Request, db: Session) -> Owed | None:
    """None: no institution of theirs has a part in it. Of several one which has not answered, else one which accepted."""
    mesa = await mesas.by_slug(db, one.mesa)
    numbers = await institutions.numbers_of(db, {of.institution for of in one.responsibilities})
    if mesa is None:
        return None
    theirs = {slug for slug, number in numbers.items() if await speaks_for(request, number, mesa.id, db)}
    found = [of for of in one.responsibilities if of.institution in theirs]
    if not found:
        return None
    first = min(found, key=lambda of: (of.stance is not Stance.ASSIGNED, of.stance is Stance.DECLINED))
    return Owed(one, mesa, numbers[first.institution], first.stance)


async def owed_by_code(code: str, request: Request, db: Session) -> Owed | None:
    """Of the mesa at hand, else of another."""
    at_hand, found = await mesa_at_hand(request, db), list[Owed]()
    for one in await commitments.by_code(db, fold_code(code)):
        if theirs := await owed_by_theirs(one, request, db):
            found.append(theirs)
    return next((one for one in found if one.mesa == at_hand), found[0] if found else None)


async def still_theirs(request: Request, body: int, commitment_id: int, db: Session) -> bool:
    """Whether who asks still speaks for that institution, and it still has a part in the commitment."""
    one, institution = await commitments.by_id(db, commitment_id), await institutions.by_id(db, body)
    if one is None or institution is None or owes(one, institution.slug) is None:
        return False
    mesa = await mesas.by_slug(db, one.mesa)
    return mesa is not None and await speaks_for(request, body, mesa.id, db)
