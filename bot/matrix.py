"""A matrix from files and into files, for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from bot import failpoints
from bot.app import Refused, Undone, beside
from bot.clock import system_clock
from bot.config import Settings
from bot.services.exporting import export as export_tables
from bot.services.loading import Report
from bot.services.loading import load as load_tables
from bot.services.tables import NamedTable
from bot.store import mesas


def read_files(paths: Sequence[Path]) -> list[NamedTable]:
    try:
        return [NamedTable(path.name, path.read_bytes()) for path in paths]
    except OSError as error:
        raise Refused(f"no puedo leer {error.filename}: {error.strerror}") from None


async def load(settings: Settings, files: Sequence[Path], *, dry_run: bool, mesa: str) -> Report:
    """All or nothing; LoadRefused names every problem."""
    failpoints.arm(settings.failpoint)
    tables = read_files(files)
    report = Report()
    async with beside(settings) as database:
        with suppress(Undone):
            async with database.transaction() as db:
                report = await load_tables(db, tables, now=system_clock(), mesa=mesa, zone=settings.timezone)
                if dry_run:
                    raise Undone
    return report


async def export(settings: Settings, slug: str, folder: Path) -> list[Path]:
    """The mesa's tables, written to the folder; what was written. Refused: there is no such mesa, or no room for them."""
    async with beside(settings) as database, database.reading() as db:
        mesa = await mesas.by_slug(db, slug)
        if mesa is None:
            raise Refused(f"--mesa {slug}: las mesas son {', '.join(one.slug for one in await mesas.all_mesas(db))}")
        tables = await export_tables(db, mesa)
    write_files(folder, tables)
    return [folder / table.name for table in tables]


def write_files(folder: Path, tables: Sequence[NamedTable]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in tables:
            (folder / table.name).write_bytes(table.content)
    except OSError as error:
        raise Refused(f"no puedo escribir en {folder}: {error.strerror}") from None
