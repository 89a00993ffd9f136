"""Recipients are found by whoever knows the chat and the scope; the rows tell neither who, nor that two are one person."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row, insert, select, update

from bot.domain.notices import Draft, Kind, State
from bot.domain.recipients import (
    ADMINS,
    MOST_COMMITMENTS,
    MOST_SUBGROUPS,
    Recipient,
    Rhythm,
    Role,
    Wishes,
    contacts_of,
    followers_of,
    mark_of,
    team_of,
)
from bot.store import notices, recipients
from bot.store.database import Database
from bot.store.telling import delivery, recipient
from bot.store.vault import SealBroken
from tests.cast import COORDINATOR, GROUP, MEMBER, NOW, OUTSIDER

VALLEY, PUNA = followers_of(1), followers_of(2)
FULLEST = Wishes(
    Rhythm.AT_ONCE,
    False,
    frozenset(range(9_999_900, 9_999_900 + MOST_COMMITMENTS)),
    frozenset(mark_of(f"comunidad {n}") for n in range(MOST_SUBGROUPS)),
)


async def rows(database: Database) -> list[Row[Any]]:
    async with database.reading() as db:
        return list((await db.execute(select(recipient))).all())


async def every(database: Database, chat: int) -> list[Recipient]:
    async with database.reading() as db:
        return await recipients.every(db, chat)


async def test_recipient_is_found_in_its_scope_alone(database: Database) -> None:
    async with database.transaction() as db:
        saved = await recipients.save(db, VALLEY, MEMBER, Role.FOLLOWER, FULLEST)
        group = await recipients.save(db, VALLEY, GROUP, Role.GROUP, thread=9)
    async with database.reading() as db:
        assert (
            await recipients.find(db, VALLEY, MEMBER)
            == saved
            == Recipient(saved.id, VALLEY, MEMBER, Role.FOLLOWER, FULLEST)
        )
        assert (
            await recipients.find(db, VALLEY, GROUP)
            == group
            == Recipient(group.id, VALLEY, GROUP, Role.GROUP, thread=9)
        )
        assert await recipients.find(db, PUNA, MEMBER) is None
        assert await recipients.find(db, VALLEY, OUTSIDER) is None


async def test_recipient_changed_keeps_its_random_key(database: Database) -> None:
    async with database.transaction() as db:
        first = await recipients.save(db, VALLEY, MEMBER, Role.FOLLOWER)
        second = await recipients.save(db, VALLEY, MEMBER, Role.FOLLOWER, FULLEST)
    assert (second.id, len(await rows(database))) == (first.id, 1)


async def test_recipient_saved_by_two_processes_at_once_is_one(database: Database) -> None:
    async def save() -> None:
        async with database.transaction() as db:
            await recipients.save(db, VALLEY, MEMBER, Role.FOLLOWER, FULLEST)

    async with database.transaction() as db:
        await recipients.save(db, VALLEY, MEMBER, Role.FOLLOWER)
        second = asyncio.create_task(save())
        await asyncio.sleep(0.1)  # it has looked, found nobody, and waits for us
    await second
    (one,) = await every(database, MEMBER)
    assert one.wishes == FULLEST


async def test_rows_of_one_person_cannot_be_joined_and_all_are_of_one_length(database: Database) -> None:
    """PRV-12: whoever steals the file finds no value twice, and no row longer than another."""
    async with database.transaction() as db:
        await recipients.save(db, VALLEY, MEMBER, Role.FOLLOWER, FULLEST)
        await recipients.save(db, PUNA, MEMBER, Role.FOLLOWER)
        await recipients.save(db, team_of(1), MEMBER, Role.COORDINATOR)
        await recipients.save(db, contacts_of(3), COORDINATOR, Role.CONTACT, Wishes(Rhythm.WEEKLY, False))
        await recipients.save(db, ADMINS, 7, Role.ADMIN, Wishes(Rhythm.NONE))
        await recipients.save(db, VALLEY, -1_009_999_999_999, Role.GROUP, FULLEST, thread=999_999_999)
        known = await recipients.every(db, MEMBER)
    kept = await rows(database)

    assert [one.scope for one in known] == ["mesa:1", "mesa:2", "team:1"]  # only whoever has the keys joins them
    assert {len(row.sealed) for row in kept} == {512 + 1 + 12 + 16}
    values = [value for row in kept for value in (row.id, row.lookup, row.sealed, row.sealed[1:13])]
    assert len(set(values)) == len(values) == 4 * 6


async def test_sealed_row_moved_to_another_recipient_is_refused(database: Database) -> None:
    async with database.transaction() as db:
        mine = await recipients.save(db, VALLEY, MEMBER, Role.FOLLOWER)
        theirs = await recipients.save(db, VALLEY, OUTSIDER, Role.FOLLOWER)
        sealed = (await db.execute(select(recipient.c.sealed).where(recipient.c.id == theirs.id))).scalar_one()
        await db.execute(update(recipient).where(recipient.c.id == mine.id).values(sealed=sealed))
    async with database.reading() as db:
        with pytest.raises(SealBroken):
            await recipients.find(db, VALLEY, MEMBER)


async def test_group_that_moved_is_found_by_its_new_number_once(database: Database) -> None:
    """OUT-10: heard twice, and where the new number follows the same already."""
    new = -1_007_770_000_001
    async with database.transaction() as db:
        moved = await recipients.save(db, VALLEY, GROUP, Role.GROUP, FULLEST, 5)
        await recipients.save(db, PUNA, GROUP, Role.GROUP)
        there = await recipients.save(db, PUNA, new, Role.GROUP, FULLEST)
    for _ in range(2):
        async with database.transaction() as db:
            await recipients.move(db, GROUP, new)

    assert await every(database, GROUP) == []
    assert await every(database, new) == [Recipient(moved.id, VALLEY, new, Role.GROUP, FULLEST, 5), there]


async def test_scopes_and_their_sizes(database: Database) -> None:
    async with database.transaction() as db:
        await recipients.save(db, VALLEY, MEMBER, Role.FOLLOWER)
        await recipients.save(db, VALLEY, OUTSIDER, Role.FOLLOWER)
        await recipients.save(db, team_of(1), COORDINATOR, Role.COORDINATOR)
        lookup = db.vault.lookup(team_of(1), COORDINATOR)
    async with database.transaction() as db:
        assert await recipients.scopes(db) == [VALLEY, team_of(1)]
        assert (await recipients.size(db, VALLEY, 1), await recipients.size(db, PUNA, 2)) == (2, 0)
        assert await recipients.inhabited(db, [VALLEY, PUNA, team_of(1)]) == {VALLEY, team_of(1)}
        assert await recipients.lookups(db, team_of(1)) == {lookup}
        assert (await recipients.drop(db, VALLEY, MEMBER), await recipients.drop(db, VALLEY, MEMBER)) == (True, False)
        assert await recipients.size(db, VALLEY, 1) == 1


async def test_what_waits_for_one_recipient_is_called_off_and_nothing_else(demo: Database) -> None:
    async with demo.transaction() as db:
        mine = await recipients.save(db, VALLEY, MEMBER, Role.FOLLOWER)
        theirs = await recipients.save(db, VALLEY, OUTSIDER, Role.FOLLOWER)
        numbers = []
        for name in ("first", "second"):
            draft = Draft(name, 1, VALLEY, Kind.REMINDER, NOW, NOW + timedelta(days=7))
            numbers.append(await notices.publish(db, draft))
        states = [
            (numbers[0], mine, State.SENT),
            (numbers[1], mine, State.PENDING),
            (numbers[1], theirs, State.PENDING),
        ]
        counters = dict.fromkeys(("not_before", "lease_until", "fence", "attempts", "ambiguous", "parts"), 0)
        each = [
            {"notice_id": number, "recipient_id": one.id, "state": state, "reason": "", **counters}
            for number, one, state in states
        ]
        await db.execute(insert(delivery), each)
        assert await recipients.call_off(db, mine, "forgotten") == 1
        kept = {
            (row.notice_id, row.recipient_id): (row.state, row.reason) for row in await db.execute(select(delivery))
        }

    assert kept == {
        (numbers[0], mine.id): (State.SENT, ""),
        (numbers[1], mine.id): (State.CANCELLED, "forgotten"),
        (numbers[1], theirs.id): (State.PENDING, ""),
    }
