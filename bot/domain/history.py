"""The hash chain: what an event is, how it is sealed to the one before, and what a replay gives.

hash = SHA-256(DOMAIN ‖ seq ‖ previous ‖ SHA-256(canonical JSON)); DESIGN: GUARANTEES.md section 2. Free text enters as a
salted commitment SHA-256(salt ‖ text), so that it can be erased later and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import UTC, datetime
from typing import Any

from bot.domain.answering import Answered

DOMAIN = b"yuyachiq/history/1\n"
GENESIS = bytes(32)
# What is done to the history itself is told by it too. key: "812/note", whose words were erased; or how many events were
# left when a copy was restored.
ERASURE, RESTORATION = "erasure", "restoration"
ERASED = "[borrado]"  # what stands where a text was; a list, a file or an address is left empty
ATTACHED, WITHDRAWN = "evidence", "withdrawn"  # what became of a piece of evidence, as a `Change` of its commitment
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)

Facts = Mapping[str, Any]  # field → JSON value; a free text is {"text": its salted commitment in hex}


@dataclass(frozen=True)
class Event:
    """seq: from 1 without gaps. subject: "mesa", "institution", "commitment", "meeting", ERASURE, RESTORATION. key: "espinar/ESP-07".

    facts: only the fields that changed; None as a whole: the thing was removed. actor: an opaque code, never a person's id.
    """

    seq: int
    at: datetime
    actor: str
    subject: str
    key: str
    facts: Facts | None
    previous: bytes
    hash: bytes


@dataclass(frozen=True)
class Change:
    """One field of one thing as it was and became, in words a person can read; before: None at its first record.

    seq: of the event that says so. owed: where it is about who owes it, (name, role, stance) of each; answers: what is new of that.
    """

    at: datetime
    field: str
    before: str | None
    after: str
    seq: int = dataclass_field(default=0, compare=False)
    owed: tuple[tuple[str, str, str], ...] = dataclass_field(default=(), compare=False)
    answers: tuple[Answered, ...] = dataclass_field(default=(), compare=False)


@dataclass(frozen=True)
class Recorded:
    """One event as a person reads it. name: the thing's code, or its slug. new: it was recorded for the first time.

    number: the row of what has a page to look at; 0: nothing has.
    """

    seq: int
    actor: str
    subject: str
    name: str
    changes: tuple[Change, ...]
    new: bool = False
    number: int = 0


def canonical(at: datetime, actor: str, subject: str, key: str, facts: Facts | None) -> bytes:
    """The event as bytes: sorted keys, no spaces, UTF-8; `at` in UTC to the microsecond."""
    if at.tzinfo is None:
        raise ValueError("an event's moment must be aware")
    moment = at.astimezone(tz=UTC).isoformat(timespec="microseconds")
    body = {"actor": actor, "at": moment, "facts": facts, "key": key, "subject": subject}
    return _CANONICAL.encode(body).encode()


def link(seq: int, previous: bytes, body: bytes) -> bytes:
    """The hash that seals event `seq` to the one before."""
    return hashlib.sha256(DOMAIN + str(seq).encode() + b"\n" + previous + hashlib.sha256(body).digest()).digest()


def salted(salt: bytes, text: str) -> str:
    """The commitment to a free text, in hex; salt: 16 random bytes kept beside the text."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def replay(events: Iterable[Event]) -> dict[tuple[str, str], dict[str, Any]]:
    """The state that the history tells: (subject, key) → fields."""
    state: dict[tuple[str, str], dict[str, Any]] = {}
    for event in events:
        where = (event.subject, event.key)
        if event.subject in (ERASURE, RESTORATION):
            continue
        if event.facts is None:
            state.pop(where, None)
        else:
            state.setdefault(where, {}).update(event.facts)
    return state
