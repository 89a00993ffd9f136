"""What a chat is in the middle of writing: nobody reads it from the file, and what comes at once is added one by one."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.domain.drafts import begun
from bot.store import drafts
from bot.store.database import Database
from tests.cast import COORDINATOR, NOW

FILE_ID = "AgACAgEAAxkBAAIB-zenobia"


async def test_what_comes_at_once_is_added_one_by_one(database: Database) -> None:
    """An album over a webhook: each update in a transaction of its own, on PostgreSQL in another process maybe."""
    async with database.transaction() as db:
        await drafts.keep(db, COORDINATOR, begun("status", {"pieces": []}, NOW))

    async def add(number: int) -> None:
        async with database.transaction() as db:
            found = await drafts.find(db, COORDINATOR, NOW, hold=True)
            assert found is not None
            await asyncio.sleep(0.01)
            await drafts.keep(db, COORDINATOR, found.showing({"pieces": [*found.values["pieces"], number]}, NOW))

    await asyncio.gather(*(add(number) for number in range(10)))
    async with database.reading() as db:
        kept = await drafts.find(db, COORDINATOR, NOW)
    assert kept is not None
    assert (sorted(kept.values["pieces"]), kept.revision) == (list(range(10)), 10)


@pytest.mark.only("sqlite")
async def test_what_was_sent_is_in_no_file_before_it_is_recorded(database: Database, tmp_path: Path) -> None:
    async with database.transaction() as db:
        given = {"pieces": [["photo", FILE_ID, "El puente"]] * 10}
        await drafts.keep(db, COORDINATOR, begun("status", given, NOW))

    def holding() -> list[str]:
        return [file.name for file in sorted(tmp_path.iterdir()) if FILE_ID.encode() in file.read_bytes()]

    assert holding() == []
