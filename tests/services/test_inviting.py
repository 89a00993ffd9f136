"""Who is invited to what, and how often one may try."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from bot.domain.recipients import ADMINS, Role, contacts_of, team_of
from bot.services.inviting import LIFETIME, MOST_TRIES, NotInvitable, Office, Tries, invite, redeem
from bot.store import institutions, mesas, recipients
from bot.store.database import Database
from bot.store.telling import invite as invite_table
from tests.cast import COORDINATOR, NOW, OTHER_COORDINATOR, OUTSIDER


async def invited(database: Database, office: Office, *, mesa: str = "", institution: str = "") -> str:
    async with database.transaction() as db:
        return await invite(db, office, NOW, mesa=mesa, institution=institution)


async def became(database: Database, payload: str, chat: int = COORDINATOR, *, tries: Tries | None = None) -> str:
    """The role somebody got, "" = none."""
    async with database.transaction() as db:
        one = await redeem(db, chat, chat, payload, NOW, tries)
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


async def test_five_tries_an_hour_then_even_the_right_one_opens_nothing(demo: Database) -> None:
    """AUT-05: by one; another is not hindered, and the invitation is not spoilt."""
    payload, tries = await invited(demo, Office.ADMIN), Tries()
    for number in range(MOST_TRIES):
        assert await became(demo, f"i-{number}", OUTSIDER, tries=tries) == ""

    assert await became(demo, payload, OUTSIDER, tries=tries) == ""
    assert await became(demo, payload, COORDINATOR, tries=tries) == "admin"
    async with demo.reading() as db:
        assert (await db.execute(select(func.count()).select_from(invite_table))).scalar_one() == 0


def test_after_an_hour_one_may_try_again_and_nobody_is_remembered_longer() -> None:
    tries = Tries()
    made = [tries.another(b"one", NOW + timedelta(minutes=minute)) for minute in range(7)]

    assert made == [True] * 5 + [False] * 2
    assert tries.another(b"two", NOW + timedelta(minutes=60))
    assert not tries.another(b"one", NOW + timedelta(minutes=60))
    assert tries.another(b"one", NOW + timedelta(hours=3))
    assert list(tries._made) == [b"one"]
