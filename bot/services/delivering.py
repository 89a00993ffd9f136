"""From a claimed delivery to what is said: read what is still true, ask what each wishes, render once for all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import structlog

from bot.domain import answer_reminders as answers
from bot.domain import commitment_reminders, meeting_reminders
from bot.domain.announcements import Content, concerned, unwanted
from bot.domain.commitments import Commitment, Responsibility
from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesa_reminders import INCOMPLETE
from bot.domain.notices import About, Item, Kind, Notice, State
from bot.domain.people import Settings
from bot.domain.recipients import Recipient, Rhythm, Role, contacts_of
from bot.domain.reminders import Thing, still_true
from bot.domain.schedule import Entry
from bot.domain.told import HEAD, Told, Unwanted, concerns, wanted
from bot.services.acting import actor_of
from bot.services.announced import Announced, Board, announced
from bot.services.owed import secretariat, still_owed
from bot.services.together import AFTER_ANOTHER, HEARD, Siblings, siblings_of, to_be_said_too
from bot.store import (
    changes,
    commitments,
    heads,
    history,
    institutions,
    meetings,
    mesas,
    notices,
    people,
    recipients,
    reminding,
    schedule,
)
from bot.store.database import Session

log = structlog.get_logger()
FRESH_SECONDS = 1.0  # so long one notice's facts serve its next claims
UNTRUE = Unwanted(State.CANCELLED, "no longer true")
OWN = Unwanted(State.SKIPPED, "their own change")
BROKEN = Unwanted(State.DEAD, "poison")
MOST_AT_ONCE = 16  # notices whose facts are held


@dataclass(frozen=True)
class Letter:
    """What one recipient is to be told, and in which language; not yet words. facts: which reading of them it is from."""

    recipient: Recipient
    notice: int
    kind: Kind
    told: Told
    language: str
    discreet: bool
    facts: int = 0
    content: Content | None = None  # of an announcement, which tells nothing else

    @property
    def role(self) -> Role:
        return self.recipient.role


@dataclass(frozen=True)
class Facts:
    """What a notice is about now, and who hears it elsewhere."""

    told: Told
    siblings: Siblings
    number: int
    read_at: float


def nobody_counts(_: Iterable[str]) -> None:
    """Nobody counts them."""


@dataclass
class Desk:
    """Writes the letters of claimed deliveries; each notice's facts are read once a second at most.

    wrong: told of which class each error was that set an item aside.
    """

    wrong: Callable[[Iterable[str]], None] = nobody_counts
    _facts: dict[int, Facts] = field(default_factory=dict)
    _board: Board = field(default_factory=Board)
    _read: int = 0

    async def letters(
        self, db: Session, notice: Notice, to: Sequence[Recipient], now: datetime
    ) -> list[Letter | Unwanted]:
        """One for each recipient, in their order. Called inside the transaction that claims."""
        if notice.kind is Kind.ANNOUNCEMENT:
            return await self._announced(db, notice, to, now)
        facts = await self.facts(db, notice, now)
        if not facts.told.items:
            return [BROKEN if facts.told.wrong else UNTRUE] * len(to)
        if not facts.siblings.filled:
            return [AFTER_ANOTHER] * len(to)
        chosen = await people.settings_of(db, [one.chat for one in to])
        found = [letter(db, notice, facts, one, chosen[one.chat]) for one in to]
        whole = {one.recipient.chat: one for one in found if isinstance(one, Letter)}
        for other, whom in await to_be_said_too(db, facts.siblings.after, whole):
            told = (await self.facts(db, other, now)).told
            heard = wanted(told, other.kind, whom, chosen[whom.chat])
            if isinstance(heard, Told):
                whole[whom.chat] = replace(whole[whom.chat], told=whole[whom.chat].told.beside(heard))
        return [whole[one.recipient.chat] if isinstance(one, Letter) else one for one in found]

    async def _announced(
        self, db: Session, notice: Notice, to: Sequence[Recipient], now: datetime
    ) -> list[Letter | Unwanted]:
        """Nothing now where whoever made it may no longer: it is about to be held (services/announcing.py)."""
        known = await self._board.read(db, notice, now)
        if not known.stands:
            return [AFTER_ANOTHER] * len(to)
        chosen = await people.settings_of(db, [one.chat for one in to])
        return [announcement_letter(notice, known, one, chosen[one.chat]) for one in to]

    async def facts(self, db: Session, notice: Notice, now: datetime) -> Facts:
        known = self._facts.get(notice.id)
        if known is None or time.monotonic() - known.read_at > FRESH_SECONDS:
            self._read += 1
            told = await still_told(db, notice, now)
            self.wrong(told.wrong)
            known = Facts(told, await siblings_of(db, notice, told, now), self._read, time.monotonic())
            self._facts = {**dict(list(self._facts.items())[-MOST_AT_ONCE:]), notice.id: known}
        return known


def letter(db: Session, notice: Notice, facts: Facts, to: Recipient, chosen: Settings) -> Letter | Unwanted:
    """Nothing to whom another delivery tells it."""
    heard = wanted(facts.told, notice.kind, to, chosen)
    if isinstance(heard, Unwanted):
        return heard
    if facts.told.events and changed_by(actor_of(db, notice.mesa_id, to.chat), facts.told):
        return OWN
    if facts.siblings.week and notice.kind is Kind.REMINDER and to.wishes.rhythm is Rhythm.WEEKLY:
        return Unwanted(State.SKIPPED, "weekly")
    if elsewhere := facts.siblings.elsewhere(db, to.chat):
        return elsewhere
    needed = facts.siblings.needed(db, to.chat, heard.items)
    if not needed:
        return HEARD
    heard = without_themselves(replace(heard, items=needed), to.scope)
    return Letter(to, notice.id, notice.kind, heard, chosen.language, chosen.discreet, facts.number)


def announcement_letter(notice: Notice, known: Announced, to: Recipient, chosen: Settings) -> Letter | Unwanted:
    why = unwanted(known.content, to, chosen, known.told)
    return why or Letter(
        to, notice.id, notice.kind, known.told, chosen.language, chosen.discreet, content=known.content
    )


def changed_by(actor: str, told: Told) -> bool:
    """Whether all of it was done by that actor, who need not be told."""
    return all(one.actor == actor for one in told.events.values())


def without_themselves(told: Told, scope: str) -> Told:
    """To whom it was escalated is not told that they were told."""
    if not any(contacts_of(parent) == scope for parent in told.parents):
        return told
    items = (replace(one, parents=tuple(it for it in one.parents if contacts_of(it) != scope)) for one in told.items)
    return replace(told, items=tuple(items))


async def still_told(db: Session, notice: Notice, now: datetime) -> Told:
    """The facts of a notice's items, without those that are no longer true."""
    mesa = await mesas.by_id(db, notice.mesa_id)
    if mesa is None:
        raise LookupError("a notice of a mesa that is gone")
    today = now.astimezone(ZoneInfo(mesa.zone)).date()
    if notice.kind is Kind.TEAM:
        events = await changes.recorded(db, [one.number for one in notice.items])
        items = tuple(one for one in notice.items if one.number in events)
        return Told(mesa, today, items, events=events)
    by_about = {about: numbers(notice.items, about) for about in About}
    lacking = await reminding.facts_of(db, mesa.id, today)
    told = Told(
        mesa,
        today,
        notice.items,
        await commitments.by_numbers(db, by_about[About.COMMITMENT]),
        await meetings.by_numbers(db, by_about[About.MEETING]),
        await institutions.names_of(db, [parent for item in notice.items for parent in item.parents]),
        replace(lacking.counts, open=lacking.open),
        now=now,
        last_session=lacking.last_session,
    )
    told = await with_head(db, notice, told)
    entries = {about: await schedule.of(db, about, of) for about, of in by_about.items() if of}
    told = guarded(told, entries)
    if told.silent:
        told = replace(told, secretariat=await secretariat(db, mesa))
    return await still_owed(db, notice.scope, told)


async def with_head(db: Session, notice: Notice, told: Told) -> Told:
    """So that many phones witness what the history was: each week in which it grew, and after a session."""
    since = next((item.since for item in notice.items if item.rung == HEAD), None)
    held = any(item.rung == meeting_reminders.HELD for item in notice.items)
    head = await heads.latest(db) if since is not None or held or notice.kind is Kind.DIGEST else None
    if head is None or since is None:
        return replace(told, head=head)
    return replace(told, head=head, recorded=await history.recorded_of(db, told.mesa.slug, int(since), head.seq))


def guarded(told: Told, entries: Mapping[About, Mapping[int, Entry]]) -> Told:
    """Without what was fulfilled, moved or is past meanwhile; changed sessions beside what was told of them before.

    Steps that come again carry their day, so that each is one of its own; what is said does not depend on it.
    """
    kept, before, wrong = list[Item](), dict[int, Meeting](), list[str]()
    silent, moved_from = dict[int, tuple[Responsibility, ...]](), dict[int, date]()
    for item in told.items:
        thing, entry = thing_of(told, item), entries[item.about].get(item.number)
        try:
            if thing is None or entry is None or not still_true(item, thing, entry, told.today):
                continue
            if isinstance(thing, Meeting) and (old := as_told(thing, entry)):
                before[item.number] = old
            if isinstance(thing, Commitment) and answers.is_of_these(item):
                silent[item.number] = commitment_reminders.silent_of(item, thing, entry)
            if isinstance(thing, Commitment) and (day := commitment_reminders.moved_from(item, entry)):
                moved_from[item.number] = day
        except Exception as error:  # noqa: BLE001 (one thing's bug must not silence the others)
            log.error("item_set_aside", error=type(error).__name__)
            wrong.append(type(error).__name__)
            continue
        if item.rung != INCOMPLETE or told.counts.incomplete:
            kept.append(replace(item, step=item.rung))
    told = replace(told, items=tuple(kept), before=before, silent=silent, moved_from=moved_from)
    return replace(told, wrong=tuple(wrong))


def as_told(now: Meeting, entry: Entry) -> Meeting | None:
    """A session as it was told before it changed; None: it did not."""
    old = meeting_reminders.before(entry.told)
    if old is None:
        return None
    outcome = Outcome.POSTPONED if old.off else Outcome.SCHEDULED
    return replace(now, day=old.day, starts=old.starts, place=old.place, outcome=outcome)


def numbers(items: Iterable[Item], about: About) -> list[int]:
    return sorted({item.number for item in items if item.about is about})


def thing_of(told: Told, item: Item) -> Thing | None:
    """What an item is about; None: it is no longer there."""
    if item.about is About.COMMITMENT:
        return told.commitments.get(item.number)
    return told.meetings.get(item.number) if item.about is About.MEETING else told.mesa


async def opened(db: Session, notice_id: int, chat: int, now: datetime) -> Letter | None:
    """What a notice tells this chat now, asked for by the chat itself, whatever its rhythm; without items where none of it is
    true any more. None: it is not theirs."""
    notice = await notices.by_id(db, notice_id)
    recipient = await recipients.find(db, notice.scope, chat) if notice else None
    if notice is None or recipient is None:
        return None
    if notice.kind is Kind.ANNOUNCEMENT:
        return await _announcement_opened(db, notice, recipient, now)
    told = await still_told(db, notice, now)
    heard = tuple(one for one in told.items if concerns(told, one, recipient))
    if told.items and not heard:
        return None
    language = (await people.settings(db, chat)).language
    theirs = without_themselves(replace(told, items=heard), notice.scope)
    for other, whom in await to_be_said_too(db, (await siblings_of(db, notice, told, now)).after, [chat], said=True):
        if other.kind is Kind.DIGEST and whom.wishes.rhythm is not Rhythm.WEEKLY:
            continue
        besides = await still_told(db, other, now)
        theirs = theirs.beside(
            replace(besides, items=tuple(one for one in besides.items if concerns(besides, one, whom)))
        )
    return Letter(recipient, notice.id, notice.kind, theirs, language, discreet=False)


async def _announcement_opened(db: Session, notice: Notice, to: Recipient, now: datetime) -> Letter | None:
    known = await announced(db, notice, now)
    if not concerned(known.content, to, notice.mesa_id):
        return None
    language = (await people.settings(db, to.chat)).language
    return Letter(to, notice.id, notice.kind, known.told, language, discreet=False, content=known.content)
