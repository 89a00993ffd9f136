"""The hash chain in the database: appended in the transaction of the change itself, in one line and without gaps."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, insert, or_, select, text

from bot import failpoints
from bot.domain.commitments import Commitment
from bot.domain.evidence import Evidence
from bot.domain.history import GENESIS, Event, canonical, link, salted
from bot.domain.meetings import Meeting
from bot.domain.mesas import Mesa
from bot.store.facts import SUBJECTS, Thing, as_words, changed, facts_of, is_empty, is_free, key_of
from bot.store.saving import Saved
from bot.store.session import Session
from bot.store.tables import history_event, history_text

SALT = 16  # bytes
_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('yuyachiq.history'))")
_END = select(history_event.c.seq, history_event.c.hash).order_by(history_event.c.seq.desc()).limit(1)
_IN_A_MESA = [SUBJECTS[one] for one in (Meeting, Commitment, Evidence)]
_ADD_EVENT = insert(history_event)
_ADD_TEXT = insert(history_text)


async def begin(db: Session) -> tuple[int, bytes]:
    """Be the only one who appends until this transaction ends; the last event's number and hash.

    Whoever saves calls this before reading what there is: so two never decide on the same old state. Without the lock
    PostgreSQL's writers fork the chain; SQLite's write transactions exclude each other anyway.
    """
    if db.head is None:
        if db.dialect == "postgresql":
            await db.execute(_LOCK)
        row = (await db.execute(_END)).first()
        db.head = (row.seq, row.hash) if row else (0, GENESIS)
    return db.head


async def append(
    db: Session, *, now: datetime, actor: str, subject: str, key: str, facts: Mapping[str, Any] | None
) -> Event:
    """Add one event. facts: the changed fields with their words in clear; None: the thing was removed.

    actor: an opaque code, never who it is. Free texts are replaced by salted commitments and kept beside.
    """
    last, previous = await begin(db)
    concealed, words = _conceal(subject, facts) if facts is not None else (None, [])
    at = now.astimezone(UTC)
    seq = last + 1
    seal = link(seq, previous, canonical(at, actor, subject, key, concealed))
    event = Event(seq, at, actor, subject, key, concealed, previous, seal)
    row = {"seq": seq, "at": at, "actor": actor, "subject": subject, "key": key, "facts": _dumped(concealed)}
    await db.execute(_ADD_EVENT, {**row, "previous": previous, "hash": seal})
    if words:
        await db.execute(_ADD_TEXT, [{"seq": seq, **one} for one in words])
    failpoints.hit("history.after_insert")
    db.head = (seq, seal)
    return event


def difference(before: Thing | None, after: Thing) -> tuple[Saved, dict[str, Any]]:
    """Whether saving it changes anything, and the facts to append then."""
    if before is None:
        return Saved.NEW, changed({}, facts_of(after))
    facts = changed(facts_of(before), facts_of(after))
    return (Saved.CHANGED if facts else Saved.NONE), facts


async def record(db: Session, thing: Thing, facts: Mapping[str, Any], *, actor: str, now: datetime) -> Event:
    """Append what changed of a thing; the last step of saving it, when nothing can be refused any more."""
    return await append(db, now=now, actor=actor, subject=SUBJECTS[type(thing)], key=key_of(thing), facts=facts)


def event_of(row: Row[Any]) -> Event:
    """A stored event, as the chain's arithmetic wants it."""
    facts = json.loads(row.facts) if row.facts is not None else None
    return Event(row.seq, row.at, row.actor, row.subject, row.key, facts, row.previous, row.hash)


_OF_A_THING = (
    select(history_event)
    .where(history_event.c.subject == bindparam("subject"), history_event.c.key == bindparam("key"))
    .order_by(history_event.c.seq)
)


async def events_of(db: Session, subject: str, key: str) -> list[Event]:
    """One thing's events, oldest first."""
    return [event_of(row) for row in await db.execute(_OF_A_THING, {"subject": subject, "key": key})]


async def last_of(db: Session, subject: str, key: str) -> int:
    """The number of a thing's last event; 0: there is none."""
    of_it = (history_event.c.subject == subject, history_event.c.key == key)
    return (await db.execute(select(func.max(history_event.c.seq)).where(*of_it))).scalar() or 0


async def recorded_of(db: Session, mesa: str, after: int, until: int) -> int:
    """How many events there are, after the first number and up to the second, of a mesa (its slug), its commitments with their
    evidence, and its sessions."""
    within = and_(history_event.c.subject.in_(_IN_A_MESA), history_event.c.key.startswith(f"{mesa}/", autoescape=True))
    of_it = or_(and_(history_event.c.subject == SUBJECTS[Mesa], history_event.c.key == mesa), within)
    numbers = (history_event.c.seq > after, history_event.c.seq <= until)
    return (await db.execute(select(func.count()).where(*numbers, of_it))).scalar() or 0


async def words_of(db: Session, events: list[Event]) -> dict[tuple[int, str], str]:
    """(seq, field) → the words behind the salted commitments; erased ones are missing."""
    numbers = [event.seq for event in events]
    found = await db.execute(
        select(history_text.c.seq, history_text.c.field, history_text.c.text).where(
            history_text.c.seq.in_(numbers), history_text.c.salt != b""
        )
    )
    return {(row.seq, row.field): row.text for row in found}


def _conceal(subject: str, facts: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The facts as they enter the chain, and the words to keep beside it. An empty text hides nothing and stays."""
    concealed: dict[str, Any] = {}
    words: list[dict[str, Any]] = []
    for field, value in facts.items():
        if is_free(subject, field) and not is_empty(value):
            salt, told = secrets.token_bytes(SALT), as_words(value)
            concealed[field] = {"text": salted(salt, told)}
            words.append({"field": field, "salt": salt, "text": told})
        else:
            concealed[field] = value
    return concealed, words


def _dumped(facts: Mapping[str, Any] | None) -> str | None:
    if facts is None:
        return None
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
