"""What events of the history say to a person: each changed field as it was and became, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, false, select

from bot.domain.evidence import Evidence
from bot.domain.history import Change, Event, Recorded
from bot.store import answers, history
from bot.store.facts import SUBJECTS, as_words
from bot.store.session import Session
from bot.store.tables import commitment, history_event, institution, meeting, mesa

_TOLD_AT_FIRST = frozenset({"status", "deadline", "responsibilities"})
RESERVED = frozenset({"text", "text_quechua"})  # what an acta keeps reserved
_EVENTS = select(history_event).where(history_event.c.seq.in_(bindparam("numbers", expanding=True)))
_COMMITMENT = (
    select(commitment.c.id, commitment.c.reserved)
    .join(mesa)
    .where(mesa.c.slug == bindparam("slug"), commitment.c.code == bindparam("code"))
)
_PAGE = {
    "commitment": _COMMITMENT,
    "meeting": select(meeting.c.id, false().label("reserved"))
    .join(mesa)
    .where(mesa.c.slug == bindparam("slug"), meeting.c.code == bindparam("code")),
    "evidence": _COMMITMENT,
    "mesa": select(mesa.c.id, false().label("reserved")).where(mesa.c.slug == bindparam("slug")),
}


async def changes_of(db: Session, past: Sequence[Event], *, whole: bool = False) -> list[Change]:
    """past: one thing's events, oldest first. Of its first record only what it set out with; whole: all of it."""
    words = await history.words_of(db, list(past))
    names = {row.slug: row.acronym or row.name for row in await db.execute(select(institution))}
    return list(_changes(past, words, names, whole=whole))


async def recorded(db: Session, numbers: Sequence[int]) -> dict[int, Recorded]:
    """seq → what that event recorded; those that are not there are missing."""
    if not numbers:
        return {}
    events = [history.event_of(row) for row in await db.execute(_EVENTS, {"numbers": list(numbers)})]
    return {event.seq: await _recorded(db, event) for event in events}


async def _recorded(db: Session, event: Event) -> Recorded:
    past = [one for one in await history.events_of(db, event.subject, event.key) if one.seq <= event.seq]
    changes = [one for one in await changes_of(db, past, whole=True) if one.seq == event.seq]
    slug, _, name = event.key.partition("/")
    code = name.rpartition("/")[0] if event.subject == SUBJECTS[Evidence] else name
    page = (
        (await db.execute(_PAGE[event.subject], {"slug": slug, "code": code})).first()
        if event.subject in _PAGE
        else None
    )
    if page and page.reserved:
        changes = [one for one in changes if one.field not in RESERVED]
    number = page.id if page else 0
    new = len(past) == 1
    return Recorded(event.seq, event.actor, event.subject, name or slug, tuple(changes), new=new, number=number)


def _changes(
    past: Sequence[Event], words: Mapping[tuple[int, str], str], names: Mapping[str, str], *, whole: bool
) -> Iterator[Change]:
    known: dict[str, str] = {}
    asked: answers.Parts = {}
    said = ""
    for number, event in enumerate(past):
        facts = event.facts or {}
        if WORDS in facts:
            said = _told(WORDS, words.get((event.seq, WORDS), facts[WORDS]), names)
        if "rectifications" in facts and WHY not in facts:  # for the same reason as the last time
            yield Change(event.at, WHY, known.get(WHY, ""), known.get(WHY, ""), event.seq)
        for field, value in facts.items():
            told = _told(field, words.get((event.seq, field), value), names)
            if number or ((whole or field in _TOLD_AT_FIRST) and told):
                change = Change(event.at, field, known.get(field, "") if number else None, told, event.seq)
                yield replace(change, **_owed(value, asked, said, names)) if field == OWED else change
            if field == OWED:
                asked = answers.parts(value, said, names)
            known[field] = told


OWED, WORDS, WHY = "responsibilities", "responsibility_words", "rectified_why"


def _owed(value: Any, asked: answers.Parts, said: str, names: Mapping[str, str]) -> dict[str, Any]:
    now = answers.parts(value, said, names)
    owed = tuple((one.name, one.role.value, one.stance.value) for one in now.values())
    return {"owed": owed, "answers": tuple(answers.told(asked, now))}


def _told(field: str, value: Any, names: Mapping[str, str]) -> str:
    """A fact as a person reads it; words that were erased are no words."""
    if field == OWED:
        return ", ".join(names.get(slug, slug) for slug, *_ in value)
    if field == "institution":
        return names.get(value, value)
    if value is None or isinstance(value, dict):
        return ""
    return as_words(value)
