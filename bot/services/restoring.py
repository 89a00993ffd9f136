"""A copy made fit to go on with: it says nothing again, knows nothing of whom was forgotten, and its history tells the gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bot.domain.actors import OPERATOR
from bot.domain.heads import Head
from bot.domain.history import RESTORATION
from bot.services.erasing import NothingToErase, erase_said
from bot.services.reminders import tick
from bot.services.restoring_offices import Stands, as_known
from bot.store import heads, history, restored
from bot.store.database import Database


@dataclass(frozen=True)
class Restored:
    """before: events in the copy. published: the newest head that was published before, where it is known.

    held, erased, texts: deliveries, rows, texts. offices: those that stand otherwise than in the copy.
    """

    before: int
    published: Head | None
    held: int
    erased: int
    texts: int
    offices: tuple[Stands, ...] = ()

    @property
    def lost(self) -> int:
        """How many events were published that the copy does not have; 0 where none is known of."""
        return max(0, self.published.seq - self.before) if self.published else 0


async def make_fit(
    database: Database, now: datetime, remind_at: time, published: Head | None, erased: Sequence[str]
) -> Restored:
    """Nobody else uses the database. published: kept elsewhere; erased: the lines of the file beside the keys.

    What fell due since the copy was taken is decided now and held too: nobody knows whether it was said. Done again after
    a crash, it goes on.
    """
    async with database.transaction() as db:
        before, _ = await history.begin(db)
        facts = {"published": f"{published.seq} {published.hash}"} if published else {}
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
    return Restored(before, published, held, rows, texts, tuple(offices))
