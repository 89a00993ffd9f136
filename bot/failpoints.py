"""Places where a test can make the process die, fail or wait: `name:kill`, `name:raise`, `name:sleep(2.5)`, `name@5:kill`.

Armed only by `app` and only with BOT_TEST=1; otherwise `hit` is one comparison.
"""

from __future__ import annotations

import os
import re
import signal
import time
from dataclasses import dataclass

_FORM = re.compile(r"(?P<name>[a-z_.]+)(?:@(?P<nth>\d+))?:(?P<action>kill|raise|sleep\((?P<seconds>[\d.]+)\))")


class FailpointHit(Exception):
    """What an armed `raise` raises."""


@dataclass
class _Armed:
    name: str
    nth: int  # 0 = every time; else only that time
    action: str
    seconds: float
    seen: int = 0


_armed: list[_Armed] = []


def arm(words: str) -> None:
    """Read BOT_FAILPOINT (several: comma); "" disarms. ValueError for what cannot be read."""
    _armed.clear()
    for one in filter(None, words.split(",")):
        found = _FORM.fullmatch(one.strip())
        if found is None:
            raise ValueError(f"BOT_FAILPOINT: «{one}» no tiene la forma nombre[@vez]:kill|raise|sleep(segundos)")
        action = found["action"].split("(")[0]
        _armed.append(_Armed(found["name"], int(found["nth"] or 0), action, float(found["seconds"] or 0)))


def hit(name: str) -> None:
    """Pass here; an armed failpoint of that name acts."""
    if not _armed:
        return
    for one in _armed:
        if one.name != name:
            continue
        one.seen += 1
        if one.nth in (0, one.seen):
            _act(one)


def _act(one: _Armed) -> None:
    if one.action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if one.action == "raise":
        raise FailpointHit(one.name)
    time.sleep(one.seconds)
