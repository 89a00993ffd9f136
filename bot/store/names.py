"""Every name that a question may hold, read anew whenever the history has grown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from weakref import WeakKeyDictionary

from sqlalchemy import func, select

from bot.domain.names import Name, Named, Names, spoken_name, words_of
from bot.store.session import Session
from bot.store.tables import history_event, institution, institution_alias, mesa, subgroup
from bot.store.vault import Vault

_NEWEST = select(func.max(history_event.c.seq))
_MESAS = select(mesa.c.slug, mesa.c.name)
_SUBGROUPS = select(subgroup.c.name, mesa.c.slug).join(mesa)
_INSTITUTIONS = select(institution.c.slug, institution.c.name, institution.c.acronym)
_ALIASES = select(institution.c.slug, institution_alias.c.name).join(institution)

_ARTICLES = (("la",), ("las",), ("los",), ("el",))  # "bambasmanta"

# One database has one vault: what was read of it last, and up to which event.
_read: WeakKeyDictionary[Vault, tuple[int, Names]] = WeakKeyDictionary()


async def names(db: Session) -> Names:
    """Mesas, institutions with their acronyms and aliases, communities."""
    newest = (await db.execute(_NEWEST)).scalar() or 0
    known = _read.get(db.vault)
    if known is None or known[0] != newest:
        known = _read[db.vault] = (newest, Names.of([name async for name in _all(db)]))
    return known[1]


async def _all(db: Session) -> AsyncIterator[Name]:
    for row in await db.execute(_MESAS):
        spoken = spoken_name(row.name)
        bare = spoken[1:] if spoken[:1] in _ARTICLES else spoken
        for words in {words_of(row.name), spoken, bare, words_of(row.slug)}:
            yield Name(Named.MESA, row.slug, words)
    for row in await db.execute(_INSTITUTIONS):
        for name in (row.name, row.acronym):
            yield Name(Named.INSTITUTION, row.slug, words_of(name))
    for row in await db.execute(_ALIASES):
        yield Name(Named.INSTITUTION, row.slug, words_of(row.name))
    for row in await db.execute(_SUBGROUPS):
        yield Name(Named.COMMUNITY, row.name, words_of(row.name), row.slug)
