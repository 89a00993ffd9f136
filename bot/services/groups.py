"""A group has one mesa, chosen by its administrators; the bot does not stay where none was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.recipients import Role, followers_of, number_of
from bot.services.following import follow, stop
from bot.store import people, recipients, waiting
from bot.store.database import Session

PATIENCE = timedelta(hours=24)


@dataclass(frozen=True)
class Leaving:
    """A group to leave, and the language it chose, "" = none."""

    chat: int
    language: str


async def arrive(db: Session, chat: int, now: datetime) -> bool:
    """Brought into a group: it has a day to choose a mesa. False: it follows one already, under a number of before."""
    if await recipients.every(db, chat):
        return False
    await waiting.wait(db, chat, now + PATIENCE)
    return True


async def adopt(db: Session, chat: int, mesa_id: int, thread: int | None, role: Role = Role.GROUP) -> None:
    """From now on the group, or the channel, hears of that mesa, and of no other."""
    for one in await recipients.every(db, chat):
        if one.role is role and one.scope != followers_of(mesa_id):
            await stop(db, chat, number_of(one.scope))
    await follow(db, chat, mesa_id, role=role, thread=thread)


async def due_to_leave(db: Session, now: datetime) -> list[Leaving]:
    """Groups where nobody chose a mesa in time; whoever leaves one calls `on_gone` (bot/services/following.py)."""
    return [Leaving(chat, (await people.settings(db, chat)).language) for chat in await waiting.due(db, now)]
