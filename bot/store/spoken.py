"""Announcements as the history knows them: one for each mesa they go to. The words are the same in all, and are erased in all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select, update

from bot.domain.recipients import contacts_of, number_of
from bot.domain.spoken import PREFIX, Audience, Spoken
from bot.store import history
from bot.store.announcements import known_as
from bot.store.saving import Saved
from bot.store.session import Session
from bot.store.tables import mesa
from bot.store.telling import announcement, announcement_notice, notice

_ROWS = (
    select(
        announcement,
        known_as.label("number"),
        notice.c.mesa_id,
        notice.c.scope,
        notice.c.not_before,
        notice.c.urgent,
        mesa.c.slug,
    )
    .join_from(announcement, announcement_notice)
    .join(notice, notice.c.id == announcement_notice.c.notice_id)
    .join(mesa, mesa.c.id == notice.c.mesa_id)
    .where(announcement.c.in_history)
    .order_by(notice.c.id)
)


async def everything(db: Session) -> list[Spoken]:
    return [_spoken(row) for row in await db.execute(_ROWS)]


async def of(db: Session, number: int) -> dict[int, Spoken]:
    """Row number of each mesa it goes to → it; number: by which the history knows it, with what was split off it."""
    return {row.mesa_id: _spoken(row) for row in await db.execute(_ROWS.where(known_as == number))}


async def by_key(db: Session, mesa_slug: str, name: str) -> Spoken | None:
    """The one that the history calls "mesa/a-12"."""
    number = name.removeprefix(PREFIX)
    if not (number.isascii() and number.isdigit() and name.startswith(PREFIX)):
        return None
    found = await of(db, int(number))
    return next((one for one in found.values() if one.mesa == mesa_slug), None)


async def save(db: Session, one: Spoken, *, actor: str, now: datetime) -> None:
    """Write its words anew, in each mesa that heard them: only what has to be erased is ever changed of it."""
    before = await of(db, one.number)
    media_kind, _, media = one.media.partition(" ")
    words = {"es": one.es, "qu": one.qu, "voice": one.voice, "subgroup": one.subgroup}
    row = (
        words | {"media_kind": media_kind, "media": media} | ({} if one.pin else {"latitude": None, "longitude": None})
    )
    await db.execute(update(announcement).where(known_as == one.number).values(row))
    for mesa_id, now_is in (await of(db, one.number)).items():
        saved, facts = history.difference(before[mesa_id], now_is)
        if saved is not Saved.NONE:
            await history.record(db, now_is, facts, actor=actor, now=now)


def _spoken(row: Row[Any]) -> Spoken:
    return Spoken(
        row.slug,
        row.number,
        _audience(row),
        row.es,
        row.qu,
        row.voice,
        f"{row.media_kind} {row.media}" if row.media else "",
        f"{row.latitude} {row.longitude}" if row.latitude is not None else "",
        row.subgroup,
        row.not_before.astimezone(UTC),
        row.urgent,
    )


def _audience(row: Row[Any]) -> Audience:
    if row.scope == contacts_of(number_of(row.scope)):
        return Audience.CONTACTS
    if row.commitment is not None:
        return Audience.COMMITMENT
    return Audience.SUBGROUP if row.subgroup else Audience.MESA
