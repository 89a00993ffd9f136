"""/start: the language in both languages first, then the mesa, then its community; remembered. Deep links keep their target.

In a group only administrators get here (bot/chat/routes.py), and the mesa they choose is what the group follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import card, invitations
from bot.chat.request import Request
from bot.domain.callbacks import number
from bot.domain.commitments import Commitment
from bot.domain.folding import fold_code
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.domain.people import Settings
from bot.domain.recipients import followers_of
from bot.services import groups
from bot.store import commitments, mesas, people, recipients
from bot.store.database import Session
from bot.texts import commitments as lists
from bot.texts import following
from bot.texts import start as texts
from bot.texts.language import KNOWN_LANGUAGES, Language, Languages

LONGEST_LINK = 64  # letters: Telegram's limit


async def start(request: Request, db: Session, languages: Languages) -> Message:
    """`/start [m-<slug> | c-<slug>__<safe code> | c-<code> | i-<invite>]`; any other payload is a plain welcome."""
    settings = replace(request.settings, target=request.text) if is_link(request.text) else request.settings
    if not settings.language:
        if settings != request.settings:
            await people.remember(db, request.chat, settings)
        return texts.choose_language(languages)
    return await follow(replace(request, settings=settings), languages.named(settings.language), db)


async def language_pressed(request: Request, db: Session, languages: Languages) -> Message:
    """`g:<code>`: from now on this chat is answered in that language."""
    code = request.data[1] if len(request.data) > 1 else ""
    if code not in {known.code for known in KNOWN_LANGUAGES}:
        return texts.choose_language(languages)
    settings = replace(request.settings, language=code)
    language = languages.named(code)
    await people.remember(db, request.chat, settings)
    following = await follow(replace(request, settings=settings), language, db)
    return Message(texts.language_chosen(language), replaces=True, then=replace(following, replaces=False))


async def follow(request: Request, language: Language, db: Session) -> Message:
    """Go where a deep link leads; without one, to the mesa at hand, or to choosing it."""
    settings = request.settings
    if is_link(settings.target):
        settings = replace(settings, target="")
        answer = await arrive(request.settings.target, replace(request, settings=settings), language, db)
        if answer is not None:
            return answer
        await people.remember(db, request.chat, settings)
    mesa = await mesas.by_slug(db, settings.mesa) if settings.mesa else None
    if mesa is not None and request.command != "start":
        return texts.ready(language, mesa, settings.subgroup)
    return texts.choose_mesa(language, await mesas.all_mesas(db), introduce=True)


def is_link(target: str) -> bool:
    return target.startswith(("m-", "c-", "i-")) and len(target) <= LONGEST_LINK


async def arrive(target: str, request: Request, language: Language, db: Session) -> Message | None:
    """The answer at the end of a deep link, which is then forgotten; None if it leads nowhere."""
    if target.startswith("i-"):
        return await invitations.opened(target, request, language, db)
    if target.startswith("m-"):
        mesa = await mesas.by_slug(db, target[2:])
        return await enter(mesa, request, language, db) if mesa else None
    found = await linked(target, db) if target.startswith("c-") else ()
    if not found:
        return None
    if len(found) > 1:
        await people.remember(db, request.chat, request.settings)
        return lists.found_several(language, found)
    mesa = await mesas.by_slug(db, found[0].mesa)
    if mesa is None:
        return None
    settings = await take(mesa, "", request, db)
    shown = await card.shown(found[0], replace(request, settings=settings), language, db)
    there = texts.ready(language, mesa, "") if request.private else following.group_follows(language, mesa)
    return replace(shown, replaces=False, then=there)


async def linked(target: str, db: Session) -> Sequence[Commitment]:
    """`c-<slug>__<safe code>` names one; `c-<code>` may name one in each mesa."""
    slug, separator, safe = target[2:].partition("__")
    if not separator:
        return await commitments.by_code(db, fold_code(slug))
    found = await commitments.by_safe_code(db, slug, safe)
    return (found,) if found else ()


async def enter(mesa: Mesa, request: Request, language: Language, db: Session) -> Message:
    """Make `mesa` the one at hand; ask for the community where there are any."""
    await take(mesa, "", request, db)
    return texts.choose_subgroup(language, mesa) if mesa.subgroups else await entered(mesa, "", request, language, db)


async def take(mesa: Mesa, subgroup: str, request: Request, db: Session) -> Settings:
    """From now on that mesa is at hand; a group follows it too."""
    settings = replace(request.settings, mesa=mesa.slug, subgroup=subgroup)
    await people.remember(db, request.chat, settings)
    if not request.private:
        await groups.adopt(db, request.chat, mesa.id, request.thread)
    return settings


async def entered(mesa: Mesa, subgroup: str, request: Request, language: Language, db: Session) -> Message:
    followed = await recipients.find(db, followers_of(mesa.id), request.chat) is not None
    return following.entered(language, mesa, subgroup, followed=followed, private=request.private)


async def mesa_pressed(request: Request, language: Language, db: Session) -> Message:
    """`m:<mesa id>`"""
    mesa = await mesa_of(request, db)
    if mesa is None:
        return texts.choose_mesa(language, await mesas.all_mesas(db), introduce=False)
    return replace(await enter(mesa, request, language, db), replaces=True)


async def subgroup_pressed(request: Request, language: Language, db: Session) -> Message:
    """`u:<mesa id>:<index>`: 0 = every community."""
    mesa = await mesa_of(request, db)
    index = number(request.data[2]) if len(request.data) > 2 else None
    if mesa is None or index is None or index > len(mesa.subgroups):
        return texts.choose_mesa(language, await mesas.all_mesas(db), introduce=False)
    subgroup = mesa.subgroups[index - 1] if index else ""
    await take(mesa, subgroup, request, db)
    return await entered(mesa, subgroup, request, language, db)


async def mesa_of(request: Request, db: Session) -> Mesa | None:
    """The mesa whose number the pressed button carries."""
    mesa_id = number(request.data[1]) if len(request.data) > 1 else None
    return await mesas.by_id(db, mesa_id) if mesa_id is not None else None
