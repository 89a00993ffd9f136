"""Whole `python -m bot run` processes before a simulated Telegram, and mesas of which something falls due each day."""

from __future__ import annotations

import asyncio
import re
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import text

from bot.config import read_settings
from bot.domain.mesas import Mesa
from bot.domain.notices import State
from bot.domain.recipients import Role, followers_of
from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from bot.store import commitments, mesas, recipients
from bot.store.database import Database
from bot.store.keys import Keys
from bot.store.verifying import verify
from tests.faults.killable import Killable
from tests.journeys.world import living
from tests.outbox import rows
from tests.services.ticks import commitment, days, local

FRIDAY = local(days(-3))
MESAS = 30
ONCE = "después 365; cada 365"
FIRST_CHAT, ASKER = 1_001, 900_001
Choices = dict[str, str]  # of the settings
OPEN = text(
    "SELECT (SELECT count(*) FROM notice WHERE NOT filled)"
    " + (SELECT count(*) FROM delivery WHERE state IN ('pending', 'sending'))"
)
SAYABLE = r"\bC-\d+\b"


@dataclass(frozen=True)
class Count:
    """Of reminders: `lost` and `twice` as the far end saw them, `ambiguous` as the rows say. answers: to what was asked."""

    lost: int
    twice: int
    ambiguous: int
    answers_twice: int
    unanswered: int


@dataclass
class Whole:
    """bots: not started yet; each shows its health at its port. chats: each follows one mesa. clock: what the bots' clocks run ahead."""

    telegram: Telegram
    database: Database
    bots: list[Killable]
    ports: list[int]
    clock: Path
    chats: list[int]
    days: int = 0
    asked: int = 0

    def next_day(self) -> None:
        """Eight in the morning of the next day: one more commitment of each mesa is overdue."""
        self.days += 1
        run_ahead(self.clock, local(days(self.days)))

    def ask(self) -> None:
        """Something that has one answer."""
        self.asked += 1
        self.telegram.person(ASKER + self.asked, "Persona")
        self.telegram.say(ASKER + self.asked, "/glosario")

    async def polled(self) -> None:
        """Until somebody asks for updates once more."""
        polls = self.telegram.updates.polls
        assert await self.telegram.bell.until(lambda: self.telegram.updates.polls > polls or None, 30)

    async def hear(self, more: int = 0, seconds: float = 60) -> None:
        """Until so many more reminders were told; 0: all that is due until today, and what was asked is answered."""
        due = len(self.told()) + more if more else self.days * len(self.chats)
        await self.telegram.wait_for(lambda: len(self.told()) >= due, seconds)
        if not more:
            await self.telegram.wait_for(lambda: len(self.answers()) == self.asked, seconds)

    def answers(self) -> Counter[int | None]:
        """Who asked → how many answers came."""
        return Counter(one.chat_id for one in self.telegram.ledger if one.delivered and (one.chat_id or 0) > ASKER)

    async def notices(self) -> int:
        """How many reminders, of all mesas, were decided."""
        async with self.database.reading() as db:
            return int((await db.execute(text("SELECT count(*) FROM notice WHERE kind = 'reminder'"))).scalar_one())

    async def troubled_by(self, *troubles: str) -> None:
        """Until the bot's health says just that."""
        async with asyncio.timeout(20):
            while sorted((await self.health())["troubles"]) != sorted(troubles):  # noqa: ASYNC110 (asked over HTTP)
                await asyncio.sleep(0.1)

    async def health(self, number: int = 0) -> dict[str, Any]:
        """What that bot tells of itself."""
        address = f"http://127.0.0.1:{self.ports[number]}/healthz"
        async with aiohttp.ClientSession() as http, http.get(address) as answer:
            return dict(await answer.json())

    def told(self) -> Counter[tuple[int | None, str]]:
        """(chat, commitment) → how often."""
        found, followers = Counter[tuple[int | None, str]](), range(self.chats[0], self.chats[-1] + 1)
        for one in self.telegram.ledger:
            if one.delivered and one.chat_id in followers:
                found.update({(one.chat_id, code) for code in re.findall(SAYABLE, one.text)})
        return found

    async def settled(self) -> None:
        """Until all that was decided came to its end and is marked, and Telegram was told what was handled."""
        async with asyncio.timeout(20):
            while self.telegram.pending or await self._open():  # noqa: ASYNC110 (others do it)
                await asyncio.sleep(0.1)

    async def _open(self) -> int:
        async with self.database.reading() as db:
            return int((await db.execute(OPEN)).scalar_one())

    async def count(self, name: str, bound: int) -> Count:
        """What the far end and the rows say of each other, once all is told and marked; shown, because the figures are the proof."""
        await self.settled()
        told, due = self.told(), len(self.chats) * self.days
        states = dict(await rows(self.database, "state, count(*)", "GROUP BY state"))
        ((ambiguous,),) = await rows(self.database, "sum(ambiguous)")
        answered = self.answers()
        found = Count(
            due - len(told),
            told.total() - len(told),
            int(ambiguous),
            answered.total() - len(answered),
            self.asked - len(answered),
        )
        sys.stdout.write(f"\n{name}: {due} reminders, {states}: {found}, ambiguous at most {bound}\n")
        assert states.keys() <= {State.SENT, State.SKIPPED}
        assert (found.lost, found.answers_twice, self.telegram.pending) == (0, 0, 0)
        assert found.twice <= found.ambiguous <= bound
        async with self.database.reading() as db:
            assert (await verify(db)).ok
        return found


def run_ahead(clock: Path, moment: datetime) -> None:
    """Have the bots believe that it is that moment; they read at any time."""
    changed = clock.with_suffix(".new")
    changed.write_text(str((moment - datetime.now(UTC)).total_seconds()))
    changed.replace(clock)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def many_mesas(database: Database, number: int, followers: int, deadlines: int) -> list[int]:
    """Mesas of which one commitment is overdue on each day from the first, said once, and their followers' chats."""
    chats = iter(range(FIRST_CHAT, FIRST_CHAT + number * followers))
    async with database.transaction() as db:
        for slug in (f"mesa-{one}" for one in range(number)):
            await mesas.save(db, Mesa(slug, f"Mesa {slug}", ladder=ONCE), actor="test", now=FRIDAY)
            saved = await mesas.by_slug(db, slug)
            assert saved is not None
            for day in range(deadlines):
                new = commitment(f"C-{day}", days(day))
                await commitments.save(db, replace(new, mesa=slug, responsibilities=()), actor="test", now=FRIDAY)
            for _ in range(followers):
                await recipients.save(db, followers_of(saved.id), next(chats), Role.FOLLOWER)
    return list(range(FIRST_CHAT, FIRST_CHAT + number * followers))


@asynccontextmanager
async def served(database: Database, chats: list[int], clock: Path, bots: int) -> AsyncIterator[tuple[Whole, Choices]]:
    """Telegram, on the Friday before, and what bots are told to find it; none is started."""
    telegram = Telegram()
    for chat in chats:
        telegram.person(chat, "Persona", started=True)
    run_ahead(clock, FRIDAY)
    async with serve(telegram) as url:
        choices = {"token": telegram.token, "api_url": url, "quiet_hours": "", "test_clock": str(clock)}
        yield Whole(telegram, database, [], [free_port() for _ in range(bots)], clock, chats), choices


@asynccontextmanager
async def whole(
    database: Database,
    url: str,
    keys: Keys,
    folder: Path,
    *,
    bots: int = 1,
    rate: float = 200,
    days: int = 6,
) -> AsyncIterator[Whole]:
    """Telegram, mesas with something due on so many days, and so many bots that are not started yet."""
    file = folder / "keys.json"
    keys.write(file)
    chats = await many_mesas(database, MESAS, followers=6, deadlines=days)
    async with served(database, chats, folder / "clock", bots) as (here, choices):
        more = {"database_url": url, "keys_file": str(file), "sends_per_second": str(rate), "tick_seconds": "0.3"}
        environment = {f"BOT_{name}".upper(): value for name, value in (choices | more).items()}
        here.bots = [
            Killable("bot", "run", environment=environment | {"BOT_WEB_BIND": f"127.0.0.1:{port}"})
            for port in here.ports
        ]
        try:
            yield here
        finally:
            for bot in here.bots:
                if bot.process is not None:
                    await bot.kill()


@asynccontextmanager
async def in_one_process(database: Database, folder: Path) -> AsyncIterator[Whole]:
    """Telegram, two mesas, and a bot at work in the test's own process."""
    chats = await many_mesas(database, 2, followers=20, deadlines=1)
    async with served(database, chats, folder / "clock", 1) as (here, choices):
        settings = read_settings(**choices, web_bind=f"127.0.0.1:{here.ports[0]}", tick_seconds=0.3, test=True)
        async with living(settings, database, here.telegram):
            yield here
