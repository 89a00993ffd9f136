"""/mis_compromisos: what a contact's institutions owe, in all mesas, and what can be done with each."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.chat.contacts import bodies_spoken_for, owed_by_theirs
from bot.chat.here import today_in
from bot.chat.request import Kind, Request
from bot.domain.asking import PAGE_SIZE
from bot.domain.callbacks import number
from bot.domain.mesas import USUAL_ZONE
from bot.domain.messages import Message
from bot.store import commitments, mesas, owed
from bot.store.database import Session
from bot.texts import contacts as texts
from bot.texts import pages
from bot.texts.language import Language


async def asked(request: Request, language: Language, db: Session) -> Message:
    return await page_of(1, request, language, db) or pages.unknown_command(language)


async def turned(request: Request, language: Language, db: Session) -> Message:
    """`cm:<page>`"""
    page = number(request.data[1]) if len(request.data) == 2 else None
    shown = await page_of(page, request, language, db) if page is not None else None
    return shown or pages.old_button(language)


async def page_of(page: int, request: Request, language: Language, db: Session) -> Message | None:
    """None: who asks is nobody's contact."""
    bodies = await bodies_spoken_for(request, db)
    if not bodies:
        return None
    today = request.now.astimezone(ZoneInfo(USUAL_ZONE)).date()
    items, page, total = await owed.page(db, bodies, page, today)
    names = await mesas.names(db)
    pages_ = max(1, -(-total // PAGE_SIZE))
    replaces = request.kind is Kind.BUTTON
    return texts.mine(language, items, total, page, pages_, today, names, replaces=replaces)


async def one(request: Request, language: Language, db: Session) -> Message:
    """`co:<commitment id>`"""
    commitment_id = number(request.data[1]) if len(request.data) == 2 else None
    known = await commitments.by_id(db, commitment_id) if commitment_id is not None else None
    found = await owed_by_theirs(known, request, db) if known else None
    if found is None:
        return pages.old_button(language)
    today = today_in(found.mesa, request)
    return texts.one_of_mine(language, found.commitment, found.mesa.name, today, found.stance)
