"""What a notice announces, and whether whoever made it still may: read again once a second while it is told."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.announcements import Content
from bot.domain.notices import Notice
from bot.domain.told import Told
from bot.services.announcing import author_may
from bot.store import announcements, mesas
from bot.store.database import Session

FRESH_SECONDS = 1.0
MOST_AT_ONCE = 16  # notices held


@dataclass(frozen=True)
class Announced:
    """told: of which mesa, on which day there. stands: whether whoever made it still may."""

    content: Content
    told: Told
    stands: bool
    read_at: float


@dataclass
class Board:
    _known: dict[int, Announced] = field(default_factory=dict)

    async def read(self, db: Session, notice: Notice, now: datetime) -> Announced:
        known = self._known.get(notice.id)
        if known is None or time.monotonic() - known.read_at > FRESH_SECONDS:
            known = await announced(db, notice, now)
            self._known = {**dict(list(self._known.items())[-MOST_AT_ONCE:]), notice.id: known}
        return known


async def announced(db: Session, notice: Notice, now: datetime) -> Announced:
    found, mesa = await announcements.of_notice(db, notice.id), await mesas.by_id(db, notice.mesa_id)
    if found is None or mesa is None:
        raise LookupError("a notice of an announcement or a mesa that is gone")
    today = now.astimezone(ZoneInfo(mesa.zone)).date()
    return Announced(found.content, Told(mesa, today, ()), await author_may(db, found, notice), time.monotonic())
