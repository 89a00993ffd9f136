"""Pages that need no mesa: help, privacy, language, forgetting, and kind answers to what cannot be read yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.chat.menus import held
from bot.chat.request import Request
from bot.domain.messages import Message
from bot.domain.recipients import ADMINS, number_of, suspended_of, team_of
from bot.services import following, offices
from bot.store import institutions, mesas
from bot.store.database import Session
from bot.texts import pages as texts
from bot.texts import start
from bot.texts.language import Language, Languages


async def help_(request: Request, language: Language, db: Session) -> Message:
    """By the offices of who asks, alone with the bot; in a group its menu stays."""
    if not request.private:
        return replace(texts.help_(language), replaces=bool(request.data), menu=None)
    return replace(texts.help_(language, await held(request.chat, db)), replaces=bool(request.data))


async def home(request: Request, language: Language, db: Session) -> Message:
    """The big buttons again, for whoever lost them."""
    mesa = await mesas.by_slug(db, request.settings.mesa) if request.settings.mesa else None
    if mesa is None:
        return start.choose_mesa(language, await mesas.all_mesas(db), introduce=False)
    return start.ready(language, mesa, request.settings.subgroup)


async def privacy(request: Request, language: Language, db: Session) -> Message:
    return replace(texts.privacy(language), replaces=bool(request.data))


async def forget(request: Request, language: Language, db: Session) -> Message:
    """/olvidar asks once; the button `f` erases all that is kept of this chat, and says what it was."""
    if not request.data:
        return texts.forget_confirm(language)
    known = await following.forget(db, request.chat)
    if known.nothing:
        return texts.forget_nothing(language)
    for one in known.recipients:
        await offices.left(db, one, request.now)
    of_mesa = {one.id: one.name for one in await mesas.all_mesas(db)}
    followed = [of_mesa[number_of(one.scope)] for one in known.recipients if one.scope.startswith("mesa:")]
    held = [await office_of(one.scope, of_mesa, db) for one in known.recipients if not one.scope.startswith("mesa:")]
    return texts.forget_done(language, known.settings, followed, held)


async def office_of(scope: str, of_mesa: Mapping[int, str], db: Session) -> str:
    """The mesa or institution of which somebody was coordinator or contact; an administrator's is the bot."""
    if scope == ADMINS:
        return "Yuyachiq"
    if scope in (team_of(number_of(scope)), suspended_of(number_of(scope))):
        return of_mesa[number_of(scope)]
    body = await institutions.by_id(db, number_of(scope))
    return body.name if body else ""


async def choose_again(request: Request, db: Session, languages: Languages) -> Message:
    """/idioma: both languages, and how much of the Quechua a native speaker has reviewed."""
    if not request.settings.language:
        return start.choose_language(languages)
    return texts.choose_again(languages.named(request.settings.language), languages)


async def media(request: Request, language: Language, db: Session) -> Message:
    return texts.media(language, request.kind.value)


async def unknown_command(request: Request, language: Language, db: Session) -> Message:
    return texts.unknown_command(language)


async def old_button(request: Request, language: Language, db: Session) -> Message:
    return texts.old_button(language)
