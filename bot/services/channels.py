"""The channels that hear of a mesa: joined and parted by its coordinators, by opaque codes; lost where the bot may post no more.

Each turn is an event of the history, and the mesa's other coordinators are told of it at once.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.channels import SUBJECT, Turn
from bot.domain.mesas import Mesa
from bot.domain.recipients import Role, channels_of, followers_of, number_of
from bot.services.acting import LETTERS, By
from bot.services.telling_team import telling_team
from bot.store import history, mesas, recipients
from bot.store.database import Session


def code_of(db: Session, mesa_id: int, chat: int) -> str:
    """ "4f2a91c0": the same each time in one mesa, and nobody's without our key."""
    return db.vault.lookup(f"channel:{mesa_id}", chat).hex()[:LETTERS]


async def joined(db: Session, mesa_id: int) -> dict[str, int]:
    """code → chat of each."""
    return {code_of(db, mesa_id, one.chat): one.chat for one in await recipients.members(db, channels_of(mesa_id))}


async def join(db: Session, mesa: Mesa, chat: int, by: By) -> str:
    """It hears of that mesa from now on, and of no other; its code. It follows the mesa already (services/groups.py)."""
    await history.begin(db)
    for other in await _mesas_of(db, chat):
        if other.id != mesa.id:
            await _end(db, other, chat, Turn.PARTED, by)
    code = code_of(db, mesa.id, chat)
    if code not in await joined(db, mesa.id):
        await recipients.save(db, channels_of(mesa.id), chat, Role.CHANNEL)
        await _tell(db, mesa, code, Turn.JOINED, by)
    return code


async def part(db: Session, mesa: Mesa, code: str, by: By) -> int | None:
    """It hears of that mesa no more; which chat it was. None: none of that code does."""
    await history.begin(db)
    chat = (await joined(db, mesa.id)).get(code)
    if chat is not None:
        await _end(db, mesa, chat, Turn.PARTED, by)
    return chat


async def lost(db: Session, chat: int, now: datetime) -> None:
    """Nothing can be posted there any more: the coordinators of its mesa are told."""
    for mesa in await _mesas_of(db, chat):
        await _end(db, mesa, chat, Turn.LOST, By(now))


async def _mesas_of(db: Session, chat: int) -> list[Mesa]:
    scopes = [one.scope for one in await recipients.every(db, chat)]
    found = [await mesas.by_id(db, number_of(scope)) for scope in scopes if scope == channels_of(number_of(scope))]
    return [mesa for mesa in found if mesa is not None]


async def _end(db: Session, mesa: Mesa, chat: int, turn: Turn, by: By) -> None:
    for scope in (followers_of(mesa.id), channels_of(mesa.id)):
        known = await recipients.find(db, scope, chat)
        if known is not None:
            await recipients.call_off(db, known, turn.value)
            await recipients.drop(db, scope, chat)
    await _tell(db, mesa, code_of(db, mesa.id, chat), turn, by)


async def _tell(db: Session, mesa: Mesa, code: str, turn: Turn, by: By) -> None:
    actor = by.within(db, mesa.id)
    async with telling_team(db, mesa.id, actor, by.now):
        key = f"{mesa.slug}/{code}"
        await history.append(db, now=by.now, actor=actor, subject=SUBJECT, key=key, facts={"turn": turn.value})
