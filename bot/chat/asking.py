"""The answer a member would get to one line of text: for the command line, and for whoever wants to try the words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.chat.request import Kind, Request, Route
from bot.chat.routes import find
from bot.domain.folding import looks_like_code
from bot.domain.messages import Message
from bot.domain.people import Settings
from bot.store.database import Session

NOBODY = 0  # no chat has this number


async def ask(text: str, settings: Settings, db: Session, table: Sequence[Route], now: datetime) -> Message:
    """A command, a label, a code or plain words, read as the chat reads them. The caller undoes what a chat would remember."""
    kind, name, rest = read(text, table)
    request = Request(now, NOBODY, NOBODY, private=True, kind=kind, text=rest, command=name, settings=settings)
    route = find(table, kind, name)
    if route is None:
        raise LookupError(f"the route table has no row for {kind}")
    return await route.handler(request, db)


def read(text: str, table: Sequence[Route]) -> tuple[Kind, str, str]:
    """(kind, its name, the rest of the words)"""
    words = text.strip()
    if words.startswith("/"):
        command, _, rest = words[1:].partition(" ")
        return Kind.COMMAND, command.casefold(), rest.strip()
    if any(words in route.names for route in table if route.kind is Kind.LABEL):
        return Kind.LABEL, words, words
    return (Kind.CODE if looks_like_code(words) else Kind.TEXT), "", words
