"""What the tick must know besides the things themselves: who owes with contacts, what a mesa lacks, what it was told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import and_, bindparam, func, or_, select

from bot.domain.commitments import Commitment, Stance
from bot.domain.meetings import WILL_NOT_BE
from bot.domain.mesa_reminders import Facts
from bot.domain.mesas import Mesa
from bot.domain.notices import Item, Kind
from bot.domain.overview import Standing
from bot.domain.recipients import contacts_of, followers_of
from bot.domain.schedule import Bodies
from bot.domain.told import Counts
from bot.store import counting
from bot.store.counting import Whole
from bot.store.institutions import numbers_of
from bot.store.notices import read_item
from bot.store.recipients import hearing
from bot.store.session import Session
from bot.store.tables import institution, meeting
from bot.store.telling import notice

_above = institution.alias("above")
_LEVELS = (
    select(institution.c.slug, institution.c.id, institution.c.parent_id, _above.c.parent_id.label("grandparent_id"))
    .outerjoin(_above, institution.c.parent_id == _above.c.id)
    .where(institution.c.slug.in_(bindparam("slugs", expanding=True)))
)
_LAST_SESSION = select(func.max(meeting.c.day)).where(
    meeting.c.mesa_id == bindparam("mesa"), meeting.c.outcome.not_in(sorted(WILL_NOT_BE))
)
# Mesa by mesa one transaction decides: of one moment's notices their numbers tell which came first.
_digest = notice.alias("digest")
_last_digest = (
    select(func.max(_digest.c.id))
    .where(
        _digest.c.mesa_id == bindparam("mesa"),
        _digest.c.scope == bindparam("scope"),
        _digest.c.kind == Kind.DIGEST,
    )
    .scalar_subquery()
)
_TOLD = (
    select(notice.c["items"])
    .where(
        notice.c.mesa_id == bindparam("mesa"),
        notice.c.scope == bindparam("scope"),
        notice.c.kind.in_([Kind.CHANGE, Kind.REMINDER]),
        or_(notice.c.id > _last_digest, and_(_last_digest.is_(None), notice.c.made_at > bindparam("after"))),
    )
    .order_by(notice.c.id)
)


async def bodies_of(db: Session, mesa_id: int, owed: Iterable[Commitment]) -> dict[int, Bodies]:
    """row number → who owes it, of those that have not declined, and, two levels up, those above; only institutions that
    have contacts who hear of that mesa."""
    owners = {
        one.id: dict.fromkeys(it.institution for it in one.responsibilities if it.stance is not Stance.DECLINED)
        for one in owed
    }
    slugs = sorted({slug for each in owners.values() for slug in each})
    levels = {
        row.slug: (row.id, row.parent_id, row.grandparent_id) for row in await db.execute(_LEVELS, {"slugs": slugs})
    }
    scopes = {contacts_of(one) for line in levels.values() for one in line if one is not None}
    known = await hearing(db, scopes, mesa_id)

    each = {
        slug: tuple((one,) if one is not None and contacts_of(one) in known else () for one in line)
        for slug, line in levels.items()
    }
    return {number: Bodies.of({slug: each[slug] for slug in slugs}) for number, slugs in owners.items()}


async def seated_in(db: Session, mesa: Mesa) -> Bodies:
    """Those in a mesa that have contacts who hear of it."""
    numbers = await numbers_of(db, {seat.institution for seat in mesa.seats})
    known = await hearing(db, map(contacts_of, numbers.values()), mesa.id)
    return Bodies(tuple(sorted(number for number in numbers.values() if contacts_of(number) in known)))


async def facts_of(db: Session, mesa_id: int, today: date) -> Facts:
    """What is counted in a mesa. today: the date in its zone."""
    return await facts_from(db, mesa_id, await counting.whole(db, mesa_id, today))


async def facts_from(db: Session, mesa_id: int, whole: Whole) -> Facts:
    """The same of a mesa that is counted already."""
    last = (await db.execute(_LAST_SESSION, {"mesa": mesa_id})).scalar()
    overdue, undated = (whole.counted.of(one) for one in (Standing.OVERDUE, Standing.NO_DEADLINE))
    return Facts(last, whole.counted.open, Counts(overdue, undated, whole.no_responsible, whole.unanswered))


async def told_to_followers(db: Session, mesa_id: int, after: datetime) -> list[Item]:
    """Of what a mesa's followers were told since the last digest, else after that moment, of each thing the newest."""
    asked = {"mesa": mesa_id, "scope": followers_of(mesa_id), "after": after}
    told = [read_item(item) for row in await db.execute(_TOLD, asked) for item in json.loads(row.items)]
    return list({(item.about, item.number): item for item in told}.values())
