"""What became of notices is counted, never told by name; failures wait again; after 30 days only numbers are left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select

from bot.domain.fates import Account, Fates, total
from bot.domain.notices import Draft, Kind, NoticeState, State
from bot.domain.recipients import Role, contacts_of, followers_of
from bot.services.announcing import up_to
from bot.services.housekeeping import tidy
from bot.store import deliveries, mesas, notices, recipients
from bot.store.database import Database
from bot.store.telling import delivery
from tests.cast import MEMBER, MESA, NOW, OTHER_MESA, OUTSIDER

SENT, DEAD, UNCERTAIN = (State.SENT, ""), (State.DEAD, "gone"), (State.UNCERTAIN, "")
Numbers = Mapping[tuple[State, str], int]
MONTH = timedelta(days=30)
MINUTE = timedelta(minutes=1)


async def told(
    database: Database,
    numbers: Numbers,
    *,
    slug: str = MESA.slug,
    ago: timedelta = MINUTE,
    kind: Kind = Kind.REMINDER,
    scope: str = "",
    open_: bool = False,
) -> int:
    """A notice of some time ago, to the mesa's followers if no scope is named, whose deliveries came to these ends."""
    async with database.transaction() as db:
        mesa = await mesas.by_slug(db, slug)
        assert mesa is not None
        made = NOW - ago
        concerned = scope or followers_of(mesa.id)
        draft = Draft(f"{slug}:{made}", mesa.id, concerned, kind, made, made + timedelta(days=7))
        number = await notices.publish(db, draft)
        assert number is not None
        ends = [end for end, n in numbers.items() for _ in range(n)]
        if ends:
            await db.execute(insert(delivery), [row(number, at, *end) for at, end in enumerate(ends)])
        if not open_:
            await notices.set_state(db, number, NoticeState.DONE)
        return number


def row(notice_id: int, at: int, state: State, reason: str) -> dict[str, Any]:
    numbers = {"not_before": 5, "lease_until": 6, "fence": 7, "attempts": 12, "ambiguous": 3, "parts": 1}
    key = {"notice_id": notice_id, "recipient_id": at.to_bytes(16, "big")}
    return key | numbers | {"state": state, "reason": reason}


async def account(database: Database, number: int) -> Account:
    async with database.reading() as db:
        found = await deliveries.account(db, number)
    assert found is not None
    return found


async def rows(database: Database) -> int:
    async with database.reading() as db:
        return int((await db.execute(select(func.count()).select_from(delivery))).scalar_one())


async def test_of_contacts_only_those_who_hear_of_the_mesa_are_to_be_told(demo: Database) -> None:
    async with demo.transaction() as db:
        for chat, within in ((MEMBER, {1}), (OUTSIDER, {2})):
            await recipients.save(db, contacts_of(3), chat, Role.CONTACT, within=frozenset(within))
    await told(demo, {}, kind=Kind.ANNOUNCEMENT, scope=contacts_of(3), open_=True)
    async with demo.reading() as db:
        (one,) = await deliveries.accounts(db, 1, NOW)
        most = await up_to(db, [(1, contacts_of(3))])

    assert (one.fates.of(State.PENDING), most) == (1, 1)


async def test_a_mesas_notices_are_counted_the_latest_first(demo: Database) -> None:
    numbers = {SENT: 3, (State.DEAD, "gone"): 2, (State.DEAD, "poison"): 1, UNCERTAIN: 1, (State.PENDING, ""): 4}
    first = await told(demo, numbers, ago=timedelta(days=2))
    second = await told(demo, {SENT: 1})
    empty = await told(demo, {}, ago=timedelta(days=3))
    await told(demo, {SENT: 9}, slug=OTHER_MESA.slug)
    await told(demo, {SENT: 9}, ago=MONTH)

    async with demo.reading() as db:
        mesa = await mesas.by_slug(db, MESA.slug)
        assert mesa is not None
        found = await deliveries.accounts(db, mesa.id, NOW)

    assert [(one.notice.id, one.fates) for one in found] == [
        (second, Fates({SENT: 1})),
        (first, Fates(numbers)),
        (empty, Fates()),
    ]
    assert total(one.fates for one in found).of(State.SENT) == 4


async def test_why_somebody_did_not_wish_to_hear_is_not_counted_apart(demo: Database) -> None:
    number = await told(demo, {(State.SKIPPED, "snoozed"): 2, (State.SKIPPED, "not chosen"): 1})

    assert (await account(demo, number)).fates == Fates({(State.SKIPPED, ""): 3})


async def test_an_unknown_notice_has_no_account(demo: Database) -> None:
    async with demo.reading() as db:
        assert await deliveries.account(db, 99) is None


async def test_failures_wait_again_but_for_chats_that_are_gone(demo: Database) -> None:
    number = await told(demo, {SENT: 2, DEAD: 3, (State.DEAD, "refused"): 1, UNCERTAIN: 2, (State.SKIPPED, ""): 1})
    other = await told(demo, {UNCERTAIN: 1}, ago=timedelta(days=1))
    async with demo.transaction() as db:
        assert await deliveries.retry(db, number) == 3

    again = await account(demo, number)
    assert again.notice.state is NoticeState.OPEN
    assert again.fates == Fates({SENT: 2, DEAD: 3, (State.PENDING, ""): 3, (State.SKIPPED, ""): 1})
    assert (await account(demo, other)).fates == Fates({UNCERTAIN: 1})


async def test_another_try_begins_anew_but_what_is_ambiguous_stays_counted(demo: Database) -> None:
    number = await told(demo, {UNCERTAIN: 1})
    async with demo.transaction() as db:
        await deliveries.retry(db, number)
        kept = (await db.execute(select(delivery))).one()

    assert (kept.state, kept.not_before, kept.lease_until, kept.attempts, kept.reason) == (State.PENDING, 0, 0, 0, "")
    assert (kept.ambiguous, kept.parts, kept.fence) == (3, 1, 7)


async def test_a_notice_that_was_cancelled_is_not_tried_again(demo: Database) -> None:
    number = await told(demo, {UNCERTAIN: 1})
    async with demo.transaction() as db:
        await notices.set_state(db, number, NoticeState.CANCELLED)
        assert await deliveries.retry(db, number) == 0

    assert (await account(demo, number)).fates == Fates({UNCERTAIN: 1})


async def test_what_is_of_no_use_any_more_is_not_offered_again(demo: Database) -> None:
    one = await account(demo, await told(demo, {UNCERTAIN: 2, DEAD: 1}))

    assert one.may_be_tried_again(NOW) == 2
    assert one.may_be_tried_again(NOW + timedelta(days=8)) == 0


async def test_after_thirty_days_only_the_numbers_are_left(demo: Database) -> None:
    """PRV-11"""
    numbers = {SENT: 5, DEAD: 2, (State.DEAD, "poison"): 1}
    old = await told(demo, numbers, ago=timedelta(days=31))
    young = await told(demo, {SENT: 1}, ago=timedelta(days=29))
    running = await told(demo, {(State.PENDING, ""): 1}, ago=timedelta(days=40), open_=True)
    assert await tidy(demo, NOW) == 8
    assert await tidy(demo, NOW) == 0

    assert await rows(demo) == 2
    assert [(await account(demo, one)).fates for one in (old, young, running)] == [
        Fates(numbers),
        Fates({SENT: 1}),
        Fates({(State.PENDING, ""): 1}),
    ]


async def test_they_are_forgotten_slice_by_slice_and_a_night_cut_off_goes_on_in_the_next(demo: Database) -> None:
    number = await told(demo, {SENT: 4, DEAD: 1}, ago=timedelta(days=31))
    async with demo.transaction() as db:
        assert await deliveries.forget(db, number, most=3) == 3

    half = (await account(demo, number)).fates
    assert await tidy(demo, NOW, ending=lambda: True) == 0
    assert await tidy(demo, NOW) == 2
    assert half == (await account(demo, number)).fates == Fates({SENT: 4, DEAD: 1})
    assert await rows(demo) == 0
