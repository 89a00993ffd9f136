"""Two small files beside the keys, outside the database and its copies: what restoring an old copy must not undo.

`erased`: the random keys of the rows that were erased; they say nothing about anybody. `heads`: the published heads. Both 0600.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.domain.heads import Head, read_heads

MOST_BYTES = 8_000_000  # of `erased`: some 150,000 rows; then it becomes `erased.1`, and the one before goes


class Beside:
    """The files beside that keys file; each is made when there is something to write. OSError: they cannot be written.

    most: bytes of `erased`.
    """

    def __init__(self, keys_file: Path, most: int = MOST_BYTES) -> None:
        self._most = most
        self._folder = keys_file.parent
        self.erased_file = keys_file.with_name("erased")
        self.heads_file = keys_file.with_name("heads")

    def add_erased(self, lines: Iterable[str]) -> None:
        """On the disk when this returns: called before the commit that erases them."""
        self._append(self.erased_file, lines, self._most)

    def erased(self) -> list[str]:
        """The newest lines, at least so many bytes of them, the oldest first."""
        return [*_lines(self._older(self.erased_file)), *_lines(self.erased_file)]

    def add_head(self, head: Head) -> None:
        self._append(self.heads_file, [str(head)])

    def heads(self) -> list[Head]:
        """As they were published, the newest last. ValueError: the file is damaged."""
        return read_heads(_lines(self.heads_file))

    def _append(self, file: Path, lines: Iterable[str], most: int | None = None) -> None:
        content = "".join(f"{line}\n" for line in lines).encode()
        with self._locked():
            if most is not None and file.exists() and file.stat().st_size + len(content) > most:
                file.replace(self._older(file))
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(descriptor, content)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One process at a time; the folder itself is the lock, and its entries are on the disk afterwards."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
            os.fsync(folder)
        finally:
            os.close(folder)

    @staticmethod
    def _older(file: Path) -> Path:
        return file.with_name(f"{file.name}.1")


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []
