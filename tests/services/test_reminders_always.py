"""Whatever is changed, however the clock and the process behave: each step at most once, and none missing while it lives."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.commitments import NEVER_OVERDUE, Commitment, Status
from bot.domain.ladder import LADDER
from bot.domain.notices import About
from bot.domain.working_days import working_day_until
from bot.services.reminders import publish_due
from bot.store import commitments, schedule
from bot.store.database import open_database
from tests.databases import KEYS
from tests.services.ticks import AT, MONDAY, Valley, commitment, days, local

STEP = timedelta(hours=6)  # between two ticks of a process that lives
SOON = timedelta(hours=31)  # what is planned is told by then: on the day, or with the next day's message
NEVER = datetime.max.replace(tzinfo=UTC)
CODES = ("V-1", "V-2", "V-3")
CODE, DAYS = st.sampled_from(CODES), st.integers(-40, 45)
CHANGES = st.one_of(
    st.tuples(st.just("run"), st.integers(1, 100)),
    st.tuples(st.just("run"), st.integers(1, 100)),
    st.tuples(st.just("down"), st.integers(1, 20)),
    st.tuples(st.just("back"), st.integers(1, 5)),
    st.tuples(st.just("crash"), st.booleans()),
    st.tuples(st.just("cut"), st.booleans()),
    st.tuples(st.just("move"), st.tuples(CODE, DAYS)),
    st.tuples(st.just("report"), st.tuples(CODE, st.sampled_from([Status.DONE, Status.PENDING, Status.BREACHED]))),
)


class Killed(Exception):
    """Raised where a process dies: its transaction is rolled back."""


@dataclass
class Life:
    """A commitment from one change of its clock to the next."""

    number: int
    revision: int
    deadline: date | None
    begins: datetime
    ends: datetime = NEVER

    def planned(self) -> dict[str, datetime]:
        if self.deadline is None:
            return {}
        found = {rung.step: self.deadline + timedelta(days=rung.days) for rung in LADDER.deadline}
        return {step: local(working_day_until(day) if day < self.deadline else day, AT) for step, day in found.items()}


@dataclass
class World:
    valley: Valley
    now: datetime
    things: dict[str, Commitment]
    lives: dict[str, list[Life]] = field(default_factory=lambda: {code: [] for code in CODES})
    running: list[tuple[datetime, datetime]] = field(default_factory=list)
    told: Counter[tuple[int, int, str, str]] = field(default_factory=Counter)

    async def run(self, ticks: int) -> None:
        began = self.now
        for _ in range(ticks):
            self.now += STEP
            await self.valley.tick(self.now)
        self.running.append((began, self.now))

    async def down(self, ticks: int) -> None:
        self.now += ticks * STEP

    async def back(self, hours: int) -> None:
        self.now -= timedelta(hours=hours)
        await self.valley.tick(self.now)

    async def crash(self, touched: bool) -> None:
        """All is undone of what a tick did half."""
        with suppress(Killed):
            async with self.valley.database.transaction() as db:
                await publish_due(db, self.valley.mesa.id, self.now, AT, touched=touched)
                raise Killed

    async def cut(self, touched: bool) -> None:
        """What a tick did before it died stays; the message of the day may be half written."""
        async with self.valley.database.transaction() as db:
            await publish_due(db, self.valley.mesa.id, self.now, AT, touched=touched)

    async def move(self, change: tuple[str, int]) -> None:
        code, number = change
        day = self.now.date() + timedelta(days=number)
        await self.save(replace(self.things[code], deadline=day, extended_by="RM 1"))

    async def report(self, change: tuple[str, Status]) -> None:
        code, status = change
        await self.save(replace(self.things[code], status=status))

    async def save(self, one: Commitment) -> None:
        self.things[one.code] = one
        await self.valley.save(one, now=self.now)
        async with self.valley.database.reading() as db:
            (kept,) = await commitments.by_code(db, one.code.lower().replace("-", ""))
            entry = (await schedule.of(db, About.COMMITMENT, [kept.id]))[kept.id]
        lives = self.lives[one.code]
        if lives and lives[-1].revision == entry.revision:
            return
        if lives:
            lives[-1].ends = self.now
        deadline = None if one.status in NEVER_OVERDUE else one.deadline
        lives.append(Life(kept.id, entry.revision, deadline, self.now))

    def missing(self) -> list[tuple[str, str]]:
        """What was planned while it lived, and for long enough after, and was not told to the team."""
        told = {(number, revision, step) for number, revision, step, scope in self.told if scope.startswith("team")}
        return [
            (code, step)
            for code, lives in self.lives.items()
            for life in lives
            for step, moment in life.planned().items()
            if life.begins < moment
            and moment + SOON <= life.ends
            and any(began <= moment and moment + SOON <= ended for began, ended in self.running)
            and (life.number, life.revision, step) not in told
        ]


async def live(template: Path, changes: list[tuple[str, object]]) -> World:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bot.db"
        shutil.copy(template, file)
        database = await open_database(f"sqlite+aiosqlite:///{file}", KEYS)
        try:
            friday = local(days(-3), time(18))
            valley = await Valley(database).begin(friday, contacts=[])
            things = {code: commitment(code, MONDAY + timedelta(days=10 * at)) for at, code in enumerate(CODES)}
            world = World(valley, friday, things)
            for thing in things.values():
                await world.save(thing)
            for what, how in [*changes, ("run", 20)]:
                await getattr(world, what)(how)
            for one in [*await valley.notices()]:
                world.told.update((item.number, item.revision, item.step, one.scope) for item in one.items)
        finally:
            await database.close()
    return world


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(CHANGES, max_size=12))
def test_each_step_is_told_at_most_once_and_none_is_missing(
    template_files: dict[str, Path], changes: list[tuple[str, object]]
) -> None:
    world = asyncio.run(live(template_files["empty"], changes))

    assert [key for key, times in world.told.items() if times > 1] == []
    assert world.missing() == []
