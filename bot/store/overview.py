"""A mesa counted for its coordinators: read beside any writer, for it looks at every commitment of the mesa."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, case, distinct, func, select

from bot.domain.commitments import DUE_SOON_DAYS
from bot.domain.ladder import read_ladder
from bot.domain.mesas import Mesa
from bot.domain.notices import State
from bot.domain.overview import Counted, Overview, Owing, Standing, by_urgency
from bot.store import deliveries, meetings, reminding
from bot.store.conditions import CONTESTED, STANDING, within
from bot.store.session import Session
from bot.store.tables import commitment, institution, responsibility

_standing = STANDING.label("standing")
_OLDEST = func.min(case((STANDING == Standing.OVERDUE, commitment.c.deadline))).label("oldest")
_WHOLE = (
    select(_standing, func.count().label("n"), _OLDEST, func.count(case((CONTESTED, 1))).label("contested"))
    .where(within(subgroup=False))
    .group_by("standing")  # by its name: PostgreSQL takes two equal expressions for two
)
_WHO = (institution.c.id, institution.c.slug, institution.c.name, institution.c.acronym)
_OWING = (
    select(*_WHO, _standing, func.count(distinct(commitment.c.id)).label("n"), _OLDEST)
    .select_from(commitment)
    .outerjoin(responsibility, responsibility.c.commitment_id == commitment.c.id)
    .outerjoin(institution, institution.c.id == responsibility.c.institution_id)
    .where(within(subgroup=False))
    .group_by(*_WHO, "standing")
)


async def overview(db: Session, mesa: Mesa, now: datetime, today: date) -> Overview:
    """today: the date in the mesa's zone."""
    asked = {"mesa": mesa.id, "today": today, "soon": today + timedelta(days=DUE_SOON_DAYS)}
    whole = (await db.execute(_WHOLE, asked)).all()
    owing = defaultdict[tuple[Any, ...], list[Row[Any]]](list)
    for row in await db.execute(_OWING, asked):
        owing[row.id, row.slug, row.acronym or row.name].append(row)
    unowned = owing.pop((None, None, None), [])
    acta_by = today - timedelta(days=read_ladder(mesa.ladder).acta)
    return Overview(
        whole=_counted(whole),
        owing=by_urgency(Owing(number, slug, name, _counted(rows)) for (number, slug, name), rows in owing.items()),
        unowned=_counted(unowned),
        facts=await reminding.facts_of(db, mesa.id, today),
        contested=sum(row.contested for row in whole),
        unsettled=tuple(await meetings.unsettled(db, mesa.id, today)),
        actas=tuple(await meetings.without_acta(db, mesa.id, acta_by)),
        undelivered=await _undelivered(db, mesa, now),
    )


async def _undelivered(db: Session, mesa: Mesa, now: datetime) -> int:
    """What another try could help, and what is held back."""
    accounts = await deliveries.accounts(db, mesa.id, now)
    return sum(one.may_be_tried_again(now) + one.fates.of(State.HELD) for one in accounts)


def _counted(rows: Iterable[Row[Any]]) -> Counted:
    rows = list(rows)
    oldest = [row.oldest for row in rows if row.oldest is not None]
    return Counted({Standing(row.standing): row.n for row in rows}, min(oldest, default=None))
