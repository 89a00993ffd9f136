"""What stands before a handler: a mesa is chosen, a language is chosen, or nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from bot.chat.here import InLanguage, InMesa, in_language, in_mesa
from bot.chat.request import Handler, Request
from bot.domain.messages import Message
from bot.store.database import Session
from bot.texts.language import Languages

Free = Callable[[Request, Session, Languages], Awaitable[Message]]


def doors(
    languages: Languages,
) -> tuple[Callable[[InMesa], Handler], Callable[[InLanguage], Handler], Callable[[Free], Handler]]:
    """What stands before a handler: a mesa is chosen, a language is chosen, or nothing."""

    def free(handler: Free) -> Handler:
        async def ask(request: Request, db: Session) -> Message:
            return await handler(request, db, languages)

        return ask

    return partial(in_mesa, languages), partial(in_language, languages), free
