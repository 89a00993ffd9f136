"""What shows how a commitment goes, to whoever may see its card; of what an acta keeps reserved, to its coordinators."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.coordinators import coordinates
from bot.chat.request import Request
from bot.domain.callbacks import number
from bot.domain.commitments import Commitment
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.store import commitments, evidence, mesas
from bot.store.database import Session
from bot.texts import commitments as lists
from bot.texts import evidence as texts
from bot.texts.language import Language

AT_ONCE = 3  # pieces, each a message


async def may_see(one: Commitment, mesa: Mesa, request: Request, db: Session) -> bool:
    return not one.reserved or await coordinates(request, mesa.id, db)


async def pressed(request: Request, language: Language, db: Session) -> Message:
    """`ce:<commitment id>:<page>`: the newest first, a few at once."""
    commitment_id, page = map(number, request.data[1:3]) if len(request.data) > 2 else (None, None)
    found = await commitments.by_id(db, commitment_id) if commitment_id is not None else None
    mesa = await mesas.by_slug(db, found.mesa) if found else None
    if found is None or mesa is None or not page:
        return lists.gone(language)
    if not await may_see(found, mesa, request, db):
        return texts.nothing(language)
    return await shown(found, mesa, page, request, language, db)


async def shown(found: Commitment, mesa: Mesa, page: int, request: Request, language: Language, db: Session) -> Message:
    """To who may see it; a coordinator can withdraw each piece."""
    each = await evidence.of(db, found.id, most=AT_ONCE + 1, skipped=(page - 1) * AT_ONCE)
    withdraws, more = await coordinates(request, mesa.id, db), len(each) > AT_ONCE
    said = [
        texts.shown(
            language, found, mesa, one, older=page + 1 if more and one is each[AT_ONCE - 1] else 0, withdraws=withdraws
        )
        for one in each[:AT_ONCE]
    ]
    return chained(said) if said else texts.nothing(language)


def chained(said: list[Message]) -> Message:
    """One after the other."""
    first, *others = said
    return replace(first, then=chained(others)) if others else first
