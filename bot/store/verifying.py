"""Whether nobody rewrote the past: the chain from its first event, the words beside it, the heads that were published, and
the live tables against what it tells.

A tail that was cut off together with the live rows, or a history rewritten as a whole, shows only against a head that
somebody kept; without one it is not provable.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, bindparam, select

from bot.domain.channels import SUBJECT as CHANNEL
from bot.domain.heads import Head, named_lost
from bot.domain.history import ERASURE, GENESIS, RESTORATION, Event, canonical, link, salted
from bot.domain.offices import SUBJECT as OFFICE
from bot.store import commitment_rows, evidence, heads, institutions, meetings, mesas, spoken
from bot.store.facts import ONLY_TOLD, SUBJECTS, Thing, as_words, facts_of, is_empty, is_free, key_of
from bot.store.history import event_of
from bot.store.session import Session
from bot.store.tables import history_event, history_text

BROKEN_CHAIN = "cadena"
OTHER_HEAD = "no es de esta historia"
OTHER_WORDS = "palabras ≠ huella"
OTHER_STATE = "estado ≠ historia"

Words = Mapping[int, Mapping[str, Row[Any]]]

_SLICE = 500  # events between two looks at what else the loop has to do
_AFTER = (
    select(history_event).where(history_event.c.seq > bindparam("after")).order_by(history_event.c.seq).limit(_SLICE)
)
_WORDS = select(history_text).where(history_text.c.seq.between(bindparam("first"), bindparam("last")))


@dataclass(frozen=True)
class Verdict:
    """events: how many were read; head: the last good hash in hex; erased: words that were erased, as the chain says.

    If not ok, the first thing wrong: BROKEN_CHAIN with the `seq` of the first event that does not follow from the one before;
    OTHER_HEAD with the seq of a head that is not of this history (restored: of the event that says why, 0 = none does);
    OTHER_WORDS or OTHER_STATE with subject, key and field ("" = the thing as a whole).
    restorations: the events by which a copy was put back. lost: the heads among those given that are of a branch that was left then,
    as these events say.
    """

    ok: bool
    events: int
    head: str
    wrong: str = ""
    seq: int = 0
    subject: str = ""
    key: str = ""
    field: str = ""
    erased: int = 0
    restored: int = 0
    restorations: tuple[int, ...] = ()
    lost: tuple[Head, ...] = ()


@dataclass(frozen=True)
class _Told:
    """A field as the history tells it; salt: of a free text, b"" where its words are not there any more."""

    value: Any
    salt: bytes | None


@dataclass
class _Reading:
    """What was read so far. seals: the hashes of the events that a head speaks of. blank: (seq, field) → whose words are
    not there, until the chain says that they were erased. restored: seq → how many events there were before, by the chain.
    lost: lines of the heads of branches that were left then."""

    state: dict[tuple[str, str], dict[str, _Told]] = field(default_factory=dict)
    seals: dict[int, bytes] = field(default_factory=dict)
    blank: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    wrong_words: tuple[str, str, str] | None = None
    restored: dict[int, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    erased: int = 0

    def take(self, event: Event, words: Mapping[str, Row[Any]]) -> None:
        """As bot/domain/history.replay, keeping beside each field what its words were salted with."""
        where = (event.subject, event.key)
        if event.subject == ERASURE:
            self.erased += self.blank.pop(event.key, None) is not None
        elif event.subject == RESTORATION:
            self.restored[event.seq] = int(event.key)
            self.lost += named_lost(event.facts)
        elif event.subject in (OFFICE, CHANNEL):
            return  # told by opaque codes, and kept nowhere in clear to be compared with
        elif event.facts is None:
            self.state.pop(where, None)
        else:
            told = {
                name: self._told(event, name, value, words)
                for name, value in event.facts.items()
                if name not in ONLY_TOLD.get(event.subject, ())
            }
            self.state.setdefault(where, {}).update(told)

    def _told(self, event: Event, name: str, value: Any, words: Mapping[str, Row[Any]]) -> _Told:
        if not is_free(event.subject, name) or is_empty(value):
            return _Told(value, None)
        beside = words.get(name)
        if beside is None or not beside.salt:
            self.blank[f"{event.seq}/{name}"] = (event.subject, event.key, name)
            return _Told(value, b"")
        if value != {"text": salted(beside.salt, beside.text)} and self.wrong_words is None:
            self.wrong_words = (event.subject, event.key, name)
        return _Told(value, beside.salt)


async def verify(db: Session, kept: Sequence[Head] = ()) -> Verdict:
    """Read everything and compare. `db`: a `reading()` snapshot, so that the bot can go on writing meanwhile.

    kept: heads from elsewhere (a file, somebody's phone); our own published ones are compared too. Of those kept some may be of a
    branch that was left when a copy was restored, if the history names them.
    """
    head, last, reading = GENESIS, 0, _Reading()
    own = await heads.every(db)
    known = sorted([*own, *kept], key=lambda one: one.seq)
    wanted = {one.seq for one in known}
    async for events, words in slices(db):
        for event in events:
            if not _follows(event, last, head):
                return Verdict(False, last, head.hex(), BROKEN_CHAIN, seq=last + 1)
            head, last = event.hash, event.seq
            reading.take(event, words.get(event.seq, {}))
            if last in wanted:
                reading.seals[last] = head
    others = [one for one in known if not one.holds(reading.seals.get(one.seq))]
    lost = tuple(one for one in others if one not in own and any(line.startswith(one.line) for line in reading.lost))
    other = next((one for one in others if one not in lost), None)
    if other:
        why = next((seq for seq, before in reading.restored.items() if before < other.seq), 0)
        return Verdict(False, last, head.hex(), OTHER_HEAD, seq=other.seq, restored=why)
    if wrong := reading.wrong_words or next(iter(reading.blank.values()), None):
        return Verdict(False, last, head.hex(), OTHER_WORDS, 0, *wrong)
    live = {(SUBJECTS[type(thing)], key_of(thing)): thing for thing in await _everything(db)}
    for differs in _compared(reading.state, live):
        return Verdict(False, last, head.hex(), OTHER_STATE, 0, *differs)
    return Verdict(True, last, head.hex(), erased=reading.erased, restorations=tuple(reading.restored), lost=lost)


async def slices(db: Session) -> AsyncIterator[tuple[list[Event], Words]]:
    """All events, some at a time, and by seq and field what is kept beside them; others have their turn in between."""
    last = 0
    while events := [event_of(row) for row in await db.execute(_AFTER, {"after": last})]:
        words: dict[int, dict[str, Row[Any]]] = {}
        for row in await db.execute(_WORDS, {"first": events[0].seq, "last": events[-1].seq}):
            words.setdefault(row.seq, {})[row.field] = row
        yield events, words
        last = events[-1].seq
        await asyncio.sleep(0)


def _follows(event: Event, last: int, head: bytes) -> bool:
    body = canonical(event.at, event.actor, event.subject, event.key, event.facts)
    return event.seq == last + 1 and event.previous == head and event.hash == link(event.seq, head, body)


def _compared(
    state: Mapping[tuple[str, str], Mapping[str, _Told]], live: Mapping[tuple[str, str], Thing]
) -> Iterator[tuple[str, str, str]]:
    """(subject, key, field) of whatever is not as the history tells, in a fixed order."""
    for subject, key in sorted(state.keys() | live.keys()):
        told, thing = state.get((subject, key)), live.get((subject, key))
        if told is None or thing is None:
            yield subject, key, ""
        else:
            facts = facts_of(thing)
            for name in sorted(told.keys() | facts.keys()):
                if not _same(told.get(name), facts.get(name)):
                    yield subject, key, name


def _same(told: _Told | None, live: object) -> bool:
    """Free texts are compared through their salted commitment: the words beside the chain prove nothing by themselves."""
    if told is None:
        return is_empty(live)
    if told.salt is None:
        return bool(told.value == live)
    return bool(told.value == {"text": salted(told.salt, as_words(live))})


async def _everything(db: Session) -> Iterable[Thing]:
    """All that the history speaks of, as it is now."""
    return [
        *await mesas.all_mesas(db),
        *await institutions.all_institutions(db),
        *await commitment_rows.everything(db),
        *await meetings.all_meetings(db),
        *await evidence.everything(db),
        *await spoken.everything(db),
    ]
