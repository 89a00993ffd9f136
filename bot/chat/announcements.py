"""/anuncios: what was announced to a mesa, and what its coordinators do with it: pause, go on, cancel."""

from __future__ import annotations

from bot.chat.coordinators import coordinates, mesa_coordinated
from bot.chat.deliveries import accounts_of, turned_to
from bot.chat.request import Kind, Request
from bot.domain.announcements import waiting
from bot.domain.callbacks import number
from bot.domain.fates import total
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.services import announcing
from bot.services.acting import By
from bot.store import announcements
from bot.store.database import Session
from bot.texts import announcing as texts
from bot.texts import pages
from bot.texts.language import Language

WORDS = {"pausar": "p", "seguir": "g", "cancelar": "x", "deshacer": "x"}
TURNS = {"p": announcing.pause, "g": announcing.go_on, "x": announcing.cancel}


async def asked(request: Request, language: Language, db: Session) -> Message:
    """`/anuncios`, or `/anuncios pausar|seguir|cancelar <number>`"""
    mesa = await mesa_coordinated(request, db)
    if mesa is None:
        return pages.unknown_command(language)
    word, _, rest = request.text.casefold().partition(" ")
    if word not in WORDS:
        return await page_of(mesa, 1, request, language, db)
    return await done(number(rest.strip()), WORDS[word], request, language, db) or texts.nothing_to_do(language)


async def turned(request: Request, language: Language, db: Session) -> Message:
    """`al:<mesa id>:<page>`"""
    asked_for = await turned_to(request, db)
    return await page_of(*asked_for, request, language, db) if asked_for else pages.old_button(language)


async def page_of(mesa: Mesa, page: int, request: Request, language: Language, db: Session) -> Message:
    fates = {account.notice.id: account.fates for account in await accounts_of(mesa, request, db)}
    found = [
        (one.within([mesa.id]), total(fates[notice.id] for notice in one.notices if notice.id in fates))
        for one in await announcements.of_mesa(db, mesa.id, request.now)
    ]
    return texts.listed(language, mesa, found, page, request.now, replaces=request.kind is Kind.BUTTON)


async def pressed(request: Request, language: Language, db: Session) -> Message:
    """`an:<announcement id>:<p, g or x>`"""
    which, what = (number(request.data[1]), request.data[2]) if len(request.data) > 2 else (None, "")
    return await done(which, what, request, language, db) or pages.old_button(language)


async def done(which: int | None, what: str, request: Request, language: Language, db: Session) -> Message | None:
    """None: there is no such announcement for who asks."""
    one = await announcements.by_id(db, which) if which is not None else None
    if one is None:
        return None
    within = [notice.mesa_id for notice in one.notices if await coordinates(request, notice.mesa_id, db)]
    if not within:
        return None
    theirs = one.within(within)
    if what not in TURNS or not await TURNS[what](db, one, within, By(request.now, request.chat)):
        return texts.nothing_to_do(language)
    after = await announcements.of_notice(db, theirs.notices[-1].id)  # their part may be one of its own now
    return texts.turned(language, (after or one).within(within), begun=not waiting(theirs.notices, request.now))
