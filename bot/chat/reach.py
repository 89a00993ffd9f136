"""Which mesas who asks may load: looked up again at each answer, and only where nobody else listens."""

from __future__ import annotations

import structlog

from bot.chat.coordinators import coordinates
from bot.chat.request import Request
from bot.domain.recipients import ADMINS, Role, number_of, team_of
from bot.services.reaching import Reach
from bot.store import mesas, recipients
from bot.store.database import Session
from bot.store.recipients import UNREADABLE

log = structlog.get_logger()


async def reach_of(request: Request, db: Session) -> Reach | None:
    """None: none at all."""
    if not request.private:
        return None
    try:
        rows = await recipients.every(db, request.chat)
    except UNREADABLE as error:  # who cannot be read may nothing
        log.error("office_unreadable", error=type(error).__name__)
        return None
    teams = {number_of(one.scope) for one in rows if one.scope == team_of(number_of(one.scope))}
    known = await mesas.all_mesas(db)
    theirs = {one.id for one in known if one.id in teams and await coordinates(request, one.id, db)}
    everything = any(one.scope == ADMINS and one.role is Role.ADMIN for one in rows)
    mine = tuple(one for one in known if everything or one.id in theirs)
    slugs = frozenset(one.slug for one in known if one.id in theirs)
    return Reach(mine, slugs, everything) if everything or slugs else None
