"""Authority is looked up at every command, press and step, and fails closed (AUT-06 to AUT-12, AUT-16, AUT-17).

Each refusal is also the answer of any old button or unknown command: nobody learns from it what there is.
"""

from __future__ import annotations

from datetime import date

from bot.domain import buttons
from bot.domain.callbacks import MOST_BYTES
from bot.domain.notices import About
from bot.store import commitments, schedule
from tests.cast import COORDINATOR, MESA, OTHER_COORDINATOR
from tests.journeys.world import Json, World, text

OLD = "Esto ya no sirve. Elija otra vez."


async def commitment(world: World) -> int:
    async with world.database.reading() as db:
        (found,) = [one for one in await commitments.by_code(db, "val2") if one.mesa == MESA.slug]
    return found.id


async def acknowledged(world: World) -> date | None:
    one = await commitment(world)
    async with world.database.reading() as db:
        return (await schedule.of(db, About.COMMITMENT, [one]))[one].acknowledged_until


async def press(world: World, data: str, who: int = COORDINATOR) -> Json:
    """What a press with that very data is answered, under some message of that chat."""
    (below,) = await world.say("/vencidos", chat=who, who=who)
    mark = len(world.telegram.ledger)
    world.telegram.press(who, below["message_id"], data)
    (answer,) = await world.heard(mark, who, 1)
    return answer


def flipped(data: str) -> list[str]:
    """Each byte replaced by its neighbour, by another kind of letter, and left out; and the whole cut or made longer."""
    changed = [
        data[:at] + other + data[at + 1 :]
        for at, letter in enumerate(data)
        for other in (chr(ord(letter) ^ 1), "A" if letter != "A" else "B", "")
    ]
    return [*changed, "", data[: len(data) // 2], data + "A", data + ":", "x" * (MOST_BYTES + 1), "v2::::", "ñ:\x80"]


async def test_the_button_as_it_was_given_works(team: World) -> None:
    data = team.tagged(buttons.acknowledge(await commitment(team), 7), COORDINATOR)

    assert len(data.encode()) <= MOST_BYTES
    assert text(await press(team, data)).startswith("VAL-02\nHasta el ")
    assert await acknowledged(team) == date(2026, 11, 30)


async def test_every_byte_of_it_flipped_is_refused_alike(team: World) -> None:
    """AUT-06"""
    data = team.tagged(buttons.acknowledge(await commitment(team), 7), COORDINATOR)
    (below,) = await team.say("/vencidos", chat=COORDINATOR, who=COORDINATOR)
    said = set()
    for wrong in flipped(data):
        mark = len(team.telegram.ledger)
        team.telegram.press(COORDINATOR, below["message_id"], wrong)
        (answer,) = await team.heard(mark, COORDINATOR, 1)
        said.add((text(answer), str(answer.get("reply_markup"))))

    assert {words for words, _ in said} == {OLD}
    assert len(said) == 1
    assert await acknowledged(team) is None


async def test_a_button_without_its_tag_or_of_another_chat_is_an_old_one(team: World) -> None:
    """AUT-06: data of another user; and what stood in chats before there were tags."""
    plain = buttons.acknowledge(await commitment(team), 7)
    for data in (plain, team.tagged(plain, OTHER_COORDINATOR), f"{plain}:+"):
        assert text(await press(team, data)) == OLD
    assert await acknowledged(team) is None
