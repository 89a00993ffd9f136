"""Commitments as rows and back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, bindparam, delete, func, insert, select, update

from bot.domain.commitments import Commitment, Responsibility, contested, is_open, unanswered, without_responsible
from bot.domain.folding import fold_code, safe_code
from bot.store.institutions import numbers_of
from bot.store.saving import Unknown
from bot.store.searching import names_of, remember, sort_code, words_of
from bot.store.session import Session
from bot.store.tables import commitment, institution, mesa, responsibility

_LOOKED_FOR = {"folded_code", "sort_code", "safe_code"}
_COUNTED = {"unowned", "no_responsible", "unanswered", "contested"}
_DERIVED = _LOOKED_FOR | _COUNTED
_GIVEN = {"id", "mesa_id", "code", "extras", "revision", "updated_at"}
_PLAIN = tuple(column.name for column in commitment.columns if column.name not in _DERIVED | _GIVEN)
_KEPT = [column for column in commitment.columns if column.name not in _DERIVED]
ROWS = select(*_KEPT, mesa.c.slug.label("mesa")).join(mesa)
_named = institution.alias("named")
_ALL_OWED = (
    select(
        responsibility,
        institution.c.slug,
        func.coalesce(func.nullif(institution.c.acronym, ""), institution.c.name).label("name"),
        func.coalesce(func.nullif(_named.c.acronym, ""), _named.c.name, "").label("named_name"),
    )
    .join(institution, responsibility.c.institution_id == institution.c.id)
    .outerjoin(_named, responsibility.c.named == _named.c.slug)
    .order_by(responsibility.c.position)
)
_OWED = _ALL_OWED.where(responsibility.c.commitment_id.in_(bindparam("rows", expanding=True)))


async def found(db: Session, statement: Select[Any], values: Mapping[str, Any]) -> list[Commitment]:
    """The commitments of a statement made from ROWS, whole."""
    rows = (await db.execute(statement, values)).all()
    if not rows:
        return []
    owed: dict[int, list[Responsibility]] = defaultdict(list)
    for row in await db.execute(_OWED, {"rows": [row.id for row in rows]}):
        owed[row.commitment_id].append(_responsibility(row))
    return [_commitment(row, owed[row.id]) for row in rows]


async def everything(db: Session) -> list[Commitment]:
    """Every commitment of every mesa."""
    owed: dict[int, list[Responsibility]] = defaultdict(list)
    for row in await db.execute(_ALL_OWED):
        owed[row.commitment_id].append(_responsibility(row))
    return [_commitment(row, owed[row.id]) for row in await db.execute(ROWS)]


class Kept(NamedTuple):
    """Where a commitment stands now."""

    id: int
    mesa_id: int
    revision: int


async def insert_row(db: Session, new: Commitment, now: datetime) -> Kept:
    """Unknown: its mesa, or an institution, is not stored."""
    mesa_id = (await db.execute(select(mesa.c.id).where(mesa.c.slug == new.mesa))).scalar()
    if mesa_id is None:
        raise Unknown(f"mesa not stored: {new.mesa}")
    numbers = await _numbers(db, new)
    row = _row(new, now) | {
        "mesa_id": mesa_id,
        "code": new.code,
        "folded_code": fold_code(new.code),
        "sort_code": sort_code(new.code),
        "safe_code": await _free_safe_code(db, mesa_id, new.code),
        "revision": 1,
    }
    row_id = (await db.execute(insert(commitment).returning(commitment.c.id), row)).scalar_one()
    await _owe(db, replace(new, id=row_id), mesa_id, numbers)
    await remember(db, row_id, mesa_id, await _words(db, new, numbers))
    return Kept(row_id, mesa_id, 1)


async def update_row(db: Session, new: Commitment, now: datetime) -> Kept:
    """Its number and revision are those of `new`; the code stays."""
    numbers = await _numbers(db, new)
    row = _row(new, now) | {"revision": new.revision}
    written = update(commitment).where(commitment.c.id == new.id).returning(commitment.c.mesa_id)
    mesa_id = (await db.execute(written, row)).scalar_one()
    await db.execute(delete(responsibility).where(responsibility.c.commitment_id == new.id))
    await _owe(db, new, mesa_id, numbers)
    await remember(db, new.id, mesa_id, await _words(db, new, numbers))
    return Kept(new.id, mesa_id, new.revision)


async def _numbers(db: Session, new: Commitment) -> dict[str, int]:
    return await numbers_of(db, {one.institution for one in new.responsibilities})


async def _words(db: Session, new: Commitment, numbers: dict[str, int]) -> set[str]:
    names = await names_of(db, numbers.values())
    return words_of(new.text, new.text_quechua, new.code, new.subgroup, names, reserved=new.reserved)


def _row(new: Commitment, now: datetime) -> dict[str, Any]:
    return {name: getattr(new, name) for name in _PLAIN} | {
        "extras": json.dumps(new.extras, ensure_ascii=False),
        "updated_at": now,
        "unowned": not new.responsibilities,
        "no_responsible": is_open(new) and without_responsible(new),
        "unanswered": unanswered(new),
        "contested": contested(new),
    }


async def _owe(db: Session, new: Commitment, mesa_id: int, numbers: dict[str, int]) -> None:
    owed = new.responsibilities
    bodies = [one.institution for one in owed]
    rows = [
        {
            "commitment_id": new.id,
            "mesa_id": mesa_id,
            "status": new.status,
            "deadline": new.deadline,
            "again": one.institution in bodies[:position],
            "position": position,
            "institution_id": numbers[one.institution],
            "role": one.role,
            "stance": one.stance,
            "words": one.words,
            "said_by": one.said_by,
            "said_on": one.said_on,
            "why": one.why,
            "named": one.named,
        }
        for position, one in enumerate(owed)
    ]
    if rows:
        await db.execute(insert(responsibility), rows)


async def _free_safe_code(db: Session, mesa_id: int, code: str) -> str:
    """The code for links; numbered when another code of the mesa ("ESP 07", "ESP/07") or nothing is left of it."""
    wanted = safe_code(code)
    taken = set(
        (await db.execute(select(commitment.c.safe_code).where(commitment.c.mesa_id == mesa_id))).scalars()
        if not wanted
        else (
            await db.execute(
                select(commitment.c.safe_code).where(
                    commitment.c.mesa_id == mesa_id, commitment.c.safe_code.startswith(wanted, autoescape=True)
                )
            )
        ).scalars()
    )
    if wanted and wanted not in taken:
        return wanted
    number = 2 if wanted else 1
    while f"{wanted}-{number}".lstrip("-") in taken:
        number += 1
    return f"{wanted}-{number}".lstrip("-")


def _commitment(row: Row[Any], owed: Sequence[Responsibility]) -> Commitment:
    return Commitment(
        mesa=row.mesa,
        code=row.code,
        **{name: getattr(row, name) for name in _PLAIN},
        responsibilities=tuple(owed),
        extras=tuple((column, words) for column, words in json.loads(row.extras)),
        revision=row.revision,
        updated_at=row.updated_at,
        id=row.id,
    )


def _responsibility(row: Row[Any]) -> Responsibility:
    answer = (row.words, row.said_by, row.said_on, row.why, row.named, row.named_name)
    return Responsibility(row.slug, row.name, row.role, row.stance, *answer)
