"""Invitations: how somebody becomes coordinator, contact or administrator. One use, seven days, only a hash is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from bot.domain.actors import OPERATOR
from bot.domain.mesas import Mesa
from bot.domain.offices import Turn
from bot.domain.recipients import ADMINS, Recipient, Role, contacts_of, number_of, team_of
from bot.services import offices
from bot.store import history, institutions, invites, mesas
from bot.store.database import Session
from bot.store.saving import Unknown

log = structlog.get_logger()
PREFIX = "i-"
TOKEN_BYTES = 24  # 192 bits; 32 letters in a link that holds 64
LIFETIME = timedelta(days=7)
ALARM_EVERY = timedelta(days=1)


EVERYWHERE = (
    "a quien se invita desde el servidor habla en todas las mesas de su institución; para una sola, "
    "que lo invite el equipo de esa mesa con /equipo"
)


class Office(StrEnum):
    """What one can be invited to be."""

    COORDINATOR = "coordinator"
    CONTACT = "contact"
    ADMIN = "admin"


class NotInvitable(Exception):
    """Of which mesa or institution is missing, or not known; one line."""


@dataclass(frozen=True)
class Issued:
    """id: by which it can be taken back. payload: what a link carries; nobody can tell it again. expires: aware."""

    id: int
    payload: str
    expires: datetime


_ROLES = {"team": Role.COORDINATOR, "body": Role.CONTACT, ADMINS: Role.ADMIN}


async def invite(db: Session, office: Office, now: datetime, *, mesa: str = "", institution: str = "") -> str:
    """The payload of a link that makes whoever opens it first hold that office; by the operator's hand. NotInvitable: also
    of a mesa or institution that would not be heeded."""
    if institution and office is not Office.CONTACT:
        raise NotInvitable(f"--institution no va con {office}: es de los contactos")
    if mesa and office is Office.CONTACT:
        raise NotInvitable(f"--mesa no va con {office}: {EVERYWHERE}")
    if mesa and office is Office.ADMIN:
        raise NotInvitable(f"--mesa no va con {office}: administra el bot entero")
    scope = await _scope(db, office, mesa, institution)
    whose = await mesas.by_id(db, number_of(scope)) if office is Office.COORDINATOR else None
    return (await issue(db, scope, whose, OPERATOR, now)).payload


async def issue(db: Session, scope: str, mesa: Mesa | None, by: str, now: datetime) -> Issued:
    """An invitation into that scope. mesa: whose team gives it and is told, None = the administrators. by: an actor's code."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    number = await invites.issue(db, token, scope, now + LIFETIME, mesa.id if mesa else None)
    role = role_of(scope)
    await offices.record(db, mesa, f"i-{number}", Turn.INVITED, role, by, now, await offices.body_of(db, scope))
    return Issued(number, PREFIX + token, now + LIFETIME)


async def revoke(db: Session, number: int, mesa: Mesa | None, by: str, now: datetime) -> bool:
    """It opens nothing from now on; False: that mesa, or the administrators, have no such invitation."""
    await history.begin(db)
    known = next((one for one in await invites.pending(db, mesa.id if mesa else None, now) if one.id == number), None)
    if known is None or not await invites.revoke(db, number, known.mesa_id):
        return False
    role = role_of(known.scope)
    body = await offices.body_of(db, known.scope)
    await offices.record(db, mesa, f"i-{number}", Turn.REVOKED, role, by, now, body)
    return True


async def redeem(db: Session, chat: int, payload: str, now: datetime) -> Recipient | None:
    """The one they become; None whatever is wrong with the payload."""
    await history.begin(db)  # before the invitation's row, as whoever revokes it does
    found = await invites.redeem(db, payload.removeprefix(PREFIX), now)
    if found is None:
        return None
    role = role_of(found.scope)
    mesa_id = number_of(found.scope) if role is Role.COORDINATOR else found.mesa_id
    return await offices.join(db, found.scope, role, await mesas.by_id(db, mesa_id) if mesa_id else None, chat, now)


async def alarm(db: Session, now: datetime) -> None:
    """Somebody tries invitations that are none: each team that has one out is told, once a day, however many try. So are the
    administrators where any is: they, or whoever has the server, may have given it."""
    log.warning("invitations_tried")
    givers = await invites.givers(db, now)
    for mesa in await mesas.all_mesas(db):
        if mesa.id in givers:
            await offices.tried(db, mesa, now, ALARM_EVERY)
    if givers:
        await offices.tried(db, None, now, ALARM_EVERY)


def role_of(scope: str) -> Role:
    """What whoever enters that scope becomes."""
    return _ROLES[scope.partition(":")[0]]


async def _scope(db: Session, office: Office, mesa: str, institution: str) -> str:
    if office is Office.ADMIN:
        return ADMINS
    if office is Office.COORDINATOR:
        known = await mesas.by_slug(db, mesa)
        if known is None:
            raise NotInvitable(_missing("--mesa", mesa, [one.slug for one in await mesas.all_mesas(db)]))
        return team_of(known.id)
    try:
        return contacts_of((await institutions.numbers_of(db, [institution]))[institution])
    except Unknown:
        known_slugs = [one.slug for one in await institutions.all_institutions(db)]
        raise NotInvitable(_missing("--institution", institution, known_slugs)) from None


def _missing(option: str, given: str, known: list[str]) -> str:
    return f"{option} {given or 'falta'}: puede ser {', '.join(known)}"
