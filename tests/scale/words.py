"""What understanding and looking for words costs: one question, the words read at start, a topic among 100,000 commitments.

The peer of the search is the plainest thing: `LIKE '%word%'` over the same table, one word for each and no thesaurus.
"""

from __future__ import annotations

import gc
import sqlite3
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from bot import app
from bot.chat.asking import ask
from bot.chat.routes import routes
from bot.clock import system_clock
from bot.config import Settings
from bot.domain.people import Settings as Choices
from bot.domain.questions import understand
from bot.store.database import Database
from bot.store.engines import sqlite_file
from bot.store.names import names as names_of
from bot.understanding import read_set
from tests.scale.rows import Row, milliseconds, p99

ROOT = Path(__file__).parents[2]
SETS = ROOT / "tests/understanding"
COMMITMENTS, MESAS, ROUNDS, PROCESSES = 100_000, 10, 20, 5
SEARCHED = (
    "agua", "yaku", "hospital", "hampina wasi", "carretera", "ñan", "mina", "proyecto de riego", "agua potable",
    "carretera puente", "mesa", "xilófono",
)  # fmt: skip
_LOADED = (
    "import time; from bot import app; began = time.perf_counter(); app.lexicon(); print(time.perf_counter() - began)"
)


async def rows(settings: Settings) -> list[Row]:
    """The demonstration's database grows by this; it is measured last."""
    async with app.beside(settings) as database:
        understood = await understanding(database)
    multiply(database_file(settings))
    everywhere, here = [await searching(settings, words) for words in ("/buscar {}", "¿qué acordaron sobre {}?")]
    peer = plainly(database_file(settings))
    return [
        Row("entender una pregunta, p99", milliseconds(understood), "", "", "< 2 ms"),
        Row("leer las palabras al arrancar", milliseconds(loading()), "", "", "< 100 ms"),
        *found_rows("buscar en 100 000 de 10 mesas", everywhere, peer),
        *found_rows("… preguntado en una frase", here, peer),
    ]


def found_rows(title: str, ours: list[float], peer: list[float]) -> list[Row]:
    return [
        Row(f"{title}: {name}", milliseconds(a), f"LIKE {milliseconds(b)}", f"{a / b:.2f}", goal)
        for name, goal, a, b in (
            ("p50", "", statistics.median(ours), statistics.median(peer)),
            ("p99", "< 20 ms", p99(ours), p99(peer)),
        )
    ]


async def understanding(database: Database) -> float:
    """p99 seconds of one question of the known ones, as a running bot finds it: its words met before, the question not."""
    lexicon = app.lexicon()
    known = [one for name in ("es", "qu") for one in read_set((SETS / f"{name}.tsv").read_text().splitlines())]
    async with database.reading() as db:
        names = await names_of(db)
    times: list[float] = []
    gc.freeze()  # as `app.settle_down`
    for _ in range(2):
        times.clear()
        for one in known:
            began = time.perf_counter()
            understand(one.text, lexicon, names, date(2026, 11, 23), "espinar", one.language)
            times.append(time.perf_counter() - began)
    return p99(times)


def loading() -> float:
    """Seconds to read the words in a fresh process, its imports done: the median of five."""
    command = [sys.executable, "-c", _LOADED]
    runs = [subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True) for _ in range(PROCESSES)]
    return statistics.median(float(run.stdout) for run in runs)


def database_file(settings: Settings) -> Path:
    file = sqlite_file(settings.database_url)
    assert file is not None
    return file


def multiply(file: Path) -> None:
    """Each commitment of the demonstration again and again, with its words and whoever owes it, in ten mesas."""
    db = sqlite3.connect(file)
    known, last = db.execute("SELECT count(*), max(id) FROM commitment").fetchone()
    for number in range(MESAS - db.execute("SELECT count(*) FROM mesa").fetchone()[0]):
        copy(db, "mesa", "id = 1", id="NULL", slug=f"slug || '-{number}'", name=f"name || ' {number}'")
    mesas = [row for (row,) in db.execute("SELECT id FROM mesa")]
    for number in range(1, COMMITMENTS // known):
        mesa, later = str(mesas[number % MESAS]), f"+ {number * last}"
        codes = {name: f"{name} || '-{number}'" for name in ("code", "folded_code", "sort_code", "safe_code")}
        copy(db, "commitment", f"id <= {last}", id=f"id {later}", mesa_id=mesa, **codes)
        of_it = {"commitment_id": f"commitment_id {later}"}
        copy(db, "commitment_word", f"commitment_id <= {last}", mesa_id=mesa, **of_it)
        copy(db, "responsibility", f"commitment_id <= {last}", id="NULL", mesa_id=mesa, **of_it)
    db.commit()
    db.close()


def copy(db: sqlite3.Connection, table: str, rows: str, **changed: str) -> None:
    """Those rows of a table once more, with some columns as told in SQL."""
    columns = [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]
    values = (changed.get(name, name) for name in columns)
    db.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} WHERE {rows}")


async def searching(settings: Settings, phrase: str) -> list[float]:
    """Seconds of our own for each question of `phrase` about a topic: transaction, understanding, query, words."""
    times: list[float] = []
    table = routes(app.languages(settings), app.lexicon())
    async with app.beside(settings) as database:
        for number in range(ROUNDS * len(SEARCHED)):
            began = time.perf_counter()
            async with database.transaction() as db:
                asked = phrase.format(SEARCHED[number % len(SEARCHED)])
                await ask(asked, Choices("qu", "espinar"), db, table, system_clock())
            times.append(time.perf_counter() - began)
    return times


def plainly(file: Path) -> list[float]:
    """Seconds of each search, as whoever has no index does it: how many there are, and the six most urgent."""
    db = sqlite3.connect(file)
    times: list[float] = []
    for words in SEARCHED * (ROUNDS // 5):
        each = words.split()
        holds = " AND ".join("text || text_quechua LIKE ?" for _ in each)
        began = time.perf_counter()
        order = "mesa_id <> 1, deadline"
        db.execute(
            f"SELECT *, count(*) OVER () FROM commitment WHERE {holds} ORDER BY {order} LIMIT 6",
            [f"%{word}%" for word in each],
        ).fetchall()
        times.append(time.perf_counter() - began)
    db.close()
    return times
