"""One question at a time, nothing before "Confirmar": a coordinator reports how a commitment goes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.domain.commitments import Status
from bot.domain.folding import fold_code
from bot.domain.recipients import Role, team_of
from bot.simulator.telegram import Telegram
from bot.store import commitments, recipients
from bot.store.database import Database
from bot.store.telling import draft
from tests.cast import COORDINATOR, GROUP, LONG_OVERDUE, MEMBER, MESA, OTHER_COORDINATOR, OUTSIDER
from tests.journeys.conftest import number_of
from tests.journeys.world import Json, World, labels, living, text

CODE = LONG_OVERDUE.code
OLD = "Esto ya no sirve. Elija otra vez."
SECOND = OUTSIDER  # who may be made a second coordinator


async def status(world: World) -> tuple[Status, str]:
    async with world.database.reading() as db:
        (found,) = await commitments.by_code(db, fold_code(CODE), MESA.slug)
    return found.status, found.status_words


async def says(world: World, words: str, who: int = COORDINATOR) -> Json:
    (answer,) = await world.say(words, chat=who, who=who)
    return answer


async def presses(world: World, message: Json, label: str, who: int = COORDINATOR) -> Json:
    (answer,) = await world.press(message, label, chat=who, who=who)
    return answer


async def previewed(world: World, who: int = COORDINATOR, choice: str = "cumplido") -> Json:
    """Everything is answered, nothing confirmed."""
    noted = await presses(world, await says(world, f"/estado {CODE}", who), choice, who)
    return await presses(world, await presses(world, noted, "Sin nota", who), "Sin prueba", who)


async def second_coordinator(world: World, role: Role = Role.COORDINATOR) -> None:
    async with world.database.transaction() as db:
        await recipients.save(db, team_of(await number_of(db, MESA.slug)), SECOND, role)


async def test_a_status_is_recorded_after_three_questions_and_a_confirmation(team: World) -> None:
    before = await status(team)
    asked = await says(team, f"/estado {CODE}")
    noted = await presses(team, asked, "cumplido")
    shown = await presses(team, await says(team, "La obra se entregó el lunes"), "Sin prueba")

    assert "¿Cómo va este compromiso?" in text(asked)
    assert "¿Qué dice el responsable" in text(noted)
    assert "Todavía no guardé nada." in text(shown)
    assert await status(team) == before

    assert text(await presses(team, shown, "Confirmar")) == f"Guardado: {CODE}, cumplido."
    assert await status(team) == (Status.DONE, "La obra se entregó el lunes")


async def test_one_can_go_back_and_choose_otherwise(team: World) -> None:
    asked = await previewed(team)
    for _ in range(3):
        asked = await presses(team, asked, "Volver")
    noted = await presses(team, await presses(team, asked, "en proceso"), "Sin nota")
    shown = await presses(team, noted, "Sin prueba")

    assert "→ en proceso" in text(shown)
    await presses(team, shown, "Confirmar")
    assert (await status(team))[0] is Status.IN_PROGRESS


async def test_what_is_cancelled_is_not_saved(team: World) -> None:
    before, shown = await status(team), await previewed(team)

    assert text(await presses(team, shown, "Cancelar")) == "Cancelado: no guardé nada."
    assert text(await presses(team, shown, "Confirmar")) == OLD
    assert await status(team) == before


@pytest.mark.parametrize("word", ["cancelar", "Cancelar "])
async def test_the_word_of_its_button_cancels_too(word: str, team: World) -> None:
    before = await status(team)
    asked = await says(team, f"/estado {CODE}")
    await presses(team, asked, "cumplido")  # the next question takes any words

    assert text(await says(team, word)) == "Cancelado: no guardé nada."
    assert text(await says(team, CODE)).startswith(CODE)  # not an answer any more
    assert await status(team) == before


async def test_the_words_of_a_button_answer_as_it_does(team: World) -> None:
    await says(team, f"/estado {CODE}")
    asked = await says(team, "Cumplido")
    assert "¿Hay pruebas?" in text(await says(team, "sin nota"))  # no note that says so
    assert text(await says(team, "volver")) == text(asked)
    await says(team, "Sin nota")
    shown = await says(team, "sin prueba")

    before = await status(team)
    assert text(await says(team, "confirmar")) == text(shown)  # the deed is pressed, never said
    assert await status(team) == before
    await presses(team, shown, "Confirmar")
    assert await status(team) == (Status.DONE, "")


async def test_an_answer_that_cannot_be_read_is_asked_for_again(team: World) -> None:
    await says(team, f"/estado {CODE}")
    again = await says(team, "casi listo")

    assert text(again).startswith("⚠️ Pulse uno de los botones.")
    assert "en proceso" in labels(again)


async def test_a_button_of_an_earlier_question_does_nothing(team: World) -> None:
    before, asked = await status(team), await says(team, f"/estado {CODE}")
    proved = await presses(team, await presses(team, asked, "cumplido"), "Sin nota")
    shown = await presses(team, proved, "Sin prueba")
    stale = next(
        button["callback_data"]
        for row in asked["reply_markup"]["inline_keyboard"]
        for button in row
        if "incumplido" in button["text"]
    )
    mark = len(team.telegram.ledger)
    team.telegram.press(COORDINATOR, asked["message_id"], stale, None)

    assert text((await team.heard(mark, COORDINATOR, 1))[0]) == OLD
    assert await status(team) == before
    await presses(team, shown, "Confirmar")
    assert (await status(team))[0] is Status.DONE


async def test_confirmed_twice_it_is_done_once(team: World) -> None:
    shown = await previewed(team)
    await presses(team, shown, "Confirmar")

    assert text(await presses(team, shown, "Confirmar")) == OLD


async def test_of_two_coordinators_on_one_revision_one_wins_and_the_other_is_told(team: World) -> None:
    await second_coordinator(team)
    mine, theirs = await previewed(team), await previewed(team, SECOND, "no viable")
    await presses(team, mine, "Confirmar")

    assert "Otra persona cambió" in text(await presses(team, theirs, "Confirmar", SECOND))
    assert (await status(team))[0] is Status.DONE


async def test_who_is_no_coordinator_any_more_confirms_nothing(team: World) -> None:
    await second_coordinator(team)
    before, shown = await status(team), await previewed(team, SECOND)
    async with team.database.transaction() as db:
        await recipients.drop(db, team_of(await number_of(db, MESA.slug)), SECOND)

    assert text(await presses(team, shown, "Confirmar", SECOND)) == OLD
    assert await status(team) == before


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR])
async def test_to_others_there_is_no_such_command(who: int, team: World) -> None:
    unknown = await says(team, "/nosuch", who)

    assert text(await says(team, f"/estado {CODE}", who)) == text(unknown)


async def test_in_a_group_nothing_is_begun(team: World) -> None:
    mark = len(team.telegram.ledger)
    team.telegram.say(COORDINATOR, f"/estado {CODE}", GROUP)
    (answer,) = await team.heard(mark, GROUP, 1)

    assert "¿Cómo va" not in text(answer)


async def test_a_command_is_answered_and_the_draft_waits(team: World) -> None:
    asked = await says(team, f"/estado {CODE}")
    await says(team, "/ayuda")
    noted = await presses(team, asked, "cumplido")

    assert "¿Qué dice el responsable" in text(noted)


async def test_without_a_draft_words_are_a_question_again(team: World) -> None:
    await presses(team, await previewed(team), "Cancelar")

    assert CODE in text(await says(team, CODE))


async def test_a_draft_is_over_after_a_day(team: World) -> None:
    shown = await previewed(team)
    clock = team.settings.test_clock
    assert clock is not None
    clock.write_text(str(float(clock.read_text()) + timedelta(hours=25).total_seconds()))

    assert text(await presses(team, shown, "Confirmar")) == OLD


async def test_a_draft_that_was_tampered_with_is_none(team: World) -> None:
    """It stops nothing else: words are a question again, and another can be begun."""
    await previewed(team)
    async with team.database.transaction() as db:
        await db.execute(update(draft).values(sealed=b"\x01" + b"x" * 90))
    answer = await says(team, "vencidos")
    again = await says(team, f"/estado {CODE}")

    assert "¿Cómo va este compromiso?" not in text(answer)
    assert "¿Cómo va este compromiso?" in text(again)


async def test_a_restart_half_way_loses_nothing(team: World, demo: Database, telegram: Telegram) -> None:
    asked = await says(team, f"/estado {CODE}")
    async with living(team.settings, demo, telegram) as again:  # takes the place of the first one
        noted = await presses(again, asked, "cumplido")
        shown = await presses(again, await presses(again, noted, "Sin nota"), "Sin prueba")
        await presses(again, shown, "Confirmar")
        assert (await status(again))[0] is Status.DONE


async def test_the_command_cancels_as_the_button_does_and_is_none_where_nothing_is_written(team: World) -> None:
    before = await status(team)
    shown, unknown = await previewed(team), await says(team, "/nosuch")

    assert text(await says(team, "/cancelar")) == "Cancelado: no guardé nada."
    assert text(await presses(team, shown, "Confirmar")) == OLD
    assert text(await says(team, "/cancelar")) == text(unknown)
    assert await status(team) == before
