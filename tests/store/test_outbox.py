"""The outbox: filled in slices, claimed once, marked only by who holds the fence, taken back when left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from bot.domain.notices import Kind, Notice, NoticeState, State
from bot.domain.recipients import followers_of, suspended_of
from bot.store import deliveries, notices, outbox, recipients
from bot.store.database import Database
from bot.store.outbox import Claim
from tests.outbox import FIRST_CHAT, SCOPE, counts, follow, publish

NOW = datetime.now(UTC)
LEASE = 60.0
CHATS = range(FIRST_CHAT, FIRST_CHAT + 25)


async def the_notice(database: Database, number: int = 1) -> Notice:
    async with database.reading() as db:
        found = await notices.by_id(db, number)
    assert found is not None
    return found


async def filled(
    database: Database, kind: Kind = Kind.REMINDER, dedup: str = "one", useful: timedelta = timedelta(days=1)
) -> Notice:
    number = await publish(database, kind, dedup=dedup, now=NOW - timedelta(seconds=2), useful=useful)
    async with database.transaction() as db:
        while await outbox.fill(db):
            pass
    return await the_notice(database, number)


async def claim(
    database: Database, notice: Notice, most: int, *, now: datetime = NOW, lease: float = LEASE
) -> list[Claim]:
    async with database.transaction() as db:
        return await outbox.claim(db, notice, most, now, lease)


async def mark(database: Database, claims: Sequence[Claim], state: State = State.SENT) -> int:
    async with database.transaction() as db:
        return await outbox.mark(db, [(one, one.standing.ended(state, "")) for one in claims])


async def test_a_notice_is_filled_slice_by_slice_with_everybody_of_its_scope_alone(demo: Database) -> None:
    await follow(demo, CHATS)
    await follow(demo, [7_777], followers_of(2))
    await publish(demo)

    slices = []
    for _ in range(4):
        async with demo.transaction() as db:
            more = await outbox.fill(db, 10)
        slices.append((more, sum((await counts(demo)).values())))

    assert slices == [(True, 10), (True, 20), (True, 25), (False, 25)]
    assert (await the_notice(demo)).filled


async def cut_off(database: Database) -> None:
    async with database.transaction() as db:
        await outbox.fill(db, 10)
        raise ZeroDivisionError


async def test_a_fill_that_is_cut_off_goes_on_where_it_was(demo: Database) -> None:
    await follow(demo, CHATS)
    await publish(demo)
    async with demo.transaction() as db:
        await outbox.fill(db, 10)
    with pytest.raises(ZeroDivisionError):
        await cut_off(demo)

    assert await counts(demo) == {State.PENDING: 10}
    async with demo.transaction() as db:
        await outbox.fill(db, 100)
    assert await counts(demo) == {State.PENDING: 25}


async def test_a_scope_of_nobody_is_filled_and_its_notice_done(demo: Database) -> None:
    await filled(demo)

    async with demo.transaction() as db:
        assert await outbox.close(db) == 1

    assert (await the_notice(demo)).state is NoticeState.DONE


async def test_a_claim_takes_each_delivery_once(demo: Database) -> None:
    await follow(demo, CHATS)
    notice = await filled(demo)

    taken = [await claim(demo, notice, 10) for _ in range(4)]

    assert [len(one) for one in taken] == [10, 10, 5, 0]
    chats = [one.recipient.chat for each in taken for one in each if one.recipient]
    assert sorted(chats) == list(CHATS)


async def test_a_claim_at_the_same_time_takes_others(demo: Database) -> None:
    await follow(demo, CHATS)
    notice = await filled(demo)

    taken = await asyncio.gather(*(claim(demo, notice, 5) for _ in range(5)))

    assert len({one.recipient_id for each in taken for one in each}) == 25


async def test_what_waits_and_what_is_not_open_is_not_claimed(demo: Database) -> None:
    await follow(demo, CHATS[:2])
    notice = await filled(demo)
    one, other = await claim(demo, notice, 2)
    async with demo.transaction() as db:
        await outbox.mark(
            db,
            [(one, one.standing.waiting(NOW.timestamp(), 60)), (other, replace(other.standing, state=State.PENDING))],
        )

    assert [each.recipient_id for each in await claim(demo, notice, 9)] == [other.recipient_id]
    async with demo.transaction() as db:
        await notices.set_state(db, notice.id, NoticeState.PAUSED)
    assert await claim(demo, notice, 9, now=NOW + timedelta(hours=1)) == []


async def test_notices_are_due_in_the_order_of_sending_and_only_while_useful(demo: Database) -> None:
    await follow(demo, CHATS[:1])
    announced = await filled(demo, Kind.ANNOUNCEMENT, "a")
    changed = await filled(demo, Kind.CHANGE, "b")
    reminded = await filled(demo, dedup="c")
    await filled(demo, dedup="d", useful=timedelta(seconds=1))

    async with demo.reading() as db:
        assert await outbox.due_notices(db, NOW) == [changed, reminded, announced]


async def test_a_mark_changes_only_what_is_still_ours(demo: Database) -> None:
    """OUT-13's heart: the lease of a worker that slept was taken by another."""
    await follow(demo, CHATS[:3])
    notice = await filled(demo)
    stale = await claim(demo, notice, 3, lease=0)
    await asyncio.sleep(0.01)
    async with demo.transaction() as db:
        assert await outbox.recover(db) == (3, 0)
    fresh = await claim(demo, notice, 3)

    assert await mark(demo, stale) == 0
    assert await counts(demo) == {State.SENDING: 3}
    assert await mark(demo, fresh) == 3
    assert await mark(demo, fresh) == 0


async def test_what_is_left_alone_is_taken_back_as_ambiguous_until_it_is_uncertain(demo: Database) -> None:
    await follow(demo, CHATS[:2])
    notice = await filled(demo, Kind.ANNOUNCEMENT)
    found = []
    for _ in range(2):
        await claim(demo, notice, 9, lease=0)
        await asyncio.sleep(0.01)
        async with demo.transaction() as db:
            found.append(await outbox.recover(db))

    assert found == [(2, 0), (0, 2)]
    assert await counts(demo) == {State.UNCERTAIN: 2}
    async with demo.reading() as db:
        kept = (await db.execute(text("SELECT DISTINCT attempts, ambiguous, reason FROM delivery"))).one()
    assert tuple(kept) == (2, 2, "ambiguous")


async def test_a_lease_that_runs_is_taken_only_by_who_is_alone(demo: Database) -> None:
    await follow(demo, CHATS[:2])
    await claim(demo, await filled(demo), 9)

    async with demo.transaction() as db:
        assert await outbox.recover(db) == (0, 0)
        assert await outbox.recover(db, alone=True) == (2, 0)


async def test_a_renewed_lease_runs_on(demo: Database) -> None:
    await follow(demo, CHATS[:1])
    claims = await claim(demo, await filled(demo), 9, lease=0)

    async with demo.transaction() as db:
        await outbox.renew(db, claims, LEASE)
        await asyncio.sleep(0.01)
        assert await outbox.recover(db) == (0, 0)


async def test_leases_keep_the_databases_time_whatever_a_machine_believes(demo: Database) -> None:
    """DB-08"""
    await follow(demo, CHATS[:2])
    notice = await filled(demo)
    ahead = NOW + timedelta(minutes=10)
    await claim(demo, notice, 1)

    async with demo.transaction() as db:
        assert await outbox.recover(db) == (0, 0)
    assert len(await claim(demo, notice, 9, now=ahead)) == 1
    assert await claim(demo, notice, 9, now=ahead) == []


async def test_who_is_forgotten_is_claimed_without_a_recipient(demo: Database) -> None:
    await follow(demo, CHATS[:1])
    notice = await filled(demo)
    async with demo.transaction() as db:
        await recipients.drop(db, SCOPE, CHATS[0])

    (one,) = await claim(demo, notice, 9)

    assert (one.recipient, one.broken) == (None, False)


async def test_who_stands_in_another_scope_meanwhile_is_claimed_without_a_recipient(demo: Database) -> None:
    """A coordinator who is suspended keeps their row, and is told nothing of the team's."""
    await follow(demo, [FIRST_CHAT])
    notice = await filled(demo)
    async with demo.transaction() as db:
        one = await recipients.find(db, SCOPE, FIRST_CHAT)
        assert one
        await recipients.put(db, replace(one, scope=suspended_of(1)))
    (claimed,) = await claim(demo, notice, 10)

    assert (claimed.recipient, claimed.broken, claimed.recipient_id) == (None, False, one.id)


async def test_a_broken_seal_is_that_rows_own_trouble(demo: Database) -> None:
    await follow(demo, CHATS[:3])
    notice = await filled(demo)
    async with demo.transaction() as db:
        await db.execute(
            text("UPDATE recipient SET sealed = lookup WHERE id = (SELECT id FROM recipient ORDER BY id LIMIT 1)")
        )

    claims = await claim(demo, notice, 9)

    assert [one.broken for one in sorted(claims, key=lambda one: one.recipient_id)] == [True, False, False]


async def test_what_is_of_no_more_use_expires_and_what_is_cancelled_goes(demo: Database) -> None:
    await follow(demo, CHATS)
    late = await filled(demo, dedup="late", useful=timedelta(seconds=1))
    called_off = await filled(demo, dedup="off")
    async with demo.transaction() as db:
        await notices.set_state(db, called_off.id, NoticeState.CANCELLED)
        await outbox.expire(db, NOW)
        await outbox.cancel(db)
        assert await outbox.close(db) == 1

    assert [await counts(demo, one.id) for one in (late, called_off)] == [{State.EXPIRED: 25}, {State.CANCELLED: 25}]
    assert [(await the_notice(demo, one.id)).state for one in (late, called_off)] == [
        NoticeState.DONE,
        NoticeState.CANCELLED,
    ]


async def test_a_notice_is_done_only_when_everything_ended(demo: Database) -> None:
    await follow(demo, CHATS[:2])
    notice = await filled(demo)
    first, second = await claim(demo, notice, 2)
    closed = []
    for one in (first, second):
        await mark(demo, [one])
        async with demo.transaction() as db:
            closed.append(await outbox.close(db))

    assert closed == [0, 1]


@pytest.mark.only("sqlite")
async def test_every_search_uses_the_index_of_what_waits(demo: Database) -> None:
    """A million that were sent cost nothing."""
    searches = (outbox._DUE_NOTICES, outbox._CLAIM, outbox._RECOVER, outbox._EXPIRE, outbox._CANCEL, outbox._ENDED)
    uses = ("ix_delivery_waiting", "PRIMARY KEY (notice_id=? AND recipient_id=?)")
    async with demo.transaction() as db:
        for statement in searches:
            compiled = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"render_postcompile": True})
            values = ["1"] * len(compiled.positiontup or ())
            steps = await db._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", tuple(values))
            of_delivery = [row.detail for row in steps if " delivery" in row.detail]
            assert of_delivery != []
            assert [detail for detail in of_delivery if not any(use in detail for use in uses)] == [], str(compiled)


async def test_the_fence_differs_each_time(demo: Database) -> None:
    await follow(demo, CHATS[:3])
    notice = await filled(demo)
    fences = [(await claim(demo, notice, 1))[0].fence for _ in range(3)]

    assert all(one != other for one, other in pairwise(sorted(fences)))


@pytest.mark.only("postgres")
async def test_a_notice_whose_failures_are_tried_again_that_moment_is_not_closed(demo: Database) -> None:
    """The one who closes sees what was there when it began to look, and waits for who tries again."""
    await follow(demo, CHATS[:1])
    notice = await filled(demo)
    await mark(demo, await claim(demo, notice, 1), State.UNCERTAIN)

    async def close() -> None:
        async with demo.transaction() as db:
            await outbox.close(db)

    async with demo.transaction() as db:
        assert await deliveries.retry(db, notice.id) == 1
        closing = asyncio.create_task(close())
        await asyncio.sleep(0.3)
    await closing

    assert (await the_notice(demo)).state is NoticeState.OPEN
    assert len(await claim(demo, notice, 1)) == 1


async def test_what_is_urgent_is_never_behind_all_that_waits_for_the_morning(demo: Database) -> None:
    """A claim looks at so many notices at most, and in quiet hours the others are passed over."""
    await follow(demo, CHATS[:1])
    for number in range(outbox.MOST_NOTICES):
        await filled(demo, Kind.CHANGE, dedup=f"calm {number}")
    async with demo.transaction() as db:
        await db.execute(text("UPDATE notice SET urgent = :no"), {"no": False})
    urgent = await filled(demo, Kind.CHANGE, dedup="urgent")

    async with demo.reading() as db:
        assert urgent.id in [one.id for one in await outbox.due_notices(db, NOW)]


async def test_a_lease_given_while_the_clock_was_years_ahead_is_over(demo: Database) -> None:
    await follow(demo, CHATS[:1])
    notice = await filled(demo)
    await claim(demo, notice, 1, lease=10 * 365 * 24 * 3_600)

    async with demo.transaction() as db:
        assert await outbox.recover(db) == (1, 0)
