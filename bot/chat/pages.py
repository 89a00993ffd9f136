"""Pages that need no mesa: help, privacy, language, forgetting, and kind answers to what cannot be read yet."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.request import Request
from bot.domain.messages import Message
from bot.domain.people import Settings
from bot.store import mesas, people, subjects
from bot.store.database import Session
from bot.texts import pages as texts
from bot.texts import start
from bot.texts.language import Language, Languages


async def help_(request: Request, language: Language, db: Session) -> Message:
    return replace(texts.help_(language), replaces=bool(request.data))


async def home(request: Request, language: Language, db: Session) -> Message:
    """The big buttons again, for whoever lost them."""
    mesa = await mesas.by_slug(db, request.settings.mesa) if request.settings.mesa else None
    if mesa is None:
        return start.choose_mesa(language, await mesas.all_mesas(db), introduce=False)
    return start.ready(language, mesa, request.settings.subgroup)


async def privacy(request: Request, language: Language, db: Session) -> Message:
    return replace(texts.privacy(language), replaces=bool(request.data))


async def forget(request: Request, language: Language, db: Session) -> Message:
    """/olvidar asks once; the button `f` erases what this chat chose, and there is nothing else of it."""
    if not request.data:
        return texts.forget_confirm(language)
    if request.settings == Settings():
        return texts.forget_nothing(language)
    await people.forget(db, request.chat)
    await subjects.forget(db, request.chat)
    return texts.forget_done(language)


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
