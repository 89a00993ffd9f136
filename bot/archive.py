"""The commands about what is kept: prove it, hand it out, erase words of it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from bot import failpoints
from bot.app import Refused, beside, upgrade
from bot.clock import clock_of
from bot.config import Settings
from bot.domain.actors import OPERATOR, letters_of
from bot.domain.callbacks import number
from bot.domain.heads import Head, read_head, read_heads
from bot.domain.offices import Turn
from bot.domain.quiet import read_hour
from bot.domain.recipients import ADMINS
from bot.services import erasing
from bot.services.heads import keep_beside
from bot.services.restoring import Restored, make_fit
from bot.services.restoring_offices import Stands
from bot.store import backups, exporting, heads, verifying, version
from bot.store.beside import Beside
from bot.store.compacting import compact
from bot.store.database import Database, DatabaseUnavailable, open_database
from bot.store.engines import sqlite_file
from bot.store.erasing import same
from bot.store.keys import Keys
from bot.store.lockfile import run_lock


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
    except UnicodeDecodeError:
        raise Refused(f"--heads {file}: no es un archivo de huellas") from None
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
        whole = f"historia íntegra: {verdict.events} eventos{erased}, huella {verdict.events} {verdict.head}"
        return "; ".join([whole, *restorations(verdict)])
    if verdict.wrong == verifying.OTHER_HEAD:
        why = f"; se restauró una copia, dice el evento n.º {verdict.restored}" if verdict.restored else ""
        return f"historia rota: la huella n.º {verdict.seq} {verdict.wrong}{why}"
    if verdict.seq:
        return f"historia rota: {verdict.wrong}, en el evento n.º {verdict.seq}"
    return f"historia rota: {verdict.wrong}: {verdict.subject} {verdict.key} {verdict.field}".rstrip()


def restorations(verdict: verifying.Verdict) -> list[str]:
    """That copies were put back, and which of the heads it was compared with are of branches that were left then."""
    when = ", ".join(f"n.º {seq}" for seq in verdict.restorations)
    told = [f"se restauró una copia (evento {when})"] if when else []
    lost = [f"son de una rama que se dejó entonces las huellas {numbers_of(verdict.lost)}"] if verdict.lost else []
    return told + lost


def numbers_of(known: Iterable[Head]) -> str:
    return ", ".join(f"n.º {one.seq}" for one in known)


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


async def erase(settings: Settings, what: str, field: str) -> list[str]:
    """what: an event's number, or what the history calls a thing ("espinar/ESP-07"). One line for each thing to know.

    Refused: nothing is there, or not yet out of the files; those are written anew either way, so it can be done again.
    """
    now, seq = clock_of(settings.test_clock)(), number(what)
    how = partial(erasing.erase, key=what) if seq is None else partial(erasing.erase_said, seq=seq)
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


ON_POSTGRESQL = (
    "en PostgreSQL la copia es de sus herramientas: pg_dump -Fc, y para volver pg_restore con el bot detenido y luego  "
    "python -m bot restore  sin archivo"
)


async def backup(settings: Settings, file: Path) -> str:
    """A verified copy of everything committed when it began; what it holds, in one line. Refused, BackupRefused."""
    failpoints.arm(settings.failpoint)
    database = sqlite_file(settings.database_url)
    if database is None:
        raise Refused(ON_POSTGRESQL)
    async with beside(settings) as opened:
        vault = opened.vault
    draft = await asyncio.to_thread(backups.take, database, file)
    copied = Database(url_of(draft), vault)
    try:
        async with copied.reading() as db:
            verdict = await verifying.verify(db)
        if not verdict.ok:
            raise Refused(f"no se guardó la copia: {verdict_line(verdict)}")
        await copied.close()
        await asyncio.to_thread(backups.keep, draft, file)
    finally:
        await copied.close()
        backups.discard(draft)
    return f"copia en {file}; {verdict_line(verdict)}"


async def restore(settings: Settings, file: Path | None, heads_file: Path | None) -> list[str]:
    """Put a copy back, made fit to go on with; one line for each thing to know. Refused, BackupRefused, RunLocked, WrongKeys.

    file: None only on PostgreSQL, where pg_restore has put it back already. heads_file: heads that were published.
    """
    failpoints.arm(settings.failpoint)
    database = sqlite_file(settings.database_url)
    if (database is None) is not (file is None):
        raise Refused("diga de qué archivo" if database else ON_POSTGRESQL)
    notes = Beside(settings.keys_file)
    beside_keys = heads_from(notes.heads_file if notes.heads_file.exists() else None, ())
    known = Known(heads_from(heads_file, ()) or beside_keys, beside_keys)
    with run_lock(settings.database_url):
        if database is None or file is None:
            told, kept = await made_fit(settings, settings.database_url, known, notes), list[str]()
        else:
            draft = database.with_name(f"{database.name}.restoring")
            database.parent.mkdir(parents=True, exist_ok=True)
            try:
                await asyncio.to_thread(backups.copy, file, draft)
                told = await made_fit(settings, url_of(draft), known, notes)
                kept = await put_back(database, draft, clock_of(settings.test_clock)())
            finally:
                backups.discard(draft)
        async with beside(settings) as opened:
            await keep_beside(opened)
    return [*told, *kept]


OF_AN_ABANDONED_BRANCH = (
    "; si esta copia es de antes de una restauración, y se quiere volver a ella, dé las huellas de entonces con --heads"
)
UNKNOWN_OFFICES = (
    "falta el archivo erased junto a las claves: no se sabe a quién se olvidó, ni quién perdió su cargo después de la copia; "
    "los cargos quedan como en ella: mírelos con  python -m bot team list"
)


@dataclass(frozen=True)
class Known:
    """Heads that were published. to_hold: those that the copy has to have, as far as it reaches; beside_keys: those that our own
    machine wrote down."""

    to_hold: Sequence[Head]
    beside_keys: Sequence[Head]


async def made_fit(settings: Settings, url: str, known: Known, notes: Beside) -> list[str]:
    """Compared with every head that it reaches, but those that its own history names as of a branch that was left earlier; one
    line for each thing to know."""
    current, head = await asyncio.to_thread(version.current, url), version.head()
    if current is None:
        raise Refused("no se restaura: no es una base de datos de este programa")
    if current > head:
        raise Refused(f"la copia es de la versión {current}; este programa llega a la {head}: use el suyo")
    await asyncio.to_thread(upgrade, url)
    database = await open_database(url, Keys.load(settings.keys_file))
    try:
        async with database.reading() as db:
            end = await heads.end(db)
            within = [one for one in known.to_hold if end and one.seq <= end.seq]
            verdict = await verifying.verify(db, within)
        if not verdict.ok:
            abandoned = OF_AN_ABANDONED_BRANCH if verdict.wrong == verifying.OTHER_HEAD else ""
            raise Refused(f"no se restaura: {verdict_line(verdict)}{abandoned}")
        now, each = clock_of(settings.test_clock)(), [*known.to_hold, *known.beside_keys]
        done = await make_fit(database, now, read_hour(settings.remind_at), each, notes.erased())
    finally:
        await database.close()
    unknown = [UNKNOWN_OFFICES] if not notes.erased_file.exists() and (done.lost or not done.published) else []
    earlier = [f"en la historia de la copia {'; '.join(restorations(verdict))}"] if verdict.restorations else []
    return [*lines_of(done), *earlier, *unknown]


async def put_back(database: Path, draft: Path, now: datetime) -> list[str]:
    """What is there now stays aside, as far as it can be read."""
    aside = database.with_name(f"{database.name}.antes-{now:%Y%m%dT%H%M%S}")
    was_there = await asyncio.to_thread(database.exists)
    if was_there:
        await asyncio.to_thread(backups.set_aside, database, aside)
    await asyncio.to_thread(backups.put_back, draft, database)
    return [f"lo que había queda en {aside}: bórrelo cuando no haga falta"] if was_there else []


def lines_of(done: Restored) -> list[str]:
    gap = "no se conoce ninguna huella publicada: no se sabe si falta algo"
    if done.published:
        head = f"la última huella publicada es la n.º {done.published.seq} ({done.published.short})"
        gap = f"{head}: no falta nada de lo publicado"
        if done.lost:
            gap = f"{head}: faltan {done.lost} eventos, del n.º {done.before + 1} al n.º {done.published.seq}"
    lost = f"quedan nombradas en la historia, de la rama que se deja, las huellas {numbers_of(done.lost_heads)}"
    return [
        f"restaurada hasta el evento n.º {done.before}; {gap}",
        *([lost] if done.lost_heads else []),
        f"retenidos: {done.held} envíos; quien coordina los ve en /envios y decide",
        f"borrados otra vez: {done.erased} registros y {done.texts} textos",
        *map(office_line, done.offices),
    ]


def office_line(one: Stands) -> str:
    """What became of an office since the copy, as far as it is known, and what to do if there was more."""
    who, mesa = f"{one.place}/{one.code}", f" --mesa {one.place}" if one.place != ADMINS else ""
    if one.turn is Turn.SUSPENDED:
        again = f"python -m bot team restore {letters_of(one.code)}{mesa}"
        return f"{who}: se le suspendió después de la copia, y así queda; si luego se le restauró y aquí no consta:  {again}"
    if one.turn is Turn.REMOVED:
        return f"{who}: dejó el cargo o se le retiró después de la copia, y así queda; si volvió a tenerlo, invítelo otra vez"
    return f"{who}: se le dio el cargo otra vez después de la copia, y así queda"


def url_of(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"
