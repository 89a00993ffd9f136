"""`python3 dev.py bench`: our speed beside a peer's, in one run. Shared machines are noisy: read ratios and medians.

The far end is the simulator in this process; each bot is a process of its own.
"""

from __future__ import annotations

import asyncio
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from types import MappingProxyType

from bot import app
from bot.chat.asking import ask
from bot.chat.routes import routes
from bot.clock import system_clock
from bot.config import Settings, read_settings
from bot.domain.people import Settings as Choices
from bot.services.demonstration import load_demonstration
from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from bot.store import people
from tests.scale import broadcast, sending, ticks, words
from tests.scale.rows import Row, milliseconds, p99

ROOT = Path(__file__).parents[2]
DATA = ROOT / "bot/simulator/data"
CHATS, QUESTIONS, ROUNDS = 200, 1_200, 3
OFFERED, OFFERED_SECONDS, ROUND_TRIP = 200, 10, 0.1
WORDS = ("/compromisos", "/vencidos", "ESP-07", "agua", "/sesiones", "/responsables")


Waits = tuple[float, float, bool]


def settings_in(folder: Path, api_url: str) -> Settings:
    return read_settings(
        token="1000:demo", api_url=api_url, database_url=f"sqlite+aiosqlite:///{folder / 'bench.db'}",
        keys_file=folder / "keys" / "keys.json", web_bind="", test=False, failpoint="", test_clock=None,
    )  # fmt: skip


async def prepare(settings: Settings) -> None:
    """The demonstration's data, and every chat with its language and mesa chosen."""
    await app.migrate(settings, announce=lambda _: None)
    async with app.beside(settings) as database, database.transaction() as db:
        await load_demonstration(db, DATA, now=system_clock())
        for chat in range(1, CHATS + 1):
            await people.remember(db, chat, Choices("qu" if chat % 2 else "es", "espinar"))


@asynccontextmanager
async def running(
    command: Sequence[str], settings: Settings, more: Mapping[str, str] = MappingProxyType({})
) -> AsyncIterator[asyncio.subprocess.Process]:
    """more: of the environment."""
    environment = {
        **os.environ,
        **more,
        "BOT_TOKEN": settings.token.get_secret_value(),
        "BOT_API_URL": settings.api_url,
        "BOT_DATABASE_URL": settings.database_url,
        "BOT_KEYS_FILE": str(settings.keys_file),
        "BOT_WEB_BIND": "",
        "BOT_TEST": "1",  # so few chats ask more than a person may
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=ROOT, env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()


def bot_commands(settings: Settings) -> dict[str, tuple[str, ...]]:
    token = settings.token.get_secret_value()
    return {"ours": ("-m", "bot", "run"), "peer": ("-m", "tests.scale.peer", token, settings.api_url)}


def paced(settings: Settings) -> tuple[Sequence[str], Settings, Mapping[str, str]]:
    """Our bot, for a broadcast."""
    return bot_commands(settings)["ours"], settings, broadcast.PACED


async def answered(telegram: Telegram, mark: int, wanted: int, seconds: float) -> bool:
    """Whether so many answers stand in the ledger in time. Each entry is looked at once."""
    seen, found = mark, 0

    def enough() -> bool | None:
        nonlocal seen, found
        found += sum(one.method == "sendMessage" for one in telegram.ledger[seen:])
        seen = len(telegram.ledger)
        return found >= wanted or None

    return bool(await telegram.bell.until(enough, seconds))


async def questions_per_second(telegram: Telegram) -> float:
    """So many questions queued at once; how fast the answers come."""
    mark = len(telegram.ledger)
    for number in range(QUESTIONS):
        telegram.say(number % CHATS + 1, WORDS[number % len(WORDS)])
    began = time.perf_counter()
    if not await answered(telegram, mark, QUESTIONS, 120):
        raise TimeoutError("the bot did not answer every question")
    return QUESTIONS / (time.perf_counter() - began)


async def latencies(telegram: Telegram, polls: float) -> tuple[float, float, bool]:
    """(p50, p99) in seconds from the question to the answer's arrival at Telegram, and whether each chat's order held."""
    telegram.latency, telegram.poll_latency = ROUND_TRIP, polls
    asked: dict[int, list[float]] = {}
    mark, began = len(telegram.ledger), telegram.now()
    for number in range(OFFERED * OFFERED_SECONDS):
        await asyncio.sleep(max(0.0, began + number / OFFERED - telegram.now()))
        chat = number % CHATS + 1
        asked.setdefault(chat, []).append(telegram.now())
        telegram.say(chat, WORDS[number % len(WORDS)])
    await answered(telegram, mark, OFFERED * OFFERED_SECONDS, 60)
    telegram.latency = 0.0
    waits = []
    in_order = True
    for chat, moments in asked.items():
        arrived = [one.at for one in telegram.ledger[mark:] if one.chat_id == chat and one.method == "sendMessage"]
        in_order &= arrived == sorted(arrived) and len(arrived) == len(moments)
        waits += [after - before for before, after in zip(moments, arrived, strict=False)]
    return statistics.median(waits), p99(waits), in_order


async def own_time(settings: Settings) -> float:
    """p99 seconds of our own for one question: transaction, query, words; no network."""
    took = []
    spoken = app.languages(settings)
    table = routes(spoken, app.lexicon())
    async with app.beside(settings) as database:
        for number in range(600):
            began = time.perf_counter()
            async with database.transaction() as db:
                await ask(WORDS[number % len(WORDS)], Choices("qu", "espinar"), db, table, system_clock())
            took.append(time.perf_counter() - began)
    return p99(took)


async def start_and_memory(telegram: Telegram, command: Sequence[str], settings: Settings) -> tuple[float, float]:
    """(seconds to the first getUpdates, MB resident when idle)."""
    mark, began = len(telegram.ledger), time.perf_counter()
    async with running(command, settings) as process:
        await telegram.bell.until(lambda: any(one.method == "getMe" for one in telegram.ledger[mark:]) or None, 60)
        started = time.perf_counter() - began
        await asyncio.sleep(1.5)
        return started, resident_megabytes(process.pid)


def resident_megabytes(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def import_seconds() -> float:
    """What `run` imports, alone, in a fresh process: the median of three."""
    command = [sys.executable, "-c", "import bot.cli"]
    times = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


async def speeds(telegram: Telegram, settings: Settings) -> list[Row]:
    """Throughput in turns, ours and the peer's, then latency, each in its own process."""
    commands = bot_commands(settings)
    found: dict[str, list[float]] = {"ours": [], "peer": []}
    for _ in range(ROUNDS):
        for who, command in commands.items():
            async with running(command, settings):
                await asyncio.sleep(2.5)  # past its start
                found[who].append(await questions_per_second(telegram))
    ours, peer = statistics.median(found["ours"]), statistics.median(found["peer"])
    rows = [Row("preguntas/s con respuesta", f"{ours:.0f}", f"{peer:.0f}", f"{ours / peer:.2f}", "≥ 300")]
    for polls, where in ((0.0, "en los envíos"), (ROUND_TRIP, "en todo")):
        waits = {}
        for who, command in commands.items():
            async with running(command, settings):
                await asyncio.sleep(2.5)
                waits[who] = await latencies(telegram, polls)
        rows += latency_rows(waits["ours"], waits["peer"], where)
    return rows


def latency_rows(ours: Waits, peer: Waits, where: str) -> list[Row]:
    """The goal is for the round trip of sending alone, as the figures it was taken from (SPEED)."""
    title = f"{OFFERED}/s, 100 ms {where}"
    goals = ("", "≤ 120 ms") if where == "en los envíos" else ("", "")
    rows = [
        Row(f"{title}: {name}", f"{a * 1e3:.0f} ms", f"{b * 1e3:.0f} ms", f"{a / b:.2f}", goal)
        for name, a, b, goal in zip(("p50", "p99"), ours, peer, goals, strict=False)
    ]
    return [*rows, Row("… orden por chat", "sí" if ours[2] else "NO", "sí" if peer[2] else "NO", "", "sí")]


async def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        telegram = Telegram()
        for chat in range(1, CHATS + 1):
            telegram.person(chat, "Persona", started=True)
        async with serve(telegram) as url:
            settings = settings_in(Path(name), url)
            await prepare(settings)
            rows = await speeds(telegram, settings)
            rows.append(
                Row("tiempo propio por pregunta, p99", milliseconds(await own_time(settings)), "", "", "< 20 ms")
            )
            started, memory = await start_and_memory(telegram, bot_commands(settings)["ours"], settings)
            imports = await asyncio.to_thread(import_seconds)
            ratio = f"{started / imports:.2f}"
            rows.append(Row("arranque / importaciones", f"{started:.2f} s", f"{imports:.2f} s", ratio, "≤ 1.3"))
            rows.append(Row("memoria con los datos de demostración", f"{memory:.0f} MB", "", "", "≤ 120 MB"))
            rows += await words.rows(settings)
            rows += await broadcast.rows(telegram, settings, partial(running, *paced(settings)))
    return [*rows, *await ticks.rows(), *await sending.rows()]


def main() -> None:
    rows = asyncio.run(measure())
    heads = Row("qué", "Yuyachiq", "aiogram / otro", "razón", "meta")
    for row in (heads, *rows):
        sys.stdout.write(f"{row.what:<42}{row.ours:>12}{row.peer:>16}{row.ratio:>8}  {row.goal}\n")


if __name__ == "__main__":
    main()
