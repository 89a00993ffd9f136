"""Whether nobody rewrote the past: the chain from its first event, and the live tables against what it tells.

A tail that was cut off together with the live rows shows only against a head published earlier.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from bot.domain.history import GENESIS, Event, canonical, link, salted
from bot.store import commitment_rows, evidence, institutions, meetings, mesas
from bot.store.facts import SUBJECTS, Thing, as_words, facts_of, is_empty, is_free, key_of
from bot.store.history import event_of
from bot.store.session import Session
from bot.store.tables import history_event, history_text

BROKEN_CHAIN = "cadena"
OTHER_STATE = "estado ≠ historia"

_SLICE = 500  # events between two looks at what else the loop has to do
_AFTER = (
    select(history_event).where(history_event.c.seq > bindparam("after")).order_by(history_event.c.seq).limit(_SLICE)
)


@dataclass(frozen=True)
class Verdict:
    """events: how many were read; head: the last good hash in hex. If not ok, the first thing wrong:

    BROKEN_CHAIN with the `seq` of the first event that does not follow from the one before, or OTHER_STATE with subject,
    key and field ("" = the thing as a whole).
    """

    ok: bool
    events: int
    head: str
    wrong: str = ""
    seq: int = 0
    subject: str = ""
    key: str = ""
    field: str = ""


@dataclass(frozen=True)
class _Told:
    """A field as the history tells it, and the event that said so last."""

    value: Any
    seq: int


_State = dict[tuple[str, str], dict[str, _Told]]


async def verify(db: Session) -> Verdict:
    """Read everything and compare. `db`: a `reading()` snapshot, so that the bot can go on writing meanwhile."""
    head, last = GENESIS, 0
    state: _State = {}
    while slice_ := [event_of(row) for row in await db.execute(_AFTER, {"after": last})]:
        for event in slice_:
            if not _follows(event, last, head):
                return Verdict(False, last, head.hex(), BROKEN_CHAIN, seq=last + 1)
            head, last = event.hash, event.seq
            _apply(state, event)
        await asyncio.sleep(0)
    for subject, key, field in await _differences(db, state):
        return Verdict(False, last, head.hex(), OTHER_STATE, subject=subject, key=key, field=field)
    return Verdict(True, last, head.hex())


def _follows(event: Event, last: int, head: bytes) -> bool:
    body = canonical(event.at, event.actor, event.subject, event.key, event.facts)
    return event.seq == last + 1 and event.previous == head and event.hash == link(event.seq, head, body)


def _apply(state: _State, event: Event) -> None:
    """As bot/domain/history.replay, keeping beside each field the event it comes from."""
    where = (event.subject, event.key)
    if event.facts is None:
        state.pop(where, None)
    else:
        state.setdefault(where, {}).update({field: _Told(value, event.seq) for field, value in event.facts.items()})


async def _differences(db: Session, state: _State) -> Iterator[tuple[str, str, str]]:
    """(subject, key, field) of whatever is not as the history tells, in a fixed order."""
    salts = {(row.seq, row.field): row.salt for row in await db.execute(select(history_text))}
    live = {(SUBJECTS[type(thing)], key_of(thing)): thing for thing in await _everything(db)}
    return _compared(state, live, salts)


def _compared(
    state: _State, live: Mapping[tuple[str, str], Thing], salts: Mapping[tuple[int, str], bytes]
) -> Iterator[tuple[str, str, str]]:
    for subject, key in sorted(state.keys() | live.keys()):
        told, thing = state.get((subject, key)), live.get((subject, key))
        if told is None or thing is None:
            yield subject, key, ""
        else:
            facts = facts_of(thing)
            fields = sorted(told.keys() | facts.keys())
            yield from (
                (subject, key, field)
                for field in fields
                if not _same(subject, field, told.get(field), facts.get(field), salts)
            )


def _same(subject: str, field: str, told: _Told | None, live: object, salts: Mapping[tuple[int, str], bytes]) -> bool:
    """Free texts are compared through their salted commitment: the words beside the chain prove nothing by themselves."""
    if told is None:
        return is_empty(live)
    if not is_free(subject, field) or is_empty(told.value):
        return bool(told.value == live)
    salt = salts.get((told.seq, field))
    return salt is not None and told.value == {"text": salted(salt, as_words(live))}


async def _everything(db: Session) -> Iterable[Thing]:
    """All that the history speaks of, as it is now."""
    return [
        *await mesas.all_mesas(db),
        *await institutions.all_institutions(db),
        *await commitment_rows.everything(db),
        *await meetings.all_meetings(db),
        *await evidence.everything(db),
    ]
