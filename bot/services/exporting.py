"""A mesa as the tables it is loaded from: loaded back, they change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.domain.mesas import Mesa
from bot.services.bodies import with_parents
from bot.services.differences import Thing
from bot.services.kinds import KNOWN
from bot.services.tables import MOST_ROWS, NamedTable, write_table
from bot.services.writing import written
from bot.store import commitments, institutions, meetings
from bot.store.database import Session


async def export(db: Session, mesa: Mesa) -> list[NamedTable]:
    """CSV files of the mesa, its institutions, its commitments and its sessions; a kind of which there is none has no file,
    one of more rows than a file may have, several."""
    owed = await commitments.of_mesa(db, mesa.id)
    known = {one.slug: one for one in await institutions.all_institutions(db)}
    named = {seat.institution for seat in mesa.seats} | {
        who.institution for one in owed for who in one.responsibilities
    }
    kinds: dict[str, Sequence[Thing]] = {
        "mesas": [mesa],
        "instituciones": [known[slug] for slug in sorted(with_parents(named, known))],
        "compromisos": owed,
        "sesiones": await meetings.of_mesa(db, mesa.id),
    }
    called = {one.slug: one.short for one in known.values()}
    return [
        table(f"{mesa.slug}-{kind}{number}.csv", part, called)
        for kind, things in kinds.items()
        for number, part in parts(things)
    ]


def parts(things: Sequence[Thing]) -> Iterator[tuple[str, Sequence[Thing]]]:
    """("", all of them), or ("-1", the first), ("-2", the next), …"""
    for at in range(0, len(things), MOST_ROWS):
        yield f"-{at // MOST_ROWS + 1}" if len(things) > MOST_ROWS else "", things[at : at + MOST_ROWS]


def table(name: str, things: Iterable[Thing], called: Mapping[str, str]) -> NamedTable:
    """Our columns in the README's order, then those we do not know, by the alphabet."""
    rows = [written(one, called) for one in things]
    columns = dict.fromkeys(column for row in rows for column in row if column in KNOWN)
    others = {column for row in rows for column in row} - columns.keys()
    return write_table(name, [*columns, *sorted(others)], rows)
