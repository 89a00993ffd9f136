"""Who speaks for an institution in a mesa, as its team sees to them: by opaque codes; and what befalls that office there.

A team gives and takes the word in its own mesa alone. Whom the operator let speak wherever the institution sits can be suspended
by each team in its mesa; that office as a whole is ended by the administrators.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.history import Event
from bot.domain.mesas import Mesa
from bot.domain.offices import GivenForAll, NotThere, Turn
from bot.domain.recipients import ADMINS, Recipient, Role, contacts_of, number_of
from bot.services import offices
from bot.store import history, institutions, recipients
from bot.store.database import Session


@dataclass(frozen=True)
class Speaker:
    """actor: as the history knows them there, "i-4f2a91c0". body: the institution's row. active: not suspended there."""

    actor: str
    body: int
    recipient: Recipient
    active: bool

    @property
    def for_all(self) -> bool:
        """Whether the operator let them speak wherever the institution sits."""
        return not self.recipient.within


async def speakers(db: Session, mesa: Mesa) -> list[Speaker]:
    """Those whom its team let speak there, and those for all mesas of an institution that sits or owes in it."""
    here, found = await institutions.of_mesa(db, mesa.id), list[Speaker]()
    for scope in await recipients.scopes(db):
        body = number_of(scope)
        for one in await recipients.members(db, scope) if scope == contacts_of(body) else ():
            if mesa.id in one.within or (not one.within and body in here):
                code = offices.holder(db, mesa, one.role, one.chat)
                found.append(Speaker(code, body, one, mesa.id not in one.without))
    return sorted(found, key=lambda one: (one.body, one.actor))


async def turn(db: Session, mesa: Mesa, body: int, code: str, what: Turn, by: int | None, now: datetime) -> Event:
    """Suspend, restore or remove the one of that code who speaks there for that institution (row number).

    by: the chat that wants it, None = who has the server. NotThere, GivenForAll.
    """
    await history.begin(db)
    if by is not None and not await offices.sees_to(db, mesa, by):
        raise NotThere
    one = next((one for one in await speakers(db, mesa) if (one.actor, one.body) == (code, body)), None)
    if one is None or not offices.may_turn(what, active=one.active):
        raise NotThere
    everywhere = one.for_all and what is Turn.REMOVED
    if everywhere and not (by is None or await offices.holds(db, ADMINS, by, Role.ADMIN)):
        raise GivenForAll
    old = one.recipient
    others = [place for place in await offices.places_of(db, old) if everywhere and place != mesa]
    await recipients.call_off(db, old, what, None if everywhere else mesa.id)
    await offices.put(db, old, mesa.id, what, now)
    befell = list[Event]()
    for place in (mesa, *others):
        known = offices.holder(db, place, old.role, old.chat)
        acting, slug = offices.actor(db, place, by), await offices.body_of(db, old.scope)
        befell.append(await offices.record(db, place, known, what, old.role, acting, now, slug))
    return befell[0]
