"""The commitments: asked for by list, number or code; saved with their history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, select

from bot.domain.asking import PAGE_SIZE, Ask, Page, Tally
from bot.domain.commitments import Commitment, Status
from bot.domain.history import Change, Event
from bot.store import history
from bot.store.commitment_rows import found_where, insert_row, update_row
from bot.store.conditions import answers, by_urgency, is_overdue, within
from bot.store.facts import as_words, key_of
from bot.store.saving import Saved
from bot.store.session import Session
from bot.store.tables import commitment, institution, mesa


async def page(db: Session, ask: Ask, today: date) -> Page:
    """One page of a list, the most urgent first; beyond the end, the last one. today: the date in the mesa's zone."""
    holds = answers(ask, today)
    total = select(func.count()).select_from(commitment).where(holds).scalar_subquery()
    named = select(institution.c.name).where(institution.c.slug == ask.institution).scalar_subquery()
    head = (
        await db.execute(select(mesa.c.name, total.label("total"), named.label("who")).where(mesa.c.id == ask.mesa))
    ).first()
    if head is None:
        return Page(ask, "", (), 0)
    empty = Page(ask, head.name, (), head.total, head.who or "")
    shown = min(max(1, ask.page), empty.pages)
    first = (shown - 1) * PAGE_SIZE
    items = await found_where(db, holds, order=by_urgency(today), limit=PAGE_SIZE, offset=first) if head.total else []
    return replace(empty, ask=replace(ask, page=shown), items=tuple(items))


async def tally(db: Session, mesa_id: int, subgroup: str, today: date) -> Tally:
    """A mesa's, or a subgroup's, commitments counted."""
    kinds = {
        "done": commitment.c.status == Status.DONE,
        "in_progress": commitment.c.status == Status.IN_PROGRESS,
        "overdue": is_overdue(today),
    }
    counts = [func.count(case((holds, 1))).label(name) for name, holds in kinds.items()]
    row = (await db.execute(select(func.count().label("total"), *counts).where(within(mesa_id, subgroup)))).one()
    return Tally(row.total, row.done, row.in_progress, row.overdue)


async def by_id(db: Session, commitment_id: int) -> Commitment | None:
    return next(iter(await found_where(db, commitment.c.id == commitment_id)), None)


async def by_code(db: Session, folded_code: str, mesa_slug: str = "") -> list[Commitment]:
    """folded_code: as `fold_code` gives it. In one mesa, or in all of them."""
    holds = commitment.c.folded_code == folded_code
    order = (mesa.c.name, mesa.c.slug, commitment.c.code)
    return await found_where(db, holds & (mesa.c.slug == mesa_slug) if mesa_slug else holds, order=order)


async def by_safe_code(db: Session, mesa_slug: str, safe: str) -> Commitment | None:
    """The commitment that a link names."""
    holds = (mesa.c.slug == mesa_slug) & (commitment.c.safe_code == safe)
    return next(iter(await found_where(db, holds)), None)


async def save(db: Session, new: Commitment, *, actor: str, now: datetime) -> Saved:
    """Insert or change the commitment of this mesa and code, all its fields; revision, moment and number are ours to give.

    Unknown: its mesa or one of its institutions is not stored.
    """
    await history.begin(db)
    same = (mesa.c.slug == new.mesa) & (commitment.c.code == new.code)
    known = next(iter(await found_where(db, same)), None)
    saved, facts = history.difference(known, new)
    if saved is Saved.NONE:
        return saved
    if known is None:
        await insert_row(db, new, now)
    else:
        await update_row(db, replace(new, id=known.id, revision=known.revision + 1), now)
    await history.record(db, new, facts, actor=actor, now=now)
    return saved


async def events(db: Session, found: Commitment) -> list[Event]:
    """Its events as the chain has them, oldest first."""
    return await history.events_of(db, "commitment", key_of(found))


_TOLD_AT_FIRST = frozenset({"status", "deadline", "responsibilities"})


async def changes(db: Session, commitment_id: int) -> list[Change]:
    """What changed since it was first recorded, oldest first, in words; of the first record only what it set out with."""
    found = await by_id(db, commitment_id)
    if found is None:
        return []
    past = await events(db, found)
    words = await history.words_of(db, past)
    names = {row.slug: row.acronym or row.name for row in await db.execute(select(institution))}
    return list(_changes(past, words, names))


def _changes(past: list[Event], words: dict[tuple[int, str], str], names: dict[str, str]) -> Iterator[Change]:
    known: dict[str, str] = {}
    for number, event in enumerate(past):
        for field, value in (event.facts or {}).items():
            told = _told(field, words.get((event.seq, field), value), names)
            if number or (field in _TOLD_AT_FIRST and told):
                yield Change(event.at, field, known.get(field, "") if number else None, told)
            known[field] = told


def _told(field: str, value: Any, names: dict[str, str]) -> str:
    """A fact as a person reads it; words that were erased are no words."""
    if field == "responsibilities":
        return ", ".join(names.get(slug, slug) for slug, *_ in value)
    if value is None or isinstance(value, dict):
        return ""
    return as_words(value)
