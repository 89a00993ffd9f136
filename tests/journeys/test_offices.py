"""/equipo: who coordinates a mesa, known by codes alone; inviting, suspending, restoring, removing, by buttons and by command."""

from __future__ import annotations

import asyncio

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.domain.mesas import Mesa
from bot.domain.offices import LastOne, NotThere, Turn
from bot.domain.recipients import ADMINS, Role, suspended_of, team_of
from bot.services import offices
from bot.services.acting import actor_of
from bot.store import history, mesas, recipients
from bot.store.database import Database, open_database
from bot.store.tables import history_event
from bot.store.telling import invite
from bot.store.verifying import verify
from tests.cast import COORDINATOR, GROUP, MEMBER, MESA, NOW, OTHER_COORDINATOR, OUTSIDER
from tests.journeys.conftest import number_of
from tests.journeys.world import Json, World, labels, text

OLD = "Esto ya no sirve. Elija otra vez."
LAST = "No puedo: no quedaría nadie a cargo. Invite antes a otra persona."
NOT_POSSIBLE = "Eso no se puede: mire los códigos y los números en /equipo"
SECOND, ADMIN = OUTSIDER, MEMBER


async def says(world: World, words: str, who: int = COORDINATOR, answers: int = 1) -> list[str]:
    return [text(one) for one in await world.say(words, chat=who, who=who, answers=answers)]


async def page(world: World, words: str = "/equipo", who: int = COORDINATOR) -> Json:
    (answer,) = await world.say(words, chat=who, who=who)
    return answer


async def presses(world: World, message: Json, label: str, who: int = COORDINATOR, answers: int = 1) -> list[Json]:
    return await world.press(message, label, chat=who, who=who, answers=answers)


async def mesa_of(database: Database, slug: str = MESA.slug) -> Mesa:
    async with database.reading() as db:
        found = await mesas.by_slug(db, slug)
    assert found is not None
    return found


async def code(world: World, who: int, slug: str = MESA.slug) -> str:
    mesa = await mesa_of(world.database, slug)
    async with world.database.reading() as db:
        return actor_of(db, mesa.id, who).removeprefix("c-")[:4].upper()


async def scopes(world: World, who: int) -> list[str]:
    async with world.database.reading() as db:
        return [one.scope for one in await recipients.every(db, who)]


async def befell(database: Database) -> list[str]:
    """What the history tells of offices: the turn of each, in order."""
    async with database.reading() as db:
        rows = (await db.execute(select(history_event).order_by(history_event.c.seq))).all()
        assert (await verify(db)).ok
    return [str((event.facts or {})["turn"]) for row in rows if (event := history.event_of(row)).subject == "team"]


@pytest_asyncio.fixture
async def two(team: World) -> World:
    """Two coordinate the mesa of the valley, one of them since last week."""
    async with team.database.transaction() as db:
        scope = team_of(await number_of(db, MESA.slug))
        await recipients.save(db, scope, SECOND, Role.COORDINATOR, since="2026-W47")
    return team


@pytest_asyncio.fixture
async def admin(two: World) -> World:
    async with two.database.transaction() as db:
        await recipients.save(db, ADMINS, ADMIN, Role.ADMIN, since="2026-W40")
    return two


async def test_the_team_is_listed_by_codes_and_weeks(two: World) -> None:
    shown = await page(two)
    mine, other = await code(two, COORDINATOR), await code(two, SECOND)
    said = text(shown).splitlines()

    assert said[0] == "Coordinan: Mesa de Diálogo del Valle"
    assert {f"{mine} · usted", f"{other} · desde la semana del 16/11/2026"} <= set(said)
    assert {mine, other, "Invitar coordinador", "Invitar contacto de una institución"} == set(labels(shown))


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR, OUTSIDER])
@pytest.mark.parametrize(
    "words",
    ["/equipo", "/equipo invitar coordinador", "/equipo retirar {}", "/equipo anular 1", "/equipo administradores"],
)
async def test_to_others_there_is_no_such_command(words: str, who: int, team: World) -> None:
    words = words.format(await code(team, COORDINATOR))

    assert await says(team, words, who) == await says(team, "/loquesea", who)
    assert await scopes(team, COORDINATOR) == [team_of((await mesa_of(team.database)).id)]


async def test_in_a_group_nothing_is_told_nor_done(two: World) -> None:
    """Not even if the group itself were written as a coordinator."""
    async with two.database.transaction() as db:
        await recipients.save(db, team_of(await number_of(db, MESA.slug)), GROUP, Role.COORDINATOR)
    words = f"/equipo retirar {await code(two, SECOND)}"
    said = [text((await two.say(one, chat=GROUP, who=COORDINATOR))[0]) for one in (words, "/equipo")]

    assert all(one.startswith("No entendí bien lo que dijo.") for one in said)
    assert len(await scopes(two, SECOND)) == 1


async def test_an_invited_coordinator_joins_and_the_others_are_told(two: World) -> None:
    first, link = await presses(two, await page(two), "Invitar coordinador", answers=2)
    payload = text(link).rpartition("start=")[2]
    mark = len(two.telegram.ledger)
    await says(two, f"/start {payload}", MEMBER, answers=2)
    await two.settled()
    heard = [text(one) for one in await two.heard(mark, SECOND, 1)]

    assert text(first).splitlines()[0] == "n.º 1: coordinador, vence el 30/11/2026 10:00"
    assert text(link) == (
        "Le invitan a coordinar en Yuyachiq: Mesa de Diálogo del Valle\n"
        "Abra este enlace, que sirve una sola vez, hasta el 30/11/2026 10:00:\n"
        f"https://t.me/yuyachiq_bot?start={payload}"
    )
    joined = await code(two, MEMBER)
    assert [one for one in heard if joined in one] == [
        f"Mesa: Mesa de Diálogo del Valle\n\n{joined} aceptó su invitación: coordinador."
    ]
    assert f"{joined} · desde la semana del 23/11/2026" in text(await page(two))
    assert await befell(two.database) == ["invited", "joined"]


async def test_a_pending_invitation_is_listed_and_can_be_taken_back(two: World) -> None:
    _, link = await two.say("/equipo invitar coordinador", chat=COORDINATOR, who=COORDINATOR, answers=2)
    payload = text(link).rpartition("start=")[2]
    shown = await page(two, who=SECOND)
    (done,) = await presses(two, shown, "Anular 1", SECOND)
    (refused,) = await says(two, f"/start {payload}", MEMBER)

    assert "n.º 1: coordinador, vence el 30/11/2026 10:00" in text(shown)
    assert text(done) == "La invitación n.º 1 ya no sirve."
    assert refused.startswith("Esta invitación no sirve.")
    assert "Anular" not in "".join(labels(await page(two)))
    assert (await says(two, "/equipo anular 1"), await befell(two.database)) == ([NOT_POSSIBLE], ["invited", "revoked"])


async def test_no_token_is_kept(two: World) -> None:
    """AUT-04"""
    _, link = await two.say("/equipo invitar coordinador", chat=COORDINATOR, who=COORDINATOR, answers=2)
    token = text(link).rpartition("start=i-")[2]
    async with two.database.reading() as db:
        (row,) = (await db.execute(select(invite))).all()

    assert token.encode() not in bytes(row.token_hash)
    assert token not in str([value for value in row if not isinstance(value, bytes)])


async def test_a_contact_is_invited_by_button_by_name_and_by_command(two: World) -> None:
    asked, *_ = await presses(two, await page(two), "Invitar contacto")
    shown, *_ = await presses(two, asked, "MINSA")
    _, by_button = await presses(two, shown, "Confirmar", answers=2)
    await presses(two, await page(two), "Invitar contacto")
    misread = await says(two, "Ministerio de la Luna")
    named, *_ = await two.say("ministerio de salud", chat=COORDINATOR, who=COORDINATOR)
    _, by_name = await presses(two, named, "Confirmar", answers=2)
    previewed = await page(two, "/equipo invitar contacto minsa")
    _, by_command = await presses(two, previewed, "Confirmar", answers=2)

    assert misread[0].startswith("⚠️ No encuentro una sola institución")
    for link in (by_button, by_name, by_command):
        assert text(link).startswith("Le invitan a recibir en Yuyachiq los avisos para: MINSA\n")
    welcome, _ = await says(two, f"/start {text(by_name).rpartition('start=')[2]}", MEMBER, answers=2)
    assert welcome.startswith("Desde ahora recibe los avisos para: Ministerio de Salud.")
    assert [one.partition(":")[0] for one in await scopes(two, MEMBER)] == ["body"]
    assert "contacto de MINSA" in text(await page(two))


async def test_who_is_suspended_may_nothing_and_is_told_nothing_until_restored(two: World) -> None:
    mesa = await mesa_of(two.database)
    other, mine = await code(two, SECOND), await code(two, COORDINATOR)
    (shown,) = await presses(two, await page(two), other)
    mark = len(two.telegram.ledger)
    (done,) = await presses(two, shown, "Suspender")
    unknown = await says(two, "/equipo", SECOND)

    assert text(done) == f"Suspendido: {other}."
    assert unknown == await says(two, "/loquesea", SECOND) == await says(two, "/estado VAL-02", SECOND)
    assert await scopes(two, SECOND) == [suspended_of(mesa.id)]
    assert f"{other} · suspendido · desde la semana del 16/11/2026" in text(await page(two))
    await two.settled()
    assert [
        one for one in two.telegram.ledger[mark:] if one.chat_id == SECOND and "suspendió" in str(one.message)
    ] == []

    await says(two, "/equipo invitar coordinador", answers=2)
    await two.settled()
    assert [
        one for one in two.telegram.ledger[mark:] if one.chat_id == SECOND and "invitación" in str(one.message)
    ] == []

    assert await says(two, f"/equipo restaurar {other.lower()}") == [f"Restaurado: {other}."]
    assert await scopes(two, SECOND) == [team_of(mesa.id)]
    assert f"{mine} · usted" in text(await page(two))
    assert await befell(two.database) == ["suspended", "invited", "restored"]


async def test_who_is_suspended_can_be_removed(two: World) -> None:
    other = await code(two, SECOND)
    await says(two, f"/equipo suspender {other}")

    assert await says(two, f"/equipo retirar {other}") == [f"Retirado: {other}."]
    assert (await scopes(two, SECOND), await befell(two.database)) == ([], ["suspended", "removed"])


async def test_the_suspended_do_not_come_back_by_another_invitation(two: World) -> None:
    _, link = await two.say("/equipo invitar coordinador", chat=COORDINATOR, who=COORDINATOR, answers=2)
    await says(two, f"/equipo suspender {await code(two, SECOND)}")
    (refused,) = await says(two, f"/start {text(link).rpartition('start=')[2]}", SECOND)

    assert refused.startswith("Esta invitación no sirve.")
    assert await scopes(two, SECOND) == [suspended_of((await mesa_of(two.database)).id)]


@pytest.mark.parametrize("verb", ["suspender", "retirar"])
async def test_what_they_invited_to_opens_nothing_once_they_may_no_longer(verb: str, two: World) -> None:
    """Else they come back with a link of their own, or let in whom they please."""
    _, theirs = await two.say("/equipo invitar coordinador", chat=SECOND, who=SECOND, answers=2)
    _, mine = await two.say("/equipo invitar coordinador", chat=COORDINATOR, who=COORDINATOR, answers=2)
    await says(two, f"/equipo {verb} {await code(two, SECOND)}")
    (refused,) = await says(two, f"/start {text(theirs).rpartition('start=')[2]}", MEMBER)
    await says(two, f"/start {text(mine).rpartition('start=')[2]}", MEMBER, answers=2)

    assert refused.startswith("Esta invitación no sirve.")
    turned = {"suspender": "suspended", "retirar": "removed"}[verb]
    assert await befell(two.database) == ["invited", "invited", turned, "revoked", "joined"]


async def test_what_an_administrator_invited_to_opens_nothing_once_they_are_none(admin: World) -> None:
    other = OUTSIDER
    async with admin.database.transaction() as db:
        await recipients.save(db, ADMINS, other, Role.ADMIN)
        await recipients.drop(db, team_of(await number_of(db, MESA.slug)), other)
        theirs = actor_of(db, 0, other).removeprefix("c-")[:4]
    _, among = await admin.say("/equipo administradores invitar", chat=other, who=other, answers=2)
    _, link = await admin.say("/equipo invitar coordinador", chat=other, who=other, answers=2)
    await says(admin, f"/equipo administradores retirar {theirs}", ADMIN)

    for one in (among, link):
        (refused,) = await says(admin, f"/start {text(one).rpartition('start=')[2]}", OTHER_COORDINATOR)
        assert refused.startswith("Esta invitación no sirve.")


async def test_suspended_between_showing_and_pressing(two: World) -> None:
    """AUT-07: nothing of what was shown can be pressed any more."""
    shown = await page(two, who=SECOND)
    (one,) = await presses(two, shown, await code(two, COORDINATOR), SECOND)
    await says(two, f"/equipo suspender {await code(two, SECOND)}")

    for message, label in ((shown, "Invitar coordinador"), (one, "Suspender"), (one, "Retirar")):
        (answer,) = await presses(two, message, label, SECOND)
        assert text(answer) == OLD
    assert await befell(two.database) == ["suspended"]


async def test_the_third_is_told_who_removed_whom(two: World) -> None:
    async with two.database.transaction() as db:
        await recipients.save(db, team_of(await number_of(db, MESA.slug)), MEMBER, Role.COORDINATOR)
    removed, by = await code(two, SECOND), await code(two, COORDINATOR)
    mark = len(two.telegram.ledger)
    said = await says(two, f"/equipo retirar {removed}")
    await two.settled()

    assert said == [f"Retirado: {removed}."]
    assert [text(one) for one in await two.heard(mark, MEMBER, 1)] == [
        f"Mesa: Mesa de Diálogo del Valle\n\n{by} retiró a {removed}: coordinador."
    ]
    assert [one for one in two.telegram.ledger[mark:] if one.chat_id == SECOND] == []
    assert await scopes(two, SECOND) == []


@pytest.mark.parametrize("verb", ["suspender", "retirar"])
async def test_the_last_coordinator_stays(verb: str, two: World) -> None:
    await says(two, f"/equipo suspender {await code(two, SECOND)}")

    assert await says(two, f"/equipo {verb} {await code(two, COORDINATOR)}") == [LAST]
    assert await scopes(two, COORDINATOR) == [team_of((await mesa_of(two.database)).id)]


@pytest.mark.parametrize(
    "words",
    [
        "suspender",
        "suspender 0000",
        "suspender 1 2",
        "restaurar {}",
        "anular x",
        "anular 9",
        "invitar",
        "invitar a",
        "hola",
    ],
)
async def test_what_cannot_be_done_says_where_to_look(words: str, two: World) -> None:
    assert await says(two, f"/equipo {words.format(await code(two, SECOND))}") == [NOT_POSSIBLE]
    assert await befell(two.database) == []


async def test_a_coordinator_of_another_mesa_sees_and_changes_nothing_here(two: World) -> None:
    """AUT-16: neither by command, nor with the buttons' data."""
    mesa, other = await mesa_of(two.database), await code(two, SECOND)
    async with two.database.reading() as db:
        actor = actor_of(db, mesa.id, SECOND)
    await says(two, "/equipo invitar coordinador", answers=2)
    (below,) = await two.say("/vencidos", chat=OTHER_COORDINATOR, who=OTHER_COORDINATOR)
    data = (
        f"tl:{mesa.id}",
        f"tp:{mesa.id}:{actor}",
        f"tc:{mesa.id}:{actor}:removed",
        f"tr:{mesa.id}:1",
        "tl:0",
        "ti:0:admin",
    )
    for one in (*data, f"ti:{mesa.id}:coordinator", f"ti:{mesa.id}:contact"):
        mark = len(two.telegram.ledger)
        two.telegram.press(OTHER_COORDINATOR, below["message_id"], two.tagged(f"v1:{one}", OTHER_COORDINATOR))
        (answer,) = await two.heard(mark, OTHER_COORDINATOR, 1)
        assert text(answer) == OLD

    assert other not in "".join(await says(two, "/equipo", OTHER_COORDINATOR))
    assert await befell(two.database) == ["invited"]


async def test_an_administrator_sees_to_every_mesa_and_to_the_administrators(admin: World) -> None:
    mine = (await says(admin, "/equipo administradores", ADMIN))[0].splitlines()[2].split()[0]
    shown = await page(admin, who=ADMIN)
    assert "Administradores" in labels(shown)
    assert await says(admin, f"/equipo retirar {await code(admin, SECOND)}", ADMIN) == [
        f"Retirado: {await code(admin, SECOND)}."
    ]
    assert await says(admin, f"/equipo administradores retirar {mine}", ADMIN) == [LAST]

    (there,) = await presses(admin, shown, "Administradores", ADMIN)
    first, link = await presses(admin, there, "Invitar administrador", ADMIN, answers=2)
    await says(admin, f"/start {text(link).rpartition('start=')[2]}", SECOND, answers=2)
    assert text(first).splitlines()[0] == "n.º 1: administrador, vence el 30/11/2026 10:00"
    assert await scopes(admin, SECOND) == [ADMINS]
    assert await says(admin, f"/equipo administradores retirar {mine}", SECOND) == [f"Retirado: {mine}."]
    assert await says(admin, "/equipo", ADMIN) == await says(admin, "/loquesea", ADMIN)


async def test_a_coordinator_is_no_administrator(admin: World) -> None:
    assert await says(admin, "/equipo administradores") == await says(admin, "/loquesea")
    assert "Administradores" not in labels(await page(admin))


async def test_forgetting_while_suspended_erases_that_too(two: World) -> None:
    await says(two, f"/equipo suspender {await code(two, SECOND)}")
    (asked,) = await two.say("/olvidar", chat=SECOND, who=SECOND)
    (done,) = await presses(two, asked, "Sí, borrar", SECOND)

    assert "También su cargo en: Mesa de Diálogo del Valle" in text(done)
    assert await scopes(two, SECOND) == []


async def test_who_gives_the_office_up_is_gone_and_the_others_are_told(two: World) -> None:
    gone = await code(two, SECOND)
    (asked,) = await two.say("/olvidar", chat=SECOND, who=SECOND)
    mark = len(two.telegram.ledger)
    await presses(two, asked, "Sí, borrar", SECOND)
    await two.settled()

    assert [text(one) for one in await two.heard(mark, COORDINATOR, 1)] == [
        f"Mesa: Mesa de Diálogo del Valle\n\n{gone} dejó su cargo: coordinador."
    ]
    assert (await scopes(two, SECOND), await befell(two.database)) == ([], ["left"])


async def test_an_administrator_who_gives_it_up_is_in_the_history(admin: World) -> None:
    (asked,) = await admin.say("/olvidar", chat=ADMIN, who=ADMIN)
    await presses(admin, asked, "Sí, borrar", ADMIN)

    assert (await scopes(admin, ADMIN), await befell(admin.database)) == ([], ["left"])


async def test_of_two_who_remove_each_other_at_once_one_stays(two: World, database_url: str) -> None:
    """AUT-08, in two processes: whoever comes second may not any more."""
    mesa = await mesa_of(two.database)
    replica = await open_database(database_url, two.database.vault.keys)

    async def removes(database: Database, by: int, whom: int) -> type[Exception] | None:
        try:
            async with database.transaction() as db:
                await offices.turn(db, mesa, actor_of(db, mesa.id, whom), Turn.REMOVED, by, NOW)
        except (LastOne, NotThere) as refused:
            return type(refused)
        return None

    done = await asyncio.gather(removes(two.database, COORDINATOR, SECOND), removes(replica, SECOND, COORDINATOR))
    await replica.close()

    assert sorted(map(str, done)) == sorted(map(str, (None, NotThere)))
    assert len(await scopes(two, COORDINATOR)) + len(await scopes(two, SECOND)) == 1
