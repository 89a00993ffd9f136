"""Sessions: what is coming and what is past, by the mesa's own clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.asking import PAGE_SIZE
from bot.domain.meetings import Meeting, Outcome
from bot.store import meetings, mesas
from bot.store.database import Database
from bot.store.saving import Saved, Unknown
from bot.store.verifying import verify
from tests.cast import HELD, MESA, NEXT, NOW, SUBGROUPS, TODAY, UNCONFIRMED

VALLE = 1


async def save(database: Database, one: Meeting) -> Saved:
    async with database.transaction() as db:
        return await meetings.save(db, one, actor="a", now=NOW)


async def coming(database: Database, subgroup: str = "", moment: datetime = NOW) -> list[str]:
    async with database.reading() as db:
        return [one.code for one in await meetings.upcoming(db, VALLE, subgroup, moment)]


async def past(database: Database, page: int = 1, moment: datetime = NOW) -> tuple[list[str], int]:
    async with database.reading() as db:
        found, total = await meetings.past(db, VALLE, "", moment, page)
    return [one.code for one in found], total


async def test_session_is_read_back_as_it_was_saved(demo: Database) -> None:
    async with demo.reading() as db:
        found = await meetings.by_id(db, 3)
        assert await meetings.by_id(db, 10**15 - 1) is None
    assert found == replace(NEXT, id=3, updated_at=NOW)
    assert found.starts_at == datetime(2026, 11, 28, 14, 30, tzinfo=UTC)


async def test_coming_sessions_are_told_the_next_first_and_past_ones_the_latest_first(demo: Database) -> None:
    assert await coming(demo) == [NEXT.code, SUBGROUPS.code]
    assert await coming(demo, "Wayra") == [NEXT.code, SUBGROUPS.code]  # the whole mesa's concern her too
    assert await coming(demo, "Qucha") == [NEXT.code]
    assert await past(demo) == ([UNCONFIRMED.code, HELD.code], 2)


async def test_session_is_coming_until_it_begins_by_the_mesas_clock(demo: Database) -> None:
    begins = datetime(2026, 11, 28, 14, 30, tzinfo=UTC)
    assert (await coming(demo, moment=begins))[0] == NEXT.code
    assert (await coming(demo, moment=begins + timedelta(minutes=1)))[0] == SUBGROUPS.code
    assert (await past(demo, moment=begins + timedelta(minutes=1)))[0][0] == NEXT.code


async def test_day_turns_at_midnight_in_the_mesas_zone(demo: Database) -> None:
    """Without an hour a session is coming through its whole day: in Lima until five in the morning, UTC."""
    end = datetime(2026, 12, 6, 5, 0, tzinfo=UTC)
    assert await coming(demo, moment=end - timedelta(seconds=1)) == [SUBGROUPS.code]
    assert await coming(demo, moment=end) == []
    async with demo.transaction() as db:
        await mesas.save(db, replace(MESA, zone="America/Santiago"), actor="a", now=NOW)
    assert await coming(demo, moment=end - timedelta(hours=1)) == []


@pytest.mark.parametrize(
    ("outcome", "is_coming"),
    [(outcome, outcome not in {Outcome.HELD, Outcome.NO_QUORUM, Outcome.UNSIGNED}) for outcome in Outcome],
)
async def test_todays_session_is_past_once_somebody_said_how_it_went(
    demo: Database, outcome: Outcome, is_coming: bool
) -> None:
    await save(demo, Meeting("valle", "S-05", TODAY, outcome=outcome))
    assert ("S-05" in await coming(demo), "S-05" in (await past(demo))[0]) == (is_coming, not is_coming)


async def test_sessions_of_one_day_follow_the_hour_and_end_with_those_without(demo: Database) -> None:
    for code, starts in (("A", None), ("B", time(15)), ("C", time(9, 0, 1))):
        await save(demo, replace(NEXT, code=code, day=NEXT.day + timedelta(days=1), starts=starts))
    assert await coming(demo) == [NEXT.code, "C", "B", "A", SUBGROUPS.code]


async def test_past_sessions_come_in_pages_and_beyond_the_end_is_the_last(demo: Database) -> None:
    for number in range(PAGE_SIZE):
        await save(demo, Meeting("valle", f"P{number}", TODAY - timedelta(days=100 + number)))
    first, last = [UNCONFIRMED.code, HELD.code, "P0", "P1", "P2", "P3"], ["P4", "P5"]
    total = PAGE_SIZE + 2
    assert [await past(demo, page) for page in (0, 1, 2, 10**15)] == [
        (first, total),
        (first, total),
        (last, total),
        (last, total),
    ]


async def test_session_saved_again_changes_only_what_differs(demo: Database) -> None:
    postponed = replace(
        NEXT, outcome=Outcome.POSTPONED, latitude=None, longitude=None, starts=None, extras=(("a", "b"),)
    )
    assert [await save(demo, NEXT), await save(demo, postponed), await save(demo, postponed)] == [
        Saved.NONE,
        Saved.CHANGED,
        Saved.NONE,
    ]
    async with demo.reading() as db:
        assert await meetings.by_id(db, 3) == replace(postponed, id=3, revision=2, updated_at=NOW)
        assert (await verify(db)).ok


async def test_session_of_an_unknown_mesa_is_refused(demo: Database) -> None:
    with pytest.raises(Unknown, match="nowhere"):
        await save(demo, replace(NEXT, mesa="nowhere"))
