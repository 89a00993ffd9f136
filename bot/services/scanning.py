"""One scan of one mesa: read what is due at once, decide each thing purely, publish by scope, keep what was told."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from bot.domain import commitment_reminders, meeting_reminders, mesa_reminders
from bot.domain.commitments import Commitment
from bot.domain.meetings import WILL_NOT_BE, Meeting, Outcome
from bot.domain.memory import read, written
from bot.domain.mesa_reminders import Facts
from bot.domain.mesas import Mesa
from bot.domain.notices import About, Draft, Item, Kind
from bot.domain.recipients import followers_of
from bot.domain.schedule import DAY, Bodies, Decision, Entry, Telling, Tick
from bot.store import commitments, heads, history, meetings, notices, reminding, schedule
from bot.store.recipients import inhabited
from bot.store.session import Session

WEEK = 7 * DAY
ASIDE = timedelta(hours=1)


class MadeBefore(Exception):
    """A notice of this name is there already, with other items."""


class Together(NamedTuple):
    """What makes one message of several tellings."""

    scope: str
    kind: Kind
    daily: bool
    urgent: bool


@dataclass
class Scan:
    """entries: what is due. decided: what came of it. aside, wrong: what could not be decided, and of which class the error was.

    seated: the institutions of the mesa that have contacts. head: the last event of the head that is told after a session."""

    db: Session
    mesa: Mesa
    look: Tick
    entries: Sequence[Entry]
    decided: list[tuple[Entry, Decision]] = field(default_factory=list)
    aside: list[Entry] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seated: Bodies = field(default_factory=Bodies)
    head: int = 0

    async def decide(self, own: Entry) -> None:
        """own: the mesa's entry; it is looked at where it is due too."""
        owed = await commitments.by_numbers(self.db, self.numbers(About.COMMITMENT))
        bodies = await reminding.bodies_of(self.db, self.mesa.id, owed.values()) if owed else {}
        held = await meetings.by_numbers(self.db, self.numbers(About.MEETING))
        facts = await self.facts_of_mesa(own) if own in self.entries else Facts()
        if facts.recorded or any(one.outcome is Outcome.HELD for one in held.values()):
            self.seated = await reminding.seated_in(self.db, self.mesa)
        for place, entry in enumerate(self.entries):
            if place % 50 == 0:
                await asyncio.sleep(0)  # others have their turn
            try:
                self.decided.append((entry, self.decision(entry, owed, bodies, held, facts)))
            except Exception as error:  # noqa: BLE001 (one thing's bug must not silence the others)
                self.wrong.append(type(error).__name__)
                self.aside.append(entry)

    async def facts_of_mesa(self, own: Entry) -> Facts:
        """As a week begins, also what its history holds since its parties were told a head."""
        facts, memory = (
            await reminding.facts_of(self.db, self.mesa.id, self.look.today),
            mesa_reminders.seen(own, self.look),
        )
        head = await heads.latest(self.db) if mesa_reminders.week_begun(memory, self.look) else None
        if head is None:
            return facts
        return replace(
            facts, head=head.seq, recorded=await history.recorded_of(self.db, self.mesa.slug, memory.head, head.seq)
        )

    def numbers(self, about: About) -> list[int]:
        return [entry.number for entry in self.entries if entry.about is about]

    def decision(
        self,
        entry: Entry,
        owed: Mapping[int, Commitment],
        bodies: Mapping[int, Bodies],
        held: Mapping[int, Meeting],
        facts: Facts,
    ) -> Decision:
        """Of a thing that is gone: never look at it again."""
        if entry.about is About.MESA:
            return mesa_reminders.decide(self.mesa, entry, self.look, facts, self.seated)
        if entry.about is About.COMMITMENT and (commitment := owed.get(entry.number)):
            return commitment_reminders.decide(commitment, entry, self.look, bodies[entry.number])
        if entry.about is About.MEETING and (meeting := held.get(entry.number)):
            return meeting_reminders.decide(meeting, entry, self.look, self.seated)
        return Decision(entry.told)

    async def publish(self) -> int:
        """Write the notices, for scopes that have somebody, the day's to be opened later; how many were added to, or made."""
        together: dict[Together, list[Telling]] = defaultdict(list)
        for _, decision in self.decided:
            for telling in decision.tellings:
                for scope in telling.scopes:
                    together[Together(scope, telling.kind, telling.daily, telling.urgent)].append(telling)
        if any(one.item.rung == meeting_reminders.HELD for each in together.values() for one in each):
            head = await heads.publish(self.db, self.look.now)
            self.head = head.seq if head else 0
        known = await inhabited(self.db, {key.scope for key in together} | {followers_of(self.mesa.id)})
        day_first = sorted(together.items(), key=lambda one: not one[0].daily)  # what comes at its own moment joins it
        made = [await self.publish_one(key, told) for key, told in day_first if key.scope in known]
        digests = [decision.digest for _, decision in self.decided if decision.digest]
        if followers_of(self.mesa.id) in known:
            made += [await self.publish_week(monday) for monday in digests]
        return sum(made)

    async def publish_one(self, key: Together, told: Sequence[Telling]) -> bool:
        """False: all of it was told to them before."""
        items = [one.item for one in told]
        before = await notices.told_before(self.db, key.scope, items)
        fresh = tuple(item for item in items if item not in before)
        if not fresh:
            return False
        first = fresh[0]
        dedup = f"{key.kind}:{key.scope}:{first.about}:{first.number}:{first.revision}:{first.step}"
        until = max(one.useful_until for one in told)
        draft = Draft(dedup, self.mesa.id, key.scope, key.kind, self.look.now, until, fresh, urgent=key.urgent)
        if not await notices.write_on(self.db, draft, begin=key.daily):
            raise MadeBefore
        return True

    async def publish_week(self, monday: date) -> bool:
        """What followers were told since the last such message and the sessions of the next seven days, for those who chose it so."""
        scope, today = followers_of(self.mesa.id), self.look.today
        told = await reminding.told_to_followers(self.db, self.mesa.id, self.look.now - WEEK)
        coming = [
            one
            for one in await meetings.between(self.db, self.mesa.id, today, today + 6 * DAY)
            if one.outcome not in WILL_NOT_BE
        ]
        entries = await schedule.of(self.db, About.MEETING, [one.id for one in coming])
        sessions = [Item(About.MEETING, one.id, meeting_reminders.revision_of(entries[one.id]), "7d") for one in coming]
        newest = {
            (item.about, item.number, item.rung if item.about is About.MESA else ""): item
            for item in (*told, *sessions)
        }
        items = tuple(replace(item, step=f"{item.step}@w{monday}", late=False, parents=()) for item in newest.values())
        until = self.look.at(monday + WEEK)
        draft = Draft(f"digest:{scope}:{monday}", self.mesa.id, scope, Kind.DIGEST, self.look.now, until, items)
        return bool(items) and await notices.publish(self.db, draft) is not None

    async def keep(self, own: Entry, seen: mesa_reminders.Memory, *, opened: bool) -> None:
        """What was told of each, and when to look again; of the mesa too that today's message is decided."""
        await schedule.looked_at(self.db, [(entry, one.next_at, one.told) for entry, one in self.decided])
        await schedule.set_aside(self.db, self.aside, self.look.now + ASIDE)
        told = [one.told for entry, one in self.decided if entry.about is About.MESA]
        memory = read(mesa_reminders.Memory, told[0]) if told else seen
        memory = replace(memory, head=max(memory.head, self.head))
        if opened:
            memory = replace(memory, daily=max(memory.daily, self.look.turn))
        await schedule.remember(self.db, own, written(memory))  # even of a mesa that is saved meanwhile
