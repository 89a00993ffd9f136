"""/equipo contactos: who speaks for an institution in a mesa, known by codes alone; a team suspends, restores and removes them there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.domain import office_buttons
from bot.domain.commitments import Stance
from bot.domain.folding import fold_code
from bot.domain.notices import Draft, Kind, State
from bot.domain.offices import Turn
from bot.domain.people import Settings as Choices
from bot.domain.recipients import ADMINS, Recipient, Role, contacts_of, team_of
from bot.services import offices
from bot.services.acting import contact_of
from bot.simulator.telegram import Telegram
from bot.store import commitments, history, institutions, mesas, notices, outbox, people, recipients
from bot.store.database import Session
from bot.store.tables import history_event
from bot.store.verifying import verify
from tests.cast import COORDINATOR, HEALTH, MEMBER, MESA, NOW, OTHER_COORDINATOR, OTHER_MESA, OUTSIDER, OVERDUE
from tests.journeys.conftest import number_of
from tests.journeys.world import Json, World, labels, text
from tests.journeys.writing import presses, says

CONTACT, FOR_ALL, ADMIN = 5_130_447_605, 5_130_447_706, 5_130_447_807
SECOND = OUTSIDER
OLD = "Esto ya no sirve. Elija otra vez."
NOT_POSSIBLE = "Eso no se puede: mire los códigos y los números en /equipo"
CODE = OVERDUE.code


@pytest_asyncio.fixture
async def spoken(team: World, telegram: Telegram) -> World:
    """Of the ministry of health one contact was let in by both teams, another by the operator; two coordinate the valley."""
    for chat in (CONTACT, FOR_ALL, ADMIN):
        telegram.person(chat, "Alguien")
        telegram.chat(chat).started = True
    async with team.database.transaction() as db:
        for chat in (CONTACT, FOR_ALL, ADMIN):
            await people.remember(db, chat, Choices("es", MESA.slug))
        await recipients.save(db, team_of(await number_of(db, MESA.slug)), SECOND, Role.COORDINATOR)
        await recipients.save(db, ADMINS, ADMIN, Role.ADMIN)
        health = await scope_of(db)
        for slug in (MESA.slug, OTHER_MESA.slug):
            await offices.join(db, health, Role.CONTACT, await mesas.by_slug(db, slug), CONTACT, NOW)
        await offices.join(db, health, Role.CONTACT, None, FOR_ALL, NOW)
    await team.settled()
    return team


async def scope_of(db: Session) -> str:
    return contacts_of((await institutions.numbers_of(db, [HEALTH.slug]))[HEALTH.slug])


async def code(world: World, who: int = CONTACT, slug: str = MESA.slug) -> str:
    async with world.database.reading() as db:
        return contact_of(db, await number_of(db, slug), who).removeprefix("i-")[:4].upper()


async def row(world: World, who: int = CONTACT) -> Recipient | None:
    async with world.database.reading() as db:
        return await recipients.find(db, await scope_of(db), who)


async def befell(world: World) -> list[tuple[str, str]]:
    """(mesa, turn) of what the history tells of offices since they joined."""
    async with world.database.reading() as db:
        rows = (await db.execute(select(history_event).order_by(history_event.c.seq))).all()
        assert (await verify(db)).ok
    events = [event for one in rows if (event := history.event_of(one)).subject == "team"]
    told = [(event.key.partition("/")[0], str((event.facts or {})["turn"])) for event in events]
    return [one for one in told if one[1] != Turn.JOINED]


async def stance(world: World) -> Stance:
    async with world.database.reading() as db:
        (found,) = await commitments.by_code(db, fold_code(CODE), MESA.slug)
    return next(one.stance for one in found.responsibilities if one.institution == HEALTH.slug)


async def tells(world: World, slugs: Sequence[str]) -> list[int]:
    """Notices to the ministry's contacts that wait to be told later, one of each mesa."""
    async with world.database.transaction() as db:
        later, made = NOW.replace(year=2098), list[int]()
        for slug in slugs:
            draft = Draft(
                slug, await number_of(db, slug), await scope_of(db), Kind.REMINDER, NOW, later, not_before=later
            )
            made.append(await notices.publish(db, draft) or 0)
        while await outbox.fill(db):
            pass
        return made


async def test_contacts_are_listed_by_code_and_institution_never_who(spoken: World) -> None:
    team = await says(spoken, "/equipo")
    listed = await presses(spoken, team, "Contactos de instituciones (2)")
    typed = await says(spoken, "/equipo contactos")
    one, other = await code(spoken), await code(spoken, FOR_ALL)
    said = text(listed).splitlines()

    assert said[0] == f"Contactos de instituciones: {MESA.name}"
    assert {f"{one} MINSA · desde la semana del 23/11/2026"} <= set(said)
    assert {f"{other} MINSA · desde la semana del 23/11/2026 · en todas sus mesas"} <= set(said)
    assert text(typed) == text(listed)
    assert sorted(labels(typed)) == sorted([f"{one} MINSA", f"{other} MINSA", "◀ Volver"])
    assert str(CONTACT) not in text(listed)


async def test_where_no_institution_has_a_contact_it_is_said(team: World) -> None:
    assert "Contactos" not in "".join(labels(await says(team, "/equipo")))
    assert "Ninguna institución tiene aquí un contacto." in text(await says(team, "/equipo contactos"))


async def test_suspended_in_one_mesa_they_may_nothing_there_and_all_in_the_other(spoken: World) -> None:
    there, here = await tells(spoken, [OTHER_MESA.slug, MESA.slug])
    unpressed = await says(spoken, f"/aceptar {CODE}", CONTACT)
    shown = await presses(spoken, await says(spoken, "/equipo contactos"), f"{await code(spoken)} MINSA")
    mark = len(spoken.telegram.ledger)
    done = await presses(spoken, shown, "Suspender")

    assert labels(shown) == ["Suspender", "Retirar", "◀ Volver"]
    assert text(done) == f"Suspendido: {await code(spoken)}, contacto de MINSA."
    assert [text(one) for one in await spoken.heard(mark, SECOND, 1)] == [
        f"Mesa: {MESA.name}\n\n{await coordinator(spoken)} suspendió a {await code(spoken)}: contacto de MINSA."
    ]
    assert text(await presses(spoken, unpressed, "Confirmar", CONTACT)) == OLD
    assert (await stance(spoken)) is Stance.ASSIGNED
    assert text(await says(spoken, f"/aceptar {CODE}", CONTACT)) == f"No encontré ese código: {CODE}"
    assert labels(await says(spoken, "/mis_compromisos", CONTACT)) == ["PUN-01"]
    async with spoken.database.reading() as db:
        waiting = [(await outbox.counts(db, one)) for one in (here, there)]
    assert waiting == [{State.CANCELLED: 1, State.PENDING: 1}, {State.PENDING: 2}]
    assert await befell(spoken) == [(MESA.slug, "suspended")]
    assert "suspendido" in text(await says(spoken, "/equipo contactos"))
    assert "suspendido" not in text(await says_there(spoken, "/equipo contactos"))


async def coordinator(world: World, who: int = COORDINATOR) -> str:
    async with world.database.reading() as db:
        return offices.actor(db, await mesas.by_slug(db, MESA.slug), who).removeprefix("c-")[:4].upper()


async def says_there(world: World, words: str) -> Json:
    """The coordinator of the other mesa, with that one at hand."""
    async with world.database.transaction() as db:
        await people.remember(db, OTHER_COORDINATOR, Choices("es", OTHER_MESA.slug))
    return await says(world, words, OTHER_COORDINATOR)


async def test_who_is_restored_speaks_again(spoken: World) -> None:
    one = await code(spoken)
    await says(spoken, f"/equipo contactos suspender {one}")

    assert text(await says(spoken, f"/equipo contactos suspender {one}")) == NOT_POSSIBLE
    await spoken.settled()
    assert text(await says(spoken, f"/equipo contactos restaurar {one.lower()} minsa", SECOND)).startswith("Restaurado")
    await presses(spoken, await says(spoken, f"/aceptar {CODE}", CONTACT), "Confirmar", CONTACT)
    assert (await stance(spoken)) is Stance.ACCEPTED
    assert await befell(spoken) == [(MESA.slug, "suspended"), (MESA.slug, "restored")]


async def test_a_suspended_contact_does_not_come_back_by_another_invitation(spoken: World) -> None:
    await says(spoken, f"/equipo contactos suspender {await code(spoken)}")
    async with spoken.database.transaction() as db:
        again = await offices.join(
            db, await scope_of(db), Role.CONTACT, await mesas.by_slug(db, MESA.slug), CONTACT, NOW
        )
    assert again is None
    async with spoken.database.transaction() as db:
        await offices.join(db, await scope_of(db), Role.CONTACT, None, CONTACT, NOW)
    one = await row(spoken)
    assert one is not None
    assert (one.within, len(one.without)) == (frozenset(), 1)


async def test_removed_by_one_mesa_and_then_by_the_other(spoken: World) -> None:
    await says(spoken, f"/equipo contactos retirar {await code(spoken)}")
    assert labels(await says(spoken, "/mis_compromisos", CONTACT)) == ["PUN-01"]
    there = await code(spoken, slug=OTHER_MESA.slug)
    await says_there(spoken, f"/equipo contactos retirar {there}")

    assert await row(spoken) is None
    assert text(await says(spoken, "/mis_compromisos", CONTACT)) == text(await says(spoken, "/loquesea", CONTACT))
    assert await befell(spoken) == [(MESA.slug, "removed"), (OTHER_MESA.slug, "removed")]


async def test_whom_the_operator_let_in_a_team_suspends_in_its_mesa_alone(spoken: World) -> None:
    shown = await presses(spoken, await says(spoken, "/equipo contactos"), f"{await code(spoken, FOR_ALL)} MINSA")
    assert labels(shown) == ["Suspender", "◀ Volver"]
    refused = await says(spoken, f"/equipo contactos retirar {await code(spoken, FOR_ALL)}")
    await presses(spoken, shown, "Suspender")

    assert text(refused).startswith("Lo invitó quien opera el bot, para todas las mesas de la institución.")
    assert labels(await says(spoken, "/mis_compromisos", FOR_ALL)) == ["PUN-01"]
    assert await befell(spoken) == [(MESA.slug, "suspended")]


async def test_an_administrator_ends_it_everywhere_and_each_team_is_told(spoken: World) -> None:
    here, there = await tells(spoken, [MESA.slug, OTHER_MESA.slug])
    mark = len(spoken.telegram.ledger)
    shown = await presses(
        spoken, await says(spoken, "/equipo contactos", ADMIN), f"{await code(spoken, FOR_ALL)} MINSA", ADMIN
    )
    await presses(spoken, shown, "Retirar", ADMIN)

    assert await row(spoken, FOR_ALL) is None
    assert set(await befell(spoken)) == {(MESA.slug, "removed"), (OTHER_MESA.slug, "removed"), (ADMINS, "removed")}
    for who, slug in ((COORDINATOR, MESA.slug), (SECOND, MESA.slug), (OTHER_COORDINATOR, OTHER_MESA.slug)):
        (heard,) = await spoken.heard(mark, who, 1)
        assert f"retiró a {await code(spoken, FOR_ALL, slug)}: contacto de MINSA." in text(heard)
    async with spoken.database.reading() as db:
        assert [(await outbox.counts(db, one))[State.CANCELLED] for one in (here, there)] == [1, 1]


@pytest.mark.parametrize("who", [MEMBER, CONTACT, FOR_ALL, OTHER_COORDINATOR])
async def test_to_others_there_is_no_such_command_nor_button(who: int, spoken: World) -> None:
    """AUT-16: neither by command, nor with the buttons' data; nor to the contacts themselves."""
    one = await code(spoken)
    unknown = text(await says(spoken, "/loquesea", who))
    for words in ("", f" suspender {one}", f" retirar {one}"):
        assert text(await says(spoken, f"/equipo contactos{words}", who)) == unknown
    async with spoken.database.reading() as db:
        mesa = await number_of(db, MESA.slug)
        body = (await institutions.numbers_of(db, [HEALTH.slug]))[HEALTH.slug]
        actor = contact_of(db, mesa, CONTACT)
    below = await says(spoken, "/vencidos", who)
    for data in (
        office_buttons.speakers(mesa),
        office_buttons.speaker(mesa, body, actor),
        office_buttons.speaker_turn(mesa, body, actor, Turn.REMOVED),
    ):
        mark = len(spoken.telegram.ledger)
        spoken.telegram.press(who, below["message_id"], spoken.tagged(data, who))
        (answer,) = await spoken.heard(mark, who, 1)
        assert text(answer) == OLD
    assert await befell(spoken) == []


async def test_a_coordinator_suspended_between_showing_and_pressing_turns_nobody(spoken: World) -> None:
    """AUT-07"""
    shown = await presses(
        spoken, await says(spoken, "/equipo contactos", SECOND), f"{await code(spoken)} MINSA", SECOND
    )
    await says(spoken, f"/equipo suspender {await coordinator(spoken, SECOND)}")

    assert text(await presses(spoken, shown, "Retirar", SECOND)) == OLD
    assert await befell(spoken) == [(MESA.slug, "suspended")]
    one = await row(spoken)
    assert one is not None
    assert len(one.within) == 2


@pytest.mark.parametrize(
    "fields", ["", ":x", ":1:i-00000000", ":{body}:{actor}", ":{body}:{actor}:joined", ":{body}:{actor}:x:y"]
)
async def test_a_button_that_names_nobody_or_nothing_is_an_old_one(fields: str, spoken: World) -> None:
    async with spoken.database.reading() as db:
        mesa = await number_of(db, MESA.slug)
        body = (await institutions.numbers_of(db, [HEALTH.slug]))[HEALTH.slug]
        data = f"v1:kt:{mesa}{fields.format(body=body, actor=contact_of(db, mesa, CONTACT))}"
    below = await says(spoken, "/vencidos")
    mark = len(spoken.telegram.ledger)
    spoken.telegram.press(COORDINATOR, below["message_id"], spoken.tagged(data, COORDINATOR))
    (answer,) = await spoken.heard(mark, COORDINATOR, 1)

    assert (text(answer), await befell(spoken)) == (OLD, [])


@pytest.mark.parametrize(
    "words", ["suspender", "suspender 0000", "restaurar {}", "hola", "suspender {} pcm", "anular 1"]
)
async def test_what_cannot_be_done_says_where_to_look(words: str, spoken: World) -> None:
    assert text(await says(spoken, f"/equipo contactos {words.format(await code(spoken))}")) == NOT_POSSIBLE


async def test_a_contact_who_forgets_leaves_the_event_and_nothing_else(spoken: World) -> None:
    """PRV-10: by the codes of each mesa, whose teams are told; of the person no row is left."""
    asked = await says(spoken, "/olvidar", CONTACT)
    mark = len(spoken.telegram.ledger)
    done = await presses(spoken, asked, "Sí, borrar", CONTACT)
    await spoken.settled()

    assert f"También su cargo en: {HEALTH.name}" in text(done)
    assert sorted(await befell(spoken)) == [(OTHER_MESA.slug, "left"), (MESA.slug, "left")]
    for who, slug in ((COORDINATOR, MESA.slug), (OTHER_COORDINATOR, OTHER_MESA.slug)):
        (heard,) = await spoken.heard(mark, who, 1)
        assert text(heard).endswith(f"{await code(spoken, slug=slug)} dejó su cargo: contacto de MINSA.")
    async with spoken.database.reading() as db:
        assert await recipients.every(db, CONTACT) == []
        assert await people.settings(db, CONTACT) == Choices()


async def test_who_spoke_for_all_mesas_and_forgets_is_missed_in_each(spoken: World) -> None:
    await presses(spoken, await says(spoken, "/olvidar", FOR_ALL), "Sí, borrar", FOR_ALL)

    assert await befell(spoken) == [(ADMINS, "left"), (MESA.slug, "left"), (OTHER_MESA.slug, "left")] or set(
        await befell(spoken)
    ) == {(ADMINS, "left"), (MESA.slug, "left"), (OTHER_MESA.slug, "left")}


async def test_many_are_shown_in_pages(spoken: World) -> None:
    async with spoken.database.transaction() as db:
        for chat in range(1, 12):
            await offices.join(db, await scope_of(db), Role.CONTACT, await mesas.by_slug(db, MESA.slug), chat, NOW)
    await spoken.settled()
    first = await says(spoken, "/equipo contactos")
    second = await presses(spoken, first, "Siguiente")

    assert "Página 2 de 2" in text(second)
    assert len(labels(second)) == 3
