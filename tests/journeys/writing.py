"""What the tests of the wizards share: how a coordinator writes, and what there is afterwards."""

from __future__ import annotations

from typing import Any

from bot.domain.commitments import Commitment
from bot.domain.folding import fold_code
from bot.domain.recipients import Role, team_of
from bot.store import commitments, recipients
from bot.store.verifying import Verdict, verify
from tests.cast import COORDINATOR, MESA, OUTSIDER
from tests.journeys.conftest import number_of
from tests.journeys.world import Json, World

SECOND = OUTSIDER  # who may be made a second coordinator
OLD = "Esto ya no sirve. Elija otra vez."


async def says(world: World, words: str, who: int = COORDINATOR) -> Json:
    (answer,) = await world.say(words, chat=who, who=who)
    return answer


async def presses(world: World, message: Json, label: str, who: int = COORDINATOR) -> Json:
    (answer,) = await world.press(message, label, chat=who, who=who)
    return answer


async def sends(world: World, medium: str, who: int = COORDINATOR, **fields: Any) -> Json:
    """A photo, a document …, as it comes back answered."""
    mark = len(world.telegram.ledger)
    world.telegram.send_media(who, medium, **fields)
    (answer,) = await world.heard(mark, who, 1)
    return answer


async def stored(world: World, code: str, mesa: str = MESA.slug) -> Commitment | None:
    async with world.database.reading() as db:
        found = await commitments.by_code(db, fold_code(code), mesa)
    return found[0] if found else None


async def kept(world: World, code: str, mesa: str = MESA.slug) -> Commitment:
    found = await stored(world, code, mesa)
    assert found is not None
    return found


async def verified(world: World) -> Verdict:
    """Whether the history and the tables say the same."""
    async with world.database.reading() as db:
        return await verify(db)


async def second_coordinator(world: World, role: Role = Role.COORDINATOR) -> None:
    async with world.database.transaction() as db:
        await recipients.save(db, team_of(await number_of(db, MESA.slug)), SECOND, role)


async def events(world: World) -> int:
    """How many the history has."""
    return (await verified(world)).events
