"""`python -m bot doctor`: is everything there that `run` will need? One line a check, never a secret."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot import app
from bot.archive import verdict_line
from bot.clock import clock_of, system_clock
from bot.config import Settings
from bot.services import trusting
from bot.store import verifying, version
from bot.store.database import DatabaseUnavailable
from bot.store.engines import sqlite_file
from bot.store.keys import Keys, WrongKeys, is_private
from bot.texts.language import coverage
from bot.tg.bots import NotAnswering, who_am_i

LEAST_FREE_BYTES = 500_000_000
NOT_BEFORE = datetime(2026, 11, 1, tzinfo=UTC)  # this version did not exist before: the clock is wrong


@dataclass(frozen=True)
class Finding:
    what: str
    ok: bool
    said: str

    def __str__(self) -> str:
        return f"{'bien' if self.ok else 'MAL '}  {self.what}: {self.said}"


class Unwell(Exception):
    """What a check found wrong, and what to do."""


async def examine(settings: Settings) -> list[Finding]:
    """Every check runs, whatever the others found."""
    return [await finding(what, check, settings) for what, check in CHECKS]


async def finding(what: str, check: Callable[[Settings], Awaitable[str]], settings: Settings) -> Finding:
    try:
        return Finding(what, ok=True, said=await check(settings))
    except (Unwell, WrongKeys, DatabaseUnavailable, NotAnswering, app.Refused) as wrong:
        return Finding(what, ok=False, said=str(wrong))


async def clock(_: Settings) -> str:
    now = system_clock()
    if now < NOT_BEFORE:
        raise Unwell(f"marca {now:%Y-%m-%d}; póngalo en hora")
    return f"{now:%Y-%m-%d %H:%M} UTC"


async def disk(settings: Settings) -> str:
    file = sqlite_file(settings.database_url)
    folder = file.parent if file and file.parent.exists() else Path()
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise Unwell(f"quedan {free // 1_000_000} MB; deje al menos {LEAST_FREE_BYTES // 1_000_000} MB")
    return f"quedan {free // 1_000_000} MB"


async def keys(settings: Settings) -> str:
    if not settings.keys_file.exists():
        raise Unwell(f"no existe {settings.keys_file}; `python -m bot migrate` las crea")
    Keys.load(settings.keys_file)
    if not is_private(settings.keys_file):
        raise Unwell(f"otros pueden leer {settings.keys_file}; ejecute  chmod 600 {settings.keys_file}")
    file = sqlite_file(settings.database_url)
    if file and file.parent.resolve() == settings.keys_file.parent.resolve():
        raise Unwell(
            "las claves están en la carpeta de la base de datos; cambie BOT_KEYS_FILE: quien robe una tendría ambas"
        )
    return "presentes y solo suyas"


async def tables(settings: Settings) -> str:
    current = await asyncio.to_thread(version.current, settings.database_url)
    if current != version.head():
        raise Unwell(f"versión {current}, hace falta {version.head()}: `python -m bot migrate`")
    return f"versión {current}"


async def contents(settings: Settings) -> str:
    """The database opens with these keys, and its history holds."""
    async with app.beside(settings) as database, database.reading() as db:
        verdict = await verifying.verify(db)
    if not verdict.ok:
        raise Unwell(verdict_line(verdict))
    return verdict_line(verdict)


async def hour(settings: Settings) -> str:
    """The clock, compared with the last moment that was believed: `run` tells nobody anything by one that is far off."""
    async with app.beside(settings) as database:
        if trouble := await trusting.doubted(database, clock_of(settings.test_clock)()):
            raise Unwell(trouble)
    return "concuerda con lo último que se escribió"


async def trust_clock(settings: Settings) -> str:
    """Believe the clock as it is now; what was done, in one line. Refused: no clock can be right that says this."""
    now = clock_of(settings.test_clock)()
    async with app.beside(settings) as database:
        try:
            await trusting.begin_anew(database, now)
        except ValueError as impossible:
            raise app.Refused(f"esa hora no puede ser: {impossible}; póngala bien") from None
    return f"desde ahora se cree la hora del servidor: {now:%Y-%m-%d %H:%M} UTC"


async def token(settings: Settings) -> str:
    if not settings.token.get_secret_value():
        raise Unwell("falta BOT_TOKEN; pídalo a @BotFather")
    return f"es de @{await who_am_i(settings.token.get_secret_value(), settings.api_url)}"


async def quechua(_: Settings) -> str:
    """Never wrong, always said: how much a native speaker has reviewed."""
    done = coverage(app.LOCALES)["qu"]
    return f"{done.translated} de {done.total} textos en quechua; revisados por hablantes: {done.reviewed}"


CHECKS: tuple[tuple[str, Callable[[Settings], Awaitable[str]]], ...] = (
    ("reloj", clock),
    ("disco", disk),
    ("claves", keys),
    ("tablas", tables),
    ("historia", contents),
    ("hora", hour),
    ("token", token),
    ("quechua", quechua),
)
