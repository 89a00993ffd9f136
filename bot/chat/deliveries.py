"""/envios: what became of a mesa's notices, for its coordinators. To everybody else there is no such command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.coordinators import coordinates, mesa_coordinated
from bot.chat.here import mesa_at_hand
from bot.chat.request import Kind, Request
from bot.chat.start import mesa_of
from bot.domain.callbacks import number
from bot.domain.fates import Account
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.store import announcements, deliveries
from bot.store.database import Session
from bot.texts import deliveries as texts
from bot.texts import pages
from bot.texts.language import Language

AGAIN = "reintentar"


async def counted(request: Request, db: Session) -> Request:
    """With the accounts of the mesa that is asked about: of a large one they take too long for a transaction that writes."""
    mesa = await mesa_of(request, db) if request.data else await mesa_at_hand(request, db)
    if mesa is None or not await coordinates(request, mesa.id, db):
        return request
    return replace(request, accounts={mesa.id: await deliveries.accounts(db, mesa.id, request.now)})


async def asked(request: Request, language: Language, db: Session) -> Message:
    """`/envios`, or `/envios reintentar <notice>`."""
    mesa = await mesa_coordinated(request, db)
    if mesa is None:
        return pages.unknown_command(language)
    word, _, rest = request.text.casefold().partition(" ")
    if word != AGAIN:
        return await page_of(mesa, 1, request, language, db)
    return await again(number(rest.strip()), request, language, db) or texts.nothing_to_retry(language)


async def turned(request: Request, language: Language, db: Session) -> Message:
    """`ne:<mesa id>:<page>`"""
    asked_for = await turned_to(request, db)
    return await page_of(*asked_for, request, language, db) if asked_for else pages.old_button(language)


async def turned_to(request: Request, db: Session) -> tuple[Mesa, int] | None:
    """The mesa and the page that the pressed button carries; None: not for who pressed it."""
    mesa = await mesa_of(request, db)
    page = number(request.data[2]) if len(request.data) > 2 else None
    if mesa is None or page is None or not await coordinates(request, mesa.id, db):
        return None
    return mesa, page


async def page_of(mesa: Mesa, page: int, request: Request, language: Language, db: Session) -> Message:
    found = await accounts_of(mesa, request, db)
    return texts.report(language, mesa, found, page, request.now, replaces=request.kind is Kind.BUTTON)


async def accounts_of(mesa: Mesa, request: Request, db: Session) -> Sequence[Account]:
    """As counted before the transaction (`counted`), else now."""
    found = request.accounts.get(mesa.id)
    return await deliveries.accounts(db, mesa.id, request.now) if found is None else found


async def retry(request: Request, language: Language, db: Session) -> Message:
    """`nr:<notice id>`"""
    notice_id = number(request.data[1]) if len(request.data) > 1 else None
    return await again(notice_id, request, language, db) or pages.old_button(language)


async def again(notice_id: int | None, request: Request, language: Language, db: Session) -> Message | None:
    """None: there is no such notice for who asks."""
    found = await deliveries.account(db, notice_id) if notice_id is not None else None
    if found is None or not await coordinates(request, found.notice.mesa_id, db):
        return None
    if not found.may_be_tried_again(request.now):
        return texts.nothing_to_retry(language)
    if await deliveries.retry(db, found.notice.id):
        await announcements.see_to_again(db, found.notice.id)
    return texts.retried(language, found)
