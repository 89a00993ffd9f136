"""/equipo: who coordinates the mesa at hand, by opaque codes; inviting, suspending, restoring, removing. Administrators see to every
mesa, and to themselves. To everybody else there is no such command, nor such a button.
"""

from __future__ import annotations

from dataclasses import replace

from bot.chat import speaking
from bot.chat.coordinators import place, sees_to_team
from bot.chat.here import mesa_at_hand
from bot.chat.inviting_contact import body_named, contact_asked
from bot.chat.menus import menu_of
from bot.chat.request import Request
from bot.domain.actors import code_of, letters_of
from bot.domain.callbacks import number
from bot.domain.folding import fold
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.domain.offices import LastOne, NotThere, Turn
from bot.domain.recipients import ADMINS, Role, number_of, team_of
from bot.services import inviting, offices
from bot.services.speaking import speakers
from bot.store import institutions, invites
from bot.store.database import Session
from bot.texts import invitations, pages
from bot.texts import inviting as links
from bot.texts import offices as texts
from bot.texts.language import Language, Languages

ADMINISTRATORS, CONTACTS, INVITE, REVOKE = "administradores", "contactos", "invitar", "anular"
VERBS = {"suspender": Turn.SUSPENDED, "restaurar": Turn.RESTORED, "retirar": Turn.REMOVED}


async def asked(request: Request, language: Language, db: Session, languages: Languages) -> Message:
    """`/equipo [administradores] [invitar … | suspender | restaurar | retirar <code> | anular <number> | contactos …]`"""
    words = fold(request.text).split()
    mesa = None if words[:1] == [ADMINISTRATORS] else await mesa_at_hand(request, db)
    if not await sees_to_team(request, mesa, db):
        return pages.unknown_command(language)
    words = words[1:] if words[:1] == [ADMINISTRATORS] else words
    if not words:
        return await listed(mesa, request, language, db)
    verb, *rest = words
    if verb == CONTACTS and mesa is not None:
        return await speaking.asked(mesa, rest, VERBS, request, language, db, languages)
    if verb == INVITE:
        return await invite_asked(mesa, rest, request, language, db)
    if verb in VERBS and len(rest) == 1:
        actor = await actor_called(mesa, rest[0], request, db)
        return await turned(mesa, actor, VERBS[verb], request, language, db, languages) or texts.nobody(language)
    if verb == REVOKE and len(rest) == 1:
        return await revoked(mesa, number(rest[0]), request, language, db) or texts.nobody(language)
    return texts.nobody(language)


async def opened(request: Request, language: Language, db: Session) -> Message:
    """`tl:<mesa id>`, 0 = the administrators."""
    found = await place(request, db)
    return await listed(found[0], request, language, db) if found else pages.old_button(language)


async def member_pressed(request: Request, language: Language, db: Session) -> Message:
    """`tp:<mesa id>:<actor>`"""
    found = await place(request, db)
    members = await members_of(found[0], request, db) if found else []
    one = next((one for one in members if one.actor == request.data[2:3][0]), None) if request.data[2:] else None
    return texts.of_one(language, found[0], one) if found and one else pages.old_button(language)


async def turn_pressed(request: Request, language: Language, db: Session, languages: Languages) -> Message:
    """`tc:<mesa id>:<actor>:<turn>`"""
    found = await place(request, db)
    actor, what = request.data[2:4] if len(request.data) == 4 else ("", "")
    if found is None or what not in VERBS.values():
        return pages.old_button(language)
    return await turned(found[0], actor, Turn(what), request, language, db, languages) or pages.old_button(language)


async def invite_pressed(request: Request, language: Language, db: Session) -> Message:
    """`ti:<mesa id>:<role>`"""
    found = await place(request, db)
    role = request.data[2] if len(request.data) == 3 else ""
    if found is None or (role == Role.ADMIN) is not (found[0] is None):
        return pages.old_button(language)
    if role == Role.CONTACT and found[0]:
        return await contact_asked(found[0], None, request, language, db)
    return await invited(found[0], request, language, db)


async def revoke_pressed(request: Request, language: Language, db: Session) -> Message:
    """`tr:<mesa id>:<invitation>`"""
    found = await place(request, db)
    chosen = number(request.data[2]) if len(request.data) == 3 else None
    answer = await revoked(found[0], chosen, request, language, db) if found else None
    return answer or pages.old_button(language)


async def listed(mesa: Mesa | None, request: Request, language: Language, db: Session) -> Message:
    members = await members_of(mesa, request, db)
    pending = [
        texts.Invitation(one.id, inviting.role_of(one.scope), await name_of(one.scope, db), one.expires)
        for one in await invites.pending(db, mesa.id if mesa else None, request.now)
    ]
    admin = await sees_to_team(request, None, db)
    contacts = len(await speakers(db, mesa)) if mesa else 0
    return texts.team(language, mesa, members, pending, contacts, admin=admin)


async def members_of(mesa: Mesa | None, request: Request, db: Session) -> list[texts.Member]:
    """Called by four letters, by all where two begin alike."""
    found = await offices.team(db, mesa)
    called = [code_of(one.actor) for one in found]
    return [
        texts.Member(
            one.actor,
            code if called.count(code) == 1 else letters_of(one.actor),
            one.recipient.chat == request.chat,
            one.active,
            one.recipient.since,
        )
        for one, code in zip(found, called, strict=True)
    ]


async def name_of(scope: str, db: Session) -> str:
    """Of the institution whose contacts a scope holds, "" for others."""
    if inviting.role_of(scope) is not Role.CONTACT:
        return ""
    return (await institutions.names_of(db, [number_of(scope)])).get(number_of(scope), "")


async def actor_called(mesa: Mesa | None, code: str, request: Request, db: Session) -> str:
    """ "" where nobody, or more than one, is called so."""
    found = [one.actor for one in await members_of(mesa, request, db) if one.code.casefold() == code]
    return found[0] if len(found) == 1 else ""


async def turned(
    mesa: Mesa | None, actor: str, what: Turn, request: Request, language: Language, db: Session, languages: Languages
) -> Message | None:
    """None: it cannot be done to anybody of that code, or not by who asks."""
    codes = {one.actor: one.code for one in await members_of(mesa, request, db)}
    chats = {one.actor: one.recipient.chat for one in await offices.team(db, mesa)}
    try:
        await offices.turn(db, mesa, actor, what, request.chat, request.now)
    except LastOne:
        return texts.last_one(language)
    except NotThere:
        return None
    theirs = (chats[actor], await menu_of(chats[actor], languages, db))
    return replace(texts.turned(language, what, codes[actor], mesa.id if mesa else 0), menus=(theirs,))


async def revoked(
    mesa: Mesa | None, chosen: int | None, request: Request, language: Language, db: Session
) -> Message | None:
    """None: there is no such invitation."""
    by = offices.actor(db, mesa, request.chat)
    if chosen is None or not await inviting.revoke(db, chosen, mesa, by, request.now):
        return None
    return invitations.revoked(language, chosen, mesa.id if mesa else 0)


async def invite_asked(
    mesa: Mesa | None, words: list[str], request: Request, language: Language, db: Session
) -> Message:
    """`invitar coordinador | contacto [institution]`; among administrators `invitar` alone."""
    if mesa is None and words in ([], ["administrador"]):
        return await invited(None, request, language, db)
    if mesa is not None and words == ["coordinador"]:
        return await invited(mesa, request, language, db)
    if mesa is not None and words[:1] == ["contacto"]:
        named = await body_named(" ".join(words[1:]), mesa, request, db) if words[1:] else None
        return await contact_asked(mesa, named, request, language, db)
    return texts.nobody(language)


async def invited(mesa: Mesa | None, request: Request, language: Language, db: Session) -> Message:
    """A coordinator of that mesa, else an administrator."""
    scope = team_of(mesa.id) if mesa else ADMINS
    by = offices.actor(db, mesa, request.chat)
    issued = await inviting.issue(db, scope, mesa, by, request.now)
    one = texts.Invitation(issued.id, inviting.role_of(scope), "", issued.expires)
    return invitations.issued(language, one, mesa, links.link(request.bot, issued.payload))
