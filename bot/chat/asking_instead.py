"""One tap of a coordinator: whom an institution named, which declined, is asked too."""

from __future__ import annotations

from functools import reduce

from bot.chat.coordinators import commitment_coordinated, coordinates, mesa_coordinated
from bot.chat.request import Request
from bot.domain.answering import asked_instead, named_instead
from bot.domain.callbacks import number
from bot.domain.commitments import Commitment
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.services.acting import actor_of
from bot.services.changing import change
from bot.store import commitments, mesas
from bot.store.database import Session
from bot.texts import commitments as lists
from bot.texts import contacts as texts
from bot.texts import pages, recording
from bot.texts.language import Language


async def asked(request: Request, language: Language, db: Session) -> Message:
    """`/preguntar <code>`"""
    found = await commitment_coordinated(request.text, request, db) if request.text else None
    if found is not None:
        return await ask(*found, request, language, db)
    if await mesa_coordinated(request, db) is None:
        return pages.unknown_command(language)
    return lists.code_unknown(language, request.text) if request.text else recording.usage(language, "preguntar")


async def pressed(request: Request, language: Language, db: Session) -> Message:
    """`ci:<commitment id>`"""
    commitment_id = number(request.data[1]) if len(request.data) == 2 else None
    one = await commitments.by_id(db, commitment_id) if commitment_id is not None else None
    mesa = await mesas.by_slug(db, one.mesa) if one else None
    if one is None or mesa is None or not await coordinates(request, mesa.id, db):
        return pages.old_button(language)
    return await ask(one, mesa, request, language, db)


async def ask(one: Commitment, mesa: Mesa, request: Request, language: Language, db: Session) -> Message:
    """All that were named and not asked yet: pressed twice it is done once."""
    named = {of.named: of.named_name for of in named_instead(one)}
    if not named:
        return texts.nobody_to_ask(language, one)
    actor = actor_of(db, mesa.id, request.chat)
    await change(
        db, one.id, one.revision, lambda known: reduce(asked_instead, named, known), actor=actor, now=request.now
    )
    return texts.asked_instead(language, one, list(named.values()))
