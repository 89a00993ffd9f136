"""What a coordinator can change of a commitment, from its card: each choice begins what a command begins too."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat import change_status, extend, owe, rectify
from bot.chat.card import commitment_of
from bot.chat.coordinators import coordinates
from bot.chat.recording import Start
from bot.chat.request import Request
from bot.domain.commitments import Commitment
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.store import mesas
from bot.store.database import Session
from bot.texts import pages
from bot.texts import recording as texts
from bot.texts.language import Language

STARTS: Mapping[str, Start] = {
    change_status.STATUS.name: change_status.start,
    extend.EXTEND.name: extend.start,
    owe.OWE.name: owe.start,
    rectify.RECTIFY.name: rectify.start,
}


async def pressed(request: Request, language: Language, db: Session) -> Message:
    """`cc:<commitment id>`: the choices."""
    found = await coordinated(request, db)
    return texts.what_to_change(language, found[0]) if found else pages.old_button(language)


async def begun(request: Request, language: Language, db: Session) -> Message:
    """`cw:<commitment id>:<what>`"""
    found = await coordinated(request, db)
    start = STARTS.get(request.data[2]) if len(request.data) > 2 else None
    if found is None or start is None:
        return pages.old_button(language)
    return await start(*found, request, language, db)


async def coordinated(request: Request, db: Session) -> tuple[Commitment, Mesa] | None:
    """The commitment of the button and its mesa, if who pressed coordinates that."""
    found = await commitment_of(request, db)
    mesa = await mesas.by_slug(db, found.mesa) if found else None
    if found is None or mesa is None or not await coordinates(request, mesa.id, db):
        return None
    return found, mesa
