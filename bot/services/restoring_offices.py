"""The offices of a copy, brought to what is known of them since: nobody whose office was taken gets it back with an old copy.

What is known stands beside the keys (bot/store/recipients.note). An office that was given back but whose note was lost stays
suspended; one that was given after the copy was taken is not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.actors import OPERATOR
from bot.domain.mesas import Mesa
from bot.domain.offices import Turn, turned
from bot.domain.recipients import ADMINS, Recipient
from bot.services import offices
from bot.store import mesas, recipients, restored
from bot.store.database import Session


@dataclass(frozen=True)
class Stands:
    """An office that stands otherwise than in the copy. place: the mesa's slug, or ADMINS. code: as the history has it."""

    place: str
    code: str
    turn: Turn


async def as_known(db: Session, lines: list[str], now: datetime) -> list[Stands]:
    """lines: of the file `erased`. Called before the rows are erased that it names; the history tells of each change."""
    gone, found = await restored.offices_erased(db, lines), list[Stands]()
    for one in gone:
        found += [await _told(db, one, place, Turn.REMOVED, now) for place in await offices.places_of(db, one)]
    of = {mesa.id: mesa for mesa in await mesas.all_mesas(db)}
    for one, turns in await restored.offices_turned(db, lines):
        if one not in gone:
            known = {of[mesa_id]: turn for mesa_id, turn in turns.items() if mesa_id in of}
            found += await _turned(db, one, known, now)
    return found


async def _turned(db: Session, one: Recipient, known: dict[Mesa, Turn], now: datetime) -> list[Stands]:
    """The last turn in each mesa, as far as the copy does not have it."""
    found = list[Stands]()
    for mesa, turn in known.items():
        new = turned(one, mesa.id, turn)
        if new == one:
            continue
        found.append(await _told(db, one, mesa, turn, now))
        if new is None:
            await recipients.drop(db, one.scope, one.chat)
            break
        await recipients.put(db, new)
        one = new
    return found


async def _told(db: Session, one: Recipient, place: Mesa | None, turn: Turn, now: datetime) -> Stands:
    code = offices.holder(db, place, one.role, one.chat)
    await offices.note(db, place, code, turn, one.role, OPERATOR, now, await offices.body_of(db, one.scope))
    return Stands(place.slug if place else ADMINS, code, turn)
