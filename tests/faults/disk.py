"""A disk of 8 MiB that can be filled: a tmpfs where we may mount one; elsewhere SQLite's own limit of pages stands for it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from bot.store.database import Database

CHUNK = b"\0" * 4_096


@dataclass
class Disk:
    """real: whether the system itself refuses to write once it is full; else a connection's limit, the same SQLITE_FULL."""

    folder: Path
    real: bool

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

    async def fill(self, database: Database) -> None:
        """To the last block; what is written already stands in the file, not in a log that has room left."""
        async with database.reading() as db:
            await db.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        if not self.real:
            await self._most_pages(database, 1)  # it never goes below what there is
            return
        with suppress(OSError), self._ballast.open("wb", buffering=0) as ballast:
            while ballast.write(CHUNK):
                pass
        assert os.statvfs(self.folder).f_bavail == 0

    async def free(self, database: Database) -> None:
        if self.real:
            self._ballast.unlink()
        else:
            await self._most_pages(database, 1_000_000)

    async def _most_pages(self, database: Database, pages: int) -> None:
        async with database.transaction() as db:
            await db.execute(text(f"PRAGMA max_page_count = {pages}"))


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    mounted = subprocess.run(mounting, check=False, capture_output=True).returncode == 0
    try:
        yield Disk(folder, mounted)
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
