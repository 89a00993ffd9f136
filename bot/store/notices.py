"""Notices as rows: written once by the transaction that decides, read by whoever sends."""

from __future__ import annotations

import json
from collections.abc import Sequence
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
_STATE = update(notice).where(notice.c.id == bindparam("row")).values(state=bindparam("new"))


async def publish(db: Session, draft: Draft) -> int | None:
    """Write a Notice; its deliveries are filled in later. None: this one was made before.

    IntegrityError: one of its items was told to that scope before; whoever decides rolls back and looks again.
    """
    row = {
        "dedup": draft.dedup,
        "mesa_id": draft.mesa_id,
        "scope": draft.scope,
        "kind": draft.kind,
        "priority": PRIORITY[draft.kind],
        "items": json.dumps([_written(item) for item in draft.items], separators=(",", ":")),
        "urgent": draft.urgent,
        "made_at": draft.made_at,
        "not_before": draft.not_before or draft.made_at,
        "useful_until": draft.useful_until,
        "state": NoticeState.OPEN,
        "filled": False,
        "fill_cursor": None,
        "counts": None,
    }
    statement = insert(db, notice).values(row).on_conflict_do_nothing(index_elements=["dedup"])
    made: int | None = (await db.execute(statement.returning(notice.c.id))).scalar()
    if made is not None and draft.items:
        each = [
            {"scope": draft.scope, "about": item.about, "number": item.number, "notice_id": made}
            | {"revision": item.revision, "step": item.step}
            for item in draft.items
        ]
        await db.execute(plain_insert(notice_item), each)
    return made


async def by_id(db: Session, notice_id: int) -> Notice | None:
    row = (await db.execute(_BY_ID, {"row": notice_id})).first()
    return notice_of(row) if row else None


async def set_state(db: Session, notice_id: int, state: NoticeState) -> None:
    await db.execute(_STATE, {"row": notice_id, "new": state})


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


def _written(item: Item) -> list[Any]:
    return [item.about.value, item.number, item.revision, item.step, int(item.late), list(item.parents)]


def read_item(item: list[Any]) -> Item:
    """An item as `notice.items` has it."""
    about, number, revision, step, late, parents = item
    return Item(About(about), number, revision, step, bool(late), tuple(parents))
