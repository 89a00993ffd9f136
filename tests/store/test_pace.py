"""The shared pace: slots follow each other whoever asks, a pause holds everybody, and the rate recovers."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.store import pace
from bot.store.database import Database
from bot.store.pace import Slots


async def reserve(database: Database, count: int, rate: float, sooner: float = 0.0) -> Slots:
    async with database.transaction() as db:
        return await pace.reserve(db, count, rate, sooner)


async def test_two_who_ask_get_slots_one_after_the_other(database: Database) -> None:
    first = await reserve(database, 30, 10)
    second = await reserve(database, 5, 10)

    assert first.first == pytest.approx(0.0, abs=0.002)
    assert (first.spacing, second.spacing) == (0.1, 0.1)
    assert second.first == pytest.approx(3.0, abs=0.5)


async def test_what_goes_first_pushes_the_slots_back(database: Database) -> None:
    assert (await reserve(database, 1, 10, 0.8)).first == pytest.approx(0.8, abs=0.05)


async def test_unpaced_needs_no_slots(database: Database) -> None:
    assert await reserve(database, 1_000, 0) == Slots(0.0, 0.0)


async def test_a_pause_holds_everybody_and_slows_once(database: Database) -> None:
    for _ in range(3):  # three answers of one refusal
        async with database.transaction() as db:
            await pace.hold(db, 7, 10)

    async with database.reading() as db:
        assert await pace.held(db) == pytest.approx(7, abs=0.5)
    slots = await reserve(database, 1, 10)
    assert slots.first == pytest.approx(7, abs=0.5)
    assert slots.spacing == pytest.approx(1 / 9)


async def test_the_rate_creeps_back_by_the_databases_clock(database: Database) -> None:
    async with database.transaction() as db:
        await pace.hold(db, 1, 10)
        await db.execute(text("UPDATE pace SET held_until = held_until - 301000"))

    assert (await reserve(database, 1, 10)).spacing == pytest.approx(1 / (9 * 1.01**5), rel=0.001)


async def test_nothing_is_held_before_anything_was_refused(database: Database) -> None:
    async with database.reading() as db:
        assert await pace.held(db) == 0.0


@pytest.mark.parametrize(
    ("column", "ahead"), [("next_at", "next_at + 7200000000"), ("held_until", "next_at / 1000 + 315360000000")]
)
async def test_what_was_written_while_the_clock_was_ahead_holds_nobody(
    database: Database, column: str, ahead: str
) -> None:
    """Slots two hours on, a pause of ten years: no Telegram asks for that, nor does any pace come to it."""
    await reserve(database, 1, 10)
    async with database.transaction() as db:
        await db.execute(text(f"UPDATE pace SET {column} = {ahead}"))

    async with database.reading() as db:
        assert await pace.held(db) == 0.0
    assert (await reserve(database, 1, 10)).first == pytest.approx(0.0, abs=0.5)
    async with database.transaction() as db:
        await pace.hold(db, 7, 10)
        assert await pace.held(db) == pytest.approx(7, abs=0.5)
