"""The commitments: asked for by list, number or code; saved with their history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, case, func, select, true

from bot.domain.asking import PAGE_SIZE, Ask, Page, Tally
from bot.domain.commitments import Commitment, Status
from bot.domain.history import Change, Event
from bot.store import history
from bot.store.commitment_rows import ROWS, found, insert_row, update_row
from bot.store.conditions import ELSEWHERE, IS_OVERDUE, Shape, holds, order_of, shape_of, values, within
from bot.store.facts import as_words, key_of
from bot.store.saving import Saved
from bot.store.session import Session
from bot.store.tables import commitment, institution, mesa


@lru_cache(maxsize=256)
def _page_statements(shape: Shape) -> tuple[Select[Any], Select[Any]]:
    """A list's head (the mesa's name, how many there are and elsewhere, the institution's name) and its page."""
    held = holds(shape)
    counts = select(func.count().label("total"), func.sum(ELSEWHERE).label("elsewhere")).where(held).subquery("counts")
    who = select(institution.c.name).where(institution.c.slug == bindparam("institution")).scalar_subquery()
    head = select(mesa.c.name, counts, who.label("who")).join(counts, true()).where(mesa.c.id == bindparam("mesa"))
    place = (bindparam("limit", type_=Integer), bindparam("offset", type_=Integer))
    return head, ROWS.where(held).order_by(*order_of(shape)).limit(place[0]).offset(place[1])


_COUNTS = (
    func.count().label("total"),
    func.count(case((commitment.c.status == Status.DONE, 1))).label("done"),
    func.count(case((commitment.c.status == Status.IN_PROGRESS, 1))).label("in_progress"),
    func.count(case((IS_OVERDUE, 1))).label("overdue"),
)
_TALLY = {subgroup: select(*_COUNTS).where(within(subgroup=subgroup)) for subgroup in (False, True)}
_OF_MESA = mesa.c.slug == bindparam("slug")
_BY_ID = ROWS.where(commitment.c.id == bindparam("row"))
_BY_CODE = ROWS.where(commitment.c.folded_code == bindparam("folded")).order_by(
    mesa.c.name, mesa.c.slug, commitment.c.code
)
_BY_CODE_IN_MESA = _BY_CODE.where(_OF_MESA)
_BY_SAFE_CODE = ROWS.where(_OF_MESA, commitment.c.safe_code == bindparam("safe"))
_THIS = ROWS.where(_OF_MESA, commitment.c.code == bindparam("code"))


async def page(db: Session, ask: Ask, today: date) -> Page:
    """One page of a list, the most urgent first; beyond the end, the last one. today: the date in the mesa's zone."""
    asked = values(ask, today)
    head_of, items_of = _page_statements(shape_of(ask))
    head = (await db.execute(head_of, asked)).first()
    if head is None:
        return Page(ask, "", (), 0)
    empty = Page(ask, head.name, (), head.total, head.who or "", head.elsewhere or 0)
    shown = min(max(1, ask.page), empty.pages)
    place = {"limit": PAGE_SIZE, "offset": (shown - 1) * PAGE_SIZE}
    items = await found(db, items_of, asked | place) if head.total else []
    return replace(empty, ask=replace(ask, page=shown), items=tuple(items))


async def tally(db: Session, mesa_id: int, subgroup: str, today: date) -> Tally:
    """A mesa's, or a subgroup's, commitments counted."""
    row = (await db.execute(_TALLY[bool(subgroup)], {"mesa": mesa_id, "subgroup": subgroup, "today": today})).one()
    return Tally(row.total, row.done, row.in_progress, row.overdue)


async def by_id(db: Session, commitment_id: int) -> Commitment | None:
    return _only(await found(db, _BY_ID, {"row": commitment_id}))


async def by_code(db: Session, folded_code: str, mesa_slug: str = "") -> list[Commitment]:
    """folded_code: as `fold_code` gives it. In one mesa, or in all of them by the mesa's name."""
    statement = _BY_CODE_IN_MESA if mesa_slug else _BY_CODE
    return await found(db, statement, {"folded": folded_code, "slug": mesa_slug})


async def by_safe_code(db: Session, mesa_slug: str, safe: str) -> Commitment | None:
    """The commitment that a link names."""
    return _only(await found(db, _BY_SAFE_CODE, {"slug": mesa_slug, "safe": safe}))


async def save(db: Session, new: Commitment, *, actor: str, now: datetime) -> Saved:
    """Insert or change the commitment of this mesa and code, all its fields; revision, moment and number are ours to give.

    Unknown: its mesa or one of its institutions is not stored.
    """
    await history.begin(db)
    known = _only(await found(db, _THIS, {"slug": new.mesa, "code": new.code}))
    saved, facts = history.difference(known, new)
    if saved is Saved.NONE:
        return saved
    if known is None:
        await insert_row(db, new, now)
    else:
        await update_row(db, replace(new, id=known.id, revision=known.revision + 1), now)
    await history.record(db, new, facts, actor=actor, now=now)
    return saved


async def events(db: Session, of: Commitment) -> list[Event]:
    """Its events as the chain has them, oldest first."""
    return await history.events_of(db, "commitment", key_of(of))


_TOLD_AT_FIRST = frozenset({"status", "deadline", "responsibilities"})


async def changes(db: Session, commitment_id: int) -> list[Change]:
    """What changed since it was first recorded, oldest first, in words; of the first record only what it set out with."""
    of = await by_id(db, commitment_id)
    if of is None:
        return []
    past = await events(db, of)
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


def _only(all_found: list[Commitment]) -> Commitment | None:
    return all_found[0] if all_found else None
