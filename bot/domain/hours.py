"""One hour, as a coordinator writes it in Spanish: "10:30", "9 am", "3 y media de la tarde", "15h"."""

from __future__ import annotations

import re
from datetime import time

from bot.domain.folding import fold

_HOUR = re.compile(
    r"(?:a las? )?(?P<hour>\d{1,2})(?: ?[:.h] ?(?P<minute>\d{2})| (?P<named>y media|y cuarto))? ?(?:h|hs|hrs?|horas)?\.?"
    r"(?: ?(?:de|por) la)? ?(?P<half>a ?m|p ?m|a\. ?m\.?|p\. ?m\.?|manana|tarde|noche)?",
    re.ASCII,
)
_NAMED = {"y media": 30, "y cuarto": 15}
_LATE = ("p", "t", "n")  # how the second half of the day begins


def read_hour(words: str) -> time | None:
    """None: it is no hour, or nobody knows which half of the day it is of ("3")."""
    found = _HOUR.fullmatch(" ".join(fold(words).split()))
    if found is None:
        return None
    hour, half = int(found["hour"]), found["half"] or ""
    minute = _NAMED[found["named"]] if found["named"] else int(found["minute"] or 0)
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith(_LATE) else 0)
    elif not found["minute"] and hour < 7:
        return None
    return time(hour, minute) if hour < 24 and minute < 60 else None
