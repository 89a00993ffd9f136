"""`/start i-<token>`: an invitation, opened once, in private."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.request import Request
from bot.domain.limits import Budget
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.domain.recipients import Recipient, Role, number_of
from bot.services.inviting import alarm, redeem
from bot.store import institutions, mesas, people
from bot.store.database import Session
from bot.texts import inviting as texts
from bot.texts import start
from bot.texts.language import Language


async def opened(payload: str, request: Request, language: Language, db: Session) -> Message:
    """Who opens it becomes what it says. One answer, by the same queries, for all that opens nothing."""
    await people.remember(db, request.chat, request.settings)
    became = await redeemed(payload, request, db) if request.private else None
    if became is None:
        return texts.refused(language, start.choose_mesa(language, await mesas.all_mesas(db), introduce=False))
    mesa = await at_hand(became, request, db)
    if mesa is not None:
        await people.remember(db, request.chat, replace(request.settings, mesa=mesa.slug, subgroup=""))
        then = start.ready(language, mesa, "")
    else:
        then = start.choose_mesa(language, await mesas.all_mesas(db), introduce=False)
    return texts.welcome(language, became, await place_of(became, mesa, db), then)


async def redeemed(payload: str, request: Request, db: Session) -> Recipient | None:
    """What they become; None where it opens nothing, and after too many tries, of which those who invited are told."""
    if request.spend(Budget.INVITE):
        return await redeem(db, request.chat, payload, request.now)
    await alarm(db, request.now)
    return None


async def at_hand(became: Recipient, request: Request, db: Session) -> Mesa | None:
    """A coordinator's mesa is the one at hand from now on; for the others it stays."""
    if became.role is Role.COORDINATOR:
        return await mesas.by_id(db, number_of(became.scope))
    return await mesas.by_slug(db, request.settings.mesa) if request.settings.mesa else None


async def place_of(became: Recipient, mesa: Mesa | None, db: Session) -> str:
    """Of what they are coordinator or contact."""
    if became.role is Role.CONTACT:
        body = await institutions.by_id(db, number_of(became.scope))
        return body.name if body else ""
    return mesa.name if mesa else ""
