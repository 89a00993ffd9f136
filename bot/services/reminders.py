"""The tick: look at what is due, mesa by mesa, and write the notices that are due of it.

A mesa goes by in transactions of a few things, so that others write in between: what each tells is written on into the
day's notices, and the last one, which looks at the mesa itself, opens them. Killed in between, the next tick goes on there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from bot import failpoints
from bot.domain import mesa_reminders
from bot.domain.ladder import read_ladder
from bot.domain.notices import About
from bot.domain.recurrence import started_again
from bot.domain.schedule import Entry, Tick
from bot.services.scanning import ASIDE, Scan
from bot.store import commitments, history, mesas, notices, schedule
from bot.store.database import Database, DatabaseUnavailable, Session

MOST = 100  # things a transaction
CLOCK = "clock"  # who did it, in the history


@dataclass
class Looked:
    """What a tick did. set_aside: class names of what went wrong. anew: commitments to be started again.

    more: there may be more due.
    """

    things: int = 0
    notices: int = 0
    set_aside: list[str] = field(default_factory=list)
    anew: list[int] = field(default_factory=list)
    more: bool = False

    def add(self, other: Looked) -> None:
        self.things += other.things
        self.notices += other.notices
        self.set_aside += other.set_aside


async def tick(
    database: Database, now: datetime, remind_at: time, ending: Callable[[], bool] = lambda: False
) -> Looked:
    """Look at all that is due at `now`. remind_at: the hour of reminders, in each mesa's zone.

    ending: asked before each mesa; what is left is the next tick's. DatabaseUnavailable: what was not done is due still.
    """
    total = Looked()
    while True:
        async with database.reading() as db:
            due = dict.fromkeys([*await schedule.due_mesas(db, now), *await notices.being_written(db)])
        before = total.things
        for mesa_id in due:
            if ending():
                return total
            total.add(await look_at_mesa(database, mesa_id, now, remind_at))
        if total.things == before:  # nothing is due, or it is being saved
            return total


async def look_at_mesa(database: Database, mesa_id: int, now: datetime, remind_at: time) -> Looked:
    """All of one mesa: what its moment has come for, then what was touched. A mesa that cannot be decided is set aside an
    hour: the others are told."""
    total = Looked()
    try:
        for touched in (False, True):
            more = True
            while more:
                async with database.transaction() as db:
                    looked = await publish_due(db, mesa_id, now, remind_at, touched=touched)
                await begin_each_anew(database, looked.anew, now)
                total.add(looked)
                more = looked.more
    except DatabaseUnavailable:
        raise
    except Exception as error:  # noqa: BLE001 (one mesa's bug must not silence the others)
        total.set_aside.append(type(error).__name__)
        async with database.transaction() as db:
            await schedule.set_all_aside(db, mesa_id, now, now + ASIDE)
            await notices.open_written(db, mesa_id, now)
    return total


async def begin_each_anew(database: Database, numbers: Sequence[int], now: datetime) -> None:
    """In transactions of their own: who saves has the history's lock first."""
    for number in numbers:
        async with database.transaction() as db:
            await begin_anew(db, number, now)


async def begin_anew(db: Session, number: int, now: datetime) -> None:
    """Start a recurring commitment again, in the history as the clock's; nothing where it is not so any more."""
    await history.begin(db)
    one = await commitments.by_id(db, number)
    mesa = await mesas.by_slug(db, one.mesa) if one else None
    if one and mesa and (anew := started_again(one, Tick(now, mesa.id, date.min, mesa.zone).today)):
        await commitments.save(db, anew, actor=CLOCK, now=now)


async def publish_due(db: Session, mesa_id: int, now: datetime, remind_at: time, *, touched: bool = False) -> Looked:
    """Decide the first things due in a mesa, the touched ones or the others, and write what is to be told; within the
    caller's transaction. With the last of the touched ones, the mesa itself, and open what was written.
    """
    await schedule.hold(db, mesa_id)
    mesa = await mesas.by_id(db, mesa_id)
    if mesa is None:  # gone since it was found due, and its rows with it
        return Looked()
    own = await _entry_of(db, mesa_id, now)
    look = Tick(now, mesa_id, date.min, mesa.zone, remind_at, read_ladder(mesa.ladder))
    seen = mesa_reminders.seen(own, look)
    look = replace(look, first=seen.first, taken=seen.daily >= look.turn)
    entries = await schedule.due(db, mesa_id, now, MOST, touched=touched)
    more = len(entries) == MOST
    last = touched and not more
    if last and own.next_at is not None and own.next_at <= now:
        entries.append(own)
    if not entries and not last:
        return Looked()
    scan = Scan(db, mesa, look, entries)
    await scan.decide(own)
    made = await scan.publish()
    failpoints.hit("scheduler.mid_scan")
    opened = await notices.open_written(db, mesa_id, now) if last else 0
    await scan.keep(own, seen, opened=opened > 0)
    anew = [entry.number for entry, decision in scan.decided if decision.begins_anew]
    return Looked(len(entries), made, scan.wrong, anew, more)


async def _entry_of(db: Session, mesa_id: int, now: datetime) -> Entry:
    """The mesa's own row, made now where something else of it was written without it."""
    while (found := await schedule.held(db, About.MESA, mesa_id)) is None:
        await schedule.touch(db, About.MESA, mesa_id, mesa_id, now)
    return found
