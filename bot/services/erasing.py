"""Words that somebody wrote, erased for good, where the law or somebody's safety asks for it: in the live tables and
everywhere in the history, whose chain still holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.commitments import Commitment
from bot.domain.evidence import Evidence
from bot.domain.folding import fold_code
from bot.domain.history import ERASED
from bot.domain.meetings import Meeting
from bot.domain.mesas import Institution, Mesa
from bot.domain.spoken import SUBJECT as ANNOUNCEMENT
from bot.domain.spoken import Spoken
from bot.store import commitments, erasing, evidence, history, institutions, meetings, mesas, spoken
from bot.store.database import Session
from bot.store.erasing import Words
from bot.store.facts import Thing, as_words, facts_of, key_of

NOTHING_LEFT = frozenset({ERASED, "", as_words(())})  # erased again, the table would say what no history says any more
WORDLESS = frozenset({"held", "voice", "media", "pin"})  # a file, an address or a point, no words to be read


class NothingToErase(Exception):
    """There are no such words; one line."""


async def erase(db: Session, key: str, field: str, *, actor: str, now: datetime) -> Sequence[Words]:
    """All that was ever said in a field of a commitment or a session ("espinar/ESP-07"), a mesa or an institution
    ("espinar"); what was erased. NothingToErase."""
    await history.begin(db)
    return await _erase(db, await erasing.of_thing(db, key, field), actor, now, f"{key} {field}")


async def erase_said(db: Session, seq: int, field: str, *, actor: str, now: datetime) -> Sequence[Words]:
    """What one event said in one field, and wherever that thing said the same there. As above."""
    await history.begin(db)
    said = await erasing.of_event(db, seq, field)
    there = await erasing.of_thing(db, said.key, field) if said else []
    alike = [one for one in there if said and (one.subject, one.text) == (said.subject, said.text)]
    return await _erase(db, alike, actor, now, f"{seq} {field}")


async def _erase(db: Session, found: list[Words], actor: str, now: datetime, asked: str) -> Sequence[Words]:
    """The live words first, by an ordinary change: so the table says at each moment what the history says."""
    found = [one for one in found if one.text not in NOTHING_LEFT]
    if not found:
        raise NothingToErase(f"{asked}: no hay palabras guardadas ahí")
    found = [*found, *await _in_other_mesas(db, found)]
    for subject, key in dict.fromkeys((one.subject, one.key) for one in found):
        thing = await _thing(db, subject, key)
        field = found[0].field
        gone = {one.text for one in found if one.subject == subject}
        if thing is not None and as_words(facts_of(thing).get(field)) in gone:
            await _save(db, _without(thing, field), actor, now)
    for one in found:
        await erasing.blank(db, one, actor=actor, now=now)
    return found


async def _in_other_mesas(db: Session, found: Sequence[Words]) -> list[Words]:
    """The same words of an announcement, where it went to several mesas: each history tells them, and one row holds them."""
    others = list[Words]()
    for one in found if found[0].subject == ANNOUNCEMENT else ():
        said = await spoken.by_key(db, *one.key.split("/"))
        keys = [key_of(other) for other in (await spoken.of(db, said.number)).values()] if said else []
        there = [words for key in keys if key != one.key for words in await erasing.of_thing(db, key, one.field)]
        others += [words for words in there if (words.subject, words.text) == (ANNOUNCEMENT, one.text)]
    return list(dict.fromkeys(others))


def _without(thing: Thing, field: str) -> Thing:
    if isinstance(thing, Commitment) and field == "responsibility_words":
        silent = tuple(replace(one, words="", said_by="", why="") for one in thing.responsibilities)
        return replace(thing, responsibilities=silent)
    if field in WORDLESS:
        blank: dict[str, Any] = {field: ""}
        return replace(thing, **blank)
    blank = {field: ERASED if isinstance(getattr(thing, field), str) else ()}
    return replace(thing, **blank)


async def _thing(db: Session, subject: str, key: str) -> Thing | None:
    mesa, _, code = key.partition("/")
    if subject == "mesa":
        return await mesas.by_slug(db, key)
    if subject == "institution":
        return await institutions.by_slug(db, key)
    if subject == ANNOUNCEMENT:
        return await spoken.by_key(db, mesa, code)
    if subject == "evidence":
        return await evidence.by_key(db, mesa, *code.rpartition("/")[::2])
    if subject == "meeting":
        return await meetings.by_code(db, mesa, code)
    return next((one for one in await commitments.by_code(db, fold_code(code), mesa) if one.code == code), None)


async def _save(db: Session, thing: Thing, actor: str, now: datetime) -> None:
    if isinstance(thing, Mesa):
        await mesas.save(db, thing, actor=actor, now=now)
    elif isinstance(thing, Institution):
        await institutions.save(db, thing, actor=actor, now=now)
    elif isinstance(thing, Meeting):
        await meetings.save(db, thing, actor=actor, now=now)
    elif isinstance(thing, Spoken):
        await spoken.save(db, thing, actor=actor, now=now)
    elif isinstance(thing, Evidence):
        await evidence.save(db, thing, actor=actor, now=now)
    else:
        await commitments.save(db, thing, actor=actor, now=now)
