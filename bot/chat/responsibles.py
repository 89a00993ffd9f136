"""Who must act: the institutions of a mesa with what they owe."""

from __future__ import annotations

from bot.chat.here import Here, place
from bot.chat.request import Kind, Request
from bot.chat.start import mesa_of
from bot.domain.asking import PAGE_SIZE
from bot.domain.callbacks import number
from bot.domain.messages import Message
from bot.store import institutions
from bot.store.database import Session
from bot.texts import commitments as lists
from bot.texts import institutions as texts
from bot.texts.language import Language


async def first_page(here: Here, db: Session) -> Message:
    return await listed(here, db, 1)


async def pressed(request: Request, language: Language, db: Session) -> Message:
    """`o:<mesa id>:<subgroup index>:<page>`"""
    mesa = await mesa_of(request, db)
    page = number(request.data[3]) if len(request.data) > 3 else None
    if mesa is None or page is None:
        return lists.gone(language)
    return await listed(place(request, language, mesa, request.settings.subgroup), db, page)


async def listed(here: Here, db: Session, page: int) -> Message:
    owners = await institutions.owners(db, here.mesa.id, here.today)
    pages = max(1, -(-len(owners) // PAGE_SIZE))
    page = min(max(1, page), pages)
    shown = owners[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    replaces = here.request.kind is Kind.BUTTON
    return texts.responsibles(
        here.language, here.mesa, shown, page, pages, subgroup_index=here.subgroup_index, replaces=replaces
    )
