"""What one look at a mesa decides: that nothing meets any more, that its term ends, what is missing, the week's message and head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.domain.ladder import EVERYBODY, MEMBERS, Audience, read_ladder
from bot.domain.memory import read, written
from bot.domain.mesas import Mesa, MesaState
from bot.domain.notices import About, Item, Kind
from bot.domain.schedule import DAY, USEFUL, Bodies, Decision, Entry, Step, Telling, Tick, newest
from bot.domain.told import HEAD, STATES, Counts

NO_SESSION, TERM, TERM_OVER, INCOMPLETE = "no_session", "term", "term_over", "incomplete"
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Memory:
    """first: the day it was first seen. through: what was planned until that day was told, or passed. daily: the last day
    whose message was decided. digest: the last Monday whose week was told. last_session: as `Facts`. term: the end of the
    mesa's term that was told to be near. state: as people know it, "" = it was never looked at. head: the last event of the
    history of which its parties have a head, as far as anything of the mesa was recorded."""

    first: date = date.min
    through: date = date.min
    daily: date = date.min
    digest: date = date.min
    last_session: date = date.min
    term: date = date.min
    state: str = ""
    head: int = 0


@dataclass(frozen=True)
class Facts:
    """last_session: the latest that was held, or is called; None: none was. open: commitments not closed.

    head: the last event of the head published last. recorded: the mesa's events since the head told before, up to it; both
    only where a week begins."""

    last_session: date | None = None
    open: int = 0
    counts: Counts = field(default_factory=Counts)
    head: int = 0
    recorded: int = 0


def seen(entry: Entry, tick: Tick) -> Memory:
    """What is remembered; at the first look, from where everything counts."""
    if entry.told:
        return read(Memory, entry.told)
    since = tick.since(entry)
    first = replace(tick, now=since).today
    return Memory(first, tick.reached(since), digest=_monday(tick.reached(since)))


def week_begun(memory: Memory, tick: Tick) -> date | None:
    """The Monday whose week is to be told; None: it was, or it has not come."""
    monday = _monday(tick.reached(tick.now))
    return monday if monday > memory.digest else None


def decide(mesa: Mesa, entry: Entry, tick: Tick, facts: Facts, seated: Bodies) -> Decision:
    """Of each kind at most the newest; that it is suspended, goes on or is concluded, at once. seated: the institutions of
    the mesa that have contacts."""
    reached, before = tick.reached(tick.now), seen(entry, tick)
    digest = week_begun(before, tick)
    memory = replace(before, last_session=facts.last_session or date.min, state=mesa.state.value)
    memory = replace(memory, digest=digest or before.digest, head=max(facts.head, before.head))
    at_once = tuple(_news(before.state, mesa, entry, tick))
    if facts.recorded:
        at_once = (*at_once, _head(before.head, mesa, entry, tick, seated))
    found = [newest(steps, memory.through, reached) for steps in plans(mesa, memory, tick, facts, reached)]
    due = [step for step in found if step]
    if due and tick.taken:
        return Decision(written(memory), tick.at(tick.turn + DAY), at_once, digest=digest)
    kept = replace(memory, through=max(memory.through, reached))
    if mesa.term_until and any(step.name.startswith(f"{TERM}@") for step in due):
        kept = replace(kept, term=mesa.term_until)
    days = [step.day for steps in plans(mesa, kept, tick, facts, reached) for step in steps if step.day > reached]
    next_at = tick.at(min([_monday(reached) + WEEK, *days]))
    tellings = (*at_once, *(_telling(step, mesa, entry, tick) for step in due))
    return Decision(written(kept), next_at, tellings, digest=digest)


def plans(mesa: Mesa, memory: Memory, tick: Tick, facts: Facts, reached: date) -> Iterator[list[Step]]:
    """Each kind's steps: those past that may be due, and the next."""
    past, coming = tick.summary_until(reached), tick.summary_after(reached)
    summaries = [day for day in (past, coming) if day > tick.first]
    if facts.counts.incomplete:
        yield [Step(day, f"{INCOMPLETE}@{day}", (Audience.TEAM,)) for day in summaries]
    if mesa.state is MesaState.CONCLUDED:
        return
    silent = (facts.last_session or tick.first) + tick.ladder.no_session * DAY
    days = [silent, *(day for day in (*summaries, tick.summary_after(max(reached, silent))) if day > silent)]
    yield [Step(day, f"{NO_SESSION}@{day}", MEMBERS) for day in days]
    if end := mesa.term_until:
        near = max(end - tick.ladder.term * DAY, memory.through + DAY)  # known late, it is told the next day
        if facts.open and memory.term != end and near <= end:
            yield [Step(near, f"{TERM}@{end}", MEMBERS)]
        yield [Step(end + DAY, f"{TERM_OVER}@{end}", MEMBERS)]


def _news(state: str, mesa: Mesa, entry: Entry, tick: Tick) -> Iterator[Telling]:
    """That it is in another state than people know. Each time is a step of its own: it may be suspended twice."""
    if state and state != mesa.state:
        (step,) = (name for name, of in STATES.items() if of is mesa.state)
        item = Item(About.MESA, mesa.id, entry.revision, f"{step}@{tick.now:%Y%m%dT%H%M%S}")
        yield Telling(item, tuple(tick.scopes(MEMBERS)), tick.now + USEFUL, Kind.CHANGE, daily=False)


def _head(since: int, mesa: Mesa, entry: Entry, tick: Tick, seated: Bodies) -> Telling:
    """To all parties, within the message of the day: many phones witness what the history was."""
    item = Item(About.MESA, mesa.id, entry.revision, f"{HEAD}@{since}")
    return Telling(item, tuple(tick.scopes(EVERYBODY, seated)), tick.now + USEFUL, daily=not tick.taken)


def _telling(step: Step, mesa: Mesa, entry: Entry, tick: Tick) -> Telling:
    item = Item(About.MESA, mesa.id, entry.revision, step.name, tick.late(tick.at(step.day), entry))
    return Telling(item, tuple(tick.scopes(step.told)), tick.now + USEFUL)


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def still_true(item: Item, mesa: Mesa, entry: Entry, today: date) -> bool:
    """Whether it can still be said; what is missing is counted anew when it is."""
    if item.rung in (INCOMPLETE, HEAD):
        return True
    if item.rung in STATES:
        return STATES[item.rung] is mesa.state
    if mesa.state is MesaState.CONCLUDED:
        return False
    if item.rung == NO_SESSION:
        return (today - read(Memory, entry.told).last_session).days >= read_ladder(mesa.ladder).no_session
    end = mesa.term_until
    _, _, told = item.step.partition("@")
    return end is not None and told.startswith(end.isoformat()) and (end < today) == (item.rung == TERM_OVER)
