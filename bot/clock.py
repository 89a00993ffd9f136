"""The one way to get the time. In tests a file says how many seconds it runs ahead, re-read at each look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


def clock_of(test_clock: Path | None) -> Clock:
    """The system's clock, or that clock plus the seconds in `test_clock` (missing or empty file: 0)."""
    if test_clock is None:
        return system_clock

    def ahead() -> datetime:
        words = test_clock.read_text().strip() if test_clock.exists() else ""
        return system_clock() + timedelta(seconds=float(words or 0))

    return ahead
