"""A group: greeted when the bot is let in, governed by its administrators, forgotten when it throws the bot out; and
what else befalls a chat."""

from __future__ import annotations

from bot.chat.here import mesa_at_hand
from bot.chat.request import Request
from bot.domain.messages import NOTHING, Message
from bot.domain.people import Settings
from bot.domain.recipients import Role, team_of
from bot.services import channels, following, groups
from bot.services.acting import By
from bot.services.offices import holds
from bot.store import mesas, people
from bot.store.database import Session
from bot.texts import channels as channel_texts
from bot.texts import groups as texts
from bot.texts.language import Languages


async def joined(request: Request, db: Session, languages: Languages) -> Message:
    """Let in: from now on a day to choose a mesa."""
    return texts.hello(languages) if await groups.arrive(db, request.chat, request.now) else NOTHING


async def channel(request: Request, db: Session, languages: Languages) -> Message:
    """Let into a channel by who coordinates the mesa at hand: it hears of that mesa. By anybody else nothing comes of it."""
    theirs = await people.settings(db, request.user)
    mesa = await mesas.by_slug(db, theirs.mesa) if theirs.mesa else None
    if mesa is None or not await holds(db, team_of(mesa.id), request.user, Role.COORDINATOR):
        return NOTHING
    await people.remember(db, request.chat, Settings(theirs.language, mesa.slug))
    await groups.adopt(db, request.chat, mesa.id, None, Role.CHANNEL)
    code = await channels.join(db, mesa, request.chat, By(request.now, request.user))
    return channel_texts.joined(languages.named(theirs.language), mesa, code)


async def administrators_only(request: Request, db: Session, languages: Languages) -> Message:
    """What a group is, is for its administrators to say."""
    return texts.administrators_only(languages, request.settings.language)


async def alone(request: Request, db: Session, languages: Languages) -> Message:
    """Who wants to follow something and cannot decide for the group does so in private."""
    mesa = await mesa_at_hand(request, db)
    payload = f"?start=m-{mesa.slug}" if mesa else "?start"
    url = f"https://t.me/{request.bot}{payload}" if request.bot else ""
    return texts.private(languages, request.settings.language, url)


async def gone(request: Request, db: Session) -> Message:
    """Blocked by a person, or thrown out of a group."""
    await following.on_gone(db, request.chat, request.now)
    return NOTHING


async def back(request: Request, db: Session) -> Message:
    """Let in again by a person: who was gone is known to be back before any handler runs (bot/tg/dispatch.py)."""
    return NOTHING


async def moved(request: Request, db: Session) -> Message:
    """A group got another number."""
    if request.moved:
        await following.on_moved(db, *request.moved)
    return NOTHING
