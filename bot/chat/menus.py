"""Which commands a chat's menu offers: everybody's, and those of the offices it holds; alone with the bot, nowhere else."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.chat.request import Handler, Request
from bot.domain.messages import Menu, Message
from bot.domain.recipients import ADMINS, Role, contacts_of, number_of, team_of
from bot.store import mesas, people, recipients
from bot.store.database import Session
from bot.store.recipients import UNREADABLE
from bot.texts import menus as texts
from bot.texts.language import Languages

log = structlog.get_logger()


async def held(chat: int, db: Session) -> frozenset[Role]:
    """The offices of a chat, in any mesa or institution; none of who is suspended (a contact: in every mesa) or cannot be read."""
    try:
        rows = await recipients.every(db, chat)
    except UNREADABLE as error:
        log.error("office_unreadable", error=type(error).__name__)
        return frozenset()
    of_office = ((one, number_of(one.scope)) for one in rows)
    theirs = [one for one, of in of_office if one.scope in (ADMINS, team_of(of), contacts_of(of))]
    places = [mesa.id for mesa in await mesas.all_mesas(db)] if theirs else []
    return frozenset(one.role for one in theirs if one.role is not Role.CONTACT or any(map(one.may_speak_in, places)))


async def menu_of(chat: int, languages: Languages, db: Session) -> Menu:
    """In the language that chat chose."""
    language = languages.named((await people.settings(db, chat)).language or "es")
    return texts.menu(language, await held(chat, db))


def with_offices(handler: Handler, languages: Languages) -> Handler:
    """An answer that sets the menu sets the commands of the chat's offices with it."""

    async def ask(request: Request, db: Session) -> Message:
        answer = await handler(request, db)
        if not request.private or not sets_menu(answer):
            return answer
        return completed(answer, await menu_of(request.chat, languages, db))

    return ask


def sets_menu(message: Message) -> bool:
    return bool(message.menu) or (message.then is not None and sets_menu(message.then))


def completed(message: Message, menu: Menu) -> Message:
    then = completed(message.then, menu) if message.then else None
    return replace(message, menu=menu if message.menu else message.menu, then=then)
