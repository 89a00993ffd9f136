"""A mesa counted for its coordinators: read beside any writer, for it looks at every commitment of the mesa."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.domain.ladder import read_ladder
from bot.domain.mesas import Mesa
from bot.domain.overview import Overview
from bot.store import counting, deliveries, meetings, reminding
from bot.store.session import Session


async def overview(db: Session, mesa: Mesa, now: datetime, today: date) -> Overview:
    """today: the date in the mesa's zone."""
    whole = await counting.whole(db, mesa.id, today)
    acta_by = today - timedelta(days=read_ladder(mesa.ladder).acta)
    return Overview(
        whole=whole.counted,
        owing=await counting.owing(db, mesa.id, today),
        unowned=whole.unowned,
        facts=await reminding.facts_from(db, mesa.id, whole),
        contested=whole.contested,
        unsettled=tuple(await meetings.unsettled(db, mesa.id, today)),
        actas=tuple(await meetings.without_acta(db, mesa.id, acta_by)),
        undelivered=await _undelivered(db, mesa, now),
    )


async def _undelivered(db: Session, mesa: Mesa, now: datetime) -> int:
    """What another try could help; what is held back too."""
    accounts = await deliveries.accounts(db, mesa.id, now)
    return sum(one.may_be_tried_again(now) for one in accounts)
