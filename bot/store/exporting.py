"""The history as a file that anybody can check with bot/web/verificar.py: one JSON object a line, one line an event."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Container, Mapping
from datetime import UTC
from typing import Any

from sqlalchemy import Row, or_, select

from bot.domain.history import Event
from bot.domain.spoken import SUBJECT as ANNOUNCEMENT
from bot.store.session import Session
from bot.store.tables import commitment, history_event, mesa
from bot.store.verifying import slices

_RESERVED = select(mesa.c.slug, commitment.c.code).join(mesa).where(commitment.c.reserved)
_TEXTS = frozenset({"text", "text_quechua"})  # what is not shown of a reserved commitment
# Announcements that nobody heard, or an institution's contacts alone.
_UNHEARD = select(history_event.c.key).where(
    history_event.c.subject == ANNOUNCEMENT,
    or_(history_event.c.facts.contains('"turn":"undone"'), history_event.c.facts.contains('"audience":"contacts"')),
)


async def lines(db: Session, *, with_words: bool = True) -> AsyncIterator[str]:
    """All events, the first one first, each as JSON without its line's end. `db`: a `reading()` snapshot.

    words: field → [salt in hex, the words]; those that were erased, texts and evidence of reserved commitments, and
    announcements that were undone or went to contacts alone, are left out.
    """
    reserved = {f"{row.slug}/{row.code}" for row in await db.execute(_RESERVED)}
    unheard = set((await db.execute(_UNHEARD)).scalars())
    async for events, words in slices(db):
        for event in events:
            shown = with_words and not (event.subject == ANNOUNCEMENT and event.key in unheard)
            beside = words.get(event.seq, {}) if shown else {}
            yield _line(event, {field: row for field, row in beside.items() if not _hidden(event, field, reserved)})


def _hidden(event: Event, field: str, reserved: Container[str]) -> bool:
    """Of a reserved commitment its text, and each piece of evidence ("espinar/ESP-07/1")."""
    if event.subject == "evidence":
        return event.key.rpartition("/")[0] in reserved
    return event.subject == "commitment" and field in _TEXTS and event.key in reserved


def _line(event: Event, words: Mapping[str, Row[Any]]) -> str:
    shown = {field: [row.salt.hex(), row.text] for field, row in sorted(words.items()) if row.salt}
    told = {
        "seq": event.seq,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor,
        "subject": event.subject,
        "key": event.key,
        "facts": event.facts,
        "words": shown,
        "previous": event.previous.hex(),
        "hash": event.hash.hex(),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
