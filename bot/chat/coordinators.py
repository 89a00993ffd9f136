"""Who may see to a mesa: looked up again at each press and each command, and only where nobody else listens."""

from __future__ import annotations

from bot.chat.here import mesa_at_hand
from bot.chat.request import Request
from bot.domain.mesas import Mesa
from bot.domain.recipients import Role, team_of
from bot.store import recipients
from bot.store.database import Session


async def coordinates(request: Request, mesa_id: int, db: Session) -> bool:
    """Whether who asks is a coordinator of that mesa, alone with the bot."""
    found = await recipients.find(db, team_of(mesa_id), request.chat)
    return request.private and found is not None and found.role is Role.COORDINATOR


async def mesa_coordinated(request: Request, db: Session) -> Mesa | None:
    """The mesa at hand, if who asks coordinates it."""
    mesa = await mesa_at_hand(request, db)
    return mesa if mesa is not None and await coordinates(request, mesa.id, db) else None
