"""The bot does not stay in a group where no administrator chose a mesa: it says so and leaves."""

from __future__ import annotations

from contextlib import suppress

import structlog
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.clock import Clock
from bot.domain.messages import Message
from bot.services.following import on_gone
from bot.services.groups import Leaving, due_to_leave
from bot.store.database import Database
from bot.texts.groups import leaving as farewell
from bot.texts.language import Languages
from bot.tg.bots import Api
from bot.tg.outgoing import says

log = structlog.get_logger()


async def leave_groups(database: Database, api: Api, languages: Languages, clock: Clock) -> bool:
    """One step of the loop: leave each group that waited too long; False: there was none.

    A group is forgotten once it is left: killed in between, the bot leaves again, and says so twice at most.
    """
    async with database.reading() as db:
        groups = await due_to_leave(db, clock())
    for group in groups:
        if await left(group, api, farewell(languages, group.language)):
            async with database.transaction() as db:
                await on_gone(db, group.chat, clock())
    return bool(groups)


async def left(group: Leaving, api: Api, words: Message) -> bool:
    """Whether we are out, by this or before; else the next step tries again. Where we may not write, without a word."""
    try:
        with suppress(BadRequest):
            await api.call("sendMessage", {"chat_id": group.chat, "text": words.text, "parse_mode": "HTML"})
        await api.call("leaveChat", {"chat_id": group.chat})
    except Forbidden:
        return True
    except TelegramError as error:
        log.warning("group_not_left", reason=type(error).__name__)
        return isinstance(error, BadRequest) and says(error, "chat not found")
    return True
