"""The ladder under a clock that is an argument: who is told what, on which day, and never twice."""

from __future__ import annotations

from datetime import date, time, timedelta

from bot.store.database import Database
from tests.services.ticks import MONDAY, Valley, commitment, days, local

EVENING = local(MONDAY - timedelta(days=3), time(18))  # Friday: all is recorded then


async def test_the_whole_ladder_of_one_commitment(database: Database) -> None:
    """Deadline 7 January 2027, a Thursday. Thirty days before is a holiday, and so is the day before that."""
    valley = await Valley(database).begin(EVENING)
    deadline = date(2027, 1, 7)
    await valley.save(commitment("V-1", deadline), now=EVENING)

    heard = await valley.daily(days(-2), deadline + timedelta(days=100))

    everybody = ("followers", "team", "oficina")
    assert {day: sorted(told) for day, told in heard.items() if "V-1 before" in str(told)} == {
        date(2026, 12, 7): ["oficina", "team"],  # the 8th and 9th are holidays: the office is told before
        date(2026, 12, 24): ["oficina", "team"],
        date(2026, 12, 31): ["oficina", "team"],
        date(2027, 1, 6): ["oficina", "team"],
    }
    assert heard == {}
