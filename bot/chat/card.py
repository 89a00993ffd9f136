"""One commitment: its card, its history, and who must act."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from bot.chat import evidence
from bot.chat.coordinators import coordinates
from bot.chat.here import Here, place
from bot.chat.request import Kind, Request
from bot.domain.callbacks import number
from bot.domain.commitments import Commitment, Stance
from bot.domain.folding import fold_code
from bot.domain.history import Change
from bot.domain.messages import Message
from bot.domain.recipients import followers_of
from bot.domain.subjects import About, Subject
from bot.store import commitments, institutions, mesas, recipients, subjects
from bot.store import evidence as pieces
from bot.store.database import Session
from bot.texts import card as texts
from bot.texts import commitments as lists
from bot.texts.acting import who as who_must_act
from bot.texts.history import history as changes_told
from bot.texts.language import Language

Shown = Callable[[Commitment, Request, Language, Session], Awaitable[Message]]


async def shown(found: Commitment, request: Request, language: Language, db: Session) -> Message:
    """Its card; the chat speaks of it from now on."""
    mesa = await mesas.by_slug(db, found.mesa)
    if mesa is None:
        return lists.gone(language)
    await subjects.remember(db, request.chat, Subject(About.COMMITMENT, str(found.id)), request.now)
    followed = await recipients.find(db, followers_of(mesa.id), request.chat)
    chosen = followed is not None and found.id in followed.wishes.commitments
    offers = texts.Offers(
        chosen,
        evidence=await evidence.may_see(found, mesa, request, db) and await pieces.count(db, found.id) > 0,
        changes=await coordinates(request, mesa.id, db),
    )
    here = place(request, language, mesa, request.settings.subgroup)
    return show(here, found, offers, await story_of(found, db))


async def story_of(found: Commitment, db: Session) -> Sequence[Change]:
    """Its history, where somebody answered whether it will act; else there is nothing to tell."""
    answered = any(one.stance is not Stance.ASSIGNED for one in found.responsibilities)
    return await commitments.changes(db, found.id) if answered else ()


async def by_code(request: Request, language: Language, db: Session, shown: Shown = shown) -> Message:
    """A code by itself: in the mesa at hand first, then in the others; several → which one?"""
    folded = fold_code(request.text)
    found = await commitments.by_code(db, folded, request.settings.mesa) if request.settings.mesa else ()
    found = found or await commitments.by_code(db, folded)
    if not found:
        return lists.code_unknown(language, request.text)
    if len(found) > 1:
        return lists.found_several(language, found)
    return await shown(found[0], request, language, db)


async def pressed(request: Request, language: Language, db: Session) -> Message:
    """`c:<commitment id>`: the card takes the place of the list it was pressed in."""
    found = await commitment_of(request, db)
    return await shown(found, request, language, db) if found else lists.gone(language)


def show(here: Here, found: Commitment, offers: texts.Offers, story: Sequence[Change]) -> Message:
    replaces = here.request.kind is Kind.BUTTON
    return texts.card(here.language, found, here.mesa, here.today, offers, story=story, replaces=replaces)


async def history(request: Request, language: Language, db: Session) -> Message:
    """`h:<commitment id>`"""
    found = await commitment_of(request, db)
    if found is None:
        return lists.gone(language)
    return changes_told(language, found, await changes(found, request, db), replaces=True)


async def changes(found: Commitment, request: Request, db: Session) -> list[Change]:
    """Its own, and what became of its evidence to who may see that; oldest first."""
    own, mesa = await commitments.changes(db, found.id), await mesas.by_slug(db, found.mesa)
    theirs = await pieces.changes(db, found) if mesa and await evidence.may_see(found, mesa, request, db) else []
    return sorted([*own, *theirs], key=lambda one: one.seq)


async def who(request: Request, language: Language, db: Session) -> Message:
    """`w:<commitment id>`: who must act, and whom they depend on."""
    found = await commitment_of(request, db)
    return await who_acts(found, request, language, db) if found else lists.gone(language)


async def who_acts(found: Commitment, request: Request, language: Language, db: Session) -> Message:
    """Who must act on it; the chat speaks of it from now on."""
    await subjects.remember(db, request.chat, Subject(About.COMMITMENT, str(found.id)), request.now)
    known = {one.slug: one for one in await institutions.all_institutions(db)}
    owners = [
        (owed, known[owed.institution], known.get(known[owed.institution].parent)) for owed in found.responsibilities
    ]
    story = await story_of(found, db)
    return who_must_act(language, found, owners, story=story, replaces=request.kind is Kind.BUTTON)


async def commitment_of(request: Request, db: Session) -> Commitment | None:
    commitment_id = number(request.data[1]) if len(request.data) > 1 else None
    return await commitments.by_id(db, commitment_id) if commitment_id is not None else None
