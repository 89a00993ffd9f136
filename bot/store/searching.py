"""What a search looks into: a commitment's words and who owes it, folded; and its code as it sorts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import select, update

from bot.domain.folding import fold, fold_code
from bot.store.session import Session
from bot.store.tables import commitment, institution, institution_alias, responsibility

_NUMBER = re.compile(r"\d+")


def sort_code(code: str) -> str:
    """The folded code with its numbers padded: ESP-2 stands before ESP-10."""
    return _NUMBER.sub(lambda number: number.group().zfill(8), fold_code(code))


def searchable(text: str, text_quechua: str, *, reserved: bool) -> tuple[str, str]:
    """The texts that may be searched: a reserved one is not, or its words could be guessed at one by one."""
    return ("", "") if reserved else (text, text_quechua)


def folded(text: str, text_quechua: str, code: str, subgroup: str, names: Iterable[str]) -> str:
    """All that a commitment can be found by."""
    return f"{fold(' '.join([code, text, text_quechua, subgroup, *names]))} {fold_code(code)}"


async def names_of(db: Session, numbers: Iterable[int]) -> list[str]:
    """What these institutions are called: names, acronyms, aliases."""
    wanted = sorted(set(numbers))
    if not wanted:
        return []
    plain = select(institution.c.name, institution.c.acronym).where(institution.c.id.in_(wanted))
    aliases = select(institution_alias.c.name).where(institution_alias.c.institution_id.in_(wanted))
    found = [name for row in await db.execute(plain) for name in row]
    return found + [row.name for row in await db.execute(aliases)]


async def fold_again(db: Session, institution_id: int) -> None:
    """Its commitments are found by its new names from now on."""
    of_it = select(responsibility.c.commitment_id).where(responsibility.c.institution_id == institution_id)
    rows = (await db.execute(select(commitment).where(commitment.c.id.in_(of_it)))).all()
    for row in rows:
        owing = select(responsibility.c.institution_id).where(responsibility.c.commitment_id == row.id)
        names = await names_of(db, (await db.execute(owing)).scalars())
        texts = searchable(row.text, row.text_quechua, reserved=row.reserved)
        found_by = folded(*texts, row.code, row.subgroup, names)
        await db.execute(update(commitment).where(commitment.c.id == row.id), {"folded": found_by})
