"""The lists: what was agreed, what is overdue, by topic, by institution, by days; one message that pages by being edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.here import Here, place
from bot.chat.request import Kind, Request
from bot.chat.topics import best
from bot.domain import buttons
from bot.domain.asking import QUERY_BYTES, QUERY_BYTES_BESIDE_DAYS, Ask, Page, Which
from bot.domain.callbacks import number
from bot.domain.folding import whole_words
from bot.domain.lexicon import Lexicon
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.domain.questions import Asked, words_asked
from bot.store import commitments, institutions, mesas
from bot.store.database import Session
from bot.texts import commitments as texts
from bot.texts.language import Language


async def everything(here: Here, db: Session) -> Message:
    return await listed(here, Ask(here.mesa.id, Which.ALL, here.subgroup), db)


async def overdue(here: Here, db: Session) -> Message:
    return await listed(here, Ask(here.mesa.id, Which.OVERDUE, here.subgroup), db)


async def search(here: Here, db: Session, *, lexicon: Lexicon) -> Message:
    """`/buscar words`; without words: what to look for?"""
    query = whole_words(here.request.text, QUERY_BYTES)
    if not query:
        return texts.ask_what_to_search(here.language)
    return await listed(here, Ask(here.mesa.id, Which.TOPIC, query=query), db, words_asked(query, lexicon))


async def ask_words(here: Here, db: Session) -> Message:
    return texts.ask_what_to_search(here.language)


async def pressed(request: Request, language: Language, db: Session, *, lexicon: Lexicon) -> Message:
    """`l:<mesa id>:<which>:<subgroup index>:<page>[:<institution id> | :<query> | :[<institution id>]:[<query>]:[<days>]]`"""
    asked = await read_ask(request, db)
    if asked is None:
        return texts.gone(language)
    mesa, ask = asked
    return await listed(place(request, language, mesa, ask.subgroup), ask, db, words_asked(ask.query, lexicon))


async def read_ask(request: Request, db: Session) -> tuple[Mesa, Ask] | None:
    """What the button asks: its mesa and the list; None if any of it is not ours."""
    if len(request.data) < 5:
        return None
    mesa_id, index, page = (number(request.data[place_]) for place_ in (1, 3, 4))
    mesa = await mesas.by_id(db, mesa_id) if mesa_id is not None else None
    which = request.data[2]
    if mesa is None or index is None or page is None or index > len(mesa.subgroups) or which not in set(Which):
        return None
    ask = Ask(mesa.id, Which(which), mesa.subgroups[index - 1] if index else "", page=max(1, page))
    return (mesa, narrowed) if (narrowed := await narrow(ask, request.data[5:], db)) else None


async def narrow(ask: Ask, rest: Sequence[str], db: Session) -> Ask | None:
    """The list with what its button narrows it by; None if an institution or a day is not ours."""
    if ask.which is Which.TOPIC:
        rest = ("", *rest[:1])
    elif ask.which is Which.INSTITUTION and not rest:
        return None
    institution_id, query, days = (*rest, "", "", "")[:3]
    if days:
        ask = replace(ask, due=buttons.read_span(days))
        if ask.due is None:
            return None
    if institution_id:
        known = number(institution_id)
        institution = await institutions.by_id(db, known) if known is not None else None
        if institution is None:
            return None
        ask = replace(ask, institution=institution.slug)
    return replace(ask, query=whole_words(query, QUERY_BYTES))


async def listed(here: Here, ask: Ask, db: Session, asked: Sequence[Asked] = ()) -> Message:
    """The list; asked: the words of its topic."""
    return await told(here, await page_of(here, ask, asked, db), db)


async def told(here: Here, page: Page, db: Session) -> Message:
    ask = page.ask
    plain = ask.which is Which.ALL and not (ask.institution or ask.words or ask.due)
    tally = await commitments.tally(db, ask.mesa, ask.subgroup, here.today) if plain else None
    return texts.listing(
        here.language,
        page,
        tally,
        here.today,
        here.mesa,
        elsewhere=await mesas.names(db) if page.elsewhere else {},
        subgroup_index=here.subgroup_index,
        institution_id=await institution_id_of(ask, db),
        replaces=here.request.kind is Kind.BUTTON,
    )


async def page_of(here: Here, ask: Ask, asked: Sequence[Asked], db: Session) -> Page:
    """A topic is looked for in every mesa, the one at hand first; and the page says by which words it was found."""
    if not asked:
        return await commitments.page(db, ask, here.today)
    everywhere = replace(ask, everywhere=ask.which is Which.TOPIC)
    page, found = await best(here, everywhere, asked, db)
    said = whole_words(" ".join(one.says for one in found), QUERY_BYTES_BESIDE_DAYS if ask.due else QUERY_BYTES)
    return replace(page, ask=replace(page.ask, query=said))


async def institution_id_of(ask: Ask, db: Session) -> int:
    return (await institutions.numbers_of(db, [ask.institution]))[ask.institution] if ask.institution else 0
