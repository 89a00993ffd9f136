"""/canal: the channels that hear of the mesa at hand, how to join one, and an end to it. For its coordinators alone."""

from __future__ import annotations

from bot.chat.coordinators import coordinates, mesa_coordinated
from bot.chat.request import Request
from bot.chat.start import mesa_of
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.services import channels, following
from bot.services.acting import By
from bot.store.database import Session
from bot.texts import channels as texts
from bot.texts import pages
from bot.texts.language import Language

PART = "quitar"


async def asked(request: Request, language: Language, db: Session) -> Message:
    """`/canal`, or `/canal quitar <code>`"""
    mesa = await mesa_coordinated(request, db)
    if mesa is None:
        return pages.unknown_command(language)
    word, _, code = request.text.casefold().partition(" ")
    if word == PART:
        return await parted(mesa, code.strip(), request, language, db) or texts.none_such(language)
    return texts.page(language, mesa, list(await channels.joined(db, mesa.id)), request.bot)


async def part_pressed(request: Request, language: Language, db: Session) -> Message:
    """`cx:<mesa id>:<code>`"""
    mesa, code = await mesa_of(request, db), request.data[2] if len(request.data) > 2 else ""
    if mesa is None or not await coordinates(request, mesa.id, db):
        return pages.old_button(language)
    return await parted(mesa, code, request, language, db) or pages.old_button(language)


async def parted(mesa: Mesa, called: str, request: Request, language: Language, db: Session) -> Message | None:
    """called: its code, or the first letters of it that no other begins with. None: there is no such channel."""
    codes = [code for code in await channels.joined(db, mesa.id) if called and code.startswith(called)]
    chat = await channels.part(db, mesa, codes[0], By(request.now, request.chat)) if len(codes) == 1 else None
    if chat is None:
        return None
    await following.forget(db, chat)
    return texts.parted(language, codes[0])
