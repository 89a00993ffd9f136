"""A copy made fit to go on with: it says nothing again, knows nothing of whom was forgotten, and its history tells the gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from bot.domain.actors import OPERATOR
from bot.domain.heads import Head
from bot.domain.history import RESTORATION
from bot.services.erasing import NothingToErase, erase_said
from bot.services.reminders import tick
from bot.services.restoring_offices import Stands, as_known
from bot.store import heads, history, restored
from bot.store.database import Database

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Restored:
    """before: events in the copy. published: the newest head that was published before, where it is known. lost_heads: those of
    the branch that is left for the copy.

    held, erased, texts: deliveries, rows, texts. offices: those that stand otherwise than in the copy.
    """

    before: int
    published: Head | None
    lost_heads: tuple[Head, ...]
    held: int
    erased: int
    texts: int
    offices: tuple[Stands, ...] = ()

    @property
    def lost(self) -> int:
        """How many events were published that the copy does not have; 0 where none is known of."""
        return max(0, self.published.seq - self.before) if self.published else 0


async def make_fit(
    database: Database, now: datetime, remind_at: time, known: Sequence[Head], erased: Sequence[str]
) -> Restored:
    """Nobody else uses the database. known: the heads that were published, kept elsewhere; erased: the lines of the file beside
    the keys. The history names the heads that it does not have, so that whoever compares one knows why.

    What fell due since the copy was taken is decided now and held too: nobody knows whether it was said. Done again after
    a crash, it goes on.
    """
    async with database.transaction() as db:
        before, _ = await history.begin(db)
        published, lost = newest(known), await heads.strange(db, known)
        facts: dict[str, Any] = {"published": published.line} if published else {}
        facts |= {"lost": [one.line for one in lost]} if lost else {}
        await history.append(db, now=now, actor=OPERATOR, subject=RESTORATION, key=str(before), facts=facts)
        offices = await as_known(db, list(erased), now)
        rows = await restored.erase_rows(db, erased)
        await restored.disown(db, erased)
        texts = 0
        for said in await restored.words_to_erase(db, erased):
            try:
                texts += len(await erase_said(db, said.seq, said.field, actor=OPERATOR, now=now))
            except NothingToErase:  # with an earlier one that said the same
                continue
        await restored.drop_what_passes(db)
    await tick(database, now, remind_at)
    async with database.transaction() as db:
        held = await restored.hold(db)
        await heads.publish(db, now)
    return Restored(before, published, tuple(lost), held, rows, texts, tuple(offices))


def newest(known: Sequence[Head]) -> Head | None:
    """By its moment, not by its number: after an earlier restore the numbers began again."""
    return max(known, key=lambda one: one.at or _LONG_AGO, default=None)
