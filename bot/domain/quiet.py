"""The hours in which nobody is woken, in the mesa's zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

_FORM = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True)
class QuietHours:
    """From `begins` until before `ends`, over midnight where that is earlier; equal: never."""

    begins: time
    ends: time

    def hold(self, now: datetime, zone: str) -> bool:
        """Whether it is quiet there now."""
        here = now.astimezone(ZoneInfo(zone)).time()
        if self.begins <= self.ends:
            return self.begins <= here < self.ends
        return here >= self.begins or here < self.ends


NEVER = QuietHours(time(0), time(0))


def read_quiet_hours(words: str) -> QuietHours:
    """ "21:00-06:00"; "" = never. ValueError for anything else."""
    if not words.strip():
        return NEVER
    found = _FORM.fullmatch(words.strip())
    if found is None:
        raise ValueError("escriba HH:MM-HH:MM, por ejemplo 21:00-06:00; vacío: ninguna")
    first, second, third, fourth = map(int, found.groups())
    return QuietHours(time(first, second), time(third, fourth))


def read_hour(words: str) -> time:
    """ "08:00". ValueError for anything else."""
    found = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", words.strip())
    if found is None:
        raise ValueError("escriba HH:MM, por ejemplo 08:00")
    return time(int(found[1]), int(found[2]))
