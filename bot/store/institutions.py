"""The bodies that owe, ask or accompany, and what each owes in a mesa."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, delete, distinct, func, insert, select, union, update

from bot.domain.asking import Owner
from bot.domain.mesas import Institution
from bot.store import history
from bot.store.conditions import IS_OPEN, IS_OVERDUE, within
from bot.store.saving import Saved, Unknown
from bot.store.searching import fold_again
from bot.store.session import Session
from bot.store.tables import commitment, institution, institution_alias, mesa, mesa_seat, responsibility

_parent = institution.alias("parent")
_WITH_PARENT = select(institution, _parent.c.slug.label("parent")).outerjoin(
    _parent, institution.c.parent_id == _parent.c.id
)
_ALIASES = select(institution_alias.c.institution_id, institution_alias.c.name).order_by(institution_alias.c.position)

_WHO = (institution.c.id, institution.c.slug, institution.c.name, institution.c.acronym)
_OWNERS = (
    select(
        *_WHO,
        func.count(distinct(commitment.c.id)).label("total"),
        func.count(distinct(case((IS_OPEN, commitment.c.id)))).label("open"),
        func.count(distinct(case((IS_OVERDUE, commitment.c.id)))).label("overdue"),
    )
    .join(responsibility, responsibility.c.institution_id == institution.c.id)
    .join(commitment, commitment.c.id == responsibility.c.commitment_id)
    .where(within(subgroup=False))
    .group_by(*_WHO)
)


async def all_institutions(db: Session) -> list[Institution]:
    """Every institution by its slug."""
    return await _where(db)


async def by_slug(db: Session, slug: str) -> Institution | None:
    return next(iter(await _where(db, institution.c.slug == slug)), None)


async def by_id(db: Session, institution_id: int) -> Institution | None:
    return next(iter(await _where(db, institution.c.id == institution_id)), None)


async def names_of(db: Session, numbers: Iterable[int]) -> dict[int, str]:
    """Row number → how people call it."""
    wanted = sorted(set(numbers))
    if not wanted:
        return {}
    known = select(institution.c.id, institution.c.name, institution.c.acronym).where(institution.c.id.in_(wanted))
    return {row.id: row.acronym or row.name for row in await db.execute(known)}


async def numbers_of(db: Session, slugs: Iterable[str]) -> dict[str, int]:
    """slug → row number. Unknown: one of them is not stored."""
    wanted = set(slugs)
    if not wanted:
        return {}
    found = await db.execute(select(institution.c.slug, institution.c.id).where(institution.c.slug.in_(wanted)))
    numbers = {row.slug: row.id for row in found}
    if missing := wanted - numbers.keys():
        raise Unknown(f"institution not stored: {', '.join(sorted(missing))}")
    return numbers


async def used_elsewhere(db: Session, slugs: Collection[str]) -> set[str]:
    """The slugs of institutions that sit or owe in another mesa than these."""
    other = mesa.c.slug.not_in(sorted(slugs))
    seated = select(mesa_seat.c.institution_id).join(mesa, mesa.c.id == mesa_seat.c.mesa_id).where(other)
    owing = (
        select(responsibility.c.institution_id)
        .join(commitment, commitment.c.id == responsibility.c.commitment_id)
        .join(mesa, mesa.c.id == commitment.c.mesa_id)
        .where(other)
    )
    found = await db.execute(select(institution.c.slug).where(institution.c.id.in_(union(seated, owing))))
    return set(found.scalars())


async def of_mesa(db: Session, mesa_id: int) -> set[int]:
    """Row numbers of those that sit in it or have a part in what was agreed there."""
    seated = select(mesa_seat.c.institution_id).where(mesa_seat.c.mesa_id == mesa_id)
    owing = (
        select(responsibility.c.institution_id)
        .join(commitment, commitment.c.id == responsibility.c.commitment_id)
        .where(commitment.c.mesa_id == mesa_id)
    )
    return set((await db.execute(union(seated, owing))).scalars())


async def save(db: Session, new: Institution, *, actor: str, now: datetime) -> Saved:
    """Insert or change the institution of this slug. Unknown: its parent is not stored."""
    await history.begin(db)
    known = await by_slug(db, new.slug)
    saved, facts = history.difference(known, new)
    if saved is Saved.NONE:
        return saved
    parents = await numbers_of(db, [new.parent] if new.parent else [])
    row = {"slug": new.slug, "name": new.name, "acronym": new.acronym, "kind": new.kind}
    row_id = await _write(db, row | {"parent_id": parents.get(new.parent)}, new_row=known is None)
    await db.execute(delete(institution_alias).where(institution_alias.c.institution_id == row_id))
    aliases = [
        {"institution_id": row_id, "position": position, "name": name} for position, name in enumerate(new.aliases)
    ]
    if aliases:
        await db.execute(insert(institution_alias), aliases)
    if known:
        await fold_again(db, row_id)
    await history.record(db, new, facts, actor=actor, now=now)
    return saved


async def owners(db: Session, mesa_id: int, today: date) -> list[Owner]:
    """Who owes something in a mesa, in whatever role or stance; the most overdue first, then the most open."""
    rows = await db.execute(_OWNERS, {"mesa": mesa_id, "today": today})
    found = [Owner(row.id, row.slug, row.name, row.acronym, row.total, row.open, row.overdue) for row in rows]
    return sorted(found, key=lambda one: (-one.overdue, -one.open, -one.total, one.slug))


async def _write(db: Session, row: dict[str, object], *, new_row: bool) -> int:
    same = institution.c.slug == row["slug"]
    statement = insert(institution) if new_row else update(institution).where(same)
    return int((await db.execute(statement.values(row).returning(institution.c.id))).scalar_one())


async def _where(db: Session, *conditions: ColumnElement[bool]) -> list[Institution]:
    rows = (await db.execute(_WITH_PARENT.where(*conditions).order_by(institution.c.slug))).all()
    if not rows:
        return []
    aliases: dict[int, list[str]] = defaultdict(list)
    theirs = (
        _ALIASES.where(institution_alias.c.institution_id.in_([row.id for row in rows])) if conditions else _ALIASES
    )
    for alias in await db.execute(theirs):
        aliases[alias.institution_id].append(alias.name)
    return [
        Institution(row.slug, row.name, row.acronym, row.parent or "", row.kind, tuple(aliases[row.id])) for row in rows
    ]
