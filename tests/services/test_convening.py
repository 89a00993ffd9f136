"""Calling and changing sessions: one of two wins, and the history still verifies."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.convening import begins, moved, went
from bot.domain.meetings import Meeting, Outcome
from bot.services.convening import Called, Stale, call, change
from bot.store import meetings
from bot.store.database import Database
from bot.store.saving import Unknown
from bot.store.verifying import verify
from tests.cast import MESA, NEXT, NOW, TODAY

ACTOR = "c-4f2a91c0"
DAY = TODAY + timedelta(days=20)


async def stored(database: Database, code: str) -> Meeting:
    async with database.reading() as db:
        found = await meetings.by_code(db, MESA.slug, code)
    assert found is not None
    return found


async def test_a_session_is_called_with_a_code_of_its_day(demo: Database) -> None:
    async with demo.transaction() as db:
        one = await call(db, Meeting(MESA.slug, "", DAY, time(10)), actor=ACTOR, now=NOW)
        other = await call(db, Meeting(MESA.slug, "", DAY, time(15)), actor=ACTOR, now=NOW)

    assert [(each.code, each.outcome) for each in (one, other)] == [
        (f"S-{DAY}", Outcome.SCHEDULED),
        (f"S-{DAY}-2", Outcome.SCHEDULED),
    ]
    async with demo.reading() as db:
        assert (await verify(db)).ok


async def test_the_same_session_is_not_called_twice_unless_the_first_was_called_off(demo: Database) -> None:
    new = Meeting(MESA.slug, "", DAY, time(10))
    async with demo.transaction() as db:
        one = await call(db, new, actor=ACTOR, now=NOW)
        with pytest.raises(Called) as refused:
            await call(db, new, actor="c-00000000", now=NOW)
        await change(db, one.id, one.revision, lambda it: went(it, Outcome.CANCELLED), actor=ACTOR, now=NOW)
        again = await call(db, new, actor=ACTOR, now=NOW)

    assert refused.value.other == one
    assert again.code == f"S-{DAY}-2"


async def test_a_code_that_is_taken_and_an_unknown_mesa_are_refused(demo: Database) -> None:
    async with demo.transaction() as db:
        with pytest.raises(Called):
            await call(db, replace(NEXT, day=DAY), actor=ACTOR, now=NOW)
        with pytest.raises(Unknown):
            await call(db, Meeting("nadie", "", DAY), actor=ACTOR, now=NOW)


async def test_of_two_who_saw_one_revision_the_first_wins(demo: Database) -> None:
    seen = await stored(demo, NEXT.code)
    async with demo.transaction() as db:
        kept = await change(db, seen.id, seen.revision, lambda it: moved(it, DAY), actor=ACTOR, now=NOW)
    async with demo.transaction() as db:
        with pytest.raises(Stale) as stale:
            await change(db, seen.id, seen.revision, lambda it: begins(it, None), actor="c-00000000", now=NOW)

    assert stale.value.now_is == kept == await stored(demo, NEXT.code)
    assert (kept.day, kept.starts, kept.revision) == (DAY, NEXT.starts, seen.revision + 1)
    async with demo.reading() as db:
        assert (await verify(db)).ok


async def test_what_is_gone_is_said_to_be_gone(demo: Database) -> None:
    async with demo.transaction() as db:
        with pytest.raises(Stale) as stale:
            await change(db, 404, 1, lambda it: it, actor=ACTOR, now=NOW)

    assert stale.value.now_is is None
