"""/anuncios: what was announced to a mesa, and what its coordinators do with it: pause, go on, cancel."""

from __future__ import annotations

from bot.chat.coordinators import coordinates, mesa_coordinated
from bot.chat.deliveries import accounts_of, turned_to
from bot.chat.request import Kind, Request
from bot.domain.announcements import Announcement, waiting
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
    """`an:<number>:<p, g or x>`"""
    which, what = (number(request.data[1]), request.data[2]) if len(request.data) > 2 else (None, "")
    return await done(which, what, request, language, db) or pages.old_button(language)


async def done(which: int | None, what: str, request: Request, language: Language, db: Session) -> Message | None:
    """With all of it that goes to mesas of who asks. None: there is no such announcement for them."""
    parts = await announcements.numbered(db, which) if which is not None else []
    theirs = [(one, within) for one in parts if (within := await coordinated(one, request, db))]
    if not theirs:
        return None
    by = By(request.now, request.chat)
    turned = [(one, within) for one, within in theirs if what in TURNS and await TURNS[what](db, one, within, by)]
    if not turned:
        return texts.nothing_to_do(language)
    one, within = turned[0]
    told = one.within(within).notices
    after = await announcements.of_notice(db, told[-1].id)  # their part may be one of its own now
    return texts.turned(language, (after or one).within(within), begun=not waiting(told, request.now))


async def coordinated(one: Announcement, request: Request, db: Session) -> list[int]:
    """The mesas (row numbers) among those it goes to that who asks coordinates."""
    return [notice.mesa_id for notice in one.notices if await coordinates(request, notice.mesa_id, db)]
