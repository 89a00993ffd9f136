"""What shows how a commitment goes, each piece with its event in the history; what was withdrawn keeps its number alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Integer, Row, Select, String, bindparam, cast, func, insert, select, update

from bot.domain.commitments import Commitment
from bot.domain.evidence import Evidence, Piece
from bot.domain.history import ATTACHED, WITHDRAWN, Change
from bot.store import history
from bot.store.facts import SUBJECTS, facts_of
from bot.store.saving import Saved
from bot.store.session import Session
from bot.store.tables import commitment, evidence, history_event, mesa

_ROWS = select(evidence, commitment.c.code, mesa.c.slug.label("mesa")).join_from(evidence, commitment).join(mesa)
_STANDING = (evidence.c.commitment_id == bindparam("commitment"), evidence.c.withdrawn == "")
_OF = (
    _ROWS.where(*_STANDING)
    .order_by(evidence.c.number.desc())
    .limit(bindparam("most", type_=Integer))
    .offset(bindparam("skipped", type_=Integer))
)
_COUNT = select(func.count()).select_from(evidence).where(*_STANDING)
_LAST = select(func.max(evidence.c.number)).where(evidence.c.commitment_id == bindparam("commitment"))
_EVENTS = (
    select(history_event)
    .where(history_event.c.subject == SUBJECTS[Evidence], history_event.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(history_event.c.seq)
)


async def add(db: Session, to: Commitment, piece: Piece, *, actor: str, now: datetime) -> Evidence:
    """Keep one more piece with that commitment, which is stored."""
    await history.begin(db)
    number, at = await _last(db, to) + 1, now.astimezone(UTC)
    one = Evidence(to.mesa, to.code, number, piece.kind, piece.held, piece.caption, at, actor)
    row = {name: getattr(one, name) for name in ("number", "kind", "held", "caption", "at", "actor")}
    await db.execute(insert(evidence), {"commitment_id": to.id, **row})
    await history.record(db, one, facts_of(one), actor=actor, now=now)
    return one


async def _last(db: Session, to: Commitment) -> int:
    """The newest piece's number, withdrawn or not; 0: there never was one."""
    return (await db.execute(_LAST, {"commitment": to.id})).scalar() or 0


async def count(db: Session, commitment_id: int) -> int:
    """Those that stand."""
    return int((await db.execute(_COUNT, {"commitment": commitment_id})).scalar_one())


async def of(db: Session, commitment_id: int, *, most: int, skipped: int = 0) -> list[Evidence]:
    """Those that stand, the newest first."""
    return await _read(db, _OF, {"commitment": commitment_id, "most": most, "skipped": skipped})


async def everything(db: Session) -> list[Evidence]:
    """All of all commitments, withdrawn ones too."""
    return await _read(db, _ROWS, {})


async def _read(db: Session, statement: Select[Any], values: Mapping[str, Any]) -> list[Evidence]:
    return [_evidence(row) for row in await db.execute(statement, values)]


def _evidence(row: Row[Any]) -> Evidence:
    names = ("mesa", "code", "number", "kind", "held", "caption", "at", "actor", "withdrawn")
    return Evidence(*(getattr(row, name) for name in names))


async def by_key(db: Session, mesa_slug: str, code: str, number: str) -> Evidence | None:
    """The piece that the history calls "mesa/code/number"."""
    same = (mesa.c.slug == mesa_slug, commitment.c.code == code, cast(evidence.c.number, String) == number)
    found = await _read(db, _ROWS.where(*same), {})
    return found[0] if found else None


async def save(db: Session, one: Evidence, *, actor: str, now: datetime) -> None:
    """Write its words anew: only what has to be erased, or is withdrawn, is ever changed of a piece."""
    known = await by_key(db, one.mesa, one.code, str(one.number))
    saved, facts = history.difference(known, one)
    if saved is Saved.NONE:
        return
    of = select(commitment.c.id).join(mesa).where(mesa.c.slug == one.mesa, commitment.c.code == one.code)
    which = (evidence.c.commitment_id == of.scalar_subquery(), evidence.c.number == one.number)
    words = {name: getattr(one, name) for name in ("held", "caption", "withdrawn")}
    await db.execute(update(evidence).where(*which).values(words))
    await history.record(db, one, facts, actor=actor, now=now)


async def changes(db: Session, of: Commitment) -> list[Change]:
    """When each piece came and went, oldest first: ATTACHED tells its kind, WITHDRAWN its kind before and why after."""
    keys = [f"{of.mesa}/{of.code}/{number}" for number in range(1, await _last(db, of) + 1)]
    events = [history.event_of(row) for row in await db.execute(_EVENTS, {"keys": keys})] if keys else []
    words = await history.words_of(db, events)
    kinds, found = dict[str, str](), list[Change]()
    for event in events:
        facts = event.facts or {}
        if "kind" in facts:
            kinds[event.key] = facts["kind"]
            found.append(Change(event.at, ATTACHED, None, facts["kind"], event.seq))
        elif WITHDRAWN in facts and event.key in kinds:  # once: its reason may be erased later
            why = words.get((event.seq, WITHDRAWN), "")
            found.append(Change(event.at, WITHDRAWN, kinds.pop(event.key), why, event.seq))
    return found
