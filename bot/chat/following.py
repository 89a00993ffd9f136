"""/seguir, /dejar, /avisos and their buttons: each button does what a command does too."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from bot.chat import card
from bot.chat.here import keep_target, mesa_at_hand, today_in
from bot.chat.request import Request
from bot.chat.start import mesa_of
from bot.domain import buttons
from bot.domain.asking import QUERY_BYTES, Ask, Which
from bot.domain.callbacks import number
from bot.domain.commitments import Commitment
from bot.domain.finding import called, mesas_named
from bot.domain.folding import fold, fold_code, whole_words
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.domain.recipients import Choice, Rhythm, Role, TooMany, Wishes, followers_of, mark_of, number_of
from bot.services import following
from bot.services.following import Left
from bot.store import commitments, institutions, mesas, recipients
from bot.store.database import Session
from bot.texts import commitments as lists
from bot.texts import following as texts
from bot.texts import start
from bot.texts.following import Followed
from bot.texts.language import Language
from bot.texts.markup import Html, plain

LONGEST_SILENCE = 365  # days


async def follow_asked(request: Request, language: Language, db: Session) -> Message:
    """`/seguir [code | community | mesa | institution | words]`: without words, the mesa at hand."""
    what = await named(request, language, db, buttons.follow)
    return await follow(what, request, language, db) if isinstance(what, Followed) else what


async def stop_asked(request: Request, language: Language, db: Session) -> Message:
    """`/dejar`, as above."""
    what = await named(request, language, db, buttons.stop)
    return await stop(what, request, language, db) if isinstance(what, Followed) else what


async def named(
    request: Request, language: Language, db: Session, button: Callable[[int], str] = buttons.follow
) -> Followed | Message:
    """What the words name, or the answer to words that do not name one thing. button: for one of several mesas."""
    mesa = await mesa_at_hand(request, db)
    if not request.text:
        if mesa is not None:
            return Followed(mesa, private=request.private)
        await keep_target(request, db)
        return start.choose_mesa(language, await mesas.all_mesas(db), introduce=False)
    known = sorted(await mesas.all_mesas(db), key=lambda one: one != mesa)  # what is at hand is meant first
    for one in known:
        for subgroup in one.subgroups:
            if fold(subgroup) == fold(request.text):
                return Followed(one, subgroup=subgroup, private=request.private)
    folded = fold_code(request.text)
    found = await commitments.by_code(db, folded, mesa.slug) if mesa else []
    found = found or await commitments.by_code(db, folded)
    if found:
        return await the_one(found, request, language, db)
    if meant := mesas_named(request.text, known):
        return texts.which_mesa(language, meant, button) if meant[1:] else Followed(meant[0], private=request.private)
    owed = await meant_by_words(mesa, request, db) if mesa else ()
    return lists.found_several(language, owed) if owed else lists.code_unknown(language, request.text)


async def meant_by_words(mesa: Mesa, request: Request, db: Session) -> Sequence[Commitment]:
    """What the institution of that name owes, else what the words are found in: in the mesa at hand, the most urgent first."""
    said, today = fold(request.text), today_in(mesa, request)
    bodies = [one for one in await institutions.all_institutions(db) if said in map(fold, (one.slug, *called(one)))]
    for body in bodies:
        if owed := (await commitments.page(db, Ask(mesa.id, Which.INSTITUTION, institution=body.slug), today)).items:
            return owed
    words = whole_words(request.text, QUERY_BYTES)
    return (await commitments.page(db, Ask(mesa.id, Which.TOPIC, query=words), today)).items if words else ()


async def the_one(found: list[Commitment], request: Request, language: Language, db: Session) -> Followed | Message:
    """The only commitment found; several are offered, each with a button on its card."""
    if len(found) > 1:
        return lists.found_several(language, found)
    mesa = await mesas.by_slug(db, found[0].mesa) if found else None
    return Followed(mesa, found[0], private=request.private) if mesa else lists.code_unknown(language, request.text)


async def follow(what: Followed, request: Request, language: Language, db: Session) -> Message:
    try:
        new = await begin(what, request, db)
    except TooMany:
        return texts.too_many(language, what.mesa)
    return texts.following(language, what, new=new)


async def begin(what: Followed, request: Request, db: Session) -> bool:
    """False: it was followed already. TooMany."""
    return await following.follow(
        db,
        request.chat,
        what.mesa.id,
        commitment=what.commitment.id if what.commitment else None,
        subgroup=what.subgroup,
        role=Role.FOLLOWER if request.private else Role.GROUP,
        thread=request.thread,
    )


async def stop(what: Followed, request: Request, language: Language, db: Session) -> Message:
    """Says what is followed still, elsewhere too, so that nobody believes in a silence that does not come."""
    left = await end(what, request, db)
    others = await elsewhere(what.mesa, request, db, tuple(Rhythm))
    return texts.leaving(language, came_of(left, what, language), others, nothing=left is Left.NOTHING)


async def elsewhere(mesa: Mesa, request: Request, db: Session, rhythms: Collection[Rhythm]) -> list[Mesa]:
    """The other mesas of which this chat follows anything in one of those rhythms."""
    followed = {
        number_of(one.scope)
        for one in await recipients.every(db, request.chat)
        if one.role in (Role.FOLLOWER, Role.GROUP) and one.wishes.rhythm in rhythms
    }
    return [one for one in await mesas.all_mesas(db) if one.id in followed - {mesa.id}]


async def end(what: Followed, request: Request, db: Session) -> Left:
    row = what.commitment.id if what.commitment else None
    return await following.stop(db, request.chat, what.mesa.id, commitment=row, subgroup=what.subgroup)


def came_of(left: Left, what: Followed, language: Language) -> Html:
    return {
        Left.NOTHING: texts.never_followed(language),
        Left.DONE: texts.stopped(language, what),
        Left.WHOLE: texts.whole_still(language),
    }[left]


async def follow_pressed(request: Request, language: Language, db: Session) -> Message:
    """`fm:<mesa id>:<subgroup index>`"""
    what = await pressed_mesa(request, db)
    return replace(await follow(what, request, language, db), replaces=True) if what else lists.gone(language)


async def stop_pressed(request: Request, language: Language, db: Session) -> Message:
    """`xm:<mesa id>:<subgroup index>`"""
    what = await pressed_mesa(request, db)
    return replace(await stop(what, request, language, db), replaces=True) if what else lists.gone(language)


async def pressed_mesa(request: Request, db: Session) -> Followed | None:
    mesa = await mesa_of(request, db)
    index = number(request.data[2]) if len(request.data) > 2 else None
    if mesa is None or index is None or index > len(mesa.subgroups):
        return None
    return Followed(mesa, subgroup=mesa.subgroups[index - 1] if index else "", private=request.private)


async def follow_card(request: Request, language: Language, db: Session) -> Message:
    """`fc:<commitment id>`: the card stays, its button says that it is followed."""
    what = await pressed_commitment(request, db)
    if what is None or what.commitment is None:
        return lists.gone(language)
    try:
        new = await begin(what, request, db)
    except TooMany:
        return texts.too_many(language, what.mesa)
    shown = await card.shown(what.commitment, request, language, db)
    return replace(shown, toast=texts.in_short(language, new=new, private=request.private))


async def stop_card(request: Request, language: Language, db: Session) -> Message:
    """`xc:<commitment id>`"""
    what = await pressed_commitment(request, db)
    if what is None or what.commitment is None:
        return lists.gone(language)
    said = came_of(await end(what, request, db), what, language)
    return replace(await card.shown(what.commitment, request, language, db), toast=plain(said))


async def pressed_commitment(request: Request, db: Session) -> Followed | None:
    found = await card.commitment_of(request, db)
    mesa = await mesas.by_slug(db, found.mesa) if found else None
    return Followed(mesa, found, private=request.private) if mesa else None


async def notices_asked(request: Request, language: Language, db: Session, *, words: Mapping[str, Choice]) -> Message:
    """`/avisos [a button's words | days of silence]`; by its button `av` too. words: folded → the choice."""
    days = number(request.text)
    if days is not None:
        return await silenced(request, language, db, days)
    choice = words.get(fold(request.text))
    if choice:
        return await choose(request, language, db, choice)
    return await notices(request, language, db)


async def wish_pressed(request: Request, language: Language, db: Session) -> Message:
    """`aw:<choice>`"""
    choice = next((one for one in Choice if one.value in request.data[1:2]), None)
    return await choose(request, language, db, choice) if choice else lists.gone(language)


async def snooze_pressed(request: Request, language: Language, db: Session) -> Message:
    """`as:<days>`"""
    days = number(request.data[1]) if len(request.data) > 1 else None
    return await silenced(request, language, db, days) if days is not None else lists.gone(language)


async def silenced(request: Request, language: Language, db: Session, days: int) -> Message:
    mesa = await mesa_at_hand(request, db) or Mesa("", "")  # without one, the usual zone
    today = today_in(mesa, request)
    days = min(days, LONGEST_SILENCE)
    settings = await following.snooze(db, request.chat, today, days)
    said = texts.silent(language, days)
    return await notices(replace(request, settings=settings), language, db, said)


async def choose(request: Request, language: Language, db: Session, choice: Choice) -> Message:
    """What is chosen of a mesa is of the one at hand; who follows nothing there is told so."""
    if choice is Choice.DISCREET:
        settings = await following.set_discreet(db, request.chat, discreet=not request.settings.discreet)
        said = texts.chosen(language, choice, discreet=settings.discreet)
        return await notices(replace(request, settings=settings), language, db, said)
    mesa = await mesa_at_hand(request, db)
    changed = await change(db, request.chat, mesa, choice) if mesa else None
    if mesa is None or changed is None:
        return await notices(request, language, db, texts.never_followed(language))
    if choice is Choice.SOME and changed.empty:
        return await notices(request, language, db, texts.nothing_chosen(language))
    heard = (Rhythm.AT_ONCE, Rhythm.WEEKLY)
    others = await elsewhere(mesa, request, db, heard) if choice is Choice.NONE else []
    done = texts.none_here(language, others) if others else texts.chosen(language, choice, discreet=False)
    return await notices(request, language, db, done)


async def change(db: Session, chat: int, mesa: Mesa, choice: Choice) -> Wishes | None:
    if choice is Choice.SOME:
        return await following.only_chosen(db, chat, mesa.id)
    return await following.set_rhythm(db, chat, mesa.id, Rhythm(choice.value))


async def notices(request: Request, language: Language, db: Session, said: Html | str = "") -> Message:
    """How this chat is told now."""
    mesa = await mesa_at_hand(request, db)
    known = await recipients.find(db, followers_of(mesa.id), request.chat) if mesa else None
    today = today_in(mesa, request) if mesa else request.now.date()
    chosen = await names_of(mesa, known.wishes, db) if mesa and known else ()
    standing = texts.Standing(mesa, known.wishes if known else None, request.settings, today, chosen)
    return texts.notices(language, standing, said, replaces=bool(request.data))


async def names_of(mesa: Mesa, wishes: Wishes, db: Session) -> tuple[str, ...]:
    """What was chosen one by one, as people call it."""
    subgroups = [name for name in mesa.subgroups if mark_of(name) in wishes.subgroups]
    found = [await commitments.by_id(db, row) for row in sorted(wishes.commitments)]
    return (*subgroups, *(one.code for one in found if one))
