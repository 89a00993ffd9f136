"""Who holds an office, and what befalls it. Of each change the history tells by opaque codes; names are known nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.domain.actors import OPERATOR
from bot.domain.history import Event
from bot.domain.mesas import Mesa
from bot.domain.offices import SUBJECT, LastOne, NotThere, Turn, turned
from bot.domain.recipients import ADMINS, Recipient, Role, contacts_of, number_of, suspended_of, team_of
from bot.services.acting import BOT, actor_of, contact_of
from bot.services.telling_team import tell_team, telling_team
from bot.store import history, institutions, invites, mesas, recipients
from bot.store.database import Session
from bot.store.recipients import UNREADABLE

log = structlog.get_logger()


@dataclass(frozen=True)
class Member:
    """One who coordinates a mesa, or administers the bot. actor: as the history knows them there, "c-4f2a91c0"."""

    actor: str
    recipient: Recipient
    active: bool


async def holds(db: Session, scope: str, chat: int, role: Role) -> bool:
    """Whether that chat has that office now; who cannot be read has none."""
    try:
        found = await recipients.find(db, scope, chat)
    except UNREADABLE as error:
        log.error("office_unreadable", error=type(error).__name__)
        return False
    return found is not None and found.role is role


async def sees_to(db: Session, mesa: Mesa | None, chat: int) -> bool:
    """Whether that chat may say who coordinates that mesa. None: who administers the bot."""
    if mesa is not None and await holds(db, team_of(mesa.id), chat, Role.COORDINATOR):
        return True
    return await holds(db, ADMINS, chat, Role.ADMIN)


async def team(db: Session, mesa: Mesa | None) -> list[Member]:
    """A mesa's coordinators by their codes, the suspended too; None: the administrators."""
    active, suspended = await recipients.members(db, _scope(mesa)), list[Recipient]()
    if mesa is not None:
        suspended = await recipients.members(db, suspended_of(mesa.id))
    each = [(one, True) for one in active] + [(one, False) for one in suspended]
    return sorted((Member(actor(db, mesa, one.chat), one, works) for one, works in each), key=lambda one: one.actor)


def actor(db: Session, mesa: Mesa | None, chat: int | None) -> str:
    """chat: None = who has the server."""
    return OPERATOR if chat is None else actor_of(db, mesa.id if mesa else 0, chat)


def holder(db: Session, mesa: Mesa | None, role: Role, chat: int) -> str:
    """How the history knows them in that office there: "c-4f2a91c0", a contact "i-4f2a91c0"."""
    return (contact_of if role is Role.CONTACT else actor_of)(db, mesa.id if mesa else 0, chat)


async def join(db: Session, scope: str, role: Role, mesa: Mesa | None, chat: int, now: datetime) -> Recipient | None:
    """That chat gets that office. mesa: whose team is told. None: it is suspended there, and stays so."""
    await history.begin(db)
    if role is Role.COORDINATOR and await recipients.find(db, suspended_of(number_of(scope)), chat):
        return None
    known = await recipients.find(db, scope, chat)
    within, without = (known.within, known.without) if known else (frozenset[int](), frozenset[int]())
    if mesa is not None and mesa.id in without:
        return None
    if role is Role.CONTACT and mesa is not None and (known is None or known.within):
        within |= {mesa.id}  # a team lets nobody speak in another team's mesa
    elif mesa is None:
        within = frozenset()
    one = await recipients.save(db, scope, chat, role, since=f"{now:%G-W%V}", within=within, without=without)
    if known is None or known.within != within:
        if known is not None and mesa is not None:
            recipients.note(db, one, mesa.id, Turn.JOINED, now)
        code = holder(db, mesa, role, chat)
        await record(db, mesa, code, Turn.JOINED, role, code, now, await body_of(db, scope))
    return one


async def turn(db: Session, mesa: Mesa | None, code: str, what: Turn, by: int | None, now: datetime) -> Event:
    """Suspend, restore or remove the member of that code. by: the chat that wants it, None = who has the server. NotThere, LastOne.

    Of two who turn on each other at the same instant the second finds that they may not any more.
    """
    await history.begin(db)
    if by is not None and not await sees_to(db, mesa, by):
        raise NotThere
    members = await team(db, mesa)
    one = next((one for one in members if one.actor == code), None)
    if one is None or not may_turn(what, active=one.active) or (mesa is None and what is not Turn.REMOVED):
        raise NotThere
    if one.active and sum(other.active for other in members) == 1:
        raise LastOne
    old = one.recipient
    await recipients.call_off(db, old, what)
    await put(db, old, mesa.id if mesa else 0, what, now)
    befell = await record(db, mesa, code, what, old.role, actor(db, mesa, by), now)
    for place in (mesa,) if mesa else (None, *await mesas.all_mesas(db)):
        if not await sees_to(db, place, old.chat):
            await _take_back(db, place, actor(db, place, old.chat), actor(db, place, by), now)
    return befell


def may_turn(what: Turn, *, active: bool) -> bool:
    """Whether an office that stands so can be turned so."""
    return what is Turn.REMOVED or active is (what is Turn.SUSPENDED)


async def put(db: Session, old: Recipient, mesa_id: int, what: Turn, now: datetime) -> None:
    """Its row as it is after that; a copy that is restored later is to know it."""
    new = turned(old, mesa_id, what)
    if new is None:
        await recipients.drop(db, old.scope, old.chat)
        return
    recipients.note(db, old, mesa_id, what, now)
    await recipients.put(db, new)


async def _take_back(db: Session, mesa: Mesa | None, given_by: str, by: str, now: datetime) -> None:
    """What they invited to opens nothing any more: a link of their own would bring them back, or whom they please."""
    for one in await invites.pending(db, mesa.id if mesa else None, now):
        code = f"i-{one.id}"
        *_, given = await history.events_of(db, SUBJECT, _key(mesa, code))
        if given.actor == given_by and await invites.revoke(db, one.id, one.mesa_id):
            facts = given.facts or {}
            role, body = Role(facts["role"]), str(facts.get("institution", ""))
            await record(db, mesa, code, Turn.REVOKED, role, by, now, body)


async def record(
    db: Session, mesa: Mesa | None, code: str, what: Turn, role: Role, by: str, now: datetime, body: str = ""
) -> Event:
    """Append it to the history, and tell the mesa's other coordinators; of administrators nobody is told.

    code: whom or which invitation ("i-12") it befell. body: the institution's slug.
    """
    if mesa is None:
        return await note(db, mesa, code, what, role, by, now, body)
    async with telling_team(db, mesa.id, by, now):
        return await note(db, mesa, code, what, role, by, now, body)


async def note(
    db: Session, mesa: Mesa | None, code: str, what: Turn, role: Role, by: str, now: datetime, body: str = ""
) -> Event:
    """As `record`, and nobody is told."""
    facts = {"turn": what.value, "role": role.value} | ({"institution": body} if body else {})
    return await history.append(db, now=now, actor=by, subject=SUBJECT, key=_key(mesa, code), facts=facts)


async def left(db: Session, one: Recipient, now: datetime) -> None:
    """Whatever office it was, it was given up by themselves: the others of each mesa are told."""
    body = await body_of(db, one.scope)
    for mesa in await places_of(db, one):
        code = holder(db, mesa, one.role, one.chat)
        await record(db, mesa, code, Turn.LEFT, one.role, code, now, body)


async def places_of(db: Session, one: Recipient) -> list[Mesa | None]:
    """The mesas in which it is an office; None among them: it is the administrators' to give. A follower's is none."""
    number, each = number_of(one.scope), await mesas.all_mesas(db)
    if one.scope in (team_of(number), suspended_of(number)):
        return [mesa for mesa in each if mesa.id == number]
    if one.scope == ADMINS:
        return [None]
    if one.scope != contacts_of(number):
        return []
    if one.within:
        return [mesa for mesa in each if mesa.id in one.within]
    return [None, *[mesa for mesa in each if number in await institutions.of_mesa(db, mesa.id)]]


async def tried(db: Session, mesa: Mesa | None, now: datetime, every: timedelta) -> None:
    """The team is told that somebody tries invitations, unless it was within that time. mesa: None = the administrators, at
    the hours of the first mesa: they have none of their own."""
    await history.begin(db)
    key = _key(mesa, Turn.TRIED)
    before = await history.events_of(db, SUBJECT, key)
    if before and before[-1].at > now - every:
        return
    event = await history.append(db, now=now, actor=BOT, subject=SUBJECT, key=key, facts={"turn": Turn.TRIED.value})
    hours_of = [mesa] if mesa else sorted(await mesas.all_mesas(db), key=lambda one: one.id)[:1]
    for one in hours_of:
        await tell_team(db, one.id, [event.seq], BOT, now, scope=_scope(mesa))


async def body_of(db: Session, scope: str) -> str:
    """The slug of the institution whose contacts a scope holds; "" for any other."""
    if scope != contacts_of(number_of(scope)):
        return ""
    body = await institutions.by_id(db, number_of(scope))
    return body.slug if body else ""


def _key(mesa: Mesa | None, code: str) -> str:
    """What the history calls a member or an invitation."""
    return f"{mesa.slug if mesa else ADMINS}/{code}"


def _scope(mesa: Mesa | None) -> str:
    return team_of(mesa.id) if mesa else ADMINS
