"""Senders as processes of their own, what they send to, and what became of all that was to be said."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bot.domain.notices import State
from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from bot.store import recipients
from bot.store.database import Database
from bot.store.keys import Keys
from bot.store.telling import delivery, recipient
from tests.faults.killable import Killable
from tests.outbox import delivered, rows

LEASE = 2.0  # seconds


@dataclass
class World:
    telegram: Telegram
    workers: list[Killable]
    folder: Path

    async def begin(self) -> None:
        """Start all, until each has opened the database: one that cannot would end, and be started again by somebody else."""
        for worker in self.workers:
            await worker.start()
        async with asyncio.timeout(30):
            while not all((self.folder / f"{one.pid}.open").exists() for one in self.workers):  # noqa: ASYNC110 (others do it)
                await asyncio.sleep(0.02)

    async def progress(self, sends: int) -> None:
        """Until so many more were sent."""
        mark = len(self.telegram.ledger)
        await self.telegram.wait_for(lambda: len(self.telegram.ledger) >= mark + sends, 60)

    def all_alive(self) -> None:
        assert all(one.alive for one in self.workers)


@asynccontextmanager
async def world(url: str, keys: Keys, folder: Path, workers: int, rate: float) -> AsyncIterator[World]:
    """Telegram, and so many workers that are not started yet."""
    keys.write(folder / "keys.json")
    telegram = Telegram()
    async with serve(telegram) as api_url:
        arguments = (api_url, telegram.token, url, str(folder / "keys.json"), str(rate), str(LEASE))
        made = [Killable("tests.faults.sender_runner", *arguments) for _ in range(workers)]
        try:
            yield World(telegram, made, folder)
        finally:
            for worker in made:
                if worker.process is not None:
                    await worker.kill()


@dataclass(frozen=True)
class Count:
    lost: int
    twice: int
    ambiguous: int
    uncertain: int


async def in_doubt(database: Database) -> set[int]:
    """The chats of which nobody knows whether they were told; each by itself, or one could hide another that was lost."""
    async with database.reading() as db:
        unsure = delivery.c.recipient_id == recipient.c.id, delivery.c.state == State.UNCERTAIN
        return {recipients.opened(db, row).chat for row in await db.execute(select(recipient).where(*unsure))}


async def count(name: str, database: Database, telegram: Telegram, chats: list[int], bound: int) -> Count:
    """What the ledger and the rows say of each other; shown, because the figures are the proof."""
    told, states = delivered(telegram), dict(await rows(database, "state, count(*)", "GROUP BY state"))
    ((ambiguous,),) = await rows(database, "sum(ambiguous)")
    uncertain = states.get(State.UNCERTAIN, 0)
    lost = len(set(chats) - told.keys() - await in_doubt(database))
    found = Count(lost, told.total() - len(told), int(ambiguous), uncertain)
    sys.stdout.write(f"\n{name}: {len(chats)} deliveries, {states}: {found}, ambiguous at most {bound}\n")
    assert sum(states.values()) == len(chats)
    assert states.keys() <= {State.SENT, State.UNCERTAIN}
    assert found.lost == 0
    assert found.twice <= found.ambiguous
    return found
