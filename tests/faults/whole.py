"""Whole `python -m bot run` processes before a simulated Telegram, and mesas of which something falls due each day."""

from __future__ import annotations

import re
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from sqlalchemy import text

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
from tests.outbox import rows
from tests.services.ticks import commitment, days, local

FRIDAY = local(days(-3))
MESAS = 30
FIRST_CHAT, ASKER = 1_001, 900_001
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
        moment = local(days(self.days))
        changed = self.clock.with_suffix(".new")
        changed.write_text(str((moment - datetime.now(UTC)).total_seconds()))
        changed.replace(self.clock)

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

    async def health(self, bot: Killable) -> list[str]:
        """What troubles that bot; nothing where it does not answer."""
        port = self.ports[self.bots.index(bot)]
        async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/healthz") as answer:
            return list((await answer.json())["troubles"])

    def told(self) -> Counter[tuple[int | None, str]]:
        """(chat, commitment) → how often."""
        found, followers = Counter[tuple[int | None, str]](), range(self.chats[0], self.chats[-1] + 1)
        for one in self.telegram.ledger:
            if one.delivered and one.chat_id in followers:
                found.update({(one.chat_id, code) for code in re.findall(SAYABLE, one.text)})
        return found

    async def count(self, name: str, bound: int) -> Count:
        """What the far end and the rows say of each other, once all is told; shown, because the figures are the proof."""
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


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def many_mesas(database: Database, number: int, followers: int, deadlines: int) -> list[int]:
    """Mesas of which one commitment is overdue on each day from the first, and their followers' chats."""
    chats = iter(range(FIRST_CHAT, FIRST_CHAT + number * followers))
    async with database.transaction() as db:
        for slug in (f"mesa-{one}" for one in range(number)):
            await mesas.save(db, Mesa(slug, f"Mesa {slug}"), actor="test", now=FRIDAY)
            saved = await mesas.by_slug(db, slug)
            assert saved is not None
            for day in range(deadlines):
                new = commitment(f"C-{day}", days(day))
                await commitments.save(db, replace(new, mesa=slug, responsibilities=()), actor="test", now=FRIDAY)
            for _ in range(followers):
                await recipients.save(db, followers_of(saved.id), next(chats), Role.FOLLOWER)
    return list(range(FIRST_CHAT, FIRST_CHAT + number * followers))


@asynccontextmanager
async def whole(
    database: Database, url: str, keys: Keys, folder: Path, *, bots: int = 1, mesas: int = MESAS, followers: int = 6,
    deadlines: int = 6, rate: float = 200, tick_seconds: float = 0.3,
) -> AsyncIterator[Whole]:  # fmt: skip
    """Telegram, mesas, and so many bots that are not started yet."""
    keys.write(folder / "keys.json")
    chats = await many_mesas(database, mesas, followers, deadlines)
    telegram = Telegram()
    for chat in chats:
        telegram.person(chat, "Persona", started=True)
    async with serve(telegram) as api_url:
        ports = [free_port() for _ in range(bots)]
        environment = {
            "BOT_TOKEN": telegram.token, "BOT_API_URL": api_url, "BOT_DATABASE_URL": url,
            "BOT_KEYS_FILE": str(folder / "keys.json"), "BOT_QUIET_HOURS": "", "BOT_TEST_CLOCK": str(folder / "clock"),
            "BOT_SENDS_PER_SECOND": str(rate), "BOT_TICK_SECONDS": str(tick_seconds),
        }  # fmt: skip
        made = [
            Killable("bot", "run", environment=environment | {"BOT_WEB_BIND": f"127.0.0.1:{port}"}) for port in ports
        ]
        here = Whole(telegram, database, made, ports, folder / "clock", chats)
        here.clock.write_text(str((FRIDAY - datetime.now(UTC)).total_seconds()))
        try:
            yield here
        finally:
            for bot in made:
                if bot.process is not None:
                    await bot.kill()
