"""An institution's contact: sees what it owes, reports, accepts, declines with a reason; and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
import pytest_asyncio

from bot.domain.answering import declined
from bot.domain.commitments import Commitment, Responsibility, Role, Stance, Status
from bot.domain.folding import fold_code
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Role as Part
from bot.domain.recipients import contacts_of, team_of
from bot.services import offices
from bot.simulator.telegram import Telegram
from bot.store import commitments, evidence, institutions, mesas, people, recipients
from bot.store.database import Database
from bot.store.verifying import verify
from tests.cast import (
    ACTOR,
    COORDINATOR,
    DUE_SOON,
    GROUP,
    HEALTH,
    LONG_OVERDUE,
    MEMBER,
    MESA,
    MINE,
    NOW,
    OTHER_COORDINATOR,
    OTHER_MESA,
    OUTSIDER,
    OVERDUE,
    TODAY,
    TOWN,
)
from tests.journeys.conftest import number_of
from tests.journeys.world import Json, World, labels, living, text

CONTACT, OF_THE_MINE = 5_130_447_605, 5_130_447_706  # of the ministry of health; of the mine
OLD = "Esto ya no sirve. Elija otra vez."
COMMANDS = ("/aceptar", "/declinar", "/informar")
CODE = OVERDUE.code


@pytest_asyncio.fixture
async def contacts(team: World, telegram: Telegram) -> World:
    """Two institutions have a contact; both have the mesa of the valley at hand, in Spanish."""
    for chat, name in ((CONTACT, "Contacto"), (OF_THE_MINE, "Otro contacto")):
        telegram.person(chat, name)
        telegram.chat(chat).started = True
    async with team.database.transaction() as db:
        numbers = await institutions.numbers_of(db, [HEALTH.slug, MINE.slug])
        for chat, slug in ((CONTACT, HEALTH.slug), (OF_THE_MINE, MINE.slug)):
            await people.remember(db, chat, Choices("es", MESA.slug))
            await recipients.save(db, contacts_of(numbers[slug]), chat, Part.CONTACT)
    return team


async def stored(world: World, code: str = CODE) -> Commitment:
    async with world.database.reading() as db:
        (found,) = await commitments.by_code(db, fold_code(code), MESA.slug)
    return found


async def part(world: World, body: str = HEALTH.slug, code: str = CODE) -> Responsibility:
    return next(one for one in (await stored(world, code)).responsibilities if one.institution == body)


async def says(world: World, words: str, who: int = CONTACT) -> Json:
    (answer,) = await world.say(words, chat=who, who=who)
    return answer


async def presses(world: World, message: Json, label: str, who: int = CONTACT) -> Json:
    (answer,) = await world.press(message, label, chat=who, who=who)
    return answer


async def declines(world: World, reason: str, instead: str) -> Json:
    """All is answered; the preview."""
    await says(world, f"/declinar {CODE}")
    await says(world, reason)
    return await says(world, instead)


async def test_responsibility_is_accepted_after_a_confirmation(contacts: World) -> None:
    shown = await says(contacts, f"/aceptar {CODE}")
    before = await part(contacts)
    kept = await presses(contacts, shown, "Confirmar")

    assert "MINSA acepta ser responsable." in text(shown)
    assert before.stance is Stance.ASSIGNED
    assert text(kept) == f"Guardado: {CODE}. Se lo digo a la coordinación de la mesa."
    after = await part(contacts)
    assert (after.stance, after.said_by, after.said_on) == (Stance.ACCEPTED, "MINSA", TODAY)


async def test_who_was_asked_provisionally_and_accepts_is_responsible(contacts: World) -> None:
    asked = Responsibility(HEALTH.slug, "MINSA", Role.PROVISIONAL)
    async with contacts.database.transaction() as db:
        await commitments.save(db, replace(DUE_SOON, responsibilities=(asked,)), actor=ACTOR, now=NOW)
    await presses(contacts, await says(contacts, f"/aceptar {DUE_SOON.code}"), "Confirmar")

    after = await part(contacts, code=DUE_SOON.code)
    assert (after.role, after.stance) == (Role.RESPONSIBLE, Stance.ACCEPTED)


async def test_it_is_declined_with_a_reason_and_another_is_named(contacts: World) -> None:
    asked = await says(contacts, f"/declinar {CODE}")
    instead = await says(contacts, "El hospital es del gobierno local")
    shown = await says(contacts, "municipalidad provincial del valle")
    await presses(contacts, shown, "Confirmar")

    assert "¿Por qué no le corresponde a MINSA?" in text(asked)
    assert labels(instead) == ["PCM", "SGSD", "No sabemos", "◀ Volver", "✖ Cancelar"]
    assert "Dice que le toca a: Municipalidad Provincial del Valle" in text(shown)
    after = await part(contacts)
    assert (after.stance, after.said_by, after.said_on) == (Stance.DECLINED, "MINSA", TODAY)
    assert (after.why, after.named) == ("El hospital es del gobierno local", TOWN.slug)
    async with contacts.database.reading() as db:
        assert (await verify(db)).ok


async def test_nobody_need_be_named_and_what_is_not_known_is_asked_again(contacts: World) -> None:
    again = await declines(contacts, "No es nuestra función", "Ministerio de la Luna")
    itself = await says(contacts, "MINSA")
    shown = await presses(contacts, itself, "No sabemos")
    await presses(contacts, shown, "Confirmar")

    assert "No conozco esa institución: Ministerio de la Luna" in text(again)
    assert "Esa es su propia institución." in text(itself)
    assert (await part(contacts)).named == ""


async def test_a_report_says_who_said_it_and_when(contacts: World) -> None:
    asked = await says(contacts, f"/informar {CODE}")
    worded = await presses(contacts, asked, "en proceso")
    shown = await presses(contacts, await says(contacts, "Se contrató al supervisor"), "Sin prueba")
    before = await stored(contacts)
    await presses(contacts, shown, "Confirmar")

    assert "sin información" not in labels(asked)
    assert "¿Qué quiere informar" in text(worded)
    assert before.status_words == OVERDUE.status_words
    after = await stored(contacts)
    assert after.status is Status.IN_PROGRESS
    assert (after.status_words, after.status_date) == ("Se contrató al supervisor (según MINSA)", TODAY.isoformat())


async def test_a_report_without_words_says_the_status_and_who_said_it(contacts: World) -> None:
    worded = await presses(contacts, await says(contacts, f"/informar {CODE}"), "no viable")
    shown = await presses(contacts, await presses(contacts, worded, "Sin nota"), "Sin prueba")
    await presses(contacts, shown, "Confirmar")

    assert (await stored(contacts)).status_words == "no viable (según MINSA)"


async def test_what_is_theirs_is_listed_the_overdue_first_and_each_can_be_answered(contacts: World) -> None:
    mine = await says(contacts, "/mis_compromisos")
    one = await presses(contacts, mine, CODE)
    shown = await presses(contacts, one, "Acepto")

    assert text(mine).startswith("Compromisos de su institución (2):\n\nVAL-01 ")
    assert labels(mine) == [CODE, "PUN-01"]
    assert labels(one) == ["Acepto", "No nos corresponde", "Informar cómo va", "Ver el compromiso", "Mis compromisos"]
    assert "Su institución todavía no responde si lo hará." in text(one)
    assert "MINSA acepta ser responsable." in text(shown)
    assert labels(await presses(contacts, one, "Mis compromisos")) == labels(mine)


async def test_the_list_turns_like_the_others(contacts: World) -> None:
    async with contacts.database.transaction() as db:
        for number in range(10, 15):
            one = replace(OVERDUE, code=f"VAL-{number + 20}", deadline=None, original_deadline=None)
            await commitments.save(db, one, actor=ACTOR, now=NOW)
    first = await says(contacts, "/mis_compromisos")
    second = await presses(contacts, first, "Siguiente")

    assert "Página 2 de 2" in text(second)
    assert labels(second) == ["VAL-34", "◀ Anterior"]


async def test_what_was_declined_is_theirs_no_more_but_can_still_be_accepted(contacts: World) -> None:
    await presses(contacts, await presses(contacts, await declines(contacts, "no", "x"), "No sabemos"), "Confirmar")

    assert labels(await says(contacts, "/mis_compromisos")) == ["PUN-01"]
    await presses(contacts, await says(contacts, f"/aceptar {CODE}"), "Confirmar")
    after = await part(contacts)
    assert (after.stance, after.why) == (Stance.ACCEPTED, "")


async def test_of_what_it_declined_an_institution_reports_nothing(contacts: World) -> None:
    await presses(contacts, await says(contacts, f"/informar {CODE}"), "cumplido")
    begun = await presses(contacts, await declines(contacts, "no", "x"), "No sabemos")
    await presses(contacts, begun, "Confirmar")

    assert text(await says(contacts, f"/informar {CODE}")) == "Su institución dijo que no le corresponde."
    assert (await stored(contacts)).status is OVERDUE.status


async def test_declined_by_another_meanwhile_nothing_is_reported(contacts: World) -> None:
    shown = await presses(contacts, await says(contacts, f"/informar {CODE}"), "cumplido")
    ready = await presses(contacts, await presses(contacts, shown, "Sin nota"), "Sin prueba")
    async with contacts.database.transaction() as db:
        (one,) = await commitments.by_code(db, fold_code(CODE), MESA.slug)
        await commitments.save(db, declined(one, HEALTH.slug, "MINSA", TODAY, "no"), actor=ACTOR, now=NOW)

    assert text(await presses(contacts, ready, "Confirmar")) == OLD
    assert (await stored(contacts)).status is OVERDUE.status


@pytest.mark.parametrize("command", COMMANDS)
async def test_what_others_owe_is_refused_as_if_it_did_not_exist(command: str, contacts: World) -> None:
    theirs = text(await says(contacts, f"{command} {LONG_OVERDUE.code}"))  # the mine's

    assert theirs == text(await says(contacts, f"{command} VAL-99")).replace("VAL-99", LONG_OVERDUE.code)


@pytest.mark.parametrize("who", [MEMBER, OUTSIDER, COORDINATOR, OTHER_COORDINATOR])
async def test_to_others_there_are_no_such_commands(who: int, contacts: World) -> None:
    unknown = await says(contacts, "/nosuch", who)

    for command in (*(f"{one} {CODE}" for one in COMMANDS), *COMMANDS, "/mis_compromisos"):
        answer = await says(contacts, command, who)
        assert (text(answer), answer.get("reply_markup")) == (text(unknown), unknown.get("reply_markup"))


async def test_to_a_contact_there_are_no_commands_of_coordinators(contacts: World) -> None:
    unknown = await says(contacts, "/nosuch")

    for command in (f"/estado {CODE}", "/envios", f"/enterado {CODE}"):
        assert text(await says(contacts, command)) == text(unknown)


async def test_a_button_of_theirs_does_nothing_for_another(contacts: World) -> None:
    one = await presses(contacts, await says(contacts, "/mis_compromisos"), CODE)
    data = [button["callback_data"] for row in one["reply_markup"]["inline_keyboard"] for button in row]
    strange = await says(contacts, "hola", OF_THE_MINE)
    for each in [*(one for one in data if one.startswith("v1:ca:")), data[-1].replace("cm:1", "cm"), "v1:co:1"]:
        mark = len(contacts.telegram.ledger)
        contacts.telegram.press(OF_THE_MINE, strange["message_id"], each, None)
        assert text((await contacts.heard(mark, OF_THE_MINE, 1))[0]) == OLD


async def test_in_a_group_nothing_is_begun_nor_listed(contacts: World, telegram: Telegram) -> None:
    telegram.group(GROUP, "Grupo", [CONTACT, MEMBER])
    for command in (f"/aceptar {CODE}", "/mis_compromisos"):
        mark = len(contacts.telegram.ledger)
        contacts.telegram.say(CONTACT, command, GROUP)
        (answer,) = await contacts.heard(mark, GROUP, 1)
        assert text(answer).startswith("No entendí bien lo que dijo.")


async def test_who_is_no_contact_any_more_confirms_nothing(contacts: World) -> None:
    shown = await says(contacts, f"/aceptar {CODE}")
    async with contacts.database.transaction() as db:
        numbers = await institutions.numbers_of(db, [HEALTH.slug])
        await recipients.drop(db, contacts_of(numbers[HEALTH.slug]), CONTACT)

    assert text(await presses(contacts, shown, "Confirmar")) == OLD
    assert (await part(contacts)).stance is Stance.ASSIGNED


async def test_what_was_given_to_another_meanwhile_is_not_accepted(contacts: World) -> None:
    shown = await says(contacts, f"/aceptar {CODE}")
    async with contacts.database.transaction() as db:
        other = Responsibility(TOWN.slug, TOWN.name)
        await commitments.save(db, replace(OVERDUE, responsibilities=(other,)), actor=ACTOR, now=NOW)

    assert text(await presses(contacts, shown, "Confirmar")) == OLD


async def test_what_somebody_changed_meanwhile_is_told(contacts: World) -> None:
    shown = await says(contacts, f"/aceptar {CODE}")
    async with contacts.database.transaction() as db:
        await commitments.save(db, replace(OVERDUE, note="otra"), actor=ACTOR, now=NOW)

    assert "Otra persona cambió" in text(await presses(contacts, shown, "Confirmar"))
    assert (await part(contacts)).stance is Stance.ASSIGNED


async def test_who_coordinates_too_stays_a_contact(contacts: World) -> None:
    async with contacts.database.transaction() as db:
        await recipients.save(db, team_of(await number_of(db, MESA.slug)), CONTACT, Part.COORDINATOR)

    assert "MINSA acepta ser responsable." in text(await says(contacts, f"/aceptar {CODE}"))


async def test_a_restart_half_way_loses_nothing(contacts: World, demo: Database, telegram: Telegram) -> None:
    accepting = await says(contacts, f"/aceptar {CODE}")
    async with living(contacts.settings, demo, telegram) as again:
        await presses(again, accepting, "Confirmar")
        assert (await part(again)).stance is Stance.ACCEPTED
        await says(again, f"/declinar {CODE}")
        await says(again, "No es nuestra función")
    async with living(contacts.settings, demo, telegram) as again:
        shown = await says(again, "PCM")
        await presses(again, shown, "Confirmar")
        assert (await part(again)).why == "No es nuestra función"
        await presses(again, await says(again, f"/aceptar {CODE}"), "Confirmar")
        asked = await says(again, f"/informar {CODE}")
        await presses(again, asked, "cumplido")
    async with living(contacts.settings, demo, telegram) as again:
        await says(again, "Se entregó")
        await says(again, "https://example.org/1")
    async with living(contacts.settings, demo, telegram) as again:
        shown = await presses(again, await says(again, "https://example.org/2"), "Listo")
        await presses(again, shown, "Confirmar")
        assert (await stored(again)).status_words == "Se entregó (según MINSA)"
        async with again.database.reading() as db:
            held = [one.held for one in await evidence.everything(db)]
        assert held == ["https://example.org/1", "https://example.org/2"]


async def test_who_was_invited_by_one_mesas_team_speaks_for_the_institution_there_alone(contacts: World) -> None:
    """GUARANTEES, promise 6: a team lets nobody act in another team's mesa."""
    async with contacts.database.transaction() as db:
        valley, puna = await mesas.by_slug(db, MESA.slug), await mesas.by_slug(db, OTHER_MESA.slug)
        health = contacts_of((await institutions.numbers_of(db, [HEALTH.slug]))[HEALTH.slug])
        assert valley
        assert puna
        await recipients.drop(db, health, CONTACT)
        await offices.join(db, health, Part.CONTACT, puna, CONTACT, NOW)
    assert text(await says(contacts, f"/aceptar {CODE}")) == f"No encontré ese código: {CODE}"
    assert CODE not in text(await says(contacts, "/mis_compromisos"))

    async with contacts.database.transaction() as db:
        await offices.join(db, health, Part.CONTACT, valley, CONTACT, NOW)
    assert CODE in text(await says(contacts, "/mis_compromisos"))
    await presses(contacts, await says(contacts, f"/aceptar {CODE}"), "Confirmar")
    assert (await part(contacts)).stance is Stance.ACCEPTED


async def test_whom_the_operator_invited_speaks_for_it_wherever_it_sits(contacts: World) -> None:
    async with contacts.database.transaction() as db:
        health = contacts_of((await institutions.numbers_of(db, [HEALTH.slug]))[HEALTH.slug])
        one = await offices.join(db, health, Part.CONTACT, await mesas.by_slug(db, OTHER_MESA.slug), CONTACT, NOW)

    assert one is not None
    assert one.within == frozenset()
    assert CODE in text(await says(contacts, "/mis_compromisos"))
