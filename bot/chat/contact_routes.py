"""What institutions' contacts can ask, and the coordinators of what these answered: part of the one table (bot/chat/routes.py)."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat import answering, asking_instead, mine
from bot.chat.here import InLanguage
from bot.chat.request import Handler, Kind, Route


def contact_commands(spoken: Callable[[InLanguage], Handler]) -> tuple[Route, ...]:
    return (
        *(Route(Kind.COMMAND, (name,), spoken(answering.asked)) for name in answering.COMMANDS),
        Route(Kind.COMMAND, ("mis_compromisos",), spoken(mine.asked)),
        Route(Kind.COMMAND, ("preguntar",), spoken(asking_instead.asked)),
    )


def contact_buttons(spoken: Callable[[InLanguage], Handler]) -> tuple[Route, ...]:
    return (
        Route(Kind.BUTTON, ("ci",), spoken(asking_instead.pressed)),
        Route(Kind.BUTTON, ("ca",), spoken(answering.pressed)),
        Route(Kind.BUTTON, ("cm",), spoken(mine.turned)),
        Route(Kind.BUTTON, ("co",), spoken(mine.one)),
    )
