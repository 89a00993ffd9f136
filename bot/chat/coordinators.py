"""Who may see to a mesa: looked up again at each press and each command, and only where nobody else listens."""

from __future__ import annotations

from bot.chat.here import mesa_at_hand
from bot.chat.request import Request
from bot.domain.callbacks import number
from bot.domain.commitments import Commitment
from bot.domain.folding import fold_code
from bot.domain.mesas import Mesa
from bot.domain.recipients import ADMINS, Role, team_of
from bot.services.offices import holds, sees_to
from bot.store import commitments, mesas
from bot.store.database import Session


async def coordinates(request: Request, mesa_id: int, db: Session) -> bool:
    """Whether who asks is a coordinator of that mesa, alone with the bot."""
    return request.private and await holds(db, team_of(mesa_id), request.chat, Role.COORDINATOR)


async def oversees(request: Request, mesa_id: int, db: Session) -> bool:
    """Whether who asks, alone with the bot, may look at how that mesa does: its coordinators and the administrators."""
    return await coordinates(request, mesa_id, db) or await administers(request, db)


async def administers(request: Request, db: Session) -> bool:
    return request.private and await holds(db, ADMINS, request.chat, Role.ADMIN)


async def mesas_coordinated(request: Request, db: Session) -> list[Mesa]:
    return [one for one in await mesas.all_mesas(db) if await coordinates(request, one.id, db)]


async def mesa_coordinated(request: Request, db: Session) -> Mesa | None:
    """The mesa at hand, if who asks coordinates it."""
    mesa = await mesa_at_hand(request, db)
    return mesa if mesa is not None and await coordinates(request, mesa.id, db) else None


async def commitment_coordinated(code: str, request: Request, db: Session) -> tuple[Commitment, Mesa] | None:
    """The commitment of that code: of the mesa at hand, else of another that who asks coordinates."""
    at_hand, found = await mesa_at_hand(request, db), list[tuple[Commitment, Mesa]]()
    for one in await commitments.by_code(db, fold_code(code)):
        mesa = await mesas.by_slug(db, one.mesa)
        if mesa is not None and await coordinates(request, mesa.id, db):
            found.append((one, mesa))
    return next((one for one in found if one[1] == at_hand), found[0] if found else None)


async def sees_to_team(request: Request, mesa: Mesa | None, db: Session) -> bool:
    """Whether who asks, alone with the bot, may say who coordinates that mesa. None: who administers the bot."""
    return request.private and await sees_to(db, mesa, request.chat)


async def place(request: Request, db: Session) -> tuple[Mesa | None] | None:
    """The mesa whose team a button is about, (None,) for the administrators; None: who presses may not see to it."""
    mesa_id = number(request.data[1]) if len(request.data) > 1 else None
    mesa = await mesas.by_id(db, mesa_id) if mesa_id else None
    if mesa_id is None or (mesa_id and mesa is None) or not await sees_to_team(request, mesa, db):
        return None
    return (mesa,)
