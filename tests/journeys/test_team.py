"""What one coordinator changes, the mesa's others are told at once; nobody else is, nor whoever did it."""

from __future__ import annotations

import pytest_asyncio

from bot.config import Settings
from tests.cast import LONG_OVERDUE
from tests.journeys.world import World, labels, text
from tests.journeys.writing import SECOND, presses, says, second_coordinator, verified

CODE = LONG_OVERDUE.code


@pytest_asyncio.fixture
async def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"tick_seconds": 0.1})


async def change_status(world: World, note: str) -> None:
    await presses(world, await says(world, f"/estado {CODE}"), "en proceso")
    shown = await presses(world, await says(world, note), "Sin prueba")
    await presses(world, shown, "Confirmar")


async def test_the_other_coordinators_are_told_at_once_and_nobody_else(team: World) -> None:
    await second_coordinator(team)
    mark = len(team.telegram.ledger)
    await change_status(team, "Van 40 de 100 muestras")
    told = await team.telegram.next_message(SECOND, mark)
    await team.settled()

    assert text(told).startswith("Mesa: Mesa de Diálogo del Valle\n\nLa coordinación ")
    assert f" cambió {CODE}:\nEstado: «sin información» → «en proceso»" in text(told)
    assert "Con sus palabras: «Van 40 de 100 muestras»" in text(told)
    assert labels(told) == [f"Ver {CODE}"]
    notices = [one.message for one in team.telegram.ledger[mark:] if one.message and "cambió" in text(one.message)]
    assert [one["chat"]["id"] for one in notices] == [SECOND]
    (card,) = await team.press(told, f"Ver {CODE}", chat=SECOND, who=SECOND)
    assert text(card).startswith(CODE)
    assert (await verified(team)).ok


async def test_alone_one_is_told_nothing_of_ones_own(team: World) -> None:
    mark = len(team.telegram.ledger)
    await change_status(team, "Sigue igual")
    await team.settled()

    assert [one for one in team.telegram.ledger[mark:] if one.message and "La coordinación" in text(one.message)] == []


async def test_what_somebody_wrote_is_told_as_it_was_written(team: World) -> None:
    await second_coordinator(team)
    mark = len(team.telegram.ledger)
    await change_status(team, "<b>ya</b> &amp; {code} %s")
    told = await team.telegram.next_message(SECOND, mark)

    assert "Con sus palabras: «<b>ya</b> &amp; {code} %s»" in text(told)
