"""A mesa under the clock: what a test saves into it, how it lets time pass, and who was told what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.commitments import Commitment, Responsibility, Stance, Status
from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Institution, Mesa
from bot.domain.notices import About, Item, Kind, Notice
from bot.domain.recipients import Role, contacts_of, followers_of, team_of
from bot.services.reminders import Looked, tick
from bot.store import commitments, institutions, meetings, mesas, recipients
from bot.store.database import Database
from bot.store.notices import ROWS, notice_of
from bot.store.telling import notice

LIMA = "America/Lima"
MONDAY = date(2026, 11, 23)  # the cast's TODAY
AT = time(8)
BODIES = (
    Institution("estado", "Estado"),
    Institution("sector", "Sector", parent="estado"),
    Institution("oficina", "Oficina", parent="sector"),
    Institution("empresa", "Empresa"),
)
OFFICE = Responsibility("oficina", "Oficina", stance=Stance.ACCEPTED)
COMPANY = Responsibility("empresa", "Empresa", stance=Stance.ACCEPTED)


def local(day: date, hour: time = time(8, 0, 10), zone: str = LIMA) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(zone))


def days(number: int) -> date:
    return MONDAY + timedelta(days=number)


def commitment(code: str, deadline: date | None, **other: object) -> Commitment:
    one = Commitment("valle", code, f"Compromiso {code}", deadline=deadline, original_deadline=deadline)
    return replace(one, **({"status": Status.PENDING, "responsibilities": (OFFICE,)} | other))  # type: ignore[arg-type]


def meeting(code: str, day: date, starts: time | None = time(10), **other: object) -> Meeting:
    return replace(Meeting("valle", code, day, starts, outcome=Outcome.SCHEDULED), **other)  # type: ignore[arg-type]


Heard = dict[str, list[str]]  # scope by its name → "VAL-01 overdue", in the order of the items


@dataclass
class Valley:
    """One mesa, its followers, its team, and the contacts of each institution, all of whom want to hear."""

    database: Database
    mesa: Mesa = field(default_factory=lambda: Mesa("valle", "Mesa del Valle"))
    names: dict[str, str] = field(default_factory=dict)  # scope → how tests call it
    told: int = 0  # the last notice that `heard` gave

    async def begin(
        self, now: datetime, contacts: Iterable[str] = ("oficina", "sector", "estado", "empresa")
    ) -> Valley:
        async with self.database.transaction() as db:
            for body in BODIES:
                await institutions.save(db, body, actor="test", now=now)
            await mesas.save(db, self.mesa, actor="test", now=now)
            saved = await mesas.by_slug(db, self.mesa.slug)
            assert saved is not None
            self.mesa = saved
            self.names = {followers_of(saved.id): "followers", team_of(saved.id): "team"}
            numbers = await institutions.numbers_of(db, contacts)
            self.names |= {contacts_of(number): slug for slug, number in numbers.items()}
            for chat, scope in enumerate(self.names, 1):
                await recipients.save(db, scope, chat, Role.FOLLOWER)
        return self

    async def save(self, *things: Commitment | Meeting, now: datetime) -> None:
        async with self.database.transaction() as db:
            for thing in things:
                if isinstance(thing, Commitment):
                    await commitments.save(db, thing, actor="test", now=now)
                else:
                    await meetings.save(db, thing, actor="test", now=now)

    async def change(self, now: datetime, **other: object) -> None:
        """Of the mesa itself."""
        self.mesa = replace(self.mesa, **other)  # type: ignore[arg-type]
        async with self.database.transaction() as db:
            await mesas.save(db, self.mesa, actor="test", now=now)

    async def tick(self, now: datetime) -> Looked:
        return await tick(self.database, now, AT)

    async def notices(self, *, weekly: bool = False) -> list[Notice]:
        """Those that no call gave before: the weekly messages, or all others."""
        async with self.database.reading() as db:
            found = await db.execute(ROWS.where(notice.c.id > self.told).order_by(notice.c.id))
            made = [notice_of(row) for row in found]
        self.told = max([self.told, *(one.id for one in made)])
        return [one for one in made if (one.kind is Kind.DIGEST) == weekly]

    async def heard(self, now: datetime) -> Heard:
        """Tick, and what each scope is told since the last call."""
        await self.tick(now)
        told: Heard = defaultdict(list)
        for one in await self.notices():
            told[self.names[one.scope]] += [await self.said(item) for item in one.items]
        return dict(told)

    async def said(self, item: Item) -> str:
        async with self.database.reading() as db:
            if item.about is About.MESA:
                return item.step
            found: Commitment | Meeting | None = await (
                commitments.by_id(db, item.number)
                if item.about is About.COMMITMENT
                else meetings.by_id(db, item.number)
            )
        assert found is not None
        return f"{found.code} {item.step}"

    async def daily(self, first: date, last: date, hour: time = time(8, 0, 10)) -> dict[date, Heard]:
        """What is heard on each of those days, ticking once a day; silent days are left out."""
        found: dict[date, Heard] = {}
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if heard := await self.heard(local(day, hour, self.mesa.zone)):
                found[day] = heard
        return found

    async def forget(self, *names: str) -> None:
        """Nobody is in those scopes any more."""
        async with self.database.transaction() as db:
            for chat, (scope, name) in enumerate(self.names.items(), 1):
                if name in names:
                    await recipients.drop(db, scope, chat)

    async def welcome(self, name: str) -> None:
        scope = next(scope for scope, known in self.names.items() if known == name)
        async with self.database.transaction() as db:
            await recipients.save(db, scope, 99, Role.FOLLOWER)


def heard_of(code: str, heard: dict[date, Heard]) -> dict[date, dict[str, tuple[str, ...]]]:
    """Of one thing: day → step → who."""
    found: dict[date, dict[str, tuple[str, ...]]] = {}
    for day, told in heard.items():
        for who, items in told.items():
            for _, step in (item.split() for item in items if item.startswith(f"{code} ")):
                steps = found.setdefault(day, {})
                steps[step] = (*steps.get(step, ()), who)
    return found
