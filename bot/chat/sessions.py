"""/sesion: a coordinator's sessions: the list, a new one, one to be changed."""

from __future__ import annotations

from bot.chat.call_session import begin_call
from bot.chat.change_session import begin_change
from bot.chat.coordinators import coordinates, mesa_coordinated
from bot.chat.here import mesa_at_hand, today_in
from bot.chat.meetings import meeting_of
from bot.chat.request import Request
from bot.chat.start import mesa_of
from bot.domain.folding import fold, fold_code
from bot.domain.meetings import Meeting
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.services.convening import of_mesa
from bot.store import meetings, mesas
from bot.store.database import Session
from bot.texts import commitments as lists
from bot.texts import pages
from bot.texts import sessions as texts
from bot.texts.language import Language

NEW = "nueva"
MOST_COMING, MOST_RECENT = 10, 5


async def asked(request: Request, language: Language, db: Session) -> Message:
    """`/sesion`, `/sesion nueva`, `/sesion <code>`, `/sesion <code> dia|hora|lugar|agenda|resultado|acta`"""
    words = request.text.strip()
    if not words or fold(words) == NEW:
        mesa = await mesa_coordinated(request, db)
        if mesa is None:
            return pages.unknown_command(language)
        if words:
            return await begin_call(mesa, request, language, db)
        return await overview(mesa, request, language, db)
    code, _, choice = words.rpartition(" ")
    for name, what in ((words, ""), (code, fold(choice))):
        if name and (found := await session_coordinated(name, request, db)):
            mesa, one = found
            return await begin_change(mesa, one, what, today_in(mesa, request), request, language, db)
    mesa = await mesa_coordinated(request, db)
    return texts.unknown(language, mesa) if mesa else pages.unknown_command(language)


async def overview(mesa: Mesa, request: Request, language: Language, db: Session) -> Message:
    coming = await meetings.upcoming(db, mesa.id, "", request.now)
    past, _ = await meetings.past(db, mesa.id, "", request.now)
    return texts.overview(language, mesa, coming[:MOST_COMING], past[:MOST_RECENT])


async def session_coordinated(code: str, request: Request, db: Session) -> tuple[Mesa, Meeting] | None:
    """The session of that code: of the mesa at hand, else of another that who asks coordinates."""
    at_hand = await mesa_at_hand(request, db)
    for mesa in sorted(await mesas.all_mesas(db), key=lambda one: one != at_hand):
        if await coordinates(request, mesa.id, db):
            for one in await of_mesa(db, mesa.slug):
                if fold_code(one.code) == fold_code(code):
                    return mesa, one
    return None


async def new_pressed(request: Request, language: Language, db: Session) -> Message:
    """`sn:<mesa id>`"""
    mesa = await mesa_of(request, db)
    if mesa is None:
        return lists.gone(language)
    return await begin_call(mesa, request, language, db)


async def change_pressed(request: Request, language: Language, db: Session) -> Message:
    """`sx:<meeting id>`"""
    found = await meeting_of(request, db)
    if found is None:
        return lists.gone(language)
    mesa, one = found
    return await begin_change(mesa, one, "", today_in(mesa, request), request, language, db)
