"""/panel: what needs a mesa's coordinators, each line one step from where it is seen to. Administrators choose among all mesas.

To everybody else there is no such command.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain

from bot.chat.coordinators import administers, coordinates, oversees
from bot.chat.here import mesa_at_hand, today_in
from bot.chat.request import Kind, Request, Route
from bot.chat.start import mesa_of
from bot.domain.buttons import BESIDE
from bot.domain.callbacks import number, unpack
from bot.domain.folding import fold
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.domain.overview import Overview
from bot.store import mesas
from bot.store import overview as store
from bot.store.database import Session
from bot.texts import pages
from bot.texts import panel as texts
from bot.texts.attention import attention
from bot.texts.language import Language
from bot.texts.panel_picture import picture as drawing

Way = Callable[[Kind, str], Route | None]


async def counted(request: Request, db: Session) -> Request:
    """With the mesa that is asked about counted: of a large one that takes too long for a transaction that writes."""
    mesa = await meant(request, db)
    if mesa is None or not await oversees(request, mesa.id, db):
        return request
    return replace(request, overviews={mesa.id: await overview_of(mesa, request, db)})


async def overview_of(mesa: Mesa, request: Request, db: Session) -> Overview:
    known = request.overviews.get(mesa.id)
    return known or await store.overview(db, mesa, request.now, today_in(mesa, request))


async def meant(request: Request, db: Session) -> Mesa | None:
    """The mesa of the pressed button, the one that is named and theirs, or the one at hand."""
    if request.data:
        return await mesa_of(request, db)
    named = await mesas.by_slug(db, fold(request.text)) if request.text else None
    if named is not None and await oversees(request, named.id, db):
        return named
    return await mesa_at_hand(request, db)


async def asked(request: Request, language: Language, db: Session, *, way: Way) -> Message:
    """`/panel [<page> | imagen | mesas | <mesa's slug> | <the words of a line's button>]`"""
    mesa, words = await meant(request, db), fold(request.text)
    if mesa is None or not await oversees(request, mesa.id, db) or words == texts.MESAS:
        return await choose(1, request, language, db) or pages.unknown_command(language)
    if words == texts.PICTURE:
        return await picture(mesa, request, language, db)
    page = number(words) if words and words != mesa.slug else 1
    if page is None:
        return await followed(words, mesa, request, language, db, way)
    return await shown(mesa, page, request, language, db, way)


async def turned(request: Request, language: Language, db: Session, *, way: Way) -> Message:
    """`pn:<mesa id>:<page>`"""
    mesa, page = await mesa_of(request, db), number(request.data[2]) if len(request.data) > 2 else None
    if mesa is None or page is None or not await oversees(request, mesa.id, db):
        return pages.old_button(language)
    return await shown(mesa, page, request, language, db, way)


async def shown(mesa: Mesa, page: int, request: Request, language: Language, db: Session, way: Way) -> Message:
    found, today = await overview_of(mesa, request, db), today_in(mesa, request)
    offered = texts.ACTIONS if await coordinates(request, mesa.id, db) else texts.OVERSEEING
    return texts.panel(
        language,
        mesa,
        found,
        page,
        today,
        commands=[name for name in offered if route_of(name, way)],
        several=await administers(request, db),
        replaces=request.kind is Kind.BUTTON,
    )


async def followed(words: str, mesa: Mesa, request: Request, language: Language, db: Session, way: Way) -> Message:
    """Where the button of those words leads."""
    found = await overview_of(mesa, request, db)
    for line in chain.from_iterable(attention(language, mesa, found, today_in(mesa, request))):
        data = tuple(part for part in unpack(line.data) if part != BESIDE)
        route = way(Kind.BUTTON, data[0]) if data and words in map(fold, line.names) else None
        if route is not None:
            return await route.handler(replace(request, data=data, text=""), db)
    return texts.no_such_line(language)


async def pictured(request: Request, language: Language, db: Session) -> Message:
    """`pi:<mesa id>`"""
    mesa = await mesa_of(request, db)
    if mesa is None or not await oversees(request, mesa.id, db):
        return pages.old_button(language)
    return await picture(mesa, request, language, db)


async def picture(mesa: Mesa, request: Request, language: Language, db: Session) -> Message:
    return drawing(language, mesa, await overview_of(mesa, request, db), today_in(mesa, request))


async def choosing(request: Request, language: Language, db: Session) -> Message:
    """`pm:<page>`"""
    page = number(request.data[1]) if len(request.data) > 1 else None
    return await choose(page or 1, request, language, db) or pages.old_button(language)


async def choose(page: int, request: Request, language: Language, db: Session) -> Message | None:
    """None: who asks sees to no mesa but those they coordinate."""
    if not await administers(request, db):
        return None
    known: Sequence[Mesa] = await mesas.all_mesas(db)
    return texts.choose(language, known, page, replaces=request.kind is Kind.BUTTON)


async def begun(request: Request, language: Language, db: Session, *, way: Way) -> Message:
    """`pc:<mesa id>:<command>`: as if it were typed with that mesa at hand; the command looks up who may."""
    mesa, name = await mesa_of(request, db), request.data[2] if len(request.data) > 2 else ""
    route = route_of(name, way) if name in texts.ACTIONS else None
    if mesa is None or route is None or not await oversees(request, mesa.id, db):
        return pages.old_button(language)
    there = replace(request.settings, mesa=mesa.slug, subgroup="")
    typed = replace(request, kind=Kind.COMMAND, command=name, text="", data=(), settings=there)
    return await route.handler(typed, db)


def route_of(command: str, way: Way) -> Route | None:
    """None: nobody answers that command."""
    found = way(Kind.COMMAND, command)
    return found if found and command in found.names else None
