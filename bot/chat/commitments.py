"""The lists: what was agreed, what is overdue, by topic, by institution; one message that pages by being edited."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.here import Here, place
from bot.chat.request import Kind, Request
from bot.domain.asking import QUERY_BYTES, Ask, Which
from bot.domain.callbacks import number
from bot.domain.folding import fold
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.store import commitments, institutions, mesas
from bot.store.database import Session
from bot.texts import commitments as texts
from bot.texts.language import Language


async def everything(here: Here, db: Session) -> Message:
    return await listed(here, Ask(here.mesa.id, Which.ALL, here.subgroup), db)


async def overdue(here: Here, db: Session) -> Message:
    return await listed(here, Ask(here.mesa.id, Which.OVERDUE, here.subgroup), db)


async def search(here: Here, db: Session) -> Message:
    """`/buscar words`; without words: what to look for?"""
    query = searchable(here.request.text)
    if not query:
        return texts.ask_what_to_search(here.language)
    return await listed(here, Ask(here.mesa.id, Which.TOPIC, query=query), db)


async def ask_words(here: Here, db: Session) -> Message:
    return texts.ask_what_to_search(here.language)


async def plain_words(here: Here, db: Session) -> Message:
    """What somebody simply writes is looked for; nothing found → it says so and offers buttons. It never guesses."""
    query = searchable(here.request.text)
    if query:
        page = await commitments.page(db, Ask(here.mesa.id, Which.TOPIC, query=query), here.today)
        if page.total:
            return texts.listing(here.language, page, None, here.today)
    return texts.not_understood(here.language, here.mesa, here.subgroup_index)


def searchable(words: str) -> str:
    """Folded words, whole ones only, as many as a paging button can carry."""
    query = ""
    for word in fold(words).replace(":", " ").split():
        longer = f"{query} {word}".strip()
        if len(longer.encode()) > QUERY_BYTES:
            break
        query = longer
    return query


async def pressed(request: Request, language: Language, db: Session) -> Message:
    """`l:<mesa id>:<which>:<subgroup index>:<page>[:<institution id> | :<query>]`: the same list, another page or filter."""
    asked = await read_ask(request, db)
    if asked is None:
        return texts.gone(language)
    mesa, ask, institution_id = asked
    return await listed(place(request, language, mesa, ask.subgroup), ask, db, institution_id)


async def read_ask(request: Request, db: Session) -> tuple[Mesa, Ask, int] | None:
    """What the button asks: its mesa, the list, and the institution's number; None if any of it is not ours."""
    if len(request.data) < 5:
        return None
    mesa_id, index, page = (number(request.data[place_]) for place_ in (1, 3, 4))
    mesa = await mesas.by_id(db, mesa_id) if mesa_id is not None else None
    which = request.data[2]
    if mesa is None or index is None or page is None or index > len(mesa.subgroups) or which not in set(Which):
        return None
    ask = Ask(mesa.id, Which(which), mesa.subgroups[index - 1] if index else "", page=max(1, page))
    rest = request.data[5] if len(request.data) > 5 else ""
    if ask.which is Which.TOPIC:
        return mesa, replace(ask, query=searchable(rest)), 0
    if ask.which is not Which.INSTITUTION:
        return mesa, ask, 0
    institution_id = number(rest)
    institution = await institutions.by_id(db, institution_id) if institution_id is not None else None
    return (mesa, replace(ask, institution=institution.slug), institution_id or 0) if institution else None


async def listed(here: Here, ask: Ask, db: Session, institution_id: int = 0) -> Message:
    page = await commitments.page(db, ask, here.today)
    tally = await commitments.tally(db, ask.mesa, ask.subgroup, here.today) if ask.which is Which.ALL else None
    return texts.listing(
        here.language,
        page,
        tally,
        here.today,
        subgroup_index=here.subgroup_index,
        institution_id=institution_id,
        replaces=here.request.kind is Kind.BUTTON,
    )
