"""Who is told, sealed: chat, role and wishes. The row says a random key and its scope, nothing else.

The same chat in two scopes has two rows that nothing joins, but whoever has the keys and the chat: `every`.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from bot.domain.notices import NoticeState, State
from bot.domain.offices import GIVING, Turn
from bot.domain.recipients import Recipient, Rhythm, Role, Wishes, contacts_of, number_of
from bot.store.session import Session
from bot.store.telling import delivery, notice, recipient
from bot.store.upsert import insert
from bot.store.vault import SealBroken

OFFICE = "office"  # the first word of a note
UNREADABLE = (SealBroken, LookupError, TypeError, ValueError)  # of a row that was tampered with, or makes no sense
BLOCK = 512  # bytes: all that can be chosen fits into one, so every row is as long as the others

_FIND = select(recipient).where(recipient.c.lookup == bindparam("lookup"))
_AMONG = select(recipient).where(recipient.c.lookup.in_(bindparam("lookups", expanding=True)))
_OF_KEYS = select(recipient).where(recipient.c.id.in_(bindparam("keys", expanding=True))).order_by(recipient.c.id)
_MEMBERS = select(recipient).where(recipient.c.scope == bindparam("in_scope")).order_by(recipient.c.id)
_CHANGE = update(recipient).where(recipient.c.id == bindparam("row")).values(sealed=bindparam("blob"))
_NEXT = (
    select(recipient)
    .where(recipient.c.scope == bindparam("in_scope"), recipient.c.id > bindparam("after"))
    .order_by(recipient.c.id)
    .limit(bindparam("most"))
)
_STILL_TOLD = select(notice.c.id).where(
    notice.c.scope == bindparam("in_scope"), notice.c.state.in_([NoticeState.OPEN, NoticeState.PAUSED])
)
_CALL_OFF = (
    update(delivery)
    .where(delivery.c.recipient_id == bindparam("row"), delivery.c.state == State.PENDING)
    .values(state=State.CANCELLED, reason=bindparam("why"))
)
# From each scope to the next one in the index: as many steps as there are scopes, not as there are recipients.
_first = select(func.min(recipient.c.scope).label("scope")).cte("scopes", recursive=True)
_next = select(func.min(recipient.c.scope)).where(recipient.c.scope > _first.c.scope).scalar_subquery()
_scopes = _first.union_all(select(_next).where(_first.c.scope.is_not(None)))
_SCOPES = select(_scopes.c.scope).where(_scopes.c.scope.is_not(None)).order_by(_scopes.c.scope)
_SLICE = 500
_ROLES = {role.value: role for role in Role}


async def find(db: Session, scope: str, chat: int) -> Recipient | None:
    """This chat's row in that scope. SealBroken: it was tampered with."""
    row = (await db.execute(_FIND, {"lookup": db.vault.lookup(scope, chat)})).first()
    return opened(db, row) if row else None


async def save(
    db: Session,
    scope: str,
    chat: int,
    role: Role,
    wishes: Wishes = Wishes(),
    thread: int | None = None,
    since: str = "",
    within: frozenset[int] = frozenset(),
    without: frozenset[int] = frozenset(),
) -> Recipient:
    """From now on that chat is told so in that scope; the row it has keeps its random key and its week."""
    known = await find(db, scope, chat)
    key, since = (known.id, known.since or since) if known else (secrets.token_bytes(16), since)
    one = Recipient(key, scope, chat, role, wishes, thread, since, within, without)
    blob = _sealed(db, one)
    if known:
        await db.execute(_CHANGE, {"row": one.id, "blob": blob})
        return one
    row = {"id": one.id, "scope": scope, "lookup": db.vault.lookup(scope, chat), "sealed": blob}
    statement = insert(db, recipient).values(row).on_conflict_do_nothing(index_elements=["lookup"])
    if (await db.execute(statement.returning(recipient.c.id))).first() is None:  # another process was first
        return await save(db, scope, chat, role, wishes, thread, since, within, without)
    return one


async def put(db: Session, one: Recipient) -> None:
    """Its row says this from now on, and stands in this scope; it keeps its random key."""
    row = {"scope": one.scope, "lookup": db.vault.lookup(one.scope, one.chat), "sealed": _sealed(db, one)}
    await db.execute(update(recipient).where(recipient.c.id == one.id).values(row))


async def change_wishes(db: Session, scope: str, change: Callable[[Wishes], Wishes]) -> None:
    """Of everybody in that scope. Each row is sealed anew, whether it changes or not: nothing tells whose did."""
    last = b""
    while rows := (await db.execute(_NEXT, {"in_scope": scope, "after": last, "most": _SLICE})).all():
        last = rows[-1].id
        for row in rows:
            try:
                one = opened(db, row)
            except SealBroken:
                continue  # it ends with its next delivery
            await db.execute(_CHANGE, {"row": one.id, "blob": _sealed(db, replace(one, wishes=change(one.wishes)))})


async def leave_topic(db: Session, one: Recipient) -> None:
    """Its group is told without that topic from now on; if it chose another one meanwhile, there."""
    known = await find(db, one.scope, one.chat)
    if known is not None and known.thread == one.thread:
        await save(db, known.scope, known.chat, known.role, known.wishes)


async def drop(db: Session, scope: str, chat: int) -> bool:
    """Forget that chat in that scope; False if it was not there."""
    gone = delete(recipient).where(recipient.c.lookup == db.vault.lookup(scope, chat)).returning(recipient.c.id)
    keys = (await db.execute(gone)).scalars().all()
    db.never_again("recipient", keys)
    return bool(keys)


def note(db: Session, one: Recipient, mesa_id: int, turn: Turn, now: datetime) -> None:
    """Beside the keys, what befell that office in that mesa: an older copy that is restored is to know it.

    What takes is written before this transaction commits, what gives after it: a crash in between leaves less, never more.
    """
    moment = now.astimezone(UTC).isoformat(timespec="microseconds")
    db.note([f"{OFFICE} {one.id.hex()} {mesa_id} {turn.value} {moment}"], once_committed=turn in GIVING)


async def call_off(db: Session, one: Recipient, reason: str, mesa_id: int | None = None) -> int:
    """Nothing that waits is told to it any more; how many. What is being sent this moment ends as it ends.

    mesa_id: only of that mesa.
    """
    still_told = _STILL_TOLD if mesa_id is None else _STILL_TOLD.where(notice.c.mesa_id == mesa_id)
    waiting = _CALL_OFF.where(delivery.c.notice_id.in_(still_told))
    return (await db.execute(waiting, {"in_scope": one.scope, "row": one.id, "why": reason})).rowcount


async def scopes(db: Session) -> list[str]:
    """Every scope that has somebody."""
    return list((await db.execute(_SCOPES)).scalars())


async def every(db: Session, chat: int) -> list[Recipient]:
    """All rows of one chat: its look-up is computed under every scope there is."""
    lookups = [db.vault.lookup(scope, chat) for scope in await scopes(db)]
    found: list[Row[Any]] = []
    for at in range(0, len(lookups), _SLICE):
        found += (await db.execute(_AMONG, {"lookups": lookups[at : at + _SLICE]})).all()
    return sorted((opened(db, row) for row in found), key=lambda one: one.scope)


async def members(db: Session, scope: str) -> list[Recipient]:
    """Everybody in a (small) scope, in no order that tells anything; who cannot be read is not among them."""
    return list(_readable(db, await db.execute(_MEMBERS, {"in_scope": scope})))


def _readable(db: Session, rows: Iterable[Row[Any]]) -> Iterator[Recipient]:
    for row in rows:
        try:
            yield opened(db, row)
        except UNREADABLE:
            continue  # it holds no office either


async def by_keys(db: Session, keys: Collection[bytes]) -> list[Recipient]:
    """Those of these rows that are there and can be read, by key."""
    found = list[Recipient]()
    for at in range(0, len(keys), _SLICE):
        some = {"keys": sorted(keys)[at : at + _SLICE]}
        for row in await db.execute(_OF_KEYS, some):
            with suppress(*UNREADABLE):
                found.append(opened(db, row))
    return found


async def size(db: Session, scope: str, mesa_id: int) -> int:
    """How many could be told of that mesa; some may not wish it: "up to N"."""
    if scope == contacts_of(number_of(scope)):
        return (await hearing(db, [scope], mesa_id)).get(scope, 0)
    counted = select(func.count()).select_from(recipient).where(recipient.c.scope == scope)
    return int((await db.execute(counted)).scalar_one())


async def inhabited(db: Session, wanted: Iterable[str]) -> set[str]:
    """Those of the scopes that have somebody."""
    known = select(recipient.c.scope).where(recipient.c.scope.in_(sorted(set(wanted)))).distinct()
    return set((await db.execute(known)).scalars())


async def hearing(db: Session, wanted: Iterable[str], mesa_id: int) -> dict[str, int]:
    """How many of each of those (small) scopes hear of that mesa; one of which nobody does is left out."""
    known = await db.execute(select(recipient).where(recipient.c.scope.in_(sorted(set(wanted)))))
    return dict(Counter(one.scope for one in _readable(db, known) if one.may_speak_in(mesa_id)))


async def lookups(db: Session, scope: str) -> frozenset[bytes]:
    """The look-ups of a (small) scope, to ask whether a chat is in it without a query each."""
    found = select(recipient.c.lookup).where(recipient.c.scope == scope)
    return frozenset((await db.execute(found)).scalars())


async def move(db: Session, old: int, new: int) -> None:
    """A group got another number: its rows follow, once; where the new one is known already, the old row goes."""
    for one in await every(db, old):
        if await find(db, one.scope, new) is not None:
            await drop(db, one.scope, old)
            continue
        await put(db, replace(one, chat=new))


def opened(db: Session, row: Row[Any]) -> Recipient:
    """row: id, scope, sealed. SealBroken: it was tampered with, or belongs elsewhere."""
    content = db.vault.unseal_json("recipient", "sealed", row.id.hex(), row.sealed)
    wishes = _wishes(content["rhythm"], content["whole"], tuple(content["commitments"]), tuple(content["subgroups"]))
    role, since = _ROLES[content["role"]], content.get("since", "")
    within, without = frozenset[int](content.get("within", ())), frozenset[int](content.get("without", ()))
    return Recipient(row.id, row.scope, content["chat"], role, wishes, content["thread"], since, within, without)


@lru_cache(1_000)
def _wishes(rhythm: str, whole: bool, commitments: tuple[int, ...], subgroups: tuple[str, ...]) -> Wishes:
    """Most wish the same."""
    return Wishes(Rhythm(rhythm), whole, frozenset(commitments), frozenset(subgroups))


def _sealed(db: Session, one: Recipient) -> bytes:
    content = {
        "chat": one.chat,
        "thread": one.thread,
        "role": one.role.value,
        "rhythm": one.wishes.rhythm.value,
        "whole": one.wishes.whole,
        "commitments": sorted(one.wishes.commitments),
        "subgroups": sorted(one.wishes.subgroups),
    }
    content |= {"since": one.since} if one.since else {}
    content |= {"within": sorted(one.within)} if one.within else {}
    content |= {"without": sorted(one.without)} if one.without else {}
    return db.vault.seal_json("recipient", "sealed", one.id.hex(), content, BLOCK)
