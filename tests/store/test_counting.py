"""A mesa counted from its indexes: the same numbers as going through its commitments one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from bot.domain.commitments import (
    Commitment,
    Responsibility,
    Role,
    Stance,
    Status,
    contested,
    is_open,
    unanswered,
    without_responsible,
)
from bot.domain.overview import Counted, Standing, standing_of
from bot.store import commitments, counting
from bot.store.counting import Whole
from bot.store.database import Database
from bot.store.migrations import downgrade, upgrade
from bot.store.session import Session
from tests.cast import COMMITMENTS, MESA, NOW, OTHER_MESA, TODAY

VALLE = 1  # the row of the cast's mesa


class Undone(Exception):
    """Takes what an example stored back."""


def by_hand(those: Iterable[Commitment]) -> Counted:
    stands = [(standing_of(one.status, one.deadline, TODAY), one.deadline) for one in those]
    late = [deadline for standing, deadline in stands if standing is Standing.OVERDUE and deadline]
    return Counted(Counter(standing for standing, _ in stands), min(late, default=None))


def whole_by_hand(those: list[Commitment]) -> Whole:
    return Whole(
        by_hand(those),
        by_hand(one for one in those if not one.responsibilities),
        sum(is_open(one) and without_responsible(one) for one in those),
        sum(map(unanswered, those)),
        sum(map(contested, those)),
    )


def owing_by_hand(those: list[Commitment]) -> dict[str, Counted]:
    bodies = {owed.institution for one in those for owed in one.responsibilities}
    return {
        body: by_hand(one for one in those if body in {owed.institution for owed in one.responsibilities})
        for body in bodies
    }


async def counted(db: Session) -> tuple[counting.Whole, dict[str, Counted]]:
    owing = await counting.owing(db, VALLE, TODAY)
    return await counting.whole(db, VALLE, TODAY), {one.slug: one.counted for one in owing}


async def one_by_one(db: Session) -> tuple[counting.Whole, dict[str, Counted]]:
    those = await commitments.of_mesa(db, VALLE)
    return whole_by_hand(those), owing_by_hand(those)


part = st.builds(
    Responsibility,
    st.sampled_from(["pcm", "minsa"]),
    st.just(""),
    st.sampled_from(Role),
    st.sampled_from(Stance),
)
one_of_them = st.builds(
    Commitment,
    st.sampled_from([MESA.slug, OTHER_MESA.slug]),
    st.sampled_from(["VAL-01", "VAL-3", "N-1", "N-2"]),  # some change what is there, others come anew
    st.just("x"),
    deadline=st.none() | st.sampled_from([TODAY + timedelta(days=days) for days in (-400, -1, 0, 30, 31)]),
    status=st.sampled_from(Status),
    responsibilities=st.lists(part, max_size=3).map(tuple),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saved=st.lists(one_of_them, max_size=5))
async def test_whatever_is_saved_is_counted_as_one_by_one(demo: Database, saved: list[Commitment]) -> None:
    with suppress(Undone):
        async with demo.transaction() as db:
            for one in saved:
                await commitments.save(db, one, actor="a", now=NOW)
            assert await counted(db) == await one_by_one(db)
            raise Undone


async def test_what_was_there_before_these_columns_is_counted_too(demo: Database, database_url: str) -> None:
    twice = replace(COMMITMENTS[0], responsibilities=COMMITMENTS[0].responsibilities * 2)
    async with demo.transaction() as db:
        await commitments.save(db, twice, actor="a", now=NOW)
        await commitments.save(db, replace(COMMITMENTS[1], responsibilities=()), actor="a", now=NOW)
    await demo.close()
    downgrade(database_url, "0010")
    upgrade(database_url)

    async with demo.reading() as db:
        assert await counted(db) == await one_by_one(db)


@pytest.mark.only("sqlite")
async def test_nothing_but_the_indexes_is_read_nor_sorted(demo: Database) -> None:
    async with demo.reading() as db:
        each = {"commitment": counting._WHOLE, "responsibility": counting._BY_BODY.element}
        for table, statement in each.items():
            compiled = statement.compile(dialect=sqlite.dialect())
            values = ["1"] * len(compiled.positiontup or ())
            steps = await db._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", tuple(values))
            assert [" ".join(row.detail.split()[2:6]) for row in steps] == [f"USING COVERING INDEX ix_{table}_counted"]
