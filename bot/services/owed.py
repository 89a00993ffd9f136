"""What an institution's contacts are told of commitments: only what it owes still, or answers for."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import answer_reminders as answers
from bot.domain.ladder import SUMMARY
from bot.domain.mesas import Mesa
from bot.domain.notices import About, Item
from bot.domain.recipients import contacts_of, number_of
from bot.domain.schedule import Bodies
from bot.domain.told import Told
from bot.store import institutions, reminding
from bot.store.database import Session


async def still_owed(db: Session, scope: str, told: Told) -> Told:
    """It may have declined, or answered, meanwhile."""
    if scope != contacts_of(number_of(scope)):
        return told
    body, bodies = number_of(scope), await reminding.bodies_of(db, told.mesa.id, told.commitments.values())

    def theirs(item: Item) -> bool:
        if item.about is not About.COMMITMENT:
            return True
        of = bodies.get(item.number, Bodies())
        if answers.is_of_these(item):
            of = of.only(one.institution for one in told.silent[item.number])
        return body in (*of.owners, *of.up(SUMMARY.parents))

    owed = frozenset(number for number, of in bodies.items() if body in of.owners)
    return replace(told, items=tuple(filter(theirs, told.items)), owed=owed)


async def secretariat(db: Session, mesa: Mesa) -> str:
    """The names of its technical secretariat, "" = not known."""
    numbers = await institutions.numbers_of(db, mesa.secretariat)
    names = await institutions.names_of(db, numbers.values())
    return ", ".join(names[one] for one in numbers.values())
