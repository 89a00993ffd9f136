"""The commitments: asked for by list, number or code; saved with their history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Integer, Select, bindparam, case, func, select, true

from bot.domain.asking import PAGE_SIZE, Ask, Page, Tally
from bot.domain.commitments import NEVER_OVERDUE, Commitment, Status
from bot.domain.history import Change, Event
from bot.domain.notices import About
from bot.store import history, schedule
from bot.store.changes import changes_of
from bot.store.commitment_rows import ROWS, found, insert_row, update_row
from bot.store.conditions import (
    ELSEWHERE,
    IS_OVERDUE,
    Shape,
    holds,
    order_of,
    shape_of,
    values,
    within,
)
from bot.store.facts import key_of
from bot.store.saving import Saved
from bot.store.searching import sort_code
from bot.store.session import Session
from bot.store.tables import commitment, institution, mesa


@lru_cache(maxsize=256)
def _listing(shape: Shape) -> Select[Any]:
    """A list's head (the mesa's name, how many there are and elsewhere, the institution's name) beside each row of its page,
    or beside none: so what is asked for is looked for once."""
    order = [part.label(f"place{number}") for number, part in enumerate(order_of(shape))]
    chosen = select(commitment.c.id, ELSEWHERE.label("elsewhere"), *order).where(holds(shape)).cte("chosen")
    counts = select(func.count().label("total"), func.sum(chosen.c.elsewhere).label("elsewhere")).select_from(chosen)
    counted = counts.subquery("counted")
    shown = select(chosen).order_by(*(chosen.c[part.name] for part in order))
    rows = shown.limit(bindparam("limit", type_=Integer)).offset(bindparam("offset", type_=BigInteger)).subquery("rows")
    who = select(institution.c.name).where(institution.c.slug == bindparam("institution")).scalar_subquery()
    head = select(mesa.c.name, counted.c.total, counted.c.elsewhere, who.label("who"), rows.c.id.label("row"))
    beside = head.select_from(mesa.join(counted, true()).outerjoin(rows, true())).where(mesa.c.id == bindparam("mesa"))
    return beside.order_by(*(rows.c[part.name] for part in order))


_COUNTS = (
    func.count().label("total"),
    func.count(case((commitment.c.status == Status.DONE, 1))).label("done"),
    func.count(case((commitment.c.status == Status.IN_PROGRESS, 1))).label("in_progress"),
    func.count(case((IS_OVERDUE, 1))).label("overdue"),
)
_TALLY = {subgroup: select(*_COUNTS).where(within(subgroup=subgroup)) for subgroup in (False, True)}
_OF_MESA = mesa.c.slug == bindparam("slug")
_BY_ID = ROWS.where(commitment.c.id == bindparam("row"))
_BY_IDS = ROWS.where(commitment.c.id.in_(bindparam("rows", expanding=True)))
_BY_CODE = ROWS.where(commitment.c.folded_code == bindparam("folded")).order_by(
    mesa.c.name, mesa.c.slug, commitment.c.code
)
_BY_CODE_IN_MESA = _BY_CODE.where(_OF_MESA)
_OF_THAT_MESA = ROWS.where(commitment.c.mesa_id == bindparam("mesa")).order_by(
    commitment.c.sort_code, commitment.c.code
)
_BY_SAFE_CODE = ROWS.where(_OF_MESA, commitment.c.safe_code == bindparam("safe"))
_BY_NUMBER = ROWS.where(_OF_MESA, commitment.c.sort_code.endswith(bindparam("number"), autoescape=False)).order_by(
    commitment.c.sort_code
)
_CODES = select(commitment.c.code).where(commitment.c.mesa_id == bindparam("mesa")).order_by(commitment.c.sort_code)
_THIS = ROWS.where(_OF_MESA, commitment.c.code == bindparam("code"))


async def page(db: Session, ask: Ask, today: date) -> Page:
    """One page of a list, the most urgent first; beyond the end, the last one. today: the date in the mesa's zone."""
    asked = values(ask, today) | {"limit": PAGE_SIZE, "offset": (max(1, ask.page) - 1) * PAGE_SIZE}
    heads = (await db.execute(_listing(shape_of(ask)), asked)).all()
    if not heads:
        return Page(ask, "", (), 0)
    head = heads[0]
    empty = Page(ask, head.name, (), head.total, head.who or "", head.elsewhere or 0)
    if ask.page > empty.pages:
        return await page(db, replace(ask, page=empty.pages), today)
    numbers = [row.row for row in heads if row.row is not None]
    items = await by_numbers(db, numbers)
    return replace(empty, ask=replace(ask, page=max(1, ask.page)), items=tuple(items[number] for number in numbers))


async def tally(db: Session, mesa_id: int, subgroup: str, today: date) -> Tally:
    """A mesa's, or a subgroup's, commitments counted."""
    row = (await db.execute(_TALLY[bool(subgroup)], {"mesa": mesa_id, "subgroup": subgroup, "today": today})).one()
    return Tally(row.total, row.done, row.in_progress, row.overdue)


async def by_id(db: Session, commitment_id: int) -> Commitment | None:
    return _only(await found(db, _BY_ID, {"row": commitment_id}))


async def by_numbers(db: Session, numbers: Sequence[int]) -> dict[int, Commitment]:
    """row number → commitment; those that are not there are missing."""
    return {one.id: one for one in await found(db, _BY_IDS, {"rows": numbers})} if numbers else {}


async def by_code(db: Session, folded_code: str, mesa_slug: str = "") -> list[Commitment]:
    """folded_code: as `fold_code` gives it. In one mesa, or in all of them by the mesa's name."""
    statement = _BY_CODE_IN_MESA if mesa_slug else _BY_CODE
    return await found(db, statement, {"folded": folded_code, "slug": mesa_slug})


async def by_number(db: Session, mesa_slug: str, number: str) -> list[Commitment]:
    """number: digits. Those whose code ends in it, however many zeros stand before it."""
    return await found(db, _BY_NUMBER, {"slug": mesa_slug, "number": sort_code(number)})


async def of_mesa(db: Session, mesa_id: int) -> list[Commitment]:
    """All of a mesa's, by their codes."""
    return await found(db, _OF_THAT_MESA, {"mesa": mesa_id})


async def by_safe_code(db: Session, mesa_slug: str, safe: str) -> Commitment | None:
    """The commitment that a link names."""
    return _only(await found(db, _BY_SAFE_CODE, {"slug": mesa_slug, "safe": safe}))


async def codes(db: Session, mesa_id: int) -> list[str]:
    """All of a mesa's."""
    return list((await db.execute(_CODES, {"mesa": mesa_id})).scalars())


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
        kept = await insert_row(db, new, now)
    else:
        kept = await update_row(db, replace(new, id=known.id, revision=known.revision + 1), now)
    runs_anew = known is None or _clock_of(known) != _clock_of(new)
    revision = kept.revision if runs_anew else None
    await schedule.touch(db, About.COMMITMENT, kept.id, kept.mesa_id, now, revision=revision)
    await history.record(db, new, facts, actor=actor, now=now)
    return saved


def _clock_of(one: Commitment) -> tuple[date | None, bool]:
    """What the ladder counts from: a change of it starts the ladder again."""
    return one.deadline, one.status in NEVER_OVERDUE


async def events(db: Session, of: Commitment) -> list[Event]:
    """Its events as the chain has them, oldest first."""
    return await history.events_of(db, "commitment", key_of(of))


async def changes(db: Session, commitment_id: int) -> list[Change]:
    """What changed since it was first recorded, oldest first, in words; of the first record only what it set out with."""
    of = await by_id(db, commitment_id)
    if of is None:
        return []
    return await changes_of(db, await events(db, of))


def _only(all_found: list[Commitment]) -> Commitment | None:
    return all_found[0] if all_found else None
