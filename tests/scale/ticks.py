"""A tick's cost grows with what is due, not with what exists: a hundred due among a thousand and among a million.

`python -m tests.scale.ticks` prints the lines; the rows are written straight into the tables.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from pathlib import Path

from sqlalchemy import text

from bot.domain.mesas import Mesa
from bot.domain.recipients import Role, followers_of
from bot.services.reminders import tick
from bot.store import mesas, migrations, recipients
from bot.store.database import Database, Session, open_database
from bot.store.keys import Keys
from tests.scale.rows import Row, milliseconds

FEW, MANY = 1_000, 1_000_000
MESAS, ROUNDS, AT_ONCE, DUE = 50, 5, 10, 10  # each round: ten mesas of their own with ten due each
DEADLINE = date(2026, 11, 23)
NOW = datetime(2026, 11, 24, 13, 0, 10, tzinfo=UTC)  # eight in Lima, the day after
FAR = datetime(2100, 1, 1, tzinfo=UTC)
GOAL = 1.5

_NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :size)"
_EMPTY = (
    "text_quechua subgroup acta acta_date deadline_words extended_by extended_why status_words status_date source "
    "confidence note"
).split()
_COMMITMENTS = f"""
INSERT INTO commitment (id, mesa_id, code, folded_code, sort_code, safe_code, text, deadline, deadline_origin, status,
  confirmations, disputes, reserved, extras, revision, updated_at, {", ".join(_EMPTY)})
{_NUMBERS}
SELECT n, (n - 1) % :mesas + 1, 'C-' || n, 'c' || n, 'c' || n, 'C-' || n, 'Compromiso', :deadline, 'explicit', 'pending',
  0, 0, 0, '[]', 1, :now, {", ".join("''" for _ in _EMPTY)}
FROM numbers"""
_SCHEDULE = f"""
INSERT INTO schedule (about, number, mesa_id, next_at, touched, revision, told)
{_NUMBERS}
SELECT 'commitment', n, (n - 1) % :mesas + 1, :far, 0, 1, :told FROM numbers"""
_MAKE_DUE = """
UPDATE schedule SET next_at = :now
WHERE about = 'commitment' AND mesa_id BETWEEN :first AND :last AND number <= :most"""


def stored(moment: datetime) -> str:
    """As SQLite keeps a moment."""
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


async def fill(db: Session, size: int) -> None:
    """So many commitments in so many mesas, all looked at before; nothing is due."""
    for number in range(1, MESAS + 1):
        await mesas.save(db, Mesa(f"m{number}", f"Mesa {number}"), actor="bench", now=NOW - timedelta(days=9))
        await recipients.save(db, followers_of(number), number, Role.FOLLOWER)
    told = f'{{"deadline":"{DEADLINE}","revision":1,"through":"{DEADLINE}"}}'
    values = {"size": size, "mesas": MESAS, "deadline": DEADLINE.isoformat(), "now": stored(NOW), "far": stored(FAR)}
    await db.execute(text(_COMMITMENTS), values)
    await db.execute(text(_SCHEDULE), values | {"told": told})
    first = f'{{"first":"{DEADLINE - timedelta(days=9)}","through":"{DEADLINE}","digest":"{DEADLINE}"}}'
    own = text("UPDATE schedule SET next_at = :far, touched = 0, told = :told WHERE about = 'mesa'")
    await db.execute(own, {"far": stored(FAR), "told": first})


async def one_tick(database: Database, first: int) -> float:
    """Seconds of a tick with ten due in each of ten mesas."""
    async with database.transaction() as db:
        values = {"now": stored(NOW), "first": first, "last": first + AT_ONCE - 1, "most": MESAS * DUE}
        await db.execute(text(_MAKE_DUE), values)
    began = time.perf_counter()
    looked = await tick(database, NOW, hour(8))
    took = time.perf_counter() - began
    if (looked.things, looked.notices) != (AT_ONCE * DUE, AT_ONCE):
        raise RuntimeError(f"not what was due: {looked}")
    return took


async def measured(size: int) -> tuple[float, int]:
    """Seconds of a tick, the median, and how large the file is."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ticks.db"
        url = f"sqlite+aiosqlite:///{file}"
        await asyncio.to_thread(migrations.upgrade, url)
        database = await open_database(url, Keys.fresh())
        async with database.transaction() as db:
            await fill(db, size)
        took = [await one_tick(database, 1 + AT_ONCE * number) for number in range(ROUNDS)]
        await database.close()
        return statistics.median(took), file.stat().st_size


async def rows() -> list[Row]:
    few, _ = await measured(FEW)
    many, size = await measured(MANY)
    what = f"tick: {AT_ONCE * DUE} por avisar en {AT_ONCE} mesas, entre {MANY:,} compromisos ({size / 1e6:.0f} MB)"
    return [Row(what, milliseconds(many), f"entre {FEW:,}: {milliseconds(few)}", f"{many / few:.2f}", f"≤ {GOAL}")]


if __name__ == "__main__":
    for row in asyncio.run(rows()):
        print(row)  # noqa: T201
