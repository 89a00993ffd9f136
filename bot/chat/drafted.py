"""What the wizards about a mesa share: who may, the draft's mesa, and its date today."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.chat.coordinators import coordinates
from bot.chat.here import today_in
from bot.chat.request import Request
from bot.chat.wizards import Desk
from bot.domain.mesas import Mesa
from bot.store import mesas
from bot.store.database import Session


async def may(request: Request, values: dict[str, Any], db: Session) -> bool:
    """Whether who asks coordinates the draft's mesa."""
    return await coordinates(request, values["mesa"], db)


async def mesa_of(desk: Desk) -> Mesa:
    found = await mesas.by_id(desk.db, desk.values["mesa"])
    if found is None:
        raise LookupError("a draft of a mesa that is gone")
    return found


async def today(desk: Desk) -> date:
    """In the zone of the draft's mesa."""
    return today_in(await mesa_of(desk), desk.request)
