"""How fast the outbox is sent, with all its bookkeeping, beside clients that keep no books; in one run, each a process."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import insert, text

from bot.clock import system_clock
from bot.domain.recipients import Recipient, Role
from bot.services import upkeep
from bot.store import mesas, migrations, recipients
from bot.store.database import Database, open_database
from bot.store.keys import Keys
from bot.store.telling import recipient
from tests.cast import NOW, OTHER_MESA
from tests.outbox import SCOPE, publish
from tests.postgres import Server, server
from tests.scale.measured import AT_ONCE
from tests.scale.rows import Row

ROOT = Path(__file__).parents[2]
TOKEN = "1000:bench"
SENDS, SLOW_SENDS, ROUNDS = 6_000, 400, 3


@dataclass(frozen=True)
class Took:
    """seconds: from the far end's first to its last. cpu: seconds, of all processes. refused: answers 429."""

    accepted: int
    refused: int
    seconds: float
    cpu: float
    megabytes: float

    @property
    def rate(self) -> float:
        return self.accepted / self.seconds


@dataclass
class Bench:
    """The far end, a folder for databases, and PostgreSQL if there is one."""

    url: str
    folder: Path
    postgres: Server | None
    numbers: Iterator[int]

    async def ask(self, path: str, **wanted: Any) -> Any:
        async with aiohttp.ClientSession() as session, session.post(self.url + path, json=wanted) as answer:
            return await answer.json()

    async def run(
        self, who: str, number: int, *, slow: tuple[float, float] = (0.1, 0.1), limit: int = 0, **more: Any
    ) -> Took:
        """more: of ours: rate, processes, kind of database."""
        arguments, processes = [who, self.url, str(number)], 1
        if who == "ours":
            database_url = await self.filled(number, more.get("kind", "sqlite"))
            arguments += [database_url, str(more.get("rate", 0))]
            processes = more.get("processes", 1)
        await self.ask("/reset", slow=slow, limit=limit)
        used = await asyncio.gather(*(self.process(arguments) for _ in range(processes)))
        stats = await self.ask("/stats")
        cpu, megabytes = sum(one["cpu"] for one in used), max(one["megabytes"] for one in used)
        return Took(stats["accepted"], stats["refused"], stats["seconds"], cpu, megabytes)

    async def process(self, arguments: Sequence[str]) -> dict[str, float]:
        environment = {**os.environ, "BENCH_KEYS": str(self.folder / "keys.json")}
        module = "tests.scale.sending_peers" if arguments[0] in ("aiogram", "ptb") else "tests.scale.senders"
        command = (sys.executable, "-m", module, *arguments)
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE
        )
        said, _ = await process.communicate()
        if process.returncode != 0:
            raise ChildProcessError(arguments[0])
        return dict(json.loads(said))

    async def filled(self, number: int, kind: str, *, fill: bool = True) -> str:
        """A database with so many deliveries that wait."""
        name = f"bench{next(self.numbers)}"
        if kind == "sqlite":
            url = f"sqlite+aiosqlite:///{self.folder / name}.db"
        else:
            assert self.postgres is not None
            self.postgres.run(f"CREATE DATABASE {name}")
            url = self.postgres.url(name)
        await asyncio.to_thread(migrations.upgrade, url)
        database = await open_database(url, Keys.load(self.folder / "keys.json"))
        async with database.transaction() as db:
            await mesas.save(db, OTHER_MESA, actor="load", now=NOW)
        await (followers(database, number) if fill else strangers(database, number))
        await publish(database)
        while fill and await upkeep.fill(database, system_clock()):
            pass
        await database.close()
        if self.postgres is not None and kind != "sqlite" and not fill:
            self.postgres.vacuum(name)  # once nobody may see less
        return url


async def followers(database: Database, number: int) -> None:
    """So many recipients, sealed like any other."""
    for first in range(1, number + 1, 20_000):
        async with database.transaction() as db:
            rows = []
            for chat in range(first, min(first + 20_000, number + 1)):
                one = Recipient(secrets.token_bytes(16), SCOPE, chat, Role.FOLLOWER)
                sealed = recipients._sealed(db, one)
                rows.append({"id": one.id, "scope": SCOPE, "lookup": db.vault.lookup(SCOPE, chat), "sealed": sealed})
            await db.execute(insert(recipient), rows)


_STRANGERS = {
    "sqlite": """
WITH RECURSIVE each (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM each WHERE n < :number)
INSERT INTO recipient SELECT randomblob(16), :scope, randomblob(32), randomblob(541) FROM each""",
    "postgresql": """
INSERT INTO recipient SELECT decode(md5(n::text), 'hex'), :scope, sha256(n::text::bytea),
decode(repeat(md5(n::text), 34), 'hex') FROM generate_series(1, :number) AS each (n)""",
}


async def strangers(database: Database, number: int) -> None:
    """So many recipients that look like any other and that nobody can open: enough to make deliveries for."""
    async with database.transaction() as db:
        await db.execute(text(_STRANGERS[db.dialect]), {"scope": SCOPE, "number": number})


@asynccontextmanager
async def bench() -> AsyncIterator[Bench]:
    with tempfile.TemporaryDirectory() as name, server() as postgres:
        folder = Path(name)
        Keys.fresh().write(folder / "keys.json")
        command = (sys.executable, "-m", "tests.scale.far_end")
        far_end = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
        assert far_end.stdout is not None
        try:
            url = (await far_end.stdout.readline()).decode().strip()
            yield Bench(url, folder, postgres, count(1))
        finally:
            far_end.terminate()
            await far_end.wait()


async def unpaced(here: Bench) -> list[Row]:
    """In turns; medians."""
    took: dict[str, list[Took]] = {who: [] for who in ("ours", "bare", "aiogram", "ptb")}
    for _ in range(ROUNDS):
        for who, each in took.items():
            each.append(await here.run(who, SLOW_SENDS if who == "ptb" else SENDS))
    middle = {who: sorted(each, key=lambda one: one.rate)[len(each) // 2] for who, each in took.items()}
    mine = middle["ours"]
    rows = [
        Row(
            f"envíos/s, 100 ms, {AT_ONCE} a la vez: {who}",
            f"{mine.rate:.0f}",
            f"{peer.rate:.0f}",
            f"{mine.rate / peer.rate:.2f}",
            goal,
        )
        for who, peer, goal in (
            ("aiogram + gather, sin libros", middle["aiogram"], "≥ 1.1"),
            ("cliente de PTB", middle["ptb"], "≥ 10"),
            ("el nuestro, sin libros", middle["bare"], "≥ 0.8"),
        )
    ]
    books = (mine.cpu - middle["bare"].cpu) / SENDS * 1e6
    memory = f"{mine.megabytes / middle['aiogram'].megabytes:.2f}"
    return [
        *rows,
        Row(
            "CPU por mensaje",
            f"{mine.cpu / SENDS * 1e3:.2f} ms",
            f"{middle['aiogram'].cpu / SENDS * 1e3:.2f} ms",
            "",
            "",
        ),
        Row("… de eso, los libros", f"{books:.0f} µs", "", "", "≤ 30 µs"),
        Row("memoria al enviar", f"{mine.megabytes:.0f} MB", f"{middle['aiogram'].megabytes:.0f} MB", memory, "≤ 0.6"),
    ]


async def paced(here: Bench) -> list[Row]:
    """Against a strict second, with round trips of 50 to 200 ms. pace: ours, as a share of the limit; the start, when a
    sender warms up, takes some of it."""
    cases = [(30, 0.9, 0.9, 300, 1, "sqlite"), (1_000, 0.95, 0.97, 8_000, 1, "sqlite")]
    if here.postgres is not None:
        cases += [(1_000, 0.95, 0.97, 8_000, processes, "postgres") for processes in (1, 2, 4)]
    rows = []
    for limit, share, pace, number, processes, kind in cases:
        took = await here.run(
            "ours", number, slow=(0.05, 0.2), limit=limit, rate=limit * pace, processes=processes, kind=kind
        )
        title = f"límite {limit}/s, {kind}, {processes} proceso(s)"
        rows.append(
            Row(title, f"{took.rate:.1f}/s", f"{took.refused} × 429", f"{took.rate / limit:.3f}", f"≥ {share}, 0")
        )
    return rows


async def fan_out(here: Bench, number: int = 1_000_000) -> list[Row]:
    """A million deliveries made, while another writes."""
    rows = []
    for kind, goal in (("sqlite", "≤ 2 s"), ("postgres", "≤ 8 s")):
        if kind == "postgres" and here.postgres is None:
            continue
        url = await here.filled(number, kind, fill=False)
        found = await here.process(["fan_out", here.url, str(number), url])
        waited, added = f"{found['waited'] * 1e3:.0f} ms", f"+{found['megabytes']:.0f} MB"
        rows.append(Row(f"{number:,} entregas hechas, {kind}", f"{found['seconds']:.2f} s", "", "", goal))
        rows.append(Row("… espera más larga de otro; memoria", waited, added, "", "≤ 150 ms, < 20 MB"))
    return rows


async def rows() -> list[Row]:
    async with bench() as here:
        return [*await unpaced(here), *await paced(here), *await fan_out(here)]


async def main() -> None:
    for row in await rows():
        sys.stdout.write(f"{row.what:<50}{row.ours:>12}{row.peer:>16}{row.ratio:>8}  {row.goal}\n")


if __name__ == "__main__":
    asyncio.run(main())
