"""Announcements as rows, each with the notices that carry it. Whose they are is known by a look-up of a scope of its own and a sealed
chat, both of which `forget` destroys; the words stay, for they were said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Row, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.sql.dml import Update

from bot.domain.announcements import Announcement, Content, Stopped
from bot.domain.messages import Media
from bot.domain.notices import Notice
from bot.store import upsert
from bot.store.notices import ROWS, notice_of
from bot.store.session import Session
from bot.store.telling import announcement, announcement_notice, notice
from bot.store.vault import SealBroken

log = structlog.get_logger()
SCOPE = "announcement"
FIRST_SECONDS = 30.0  # so long the first message of one may take to be said, tries included
known_as = func.coalesce(announcement.c.part_of, announcement.c.id)  # by which people and the history know it
OLD = timedelta(days=30)  # what ended before that is listed no more

_OF_NOTICE = announcement.c.id.in_(
    select(announcement_notice.c.announcement_id).where(announcement_notice.c.notice_id == bindparam("notice"))
)
_LIVE = announcement.c.reported.is_(False)
_NOTICES = (
    ROWS.add_columns(announcement_notice.c.announcement_id)
    .join(announcement_notice, announcement_notice.c.notice_id == notice.c.id)
    .where(announcement_notice.c.announcement_id.in_(bindparam("of", expanding=True)))
    .order_by(notice.c.id)
)
_OF_MESA = (
    select(announcement_notice.c.announcement_id)
    .join(notice, notice.c.id == announcement_notice.c.notice_id)
    .where(notice.c.mesa_id == bindparam("mesa"), notice.c.not_before > bindparam("since"))
)


@dataclass(frozen=True)
class Made:
    """An announcement to be kept. chat: whose it is, None = nobody's."""

    dedup: str
    actor: str
    made_at: datetime
    content: Content
    chat: int | None = None


async def keep(db: Session, made: Made) -> int | None:
    """Its row number; None: it was kept before."""
    what = asdict(made.content)
    media, place = made.content.media, what.pop("place") or (None, None)
    row = {name: what[name] for name in ("es", "qu", "voice", "commitment", "subgroup")} | {
        "dedup": made.dedup,
        "actor": made.actor,
        "made_at": made.made_at,
        "media_kind": media.kind if media else "",
        "media": media.file_id if media else "",
        "latitude": place[0],
        "longitude": place[1],
        **_owned(db, made.dedup, made.chat),
        "stopped": "",
        "tolerated_tries": 0,
        "tolerated_errors": 0,
        "reported": False,
        "in_history": True,
    }
    statement = upsert.insert(db, announcement).values(row).on_conflict_do_nothing(index_elements=["dedup"])
    return (await db.execute(statement.returning(announcement.c.id))).scalar()


async def carry(db: Session, announcement_id: int, notice_id: int) -> None:
    """That notice carries it."""
    await db.execute(insert(announcement_notice), {"announcement_id": announcement_id, "notice_id": notice_id})


async def by_id(db: Session, announcement_id: int) -> Announcement | None:
    return next(iter(await _where(db, announcement.c.id == announcement_id)), None)


async def numbered(db: Session, number: int) -> list[Announcement]:
    """The one that people know by that number, and what was split off it; none: there is no such one."""
    return await _where(db, known_as == number)


async def of_notice(db: Session, notice_id: int) -> Announcement | None:
    """What that notice carries."""
    return next(iter(await _where(db, _OF_NOTICE, {"notice": notice_id})), None)


async def live(db: Session) -> list[Announcement]:
    """Those that something is to be seen to of, the oldest first."""
    return await _where(db, _LIVE)


async def of_mesa(db: Session, mesa_id: int, now: datetime) -> list[Announcement]:
    """What was announced to that mesa of late or is going to be, the latest first."""
    found = await _where(db, announcement.c.id.in_(_OF_MESA), {"mesa": mesa_id, "since": now - OLD})
    return found[::-1]


async def made_since(db: Session, chat: int, moment: datetime) -> int:
    """How many that chat made after it."""
    theirs = announcement.c.author == db.vault.lookup(SCOPE, chat), announcement.c.made_at > moment
    return int((await db.execute(select(func.count()).select_from(announcement).where(*theirs))).scalar_one())


async def shows(db: Session, announcement_id: int, now: datetime, every: float) -> bool:
    """Whether it is ours to show its progress now: nobody did in the last `every` seconds, nor is saying the first message of it.

    Whoever may, reads it again: another one may have said that message meanwhile. A clock set back by much shows it again.
    """
    last, first = announcement.c.shown_at, timedelta(seconds=FIRST_SECONDS)
    again = and_(announcement.c.message.is_not(None), last <= now - timedelta(seconds=every))
    ours = or_(last.is_(None), again, last <= now - first, last > now + first)
    shown = await db.execute(_one(announcement_id).where(ours).values(shown_at=now))
    return shown.rowcount == 1


async def show_in(db: Session, announcement_id: int, message: int | None) -> None:
    """The message that shows its progress; None: a new one will."""
    await db.execute(_one(announcement_id).values(message=message))


async def not_shown(db: Session, announcement_id: int) -> None:
    """Whoever was to show it could not, and it did not arrive."""
    await db.execute(_one(announcement_id).values(shown_at=None))


async def stop(db: Session, announcement_id: int, why: Stopped) -> None:
    """Why it is paused; its progress comes in a new message, so that it is seen."""
    await db.execute(_one(announcement_id).values(stopped=why.value, message=None, shown_at=None))


async def tolerate(db: Session, announcement_id: int, tries: int, errors: int) -> None:
    """So many were seen, and it goes on."""
    values = {"stopped": "", "tolerated_tries": tries, "tolerated_errors": errors}
    await db.execute(_one(announcement_id).values(values))


async def settle(db: Session, announcement_id: int) -> None:
    """It is reported: nothing more of it is to be seen to."""
    await db.execute(_one(announcement_id).values(reported=True))


async def see_to_again(db: Session, notice_id: int) -> None:
    """What that notice carries, if anything, was reported, and some of it waits again."""
    await db.execute(update(announcement).where(_OF_NOTICE).values(reported=False), {"notice": notice_id})


async def split(db: Session, one: Announcement, off: Sequence[Notice]) -> int:
    """These notices carry the same as an announcement of its own from now on, nobody's yet; its row number."""
    row = dict((await db.execute(select(announcement).where(announcement.c.id == one.id))).one()._mapping)
    nobodys = {
        "author": None,
        "sealed": None,
        "message": None,
        "shown_at": None,
        "dedup": f"{row['dedup']}/{off[0].id}",
        "part_of": row["part_of"] or row["id"],
    }
    kept = insert(announcement).values({name: row[name] for name in row if name != "id"} | nobodys)
    number = int((await db.execute(kept.returning(announcement.c.id))).scalar_one())
    theirs = announcement_notice.c.notice_id.in_([notice.id for notice in off])
    await db.execute(update(announcement_notice).where(theirs).values(announcement_id=number))
    return number


async def hand_over(db: Session, announcement_id: int, actor: str, chat: int) -> None:
    """From now on somebody else answers for it, and sees its progress; whose it was an older copy must not bring back either."""
    dedup = (await db.execute(select(announcement.c.dedup).where(announcement.c.id == announcement_id))).scalar_one()
    db.never_again(SCOPE, [dedup.encode()])
    owned = _owned(db, dedup, chat) | {"actor": actor, "message": None, "shown_at": None}
    await db.execute(_one(announcement_id).values(owned))


async def forget(db: Session, chat: int) -> None:
    """Nobody knows any more that these were theirs."""
    theirs = update(announcement).where(announcement.c.author == db.vault.lookup(SCOPE, chat))
    nobodys = theirs.values(author=None, sealed=None, message=None).returning(announcement.c.dedup)
    db.never_again(SCOPE, [dedup.encode() for dedup in (await db.execute(nobodys)).scalars()])


def _one(announcement_id: int) -> Update:
    return update(announcement).where(announcement.c.id == announcement_id)


def _owned(db: Session, dedup: str, chat: int | None) -> dict[str, bytes | None]:
    if chat is None:
        return {"author": None, "sealed": None}
    blob = db.vault.seal_json(SCOPE, "sealed", dedup, {"chat": chat})
    return {"author": db.vault.lookup(SCOPE, chat), "sealed": blob}


async def _where(db: Session, which: ColumnElement[bool], values: dict[str, Any] | None = None) -> list[Announcement]:
    rows = (await db.execute(select(announcement).where(which).order_by(announcement.c.id), values or {})).all()
    carried = defaultdict[int, list[Notice]](list)
    for row in await db.execute(_NOTICES, {"of": [row.id for row in rows]}) if rows else ():
        carried[row.announcement_id].append(notice_of(row))
    return [_opened(db, row, carried[row.id]) for row in rows]


def _opened(db: Session, row: Row[Any], notices: Sequence[Notice]) -> Announcement:
    place = (row.latitude, row.longitude) if row.latitude is not None and row.longitude is not None else None
    media = Media(row.media_kind, row.media) if row.media else None
    content = Content(row.es, row.qu, row.voice, media, place, row.commitment, row.subgroup)
    return Announcement(
        row.id,
        row.actor,
        row.made_at,
        content,
        tuple(notices),
        _chat(db, row),
        row.message,
        Stopped(row.stopped) if row.stopped else None,
        (row.tolerated_tries, row.tolerated_errors),
        row.reported,
        row.part_of,
    )


def _chat(db: Session, row: Row[Any]) -> int | None:
    """A row that was tampered with is nobody's: it is held."""
    if not row.sealed:
        return None
    try:
        return int(db.vault.unseal_json(SCOPE, "sealed", row.dedup, row.sealed)["chat"])
    except SealBroken:
        log.error("seal_broken")
        return None
