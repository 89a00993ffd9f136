"""Small files and what a test does with them."""

from __future__ import annotations

from bot.domain.commitments import Commitment
from bot.services.loading import Report, load
from bot.services.tables import NamedTable
from bot.store import commitments
from bot.store.database import Database
from tests.cast import NOW

MESAS = "slug,nombre\nvalle,Mesa del Valle\n"
BODIES = "slug,nombre,siglas,alias,padre\nminsa,Ministerio de Salud,MINSA,,\nmtc,Ministerio de Transportes,MTC,,\n"


async def loaded(database: Database, *texts: str, mesa: str = "") -> Report:
    """Load the texts as t1.csv, t2.csv, …; LoadRefused."""
    files = [NamedTable(f"t{number}.csv", text.encode()) for number, text in enumerate(texts, 1)]
    async with database.transaction() as db:
        return await load(db, files, now=NOW, mesa=mesa)


async def stored(database: Database, code: str = "a1") -> Commitment:
    async with database.reading() as db:
        (one,) = await commitments.by_code(db, code)
    return one
