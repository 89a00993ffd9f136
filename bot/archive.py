"""The commands about what is kept: prove it, hand it out, erase words of it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bot.app import Refused, beside
from bot.clock import clock_of
from bot.config import Settings
from bot.domain.heads import Head, read_head, read_heads
from bot.services import erasing
from bot.store import exporting, verifying
from bot.store.compacting import compact
from bot.store.database import DatabaseUnavailable
from bot.store.erasing import same


async def verify(settings: Settings, heads_file: Path | None = None, typed: Sequence[str] = ()) -> verifying.Verdict:
    """heads_file: a heads.txt; typed: heads as people copied them. Refused: they cannot be read."""
    kept = heads_from(heads_file, typed)
    async with beside(settings) as database, database.reading() as db:
        return await verifying.verify(db, kept)


def heads_from(file: Path | None, typed: Sequence[str]) -> list[Head]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines() if file else []
        in_file = read_heads(lines)
    except OSError as error:
        raise Refused(f"no puedo leer {file}: {error.strerror}") from None
    except ValueError as error:
        raise Refused(f"--heads {file}: {error}") from None
    try:
        return [*in_file, *(read_head(words) for words in typed)]
    except ValueError as error:
        raise Refused(f"--head: {error}") from None


def verdict_line(verdict: verifying.Verdict) -> str:
    """The verdict in one line: whole, with its head to compare, or the first thing wrong."""
    if verdict.ok:
        erased = f", {verdict.erased} textos borrados con constancia" if verdict.erased else ""
        return f"historia íntegra: {verdict.events} eventos{erased}, huella {verdict.events} {verdict.head}"
    if verdict.wrong == verifying.OTHER_HEAD:
        why = f"; se restauró una copia, dice el evento n.º {verdict.restored}" if verdict.restored else ""
        return f"historia rota: la huella n.º {verdict.seq} {verdict.wrong}{why}"
    if verdict.seq:
        return f"historia rota: {verdict.wrong}, en el evento n.º {verdict.seq}"
    return f"historia rota: {verdict.wrong}: {verdict.subject} {verdict.key} {verdict.field}".rstrip()


async def export_history(settings: Settings, file: Path, *, with_words: bool) -> int:
    """Write the whole history to a new file, for its owner only; how many events. Refused: it is there already."""
    count = 0
    async with beside(settings) as database, database.reading() as db:
        with os.fdopen(new_file(file), "w", encoding="utf-8", newline="\n") as out:
            async for line in exporting.lines(db, with_words=with_words):
                out.write(f"{line}\n")
                count += 1
    return count


def new_file(path: Path) -> int:
    """The descriptor of a file that was not there, 0600."""
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(f"{path} ya existe: no se toca") from None
    except OSError as error:
        raise Refused(f"no puedo escribir {path}: {error.strerror}") from None


OPERATOR = "operator"  # who did it, in the history


async def erase(settings: Settings, what: str, field: str) -> list[str]:
    """what: an event's number, or what the history calls a thing ("espinar/ESP-07"). One line for each thing to know.

    Refused: nothing is there, or not yet out of the files; those are written anew either way, so it can be done again.
    """
    now = clock_of(settings.test_clock)()
    how = partial(erasing.erase_said, seq=int(what)) if what.isdecimal() else partial(erasing.erase, key=what)
    async with beside(settings) as database:
        try:
            async with database.transaction() as db:
                gone = await how(db, field=field, actor=OPERATOR, now=now)
                alike = [one for words in {one.text for one in gone} for one in await same(db, words)]
        finally:
            await out_of_the_files(settings.database_url)
    elsewhere = sorted({f"{one.key} {one.field}" for one in alike})
    return [
        f"borrado: {', '.join(f'{one.seq} {one.field}' for one in gone)}",
        *([f"las mismas palabras siguen en: {', '.join(elsewhere)}"] if elsewhere else []),
        "las copias (backup) de antes todavía las tienen: destrúyalas; restore las borra otra vez",
    ]


async def out_of_the_files(url: str) -> None:
    try:
        await asyncio.to_thread(compact, url)
    except DatabaseUnavailable:
        raise Refused("para que salga también de los archivos, detenga el bot y repita") from None
