"""A moment is the same moment whatever database kept it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import sqlite

from bot.store.columns import UtcDateTime

LIMA = timezone(timedelta(hours=-5))
MOMENT = datetime(2026, 11, 23, 10, 0, 0, 7, tzinfo=LIMA)
DIALECT = sqlite.dialect()


def test_moment_is_kept_in_utc() -> None:
    kept = UtcDateTime().process_bind_param(MOMENT, DIALECT)
    assert (kept, kept and kept.tzinfo) == (MOMENT, UTC)


def test_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        UtcDateTime().process_bind_param(MOMENT.replace(tzinfo=None), DIALECT)


@pytest.mark.parametrize("told", [MOMENT, MOMENT.astimezone(UTC).replace(tzinfo=None)])
def test_moment_is_read_in_utc_even_where_the_zone_was_forgotten(told: datetime) -> None:
    read = UtcDateTime().process_result_value(told, DIALECT)
    assert (read, read and read.tzinfo) == (MOMENT, UTC)


def test_no_moment_stays_none() -> None:
    kind = UtcDateTime()
    assert (kind.process_bind_param(None, DIALECT), kind.process_result_value(None, DIALECT)) == (None, None)
