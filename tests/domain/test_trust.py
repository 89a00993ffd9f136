"""A clock that nobody set sends nothing (GUARANTEES: SCH-06)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.trust import doubt

LAST = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (LAST, ""),
        (LAST + timedelta(minutes=1), ""),
        (LAST - timedelta(hours=2), ""),  # set back a little: nothing is told twice anyway
        (LAST - timedelta(days=1), ""),
        (LAST - timedelta(days=1, seconds=1), "más de un día antes de 2026-11-26 12:00"),
        (LAST + timedelta(days=366), ""),  # a year in a drawer
        (LAST + timedelta(days=367), "más de un año después de 2026-11-26 12:00"),
        (LAST.replace(year=2036), "más de un año después de 2026-11-26 12:00"),
        (datetime(2000, 1, 1, tzinfo=UTC), "antes de 2026-11-01"),
        (datetime(1970, 1, 1, tzinfo=UTC), "antes de 2026-11-01"),
    ],
)
def test_a_moment_is_believed_near_the_last_one(now: datetime, why: str) -> None:
    assert doubt(now, LAST) == why


def test_where_nothing_is_stored_any_moment_since_the_program_exists_is_believed() -> None:
    assert doubt(LAST.replace(year=2036), None) == ""
    assert doubt(LAST.replace(year=2000), None) == "antes de 2026-11-01"
