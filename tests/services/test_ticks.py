"""One tick over many things: what cannot be decided waits, all else is told; a load of thousands goes through in slices."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import delete, select, update

from bot.domain.mesas import Mesa
from bot.domain.notices import About, Draft, Kind, NoticeState
from bot.domain.recipients import Role, followers_of
from bot.services import reminders
from bot.services.reminders import begin_anew, publish_due
from bot.store import commitments, mesas, notices, recipients
from bot.store.database import Database, DatabaseUnavailable, Session
from bot.store.tables import commitment as commitment_table
from bot.store.tables import mesa as mesa_table
from bot.store.telling import schedule as schedule_table
from tests.services.ticks import AT, MONDAY, Valley, commitment, days, local

FRIDAY = local(days(-3), time(18))
TUESDAY = local(days(1))


async def next_looks(database: Database, about: About) -> dict[int, datetime | None]:
    async with database.reading() as db:
        rows = await db.execute(select(schedule_table).where(schedule_table.c.about == about))
        return {row.number: row.next_at for row in rows}


async def number_of(database: Database, code: str) -> int:
    async with database.reading() as db:
        return (await commitments.by_code(db, code))[0].id


async def test_a_commitment_that_cannot_be_decided_is_set_aside_an_hour_and_the_others_are_told(
    database: Database,
) -> None:
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.save(commitment("V-1", MONDAY), commitment("V-2", MONDAY), now=FRIDAY)
    await valley.tick(FRIDAY)
    broken = await number_of(database, "v1")
    async with database.transaction() as db:
        row = (schedule_table.c.about == About.COMMITMENT) & (schedule_table.c.number == broken)
        await db.execute(update(schedule_table).where(row).values(told='{"revision":1,"through":"ayer"}'))

    looked = await valley.tick(TUESDAY)

    assert looked.set_aside == ["ValueError"]
    assert [await valley.said(one.items[0]) for one in await valley.notices()] == ["V-2 overdue"] * 2
    assert (await next_looks(database, About.COMMITMENT))[broken] == TUESDAY + timedelta(hours=1)


async def test_a_mesa_that_cannot_be_decided_is_set_aside_and_the_others_are_told(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    async with database.transaction() as db:
        await mesas.save(db, Mesa("aaa", "Otra"), actor="test", now=FRIDAY)
        await commitments.save(
            db, replace(commitment("A-1", MONDAY), mesa="aaa", responsibilities=()), actor="test", now=FRIDAY
        )
        await db.execute(update(mesa_table).where(mesa_table.c.slug == "aaa").values(ladder="a veces"))

    looked = await valley.tick(TUESDAY)

    assert looked.set_aside == ["ValueError"]
    assert [await valley.said(one.items[0]) for one in await valley.notices()] == ["V-1 overdue"] * 2
    assert (await next_looks(database, About.COMMITMENT))[await number_of(database, "a1")] == TUESDAY + timedelta(
        hours=1
    )


async def test_a_notice_of_that_name_with_other_items_sets_the_mesa_aside(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    await valley.tick(FRIDAY)
    scope = followers_of(valley.mesa.id)
    async with database.transaction() as db:
        name = f"reminder:{scope}:commitment:{await number_of(database, 'v1')}:1:overdue"
        await notices.publish(db, Draft(name, valley.mesa.id, scope, Kind.REMINDER, TUESDAY, TUESDAY))

    looked = await valley.tick(TUESDAY)

    assert (looked.set_aside, looked.notices) == (["MadeBefore"], 0)


async def test_what_a_scope_was_told_before_is_not_told_again_though_nothing_remembers_it(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    first = await valley.heard(TUESDAY)
    async with database.transaction() as db:
        memory = '{"revision":1,"through":"2026-11-20"}'
        row = schedule_table.c.about == About.COMMITMENT
        await db.execute(update(schedule_table).where(row).values(told=memory, next_at=TUESDAY))

    looked = await valley.tick(local(days(2)))

    assert sorted(first) == ["followers", "team"]
    assert (looked.things, looked.notices, looked.set_aside) == (1, 0, [])


@pytest_asyncio.fixture
async def many(database: Database, monkeypatch: pytest.MonkeyPatch) -> Valley:
    """Thirty commitments become overdue in one night; they are decided seven at a time."""
    monkeypatch.setattr(reminders, "MOST", 7)
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.save(*(commitment(f"V-{n}", MONDAY) for n in range(1, 31)), now=FRIDAY)
    await valley.tick(FRIDAY)
    return valley


async def one_slice(valley: Valley, now: datetime) -> int:
    """As a tick that is killed after it; how many things it decided."""
    async with valley.database.transaction() as db:
        return (await publish_due(db, valley.mesa.id, now, AT)).things


async def messages(valley: Valley) -> dict[str, int]:
    """Who is told now → how many things, each in one message; nobody is told twice."""
    made = [one for one in await valley.notices() if one.state is NoticeState.OPEN]
    told = {valley.names[one.scope]: len({item.number for item in one.items}) for one in made}
    assert (len(told), sum(told.values())) == (len(made), sum(len(one.items) for one in made))
    return told


ALL = {"followers": 30, "team": 30}


async def test_a_day_with_more_than_a_slice_is_one_message_still(many: Valley) -> None:
    looked = await many.tick(TUESDAY)

    assert (looked.things, await messages(many)) == (31, ALL)  # the mesa too


async def test_what_comes_with_a_load_is_one_message_too(many: Valley) -> None:
    await many.save(*(commitment(f"V-{n}", days(9), extended_by="RM 1") for n in range(1, 31)), now=FRIDAY)

    await many.tick(TUESDAY)

    assert await messages(many) == ALL


async def test_killed_between_two_slices_the_next_tick_goes_on_in_the_same_message(many: Valley) -> None:
    decided = await one_slice(many, TUESDAY)
    nobody = await messages(many)
    many.told = 0
    looked = await many.tick(TUESDAY + timedelta(minutes=1))

    assert (decided, nobody, looked.things, await messages(many)) == (7, {}, 24, ALL)


async def test_killed_with_nothing_left_to_decide_the_next_tick_tells_it(many: Valley) -> None:
    while await one_slice(many, TUESDAY):
        pass
    async with many.database.transaction() as db:
        row = schedule_table.c.about == About.MESA
        await db.execute(update(schedule_table).where(row).values(next_at=local(days(9))))

    looked = await many.tick(TUESDAY + timedelta(minutes=1))

    assert (looked.things, await messages(many)) == (0, ALL)


async def test_killed_in_the_evening_the_rest_comes_next_day_in_the_same_message(many: Valley) -> None:
    await one_slice(many, TUESDAY)
    await many.tick(local(days(2)))

    assert await messages(many) == ALL


async def test_where_the_rest_cannot_be_decided_the_others_are_told(many: Valley) -> None:
    await one_slice(many, TUESDAY)
    async with many.database.transaction() as db:
        await db.execute(update(mesa_table).values(ladder="a veces"))

    looked = await many.tick(TUESDAY)

    assert (looked.set_aside, await messages(many)) == (["ValueError"], {"followers": 7, "team": 7})


async def test_what_changed_after_the_message_of_the_day_waits_for_tomorrows(many: Valley) -> None:
    await many.tick(TUESDAY)
    await messages(many)
    await many.save(commitment("V-1", days(9), extended_by="RM 1"), now=TUESDAY)

    assert await many.heard(TUESDAY + timedelta(minutes=1)) == {}
    assert await many.heard(local(days(2))) == {who: ["V-1 before:7", "V-1 extended"] for who in ["team"]} | {
        "followers": ["V-1 extended"]
    }


@pytest.mark.only("postgres")
async def test_what_is_being_saved_while_the_tick_comes_is_left_to_the_next(database: Database) -> None:
    """Neither waits for the other: the tick tells the rest, and the next one finds what was saved."""
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.save(commitment("V-1", MONDAY), commitment("V-2", MONDAY), now=FRIDAY)
    await valley.tick(FRIDAY)
    async with database.transaction() as db:
        await commitments.save(db, commitment("V-1", days(9)), actor="test", now=TUESDAY)
        during = await valley.heard(TUESDAY)
        await commitments.save(db, commitment("V-2", days(9)), actor="test", now=TUESDAY)
    after = await valley.heard(TUESDAY)

    assert (during, after) == ({who: ["V-2 overdue"] for who in ("followers", "team")}, {})
    number = await number_of(database, "v1")
    assert (await next_looks(database, About.COMMITMENT))[number] == local(days(2), AT)  # seven days before


async def test_what_is_gone_is_looked_at_no_more(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    number = await number_of(database, "v1")
    async with database.transaction() as db:
        await db.execute(delete(commitment_table))
        await begin_anew(db, number, TUESDAY)
    await valley.tick(TUESDAY)

    assert await next_looks(database, About.COMMITMENT) == {number: None}
    async with database.transaction() as db:
        assert (await publish_due(db, valley.mesa.id + 1, TUESDAY, AT)).things == 0


async def test_a_mesa_without_a_row_of_its_own_gets_one(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    async with database.transaction() as db:
        await db.execute(delete(schedule_table).where(schedule_table.c.about == About.MESA))
    await valley.tick(FRIDAY)

    assert list(await next_looks(database, About.MESA)) == [valley.mesa.id]
    assert sorted(await valley.heard(TUESDAY)) == ["followers", "oficina", "team"]


async def test_a_mesas_other_hours_are_looked_at_at_once(database: Database) -> None:
    """Eight in the morning comes two hours earlier by Lima's clock where it is summer in Santiago."""
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    await valley.tick(FRIDAY)
    await valley.change(local(days(0), time(9)), zone="America/Santiago")
    await valley.tick(local(days(0), time(9, 1)))

    assert await next_looks(database, About.COMMITMENT) == {await number_of(database, "v1"): local(days(1), time(6))}


async def test_a_tick_that_is_to_end_leaves_the_rest_to_the_next(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)

    stopped = await reminders.tick(database, TUESDAY, AT, lambda: True)

    assert (stopped.things, stopped.notices) == (0, 0)
    assert (await valley.tick(TUESDAY)).notices == 4  # three scopes, and the week


async def test_two_mesas_keep_apart(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    async with database.transaction() as db:
        await mesas.save(db, Mesa("puna", "Puna"), actor="test", now=FRIDAY)
        other = await mesas.by_slug(db, "puna")
        assert other is not None
        await recipients.save(db, followers_of(other.id), 50, Role.FOLLOWER)
    valley.names[followers_of(other.id)] = "the others"

    assert sorted(await valley.heard(TUESDAY)) == ["followers", "team"]


class Full(Database):
    """A database that can be read, and not written any more."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        raise DatabaseUnavailable("disk full")
        yield


async def test_a_database_that_cannot_now_ends_the_tick_and_sets_nothing_aside(
    database: Database, database_url: str
) -> None:
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    before = await next_looks(database, About.COMMITMENT)
    full = Full(database_url, database.vault)

    with pytest.raises(DatabaseUnavailable):
        await reminders.tick(full, TUESDAY, AT)
    await full.close()

    assert await next_looks(database, About.COMMITMENT) == before
    assert sorted(await valley.heard(TUESDAY)) == ["followers", "team"]
