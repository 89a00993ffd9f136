"""What one coordinator changes, the mesa's others are told at once; nobody else is, nor whoever did it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import pytest_asyncio

from bot.config import Settings
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Role, followers_of
from bot.services.commanding import Wanted, change_by_command
from bot.store import people, recipients
from tests.cast import COORDINATOR, DUE_SOON, LONG_OVERDUE, MEMBER, MESA
from tests.journeys.conftest import number_of
from tests.journeys.test_changing import EXTEND, LATER, Talk, talked
from tests.journeys.world import World, labels, text
from tests.journeys.writing import SECOND, presses, says, second_coordinator, verified

CODE = LONG_OVERDUE.code
DONE_TALK = (f"/estado {DUE_SOON.code}", "[cumplido]", "[Sin nota]", "[Sin prueba]")
EXTENDED_TO = f"({LATER:%d/%m/%Y})"


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


async def test_they_are_told_what_was_attached_and_withdrawn_and_see_what_is_left(team: World) -> None:
    await second_coordinator(team)
    shown = await talked(team, (f"/estado {CODE}", "[en proceso]", "40", "https://x.pe/1", "https://x.pe/2", "[Listo]"))
    mark = len(team.telegram.ledger)
    await presses(team, shown, "Confirmar")
    told = await team.telegram.next_message(SECOND, mark)
    shown = await talked(team, (f"/retirar {CODE} 1", "Es de otra obra"))
    mark = len(team.telegram.ledger)
    await presses(team, shown, "Confirmar")
    gone = await team.telegram.next_message(SECOND, mark)

    code = text(told).split("La coordinación ")[1][:4]
    assert text(told).endswith(f"\n\nLa coordinación {code} adjuntó como prueba de {CODE}:\nenlace (2)")
    assert labels(told) == [f"Ver {CODE}", f"Ver evidencia {CODE}"]
    assert text(gone) == (
        "Mesa: Mesa de Diálogo del Valle\n\n"
        f"La coordinación {code} retiró una prueba de {CODE}:\nRazón: «Es de otra obra»"
    )
    (left,) = await team.press(told, "Ver evidencia", chat=SECOND, who=SECOND)
    assert "Prueba: https://x.pe/2" in text(left)


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


async def test_what_is_changed_from_the_command_line_is_told_to_every_coordinator(team: World) -> None:
    mark = len(team.telegram.ledger)
    async with team.database.transaction() as db:
        await change_by_command(db, CODE, MESA.slug, Wanted("en proceso", "va bien"), team.clock())
    told = await team.telegram.next_message(COORDINATOR, mark)

    assert f"Cambió {CODE}, desde el servidor:\nEstado: «sin información» → «en proceso»" in text(told)
    assert labels(told) == [f"Ver {CODE}"]


@pytest.mark.parametrize(
    ("language", "talk", "said"),
    [
        ("es", EXTEND, f"tiene nueva fecha: 22 de enero de 2027 {EXTENDED_TO}"),
        ("qu", EXTEND, EXTENDED_TO),
        ("es", DONE_TALK, "Se informó que se cumplió"),
        ("qu", DONE_TALK, "hunt'asqañas"),
    ],
)
async def test_members_hear_what_a_wizard_extended_or_reported_done(
    language: str, talk: Talk, said: str, team: World
) -> None:
    """In their own language, with the next morning's message."""
    async with team.database.transaction() as db:
        await people.remember(db, MEMBER, Choices(language, MESA.slug))
        await recipients.save(db, followers_of(await number_of(db, MESA.slug)), MEMBER, Role.FOLLOWER)
    await team.settled()
    await presses(team, await talked(team, talk), "Confirmar")
    await team.settled()
    clock = team.settings.test_clock
    assert clock is not None
    mark = len(team.telegram.ledger)
    clock.write_text(str(float(clock.read_text()) + timedelta(days=1).total_seconds()))
    told = await team.telegram.next_message(MEMBER, mark, timeout=15)

    assert DUE_SOON.code in text(told)
    assert said in text(told)
