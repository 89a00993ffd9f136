"""Notices as rows: written once by the transaction that decides, read by whoever sends."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy import insert as plain_insert

from bot.domain.notices import PRIORITY, About, Draft, Item, Notice, NoticeState
from bot.store.session import Session
from bot.store.tables import mesa
from bot.store.telling import notice, notice_item
from bot.store.upsert import insert

ROWS = select(notice, mesa.c.zone).join(mesa)
_BY_ID = ROWS.where(notice.c.id == bindparam("row"))
_STATE = (
    update(notice)
    .where(notice.c.id == bindparam("row"), notice.c.state.in_(bindparam("old", expanding=True)))
    .values(state=bindparam("new"))
)
_IS_WRITTEN = notice.c.state == NoticeState.WRITING
_BEGUN = select(notice.c.id, notice.c["items"].label("items"), notice.c.useful_until).where(
    _IS_WRITTEN,
    notice.c.mesa_id == bindparam("mesa"),
    notice.c.scope == bindparam("of_scope"),
    notice.c.kind == bindparam("of_kind"),
)
_WRITE_ON = (
    update(notice)
    .where(notice.c.id == bindparam("row"))
    .values({"items": bindparam("new_items"), "useful_until": bindparam("new_until")})
)
_BEING_WRITTEN = select(notice.c.mesa_id).where(_IS_WRITTEN).distinct()
_OPEN_WRITTEN = (
    update(notice)
    .where(_IS_WRITTEN, notice.c.mesa_id == bindparam("mesa"))
    .values(state=NoticeState.OPEN, made_at=bindparam("moment"), not_before=bindparam("moment"))
)


async def publish(db: Session, draft: Draft, state: NoticeState = NoticeState.OPEN) -> int | None:
    """Write a Notice; its deliveries are filled in later. None: this one was made before.

    IntegrityError: one of its items was told to that scope before; whoever decides rolls back and looks again.
    """
    row = {
        "dedup": draft.dedup,
        "mesa_id": draft.mesa_id,
        "scope": draft.scope,
        "kind": draft.kind,
        "priority": PRIORITY[draft.kind],
        "items": _dumped([_written(item) for item in draft.items]),
        "urgent": draft.urgent,
        "made_at": draft.made_at,
        "not_before": draft.not_before or draft.made_at,
        "useful_until": draft.useful_until,
        "state": state,
        "filled": False,
        "fill_cursor": None,
        "counts": None,
    }
    statement = insert(db, notice).values(row).on_conflict_do_nothing(index_elements=["dedup"])
    made: int | None = (await db.execute(statement.returning(notice.c.id))).scalar()
    if made is not None:
        await _name_items(db, made, draft)
    return made


async def _name_items(db: Session, number: int, draft: Draft) -> None:
    each = [
        {"scope": draft.scope, "about": item.about, "number": item.number, "notice_id": number}
        | {"revision": item.revision, "step": item.step}
        for item in draft.items
    ]
    if each:
        await db.execute(plain_insert(notice_item), each)


async def write_on(db: Session, draft: Draft, *, begin: bool) -> bool:
    """Add to what is being written to that scope, of which nobody is told before `open_written`. Where nothing is, begin it,
    else publish it by itself. False: as `publish` gives None."""
    asked = {"mesa": draft.mesa_id, "of_scope": draft.scope, "of_kind": draft.kind}
    row = (await db.execute(_BEGUN, asked)).first()
    if row is None:
        return await publish(db, draft, NoticeState.WRITING if begin else NoticeState.OPEN) is not None
    items = [*json.loads(row.items), *(_written(item) for item in draft.items)]
    until = max(row.useful_until, draft.useful_until)
    await db.execute(_WRITE_ON, {"row": row.id, "new_items": _dumped(items), "new_until": until})
    await _name_items(db, row.id, draft)
    return True


async def being_written(db: Session) -> list[int]:
    """The mesas of which something is: whoever wrote it may have died."""
    return list((await db.execute(_BEING_WRITTEN)).scalars())


async def open_written(db: Session, mesa_id: int, now: datetime) -> int:
    """From now on what was written of that mesa is told; how many notices."""
    return (await db.execute(_OPEN_WRITTEN, {"mesa": mesa_id, "moment": now})).rowcount


async def by_id(db: Session, notice_id: int) -> Notice | None:
    row = (await db.execute(_BY_ID, {"row": notice_id})).first()
    return notice_of(row) if row else None


async def set_state(
    db: Session, notice_id: int, state: NoticeState, was: Collection[NoticeState] = tuple(NoticeState)
) -> bool:
    """False: it is none of `was` any more, and stays as it is; asked and set at once, so that of two who decide one wins."""
    turned = await db.execute(_STATE, {"row": notice_id, "new": state, "old": list(was)})
    return turned.rowcount == 1


async def told_before(db: Session, scope: str, items: Sequence[Item]) -> set[Item]:
    """Those of the items that this scope was told already."""
    known = select(notice_item).where(
        notice_item.c.scope == scope, notice_item.c.number.in_({item.number for item in items})
    )
    keys = {(row.about, row.number, row.revision, row.step) for row in await db.execute(known)}
    return {item for item in items if (item.about, item.number, item.revision, item.step) in keys}


def notice_of(row: Row[Any]) -> Notice:
    return Notice(
        row.id,
        row.mesa_id,
        row.scope,
        row.kind,
        row.made_at,
        row.useful_until,
        row.not_before,
        row.urgent,
        row.zone,
        row.state,
        row.filled,
        row.fill_cursor,
        tuple(read_item(item) for item in json.loads(row.items)),
    )


def _dumped(items: list[list[Any]]) -> str:
    return json.dumps(items, separators=(",", ":"))


def _written(item: Item) -> list[Any]:
    return [item.about.value, item.number, item.revision, item.step, int(item.late), list(item.parents)]


def read_item(item: list[Any]) -> Item:
    """An item as `notice.items` has it."""
    about, number, revision, step, late, parents = item
    return Item(About(about), number, revision, step, bool(late), tuple(parents))
