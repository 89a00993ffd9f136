"""`python -m bot demo`: the same bot over real HTTP against the simulator, with demonstration data. Loopback only."""

from __future__ import annotations

import asyncio
import errno
import sys
import tempfile
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import app
from bot.clock import clock_of, system_clock
from bot.config import Settings, read_settings
from bot.domain.quiet import read_hour
from bot.services.demonstration import appoint, load_demonstration
from bot.services.reminders import tick
from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from bot.simulator.terminal import terminal as converse

DAY = timedelta(days=1)
LIMA = ZoneInfo("America/Lima")
DATA = Path(__file__).resolve().parent / "simulator" / "data"
TOKEN = "1000:demo"  # noqa: S105 (the simulator's own; opens nothing)
MEMBER, COORDINATOR, GROUP = 101, 102, -201


def settings_for(folder: Path, api_url: str, started: datetime) -> Settings:
    """A bot of its own in `folder`, whatever the environment says. started: by its mesas' clocks."""
    return read_settings(
        token=TOKEN,
        api_url=api_url,
        database_url=f"sqlite+aiosqlite:///{folder / 'datos' / 'demostracion.db'}",
        keys_file=folder / "claves" / "keys.json",
        web_bind="",
        timezone=LIMA.key,
        remind_at=f"{started:%H:%M}",  # nothing is late, and once a day is let pass there is something to see
        quiet_hours="",
        tick_seconds=1,
        test=True,
        test_clock=folder / "adelanto",
        failpoint="",
    )


async def run(*, terminal: bool, port: int) -> int:
    """Until Ctrl+C, or `:salir` in the terminal; everything it made is gone afterwards."""
    stop = app.stop_on_signals(asyncio.Event())
    with tempfile.TemporaryDirectory(prefix="yuyachiq-demo-") as name:
        folder = Path(name)
        telegram = Telegram(TOKEN, on_advance=lambda ahead: write_seconds(folder / "adelanto", ahead))
        people(telegram)
        async with served(telegram, port) as url:
            settings = settings_for(folder, url, system_clock().astimezone(LIMA))
            await fill(settings)
            bot = asyncio.create_task(app.run(settings, lambda _: None, stop))
            if terminal:
                return await talk(bot, stop, converse(telegram, url, lines_of_stdin(), write_line))
            write_line(f"Demostración lista: abra {url} en el navegador. Termine con Ctrl+C.")
            return await bot


@asynccontextmanager
async def served(telegram: Telegram, port: int) -> AsyncIterator[str]:
    """The simulator, or one line about why not."""
    try:
        async with serve(telegram, port) as url:
            yield url
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise app.Refused(f"el puerto {port} está ocupado; elija otro con --port") from None


async def talk(bot: asyncio.Task[int], stop: asyncio.Event, conversation: Coroutine[None, None, None]) -> int:
    """Until either ends; then the other is ended too."""
    talking = asyncio.create_task(conversation)
    await asyncio.wait((bot, talking), return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    talking.cancel()
    return await bot


def write_line(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def people(telegram: Telegram) -> None:
    telegram.person(MEMBER, "Comunera")
    telegram.person(COORDINATOR, "Coordinadora", started=True)
    telegram.group(GROUP, "Grupo", [MEMBER, COORDINATOR])


def write_seconds(file: Path, ahead: float) -> None:
    file.write_text(str(ahead))


async def fill(settings: Settings) -> None:
    """As if all had been loaded two days ago: the coordinator was warned yesterday, followers are told tomorrow."""
    await app.migrate(settings, announce=lambda _: None)
    now = clock_of(settings.test_clock)()
    async with app.beside(settings) as database:
        async with database.transaction() as db:
            today = now.astimezone(LIMA).date()
            await load_demonstration(db, DATA, now=now - 2 * DAY, today=today)
            await appoint(db, COORDINATOR)
        for before in (2 * DAY, DAY):
            await tick(database, now - before, read_hour(settings.remind_at))


async def lines_of_stdin() -> AsyncIterator[str]:
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield line.rstrip("\n")
