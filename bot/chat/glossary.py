"""/glosario: what a hard word means, by name, from the list, or from the card in which it stands."""

from __future__ import annotations

from bot.chat.here import mesa_at_hand, today_in
from bot.chat.request import Request
from bot.domain.asking import Ask, Page, Which
from bot.domain.callbacks import number
from bot.domain.commitments import Commitment
from bot.domain.glossary import Term
from bot.domain.messages import Message
from bot.store import commitments, mesas
from bot.store.database import Session
from bot.texts import commitments as lists
from bot.texts import glossary as texts
from bot.texts.language import Language


async def asked(request: Request, language: Language, db: Session) -> Message:
    """`/glosario [words]`: without words, the list."""
    if not request.text:
        return texts.listing(language, 1)
    term = language.glossary.find(request.text)
    if term is None:
        return texts.not_found(language, language.glossary.nearest(request.text))
    return await explain(term, request, language, db)


async def turned(request: Request, language: Language, db: Session) -> Message:
    """`gl:<page>`; a page that is no more is the last one."""
    page = number(request.data[1]) if len(request.data) > 1 else None
    if page is None:
        return lists.gone(language)
    return texts.listing(language, min(max(1, page), language.glossary.pages), replaces=True)


async def pressed(request: Request, language: Language, db: Session) -> Message:
    """`gt:<key>[:<commitment id>]`"""
    term = language.glossary.get(request.data[1]) if len(request.data) > 1 else None
    return await explain(term, request, language, db) if term else lists.gone(language)


async def explain(term: Term, request: Request, language: Language, db: Session) -> Message:
    """The meaning, with the way back and the way to the commitments about it; also for whoever asks in plain words."""
    card = await card_of(request, db)
    about = await about_it(term, card, request, db)
    return texts.meaning(language, term, about=about, card=card.id if card else 0, replaces=bool(request.data))


async def card_of(request: Request, db: Session) -> Commitment | None:
    """The commitment in whose card the word was pressed."""
    commitment_id = number(request.data[2]) if len(request.data) > 2 else None
    return await commitments.by_id(db, commitment_id) if commitment_id is not None else None


async def about_it(term: Term, card: Commitment | None, request: Request, db: Session) -> Page | None:
    """The commitments of the card's mesa, else of the one at hand, that hold the word."""
    if not term.search:
        return None
    mesa = await mesas.by_slug(db, card.mesa) if card else await mesa_at_hand(request, db)
    if mesa is None:
        return None
    return await commitments.page(db, Ask(mesa.id, Which.TOPIC, query=term.search), today_in(mesa, request))
