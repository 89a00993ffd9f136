"""Whatever changes, whoever follows or leaves, wherever the process dies: each step is said once to each who wants it.

The store, the ticks, the claims and the marks are the real ones; the network is a function that writes down what it was given.
The sister of tests/services/test_reminders_always.py, which looks at what is decided; here what is said.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.commitments import NEVER_OVERDUE, Commitment, Status
from bot.domain.deliveries import Meaning, Outcome, Standing, after
from bot.domain.ladder import LADDER, Audience
from bot.domain.notices import About, Item, Kind, State
from bot.domain.quiet import read_quiet_hours
from bot.domain.recipients import Rhythm, Role, followers_of, team_of
from bot.services import following, upkeep
from bot.services.delivering import Desk, Letter
from bot.services.reminders import publish_due
from bot.store import commitments, outbox, recipients, schedule
from bot.store.database import Session, open_database
from bot.store.outbox import Claim
from bot.tg.claiming import Claimed, Claiming
from tests.databases import KEYS
from tests.outbox import rows
from tests.services.ticks import AT, MONDAY, Valley, commitment, days, local

STEP = timedelta(hours=6)  # between two ticks of a process that lives
SOON = timedelta(hours=31)  # what is planned is said by then: on the day, or with the next day's message
NEVER = datetime.max.replace(tzinfo=UTC)
CODES = ("V-1", "V-2", "V-3")
FAITHFUL, COORDINATOR = 1, 13  # who follows all along; who is told as such, whether they follow or not
CHATS = (11, 12, COORDINATOR)
ROOM, SLICE = 2, 2  # claimed, and filled, at once: so small that there is something to die between

CODE, CHAT = st.sampled_from(CODES), st.sampled_from(CHATS)
TROUBLE = st.sampled_from([Meaning.AMBIGUOUS, Meaning.SAFE, Meaning.LATER, Meaning.UNTOUCHED])
CHANGES = st.one_of(
    st.tuples(st.just("run"), st.integers(1, 20)),
    st.tuples(st.just("down"), st.integers(1, 8)),
    st.tuples(st.just("back"), st.integers(1, 5)),
    st.tuples(st.just("crash"), st.booleans()),
    st.tuples(st.just("move"), st.tuples(CODE, st.integers(-40, 45))),
    st.tuples(st.just("report"), st.tuples(CODE, st.sampled_from([Status.DONE, Status.PENDING, Status.BREACHED]))),
    st.tuples(st.just("follow"), st.tuples(CHAT, st.sampled_from(["", *CODES]))),
    st.tuples(st.just("leave"), st.tuples(CHAT, st.sampled_from(["", *CODES]))),
    st.tuples(st.just("rhythm"), st.tuples(CHAT, st.sampled_from(list(Rhythm)))),
    # The next ticks' sending: what goes wrong at the far end (and whether it was heard there), and where the process dies.
    st.tuples(st.just("trouble"), st.lists(st.tuples(TROUBLE, st.booleans()), min_size=1, max_size=4)),
    st.tuples(
        st.just("dies"), st.tuples(st.sampled_from(["fill", "claim", "claimed", "said", "mark"]), st.integers(1, 4))
    ),
)
Key = tuple[About, int, int, str]  # what, its row, its revision, the step with its day


class Killed(Exception):
    """Raised where a process dies: its transaction is rolled back, and what it held in memory is gone."""


@dataclass
class Life:
    """A commitment from one change of its clock to the next."""

    code: str
    number: int
    revision: int
    deadline: date | None
    begins: datetime
    ends: datetime = NEVER

    def planned(self) -> dict[str, datetime]:
        """What followers are told by itself."""
        if self.deadline is None:
            return {}
        rungs = [rung for rung in LADDER.deadline if Audience.FOLLOWERS in rung.told]
        return {rung.step: local(self.deadline + timedelta(days=rung.days), AT) for rung in rungs}


@dataclass
class Wish:
    """What somebody wants, as they said it."""

    whole: bool = False
    codes: frozenset[str] = frozenset()
    rhythm: Rhythm = Rhythm.AT_ONCE

    def hears(self, code: str, rhythm: Rhythm = Rhythm.AT_ONCE) -> bool:
        return self.rhythm is rhythm and (self.whole or code in self.codes)


@dataclass
class Death:
    """Where the process dies, at the `times`-th pass from now."""

    where: str = ""
    times: int = 0

    def strikes(self, where: str) -> None:
        if where != self.where:
            return
        self.times -= 1
        if self.times == 0:
            self.where = ""
            raise Killed


@dataclass
class World:
    """wanted: (chat, code) → from when until when it was. said: (chat, key) → in which notices, each as often as it was said.

    unwanted: what was said to who did not want it. chats: whose a recipient is. later: somebody is to be told in a minute.
    """

    valley: Valley
    now: datetime
    things: dict[str, Commitment]
    lives: list[Life] = field(default_factory=list)
    running: list[tuple[datetime, datetime]] = field(default_factory=list)
    wishes: dict[int, Wish] = field(default_factory=dict)
    wanted: dict[tuple[int, str], list[tuple[datetime, datetime]]] = field(default_factory=dict)
    said: dict[tuple[int, Key], list[int]] = field(default_factory=lambda: defaultdict(list))
    chats: dict[bytes, int] = field(default_factory=dict)
    unwanted: list[tuple[int, str]] = field(default_factory=list)
    troubles: list[tuple[Meaning, bool]] = field(default_factory=list)
    death: Death = field(default_factory=Death)
    later: bool = False
    deaths: int = 0

    # What happens

    async def run(self, ticks: int) -> None:
        began = self.now
        for _ in range(ticks):
            self.now += STEP
            await self.valley.tick(self.now)
            await self.send_all()
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

    async def move(self, change: tuple[str, int]) -> None:
        code, number = change
        day = self.now.date() + timedelta(days=number)
        await self.save(replace(self.things[code], deadline=day, extended_by="RM 1"))

    async def report(self, change: tuple[str, Status]) -> None:
        code, status = change
        await self.save(replace(self.things[code], status=status))

    async def trouble(self, troubles: list[tuple[Meaning, bool]]) -> None:
        self.troubles += troubles

    async def dies(self, death: tuple[str, int]) -> None:
        self.death = Death(*death)

    async def follow(self, change: tuple[int, str]) -> None:
        chat, code = change
        known = self.wishes.get(chat)
        wish = known or Wish()
        wish = replace(wish, codes=wish.codes | {code}) if code else replace(wish, whole=True)
        wish = replace(wish, rhythm=Rhythm.AT_ONCE) if wish.rhythm is Rhythm.NONE else wish
        async with self.valley.database.transaction() as db:
            await following.follow(db, chat, self.valley.mesa.id, commitment=await self.number(db, code))
        self.wish(chat, wish)

    async def leave(self, change: tuple[int, str]) -> None:
        chat, code = change
        known = self.wishes.get(chat)
        async with self.valley.database.transaction() as db:
            await following.stop(db, chat, self.valley.mesa.id, commitment=await self.number(db, code))
        if known is None:
            return
        left = replace(known, codes=known.codes - {code}) if code else Wish()
        self.wish(chat, left if left.whole or left.codes else None)

    async def rhythm(self, change: tuple[int, Rhythm]) -> None:
        chat, rhythm = change
        async with self.valley.database.transaction() as db:
            await following.set_rhythm(db, chat, self.valley.mesa.id, rhythm)
        if known := self.wishes.get(chat):
            self.wish(chat, replace(known, rhythm=rhythm))

    async def number(self, db: Session, code: str) -> int | None:
        if not code:
            return None
        (kept,) = await commitments.by_code(db, code.lower().replace("-", ""))
        return kept.id

    def wish(self, chat: int, wish: Wish | None) -> None:
        """From now on; remembered since when."""
        before = self.wishes.pop(chat, None)
        if wish:
            self.wishes[chat] = wish
        for code in CODES:
            spans = self.wanted.setdefault((chat, code), [])
            heard, hears = bool(before and before.hears(code)), bool(wish and wish.hears(code))
            if hears and not heard:
                spans.append((self.now, NEVER))
            if heard and not hears:
                spans[-1] = (spans[-1][0], self.now)

    async def save(self, one: Commitment) -> None:
        self.things[one.code] = one
        await self.valley.save(one, now=self.now)
        async with self.valley.database.reading() as db:
            (kept,) = await commitments.by_code(db, one.code.lower().replace("-", ""))
            entry = (await schedule.of(db, About.COMMITMENT, [kept.id]))[kept.id]
        mine = [life for life in self.lives if life.code == one.code]
        if mine and mine[-1].revision == entry.revision:
            return
        if mine:
            mine[-1].ends = self.now
        deadline = None if one.status in NEVER_OVERDUE else one.deadline
        self.lives.append(Life(one.code, kept.id, entry.revision, deadline, self.now))

    # A process that sends: bot/tg/sender.py without its waits

    async def send_all(self) -> None:
        """What is due, as a process that has just started; as often as it dies over it, or is asked to wait a minute."""
        while True:
            self.later = False
            try:
                await upkeep.begin(self.valley.database)
                await self.send()
            except Killed:
                self.deaths += 1
                continue
            if not self.later:
                return
            self.now += timedelta(minutes=1)

    async def send(self) -> None:
        clock = lambda: self.now  # noqa: E731 (the clock of a moment)
        quiet = read_quiet_hours("21:00-06:00")
        claiming = Claiming(Desk().letters, clock, quiet, lambda: 0.0, 60.0)
        await self.fill()
        done: list[tuple[Claim, Standing]] = []
        while True:
            claiming.begin()
            async with self.valley.database.transaction() as db:
                await outbox.mark(db, done)
                self.death.strikes("mark")
                claimed = await claiming.claim(db, ROOM)
                self.death.strikes("claim")
            if not claimed:
                break
            self.chats.update((letter.recipient.id, letter.recipient.chat) for _, letter in claimed)
            self.death.strikes("claimed")
            done = [await self.say(one) for one in claimed]
        await upkeep.tidy(self.valley.database, self.now)

    async def fill(self) -> None:
        more = True
        while more:
            async with self.valley.database.transaction() as db:
                more = await outbox.fill(db, SLICE)
                self.death.strikes("fill")

    async def say(self, claimed: Claimed) -> tuple[Claim, Standing]:
        claim, letter = claimed
        meaning, heard = self.troubles.pop(0) if self.troubles else (Meaning.SENT, True)
        if meaning is Meaning.SENT or (meaning is Meaning.AMBIGUOUS and heard):
            self.hear(letter, claim)
        self.death.strikes("said")
        self.later = self.later or meaning is Meaning.LATER
        return claim, after(claim.standing, Outcome(meaning, 60.0), claim.notice.kind, self.now, 0.0)

    def hear(self, letter: Letter, claim: Claim) -> None:
        """What the far end shows; the day of a step that comes again is the notice's own."""
        told = {(item.about, item.number, item.revision, item.step) for item in letter.told.items}
        chat, weekly = letter.recipient.chat, claim.notice.kind is Kind.DIGEST
        for item in claim.notice.items:
            if (item.about, item.number, item.revision, item.rung) not in told:
                continue
            self.said[chat, key_of(item)].append(claim.notice.id)
            codes = [life.code for life in self.lives if item.about is About.COMMITMENT and life.number == item.number]
            wish = self.wishes.get(chat) or Wish()
            if letter.recipient.scope == followers_of(self.valley.mesa.id) and not wish.hears(
                codes[0], Rhythm.WEEKLY if weekly else Rhythm.AT_ONCE
            ):
                self.unwanted.append((chat, codes[0]))

    # What must be so

    def missing(self, excused: set[tuple[int, Key]]) -> list[tuple[int, str, str]]:
        """What was planned while a commitment lived and somebody wanted it, and long enough after, and was not said."""
        return [
            (chat, life.code, step)
            for life in self.lives
            for step, moment in life.planned().items()
            if life.begins < moment
            and moment + SOON <= life.ends
            and any(began <= moment and moment + SOON <= ended for began, ended in self.running)
            for chat in (FAITHFUL, *CHATS)
            if self.wants(chat, life.code, moment)
            and (key := (chat, (About.COMMITMENT, life.number, life.revision, step))) not in excused
            and key not in self.said
        ]

    def wants(self, chat: int, code: str, moment: datetime) -> bool:
        """From before its moment until long enough after."""
        spans = self.wanted.get((chat, code), [])
        return chat == COORDINATOR or any(began < moment and moment + SOON <= ended for began, ended in spans)


@dataclass
class Ended:
    """What the rows say in the end. ambiguous: (chat, notice) → tries whose fate nobody knows. given_up: what was not said, and
    is shown as such. open: rows that never came to an end."""

    ambiguous: Counter[tuple[int, int]] = field(default_factory=Counter)
    given_up: set[tuple[int, Key]] = field(default_factory=set)
    open: int = 0


def key_of(item: Item) -> Key:
    return item.about, item.number, item.revision, item.step


async def ended(world: World) -> Ended:
    found = Ended()
    made = {one.id: one for one in [*await world.valley.notices(), *await world.valley.notices(weekly=True)]}
    for notice, whom, state, ambiguous in await rows(
        world.valley.database, "notice_id, recipient_id, state, ambiguous"
    ):
        if ambiguous:
            found.ambiguous[world.chats[whom], notice] += ambiguous
        if state in (State.UNCERTAIN, State.DEAD):
            found.given_up |= {(world.chats[whom], key_of(item)) for item in made[notice].items}
        found.open += state in (State.PENDING, State.SENDING)
    return found


async def live(template: Path, changes: list[tuple[str, object]]) -> tuple[World, Ended]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bot.db"
        shutil.copy(template, file)
        database = await open_database(f"sqlite+aiosqlite:///{file}", KEYS)
        try:
            friday = local(days(-3), time(18))
            valley = await Valley(database).begin(friday, contacts=[])
            async with database.transaction() as db:
                await recipients.save(db, team_of(valley.mesa.id), COORDINATOR, Role.COORDINATOR)
            things = {code: commitment(code, MONDAY + timedelta(days=3 * at)) for at, code in enumerate(CODES)}
            world = World(valley, friday, things)
            world.wish(FAITHFUL, Wish(whole=True))
            for thing in things.values():
                await world.save(thing)
            begin = [("follow", (CHATS[0], "")), ("follow", (CHATS[1], CODES[0]))]
            for what, how in [*begin, *changes, ("run", 50)]:
                await getattr(world, what)(how)
            return world, await ended(world)
        finally:
            await database.close()


@pytest.mark.slow
def test_each_step_is_said_once_to_who_wants_it(template_files: dict[str, Path]) -> None:
    """The middle of any night, at the latest, all that was due has come to its end."""
    figures = Counter[str]()

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(changes=st.lists(CHANGES, min_size=3, max_size=14))
    def whatever_happens(changes: list[tuple[str, object]]) -> None:
        world, end = asyncio.run(live(template_files["empty"], changes))

        twice = {key: len(told) - 1 for key, told in world.said.items() if len(told) > 1}
        bound = {
            (chat, key): sum(end.ambiguous[chat, one] for one in set(world.said[chat, key])) for chat, key in twice
        }
        missing = world.missing(end.given_up)
        figures.update(
            said=len(world.said), twice=sum(twice.values()), ambiguous=end.ambiguous.total(), deaths=world.deaths,
            missing=len(missing), given_up=len(end.given_up), lives=1,
        )  # fmt: skip
        assert {key: times for key, times in twice.items() if times > bound[key]} == {}
        assert missing == []
        assert world.unwanted == []

    whatever_happens()
    sys.stdout.write(f"\nany sequence: {dict(figures)}\n")
    assert figures["said"] > 0
