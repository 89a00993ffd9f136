"""What one look at a session decides: its reminders, a change at once, the acta that is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.ladder import EVERYBODY, MEMBERS, SESSION_DAYS, SESSION_HOURS, Audience
from bot.domain.meetings import WILL_NOT_BE, Meeting, Outcome
from bot.domain.memory import read, written
from bot.domain.notices import About, Item, Kind
from bot.domain.schedule import DAY, USEFUL, Bodies, Decision, Entry, Step, Telling, Tick, earliest, newest

CALLED, CHANGED, CANCELLED, HELD, ACTA = "called", "changed", "cancelled", "held", "acta"
NONE_SEATED = Bodies()
NEWS_FOR = 30 * DAY  # after a session that it was held is no news
SOON = timedelta(hours=12)  # before it begins: a change of it wakes people
_NEVER = datetime.min.replace(tzinfo=UTC)


class Appointment(NamedTuple):
    """What people must know to be there."""

    day: date
    starts: time | None
    place: str
    off: bool

    def begins(self, zone: str) -> datetime:
        """In UTC; without an hour, as the day begins."""
        return datetime.combine(self.day, self.starts or time(), ZoneInfo(zone)).astimezone(UTC)

    def is_over(self, zone: str) -> datetime:
        """From when on nobody need come: it has begun; without an hour, the day has passed."""
        return self.begins(zone) if self.starts else self._replace(day=self.day + DAY).begins(zone)


@dataclass(frozen=True)
class Memory:
    """revision: since which the appointment is as `told` has it. before: as it was until then. through: all planned until
    that moment was told, or passed. held: it was told that it was held."""

    revision: int = 0
    told: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    through: datetime = _NEVER
    held: bool = False


def appointment(one: Meeting) -> Appointment:
    return Appointment(one.day, one.starts, one.place, one.outcome in WILL_NOT_BE)


def before(told: Mapping[str, Any]) -> Appointment | None:
    """Of a changed session, by what is remembered of it: the appointment as it was told before."""
    return _opened(read(Memory, told).before)


def revision_of(entry: Entry) -> int:
    """Since which its appointment is as it was told last."""
    return read(Memory, entry.told).revision or entry.revision


def decide(one: Meeting, entry: Entry, tick: Tick, seated: Bodies = NONE_SEATED) -> Decision:
    """That it is called, or a change of what is to come, is told at once; else that it was held, the newest step, or that the
    acta is missing. seated: the institutions of the mesa that have contacts.
    """
    known, now = read(Memory, entry.told), appointment(one)
    last = _opened(known.told)
    if last is None or last != now:
        memory = Memory(entry.revision, _closed(now), known.told, tick.since(entry))
        tellings = _change(last, now, one, memory, tick) if last else _called(now, one, memory, tick)
    else:
        memory, tellings = known, []
    if not tellings:
        held = _held(one, memory, tick, seated)
        memory = replace(memory, held=memory.held or bool(held))
        tellings = [*held, *_reminder(one, memory, entry, tick), *_acta(one, memory, entry, tick)]
    if tick.taken and any(telling.item.rung == ACTA for telling in tellings):
        return Decision(written(memory), tick.at(tick.turn + DAY))
    kept = replace(memory, through=max(memory.through, tick.now))
    return Decision(written(kept), next_look(one, kept, tick), tuple(tellings))


def _called(now: Appointment, one: Meeting, memory: Memory, tick: Tick) -> list[Telling]:
    """A session that is called is news at once; those that came with the mesa itself are not."""
    came_later = replace(tick, now=memory.through).today > tick.first
    if not came_later or now.off or now.is_over(tick.zone) <= tick.now:
        return []
    return [_news(CALLED, now, [now], one, memory, tick)]


def _change(last: Appointment, now: Appointment, one: Meeting, memory: Memory, tick: Tick) -> list[Telling]:
    """Of what is to come; that it was off, and is off on another day, is no news."""
    over = [each.is_over(tick.zone) for each in (last, now)]
    if (last.off and now.off) or (over[0] if now.off else over[1]) <= tick.now:
        return []
    concerned = [each for each, end in zip((last, now), over, strict=True) if end > tick.now and not each.off]
    step, lasting = (CANCELLED, last) if now.off else (CHANGED, now)
    return [_news(step, lasting, concerned, one, memory, tick)]


def _news(
    step: str, lasting: Appointment, concerned: Iterable[Appointment], one: Meeting, memory: Memory, tick: Tick
) -> Telling:
    """To all members at once, until `lasting` is over; at night too where one concerned begins soon."""
    urgent = any(each.begins(tick.zone) - tick.now <= SOON for each in concerned)
    item = Item(About.MEETING, one.id, memory.revision, step)
    until = lasting.is_over(tick.zone)
    return Telling(item, tuple(tick.scopes(MEMBERS)), until, Kind.CHANGE, daily=False, urgent=urgent)


def _reminder(one: Meeting, memory: Memory, entry: Entry, tick: Tick) -> list[Telling]:
    """The newest of its reminders, until it is over; it does not wait for tomorrow's message: it could be over then."""
    over = appointment(one).is_over(tick.zone)
    due = [planned for planned in reminders(one, tick) if memory.through < planned[0] <= tick.now < over]
    if not due:
        return []
    moment, step = max(due)
    item = Item(About.MEETING, one.id, memory.revision, step, tick.late(moment, entry))
    daily = step in SESSION_DAYS and not tick.taken
    return [Telling(item, tuple(tick.scopes(MEMBERS)), over, daily=daily)]


def _held(one: Meeting, memory: Memory, tick: Tick, seated: Bodies) -> list[Telling]:
    """To all parties of the mesa, with the head of its history then; of what was held since the mesa came to us."""
    news = one.outcome is Outcome.HELD and tick.first < one.day <= tick.today <= one.day + NEWS_FOR
    if memory.held or not news:
        return []
    item = Item(About.MEETING, one.id, memory.revision, HELD)
    return [Telling(item, tuple(tick.scopes(EVERYBODY, seated)), tick.now + USEFUL, daily=not tick.taken)]


def _acta(one: Meeting, memory: Memory, entry: Entry, tick: Tick) -> list[Telling]:
    step = newest(missing_acta(one, tick), tick.reached(memory.through), tick.reached(tick.now))
    if step is None:
        return []
    item = Item(About.MEETING, one.id, memory.revision, step.name, tick.late(tick.at(step.day), entry))
    return [Telling(item, tuple(tick.scopes(step.told)), tick.now + USEFUL)]


def reminders(one: Meeting, tick: Tick) -> list[tuple[datetime, str]]:
    """When which is planned; none for what will not be, no two hours where no hour is known."""
    if one.outcome in WILL_NOT_BE:
        return []
    planned = [(tick.at(one.day - days * DAY), step) for step, days in SESSION_DAYS.items()]
    if one.starts:
        step, hours = SESSION_HOURS
        planned.append((appointment(one).begins(tick.zone) - hours, step))
    return planned


def missing_acta(one: Meeting, tick: Tick) -> Iterator[Step]:
    """So many days after it was held; then with the mesa's summaries, the last and the next of them."""
    if one.outcome is not Outcome.HELD or one.minutes_published is not None:
        return
    first = one.day + tick.ladder.acta * DAY
    reached = tick.reached(tick.now)
    for day in (first, tick.summary_until(reached), tick.summary_after(max(reached, first))):
        if day == first or day > max(first, tick.first):
            yield Step(day, f"{ACTA}@{day}", (Audience.TEAM,))


def next_look(one: Meeting, memory: Memory, tick: Tick) -> datetime | None:
    over = appointment(one).is_over(tick.zone)
    coming = [moment for moment, _ in reminders(one, tick) if memory.through < moment < over]
    reached = tick.reached(memory.through)
    return earliest(*coming, *(tick.at(step.day) for step in missing_acta(one, tick) if step.day > reached))


def still_true(item: Item, one: Meeting, entry: Entry, today: date) -> bool:
    """Whether it can still be said: the appointment is the same; it was to come, or its acta is still missing."""
    if item.revision != revision_of(entry):
        return False
    if item.rung == HELD:
        return one.outcome is Outcome.HELD
    if item.rung == ACTA:
        return one.outcome is Outcome.HELD and one.minutes_published is None
    return (one.outcome in WILL_NOT_BE) == (item.rung == CANCELLED) and one.day >= today


def _closed(one: Appointment) -> tuple[str, ...]:
    return one.day.isoformat(), one.starts.isoformat() if one.starts else "", one.place, "off" if one.off else ""


def _opened(told: tuple[str, ...]) -> Appointment | None:
    if not told:
        return None
    day, starts, place, off = told
    return Appointment(date.fromisoformat(day), time.fromisoformat(starts) if starts else None, place, bool(off))
