"""The open transaction that every function of this package takes as `db`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy import CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.beside import Beside
from bot.store.vault import Vault

log = structlog.get_logger()
Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Session:
    """One open transaction. Only this package executes on it; everybody else passes it on.

    dialect: "sqlite" or "postgresql". head: the history's end (seq, hash) once this transaction holds its lock.
    """

    def __init__(self, connection: AsyncConnection, vault: Vault, beside: Beside | None = None) -> None:
        self._connection = connection
        self._beside = beside
        self.vault = vault
        self.dialect = connection.dialect.name
        self.head: tuple[int, bytes] | None = None
        self._once_committed: list[str] = []

    async def execute(self, statement: Executable, values: Values | None = None) -> CursorResult[Any]:
        """Run one statement; its rows are fetched already. DBAPIError for what the database refuses."""
        return await self._connection.execute(statement, values)

    def never_again(self, table: str, keys: Iterable[bytes]) -> None:
        """These rows are erased by this transaction, and restoring an older copy is to erase them again. OSError: that could
        not be written down, so nothing may be erased."""
        self.note([f"{table} {key.hex()}" for key in keys])

    def note(self, lines: Sequence[str], *, once_committed: bool = False) -> None:
        """Beside the keys, for whoever restores an older copy: now, else as soon as this transaction is kept. OSError as above."""
        if once_committed:
            self._once_committed += lines
        elif self._beside and lines:
            self._beside.add_erased(lines)

    def committed(self) -> None:
        """Write down what waited for that. What cannot be written is not known when a copy is restored: the safe side."""
        try:
            self.note(self._once_committed)
        except OSError as error:
            log.error("not_noted", error=type(error).__name__)
