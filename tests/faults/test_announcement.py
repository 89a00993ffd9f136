"""An announcement to a hundred thousand, killed ten times: nobody is lost, and the report says what the ledger does."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import system_clock
from bot.domain.announcements import Content
from bot.domain.fates import Fates
from bot.domain.notices import State
from bot.domain.pacing import claim_size
from bot.domain.recipients import Role, team_of
from bot.services import announcing
from bot.services.acting import actor_of
from bot.services.upkeep import fill
from bot.store import announcements, recipients
from bot.store.announcements import Made
from bot.store.database import Database
from bot.store.keys import Keys
from tests.cast import COORDINATOR
from tests.faults.killable import Killable
from tests.faults.workers import in_doubt
from tests.outbox import MESA_ID, SCOPE, rows
from tests.scale.far_end import FarEnd
from tests.scale.sending import followers

pytestmark = pytest.mark.slow
NUMBER, KILLS, BETWEEN = 100_000, 10, 6_000
_CHAT, _TEXT = re.compile(rb'"chat_id": (\d+)'), re.compile(rb'"text": "((?:[^"\\]|\\.)*)"')


@dataclass
class Ledger(FarEnd):
    """The cheapest far end, which writes down who was told, and what the coordinator read last."""

    told: Counter[int] = field(default_factory=Counter)
    read: str = ""
    talks: set[asyncio.Task[None]] = field(default_factory=set)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until its bot ends, whose death is no news."""
        task = asyncio.current_task()
        assert task is not None
        self.talks.add(task)
        await super().talk(reader, writer)

    async def answer(self, path: str, body: bytes) -> tuple[int, bytes]:
        found = _CHAT.search(body)
        if found and int(found[1]) == COORDINATOR:
            said = _TEXT.search(body)
            self.read = said[1].decode().encode().decode("unicode_escape") if said else ""
        elif found:
            self.told[int(found[1])] += 1
        return await super().answer(path, body)


@asynccontextmanager
async def served(ledger: Ledger) -> AsyncIterator[str]:
    server = await asyncio.start_server(ledger.talk, "127.0.0.1", 0, backlog=1_000)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        await asyncio.wait(ledger.talks, timeout=10)


async def announce(database: Database, number: int, ago: timedelta) -> datetime:
    """By the coordinator, to so many followers, confirmed so long ago; when it begins."""
    await followers(database, number)
    async with database.transaction() as db:
        await recipients.save(db, team_of(MESA_ID), COORDINATOR, Role.COORDINATOR)
        made = Made(
            "one", actor_of(db, MESA_ID, COORDINATOR), system_clock() - ago, Content("Se corta el agua"), COORDINATOR
        )
        one = await announcing.announce(db, made, {MESA_ID: SCOPE}, urgent=True)
    assert one is not None
    return one.begins


async def until(happened: Callable[[], bool], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110 (the far end tells nobody)
            await asyncio.sleep(0.01)


def shown(fates: Fates) -> str:
    """What the report has to say of these."""
    gone = fates.failed.get("gone", 0)
    return (
        f"Enviados: {fates.of(State.SENT)}\nEsperan: 0\nYa no se les puede escribir: {gone}\n"
        f"Inciertos, quizá llegó: {fates.of(State.UNCERTAIN)}\nFallaron: {fates.of(State.DEAD) - gone}\n"
        f"No les tocaba o no lo querían: {fates.of(State.SKIPPED)}"
    )


async def test_killed_ten_times_a_hundred_thousand_are_told(
    demo: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    keys.write(tmp_path / "keys.json")
    ledger = Ledger(slow=(0.01, 0.02))
    await announce(demo, NUMBER, timedelta(minutes=2))
    async with served(ledger) as url:
        bot = Killable("tests.faults.announcement_runner", url, "1000:test", database_url, str(tmp_path / "keys.json"))
        await bot.start()
        for _ in range(KILLS):
            mark = ledger.told.total()
            await until(lambda mark=mark: ledger.told.total() >= mark + BETWEEN, 60)  # type: ignore[misc]
            await bot.kill()
            await bot.start()
        await until(lambda: "Informe del anuncio 1" in ledger.read, 400)
        bot.signal(signal.SIGTERM)
        assert await bot.died() == 0

    async with demo.reading() as db:
        one = await announcements.by_id(db, 1)
        assert one is not None
        fates = await announcing.fates(db, one)
    ((ambiguous,),) = await rows(demo, "sum(ambiguous)")
    twice = ledger.told.total() - len(ledger.told)
    lost = len(set(range(1, NUMBER + 1)) - ledger.told.keys() - await in_doubt(demo))
    sys.stdout.write(
        f"\n{NUMBER} told, {KILLS} kills: {dict(fates.numbers)}, lost {lost}, twice {twice}, ambiguous {ambiguous}\n"
        f"{ledger.read}\n"
    )
    assert fates.of(*State) == NUMBER
    assert lost == 0
    assert twice <= ambiguous <= KILLS * claim_size(0)
    assert fates.of(State.SENT) <= len(ledger.told) <= fates.of(State.SENT, State.UNCERTAIN)
    assert shown(fates) in ledger.read
    assert one.reported


async def test_killed_before_its_minute_is_over_all_are_told_after_it(
    demo: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    """AUT-13: killed a second before it begins."""
    keys.write(tmp_path / "keys.json")
    ledger = Ledger(slow=(0.0, 0.0))
    begins = await announce(demo, 100, timedelta(seconds=40))
    async with served(ledger) as url:
        bot = Killable("tests.faults.announcement_runner", url, "1000:test", database_url, str(tmp_path / "keys.json"))
        await bot.start()
        await asyncio.sleep((begins - system_clock()).total_seconds() - 1)
        await bot.kill()
        assert ledger.told == Counter()
        await bot.start()
        await until(lambda: "Informe del anuncio 1" in ledger.read, 30)
        await bot.kill()

    assert ledger.told == Counter(range(1, 101))
    assert not await fill(demo, system_clock())
