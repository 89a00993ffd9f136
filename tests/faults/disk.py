"""A disk of 8 MiB that can be filled to its last block."""

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
    folder: Path

    @property
    def ballast(self) -> Path:
        return self.folder / "ballast"

    async def fill(self, database: Database) -> None:
        """What is written already stands in the database's file, not in a log that has room left."""
        async with database.reading() as db:
            await db.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        with suppress(OSError), self.ballast.open("wb", buffering=0) as ballast:
            while ballast.write(CHUNK):
                pass
        assert os.statvfs(self.folder).f_bavail == 0

    def free(self) -> None:
        self.ballast.unlink()


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk | None]:
    """A tmpfs mounted there; None where the system does not let us mount one."""
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if subprocess.run(mounting, check=False, capture_output=True).returncode:
        yield None
        return
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
