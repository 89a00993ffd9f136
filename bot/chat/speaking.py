"""/equipo contactos: who speaks for an institution in a mesa, by opaque codes; suspending, restoring, removing. For whom the team is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.chat.coordinators import place, sees_to_team
from bot.chat.inviting_contact import body_named
from bot.chat.menus import menu_of
from bot.chat.request import Request
from bot.domain.actors import code_of, letters_of
from bot.domain.callbacks import number
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.domain.offices import GivenForAll, NotThere, Turn
from bot.services import speaking
from bot.store import institutions
from bot.store.database import Session
from bot.texts import offices, pages
from bot.texts import speaking as texts
from bot.texts.language import Language, Languages

PAGE_SIZE = 12


async def asked(
    mesa: Mesa,
    words: Sequence[str],
    verbs: Mapping[str, Turn],
    request: Request,
    language: Language,
    db: Session,
    languages: Languages,
) -> Message:
    """`contactos [suspender | restaurar | retirar <code> [institution]]`: who asks may see to that mesa's team."""
    if not words:
        return await listed(mesa, 1, language, db)
    verb, *rest = words
    code, *body = rest or [""]
    of = await body_named(" ".join(body), mesa, request, db) if body else None
    called = [
        one for one in await speakers_of(mesa, db) if one.code.casefold() == code and (not body or one.body == of)
    ]
    if verb not in verbs or len(called) != 1:
        return offices.nobody(language)
    return await turned(mesa, called[0], verbs[verb], request, language, db, languages) or offices.nobody(language)


async def opened(request: Request, language: Language, db: Session) -> Message:
    """`kl:<mesa id>:<page>`"""
    found = await place(request, db)
    page = number(request.data[2]) if len(request.data) == 3 else None
    if not found or found[0] is None or page is None:
        return pages.old_button(language)
    return await listed(found[0], page, language, db)


async def pressed(request: Request, language: Language, db: Session) -> Message:
    """`kp:<mesa id>:<institution id>:<actor>`"""
    found = await one_pressed(request, db)
    if found is None:
        return pages.old_button(language)
    return texts.of_one(language, *found, admin=await sees_to_team(request, None, db))


async def turn_pressed(request: Request, language: Language, db: Session, languages: Languages) -> Message:
    """`kt:<mesa id>:<institution id>:<actor>:<turn>`"""
    found = await one_pressed(request, db)
    what = request.data[-1]
    if found is None or len(request.data) != 5 or what not in (Turn.SUSPENDED, Turn.RESTORED, Turn.REMOVED):
        return pages.old_button(language)
    return await turned(*found, Turn(what), request, language, db, languages) or pages.old_button(language)


async def one_pressed(request: Request, db: Session) -> tuple[Mesa, texts.Speaker] | None:
    """Whom a button names; None: nobody, or who presses may not see to them."""
    found = await place(request, db)
    if not found or found[0] is None or len(request.data) < 4:
        return None
    named = number(request.data[2]), request.data[3]
    one = next((one for one in await speakers_of(found[0], db) if (one.body, one.actor) == named), None)
    return (found[0], one) if one else None


async def listed(mesa: Mesa, page: int, language: Language, db: Session) -> Message:
    each = await speakers_of(mesa, db)
    last = max(1, -(-len(each) // PAGE_SIZE))
    page = min(max(1, page), last)
    return texts.listed(language, mesa, each[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], page, last)


async def speakers_of(mesa: Mesa, db: Session) -> list[texts.Speaker]:
    """By the names of their institutions; called by four letters, by all where two people begin alike."""
    found = await speaking.speakers(db, mesa)
    names = await institutions.names_of(db, [one.body for one in found])
    called = [code_of(actor) for actor in {one.actor for one in found}]
    each = [
        texts.Speaker(
            one.actor,
            code_of(one.actor) if called.count(code_of(one.actor)) == 1 else letters_of(one.actor),
            one.body,
            names[one.body],
            one.active,
            one.for_all,
            one.recipient.since,
        )
        for one in found
    ]
    return sorted(each, key=lambda one: (one.institution, one.code))


async def turned(
    mesa: Mesa,
    one: texts.Speaker,
    what: Turn,
    request: Request,
    language: Language,
    db: Session,
    languages: Languages,
) -> Message | None:
    """None: they do not stand so that it could be done, or not by who asks."""
    chats = [
        it.recipient.chat for it in await speaking.speakers(db, mesa) if (it.body, it.actor) == (one.body, one.actor)
    ]
    try:
        await speaking.turn(db, mesa, one.body, one.actor, what, request.chat, request.now)
    except GivenForAll:
        return texts.given_for_all(language)
    except NotThere:
        return None
    theirs = tuple([(chat, await menu_of(chat, languages, db)) for chat in chats])
    return replace(texts.turned(language, what, one, mesa.id), menus=theirs)
