"""The words beside the chain, where some have to be found and blanked; the commitment to them stays in the chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.domain.history import ERASURE
from bot.store import history
from bot.store.facts import is_free
from bot.store.session import Session
from bot.store.tables import history_event, history_text

_WORDS = (
    select(history_event.c.subject, history_event.c.key, history_event.c.hash, history_text)
    .join(history_event)
    .where(history_text.c.salt != b"")
    .order_by(history_text.c.seq, history_text.c.field)
)
_OF = _WORDS.where(history_event.c.key == bindparam("of_key"), history_text.c.field == bindparam("of_field"))
_IN = _WORDS.where(history_text.c.seq == bindparam("of_seq"), history_text.c.field == bindparam("of_field"))
_SAME = _WORDS.where(history_text.c.text == bindparam("words"))
_BLANK = (
    update(history_text)
    .where(history_text.c.seq == bindparam("of_seq"), history_text.c.field == bindparam("of_field"))
    .values(text="", salt=b"")
)


@dataclass(frozen=True)
class Words:
    """Words that stand beside one event. seal: the event's hash."""

    subject: str
    key: str
    seal: bytes
    seq: int
    field: str
    text: str


async def of_thing(db: Session, key: str, field: str) -> list[Words]:
    """All that was ever said in a field of what the history calls so, oldest first."""
    rows = await db.execute(_OF, {"of_key": key, "of_field": field})
    found = [Words(row.subject, row.key, row.hash, row.seq, row.field, row.text) for row in rows]
    return [one for one in found if is_free(one.subject, field)]


async def of_event(db: Session, seq: int, field: str) -> Words | None:
    """What that event said in that field; None: no words are there."""
    row = (await db.execute(_IN, {"of_seq": seq, "of_field": field})).first()
    return Words(row.subject, row.key, row.hash, row.seq, row.field, row.text) if row else None


async def same(db: Session, words: str) -> list[Words]:
    """Wherever exactly these words stand."""
    rows = await db.execute(_SAME, {"words": words})
    return [Words(row.subject, row.key, row.hash, row.seq, row.field, row.text) for row in rows]


async def blank(db: Session, one: Words, *, actor: str, now: datetime) -> None:
    """Erase words and salt for good, and say so in the chain; when an older copy is restored they are erased again."""
    db.never_again(f"text {one.field}", [one.seal])
    await history.append(db, now=now, actor=actor, subject=ERASURE, key=f"{one.seq}/{one.field}", facts={})
    await db.execute(_BLANK, {"of_seq": one.seq, "of_field": one.field})
