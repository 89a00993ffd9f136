"""Who is invited to what, and how often one may try."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from bot.domain.recipients import ADMINS, Role, contacts_of, team_of
from bot.services.inviting import EVERYWHERE, LIFETIME, NotInvitable, Office, alarm, invite, redeem
from bot.store import history, institutions, mesas, recipients
from bot.store.database import Database, open_database
from bot.store.telling import notice
from bot.store.verifying import verify
from tests.cast import COORDINATOR, NOW, OTHER_COORDINATOR, OUTSIDER


async def invited(database: Database, office: Office, *, mesa: str = "", institution: str = "") -> str:
    async with database.transaction() as db:
        return await invite(db, office, NOW, mesa=mesa, institution=institution)


async def became(database: Database, payload: str, chat: int = COORDINATOR) -> str:
    """The role somebody got, "" = none."""
    async with database.transaction() as db:
        one = await redeem(db, chat, payload, NOW)
    return one.role.value if one else ""


async def test_each_office_opens_its_own_scope(demo: Database) -> None:
    team = await invited(demo, Office.COORDINATOR, mesa="valle")
    contact = await invited(demo, Office.CONTACT, institution="minsa")
    admin = await invited(demo, Office.ADMIN)

    assert [await became(demo, payload) for payload in (team, contact, admin)] == ["coordinator", "contact", "admin"]
    async with demo.reading() as db:
        numbers = await institutions.numbers_of(db, ["minsa"])
        mesa = await mesas.by_slug(db, "valle")
        kept = {one.scope: one.role for one in await recipients.every(db, COORDINATOR)}
    assert mesa is not None
    assert kept == {
        ADMINS: Role.ADMIN,
        contacts_of(numbers["minsa"]): Role.CONTACT,
        team_of(mesa.id): Role.COORDINATOR,
    }


async def test_a_payload_fits_into_a_link_and_is_never_the_same(demo: Database) -> None:
    payloads = {await invited(demo, Office.ADMIN) for _ in range(20)}

    assert len(payloads) == 20
    assert {(payload[:2], len(payload)) for payload in payloads} == {("i-", 34)}


@pytest.mark.parametrize(
    ("office", "mesa", "institution", "said"),
    [
        (Office.COORDINATOR, "", "", "--mesa falta: puede ser puna, valle"),
        (Office.COORDINATOR, "vale", "", "--mesa vale: puede ser puna, valle"),
        (
            Office.CONTACT,
            "",
            "mtc",
            "--institution mtc: puede ser minera-valle, minsa, mp-valle, pcm, sgsd",
        ),
        (Office.CONTACT, "valle", "minsa", f"--mesa no va con contact: {EVERYWHERE}"),
        (Office.COORDINATOR, "valle", "minsa", "--institution no va con coordinator: es de los contactos"),
        (Office.ADMIN, "valle", "", "--mesa no va con admin: administra el bot entero"),
    ],
)
async def test_who_is_invited_to_nothing_we_know_is_refused(
    office: Office, mesa: str, institution: str, said: str, demo: Database
) -> None:
    with pytest.raises(NotInvitable) as refused:
        await invited(demo, office, mesa=mesa, institution=institution)
    assert str(refused.value) == said


async def test_first_wins_and_the_second_becomes_nothing(demo: Database) -> None:
    """AUT-01"""
    payload = await invited(demo, Office.COORDINATOR, mesa="valle")

    assert [await became(demo, payload, who) for who in (COORDINATOR, COORDINATOR, OTHER_COORDINATOR)] == [
        "coordinator",
        "",
        "",
    ]
    async with demo.reading() as db:
        assert await recipients.every(db, OTHER_COORDINATOR) == []


async def test_of_twenty_people_who_open_one_link_at_once_one_coordinates(demo: Database, database_url: str) -> None:
    """AUT-02: the whole of it, in three processes."""
    payload = await invited(demo, Office.COORDINATOR, mesa="valle")
    replicas = [demo, *[await open_database(database_url, demo.vault.keys) for _ in range(2)]]
    each = range(6_000_000_001, 6_000_000_021)
    roles = await asyncio.gather(*(became(replicas[chat % 3], payload, chat) for chat in each))
    for replica in replicas[1:]:
        await replica.close()
    async with demo.reading() as db:
        team = await recipients.members(db, team_of(1))
        verdict = await verify(db)

    assert sorted(roles) == [""] * 19 + ["coordinator"]
    assert [one.chat for one in team] == [chat for chat, role in zip(each, roles, strict=True) if role]
    assert verdict.ok


async def test_whatever_is_wrong_costs_the_same_queries(demo: Database) -> None:
    """PRV-06: unknown, used and expired are told apart neither by the answer nor by the work."""
    used = await invited(demo, Office.ADMIN)
    await became(demo, used)
    async with demo.transaction() as db:
        expired = await invite(db, Office.ADMIN, NOW - LIFETIME)
    counted: list[list[str]] = []
    engine = demo._writing.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *call: counted[-1].append(call[2]))
    for payload in ("i-unknown", used, expired):
        counted.append([])
        assert await became(demo, payload, OUTSIDER) == ""

    assert counted[0] == counted[1] == counted[2]
    assert len([statement for statement in counted[0] if statement.startswith("DELETE")]) == 1


async def test_of_a_thousand_tries_each_team_that_invited_hears_once_a_day(demo: Database) -> None:
    """AUT-05"""
    await invited(demo, Office.COORDINATOR, mesa="valle")
    async with demo.transaction() as db:
        mesa = await mesas.by_slug(db, "valle")
        assert mesa is not None
        await recipients.save(db, team_of(mesa.id), COORDINATOR, Role.COORDINATOR)
        for minute in range(0, 1_500, 30):
            await alarm(db, NOW + timedelta(minutes=minute))
        told = await history.events_of(db, "team", "valle/tried")
        made = (await db.execute(select(notice.c.scope, notice.c.kind))).all()

    assert [event.at - NOW for event in told] == [timedelta(0), timedelta(days=1)]
    assert [(row.scope, row.kind.value) for row in made] == [(team_of(mesa.id), "team")] * 2


async def test_the_administrators_hear_once_a_day_wherever_an_invitation_is_out(demo: Database) -> None:
    """AUT-05: of their own, of a contact everywhere and of a mesa without a team too."""
    async with demo.transaction() as db:
        await recipients.save(db, ADMINS, COORDINATOR, Role.ADMIN)
    for days, (office, mesa, body) in enumerate(
        [(Office.ADMIN, "", ""), (Office.CONTACT, "", "minsa"), (Office.COORDINATOR, "valle", "")]
    ):
        now = NOW + timedelta(days=10 * days)
        async with demo.transaction() as db:
            await alarm(db, now - timedelta(days=2))  # nothing is out
            await invite(db, office, now, mesa=mesa, institution=body)
            for minute in range(0, 1_500, 30):
                await alarm(db, now + timedelta(minutes=minute))
    async with demo.reading() as db:
        told = await history.events_of(db, "team", "admins/tried")
        made = [row.scope for row in await db.execute(select(notice.c.scope))]
        verdict = await verify(db)

    assert [(event.at - NOW).days for event in told] == [0, 1, 10, 11, 20, 21]
    assert made == [ADMINS] * 6
    assert verdict.ok
