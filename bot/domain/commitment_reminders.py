"""What one look at a commitment decides: the newest step of the ladder, what was moved or done, when to look again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain import answer_reminders as answers
from bot.domain.commitments import NEVER_OVERDUE, Commitment, Responsibility, Status, overdue
from bot.domain.ladder import MEMBERS, SUMMARY, Audience
from bot.domain.memory import read, written
from bot.domain.notices import About, Item
from bot.domain.recurrence import read_recurrence, started_again
from bot.domain.schedule import DAY, USEFUL, Bodies, Decision, Entry, Step, Telling, Tick, newest
from bot.domain.working_days import working_day_until

EXTENDED, DONE = "extended", "done"


@dataclass(frozen=True)
class Memory:
    """revision: since which its clock ran when this was written. through: what was planned until that day was told, or passed.

    joins: it was overdue when its clock began to be looked at: the next summary has it.
    news: what happened to it and waits for the message of `news_day`; told, it is "".
    before: its deadline until it was moved last, as people knew it; date.max = none.
    asked: as bot/domain/answer_reminders.py. heard: what was planned until that day of who does not answer was told, or passed.
    """

    revision: int = 0
    deadline: date = date.max  # none
    done: bool = False
    through: date = date.min
    joins: bool = False
    news: str = ""
    news_day: date = date.min
    before: date = date.max
    asked: tuple[str, ...] = ()
    heard: date = date.min


def decide(one: Commitment, entry: Entry, tick: Tick, bodies: Bodies) -> Decision:
    """At most one step, one of those who do not answer, and one piece of news."""
    memory = renewed(one, entry, tick)
    reached = tick.reached(tick.now)
    begins_anew = begins_again(one, memory, reached)
    step = newest(steps(one, memory, tick, reached), memory.through, reached)
    silence = newest(answers.steps(memory.asked, tick), memory.heard, reached)
    told_news = bool(memory.news) and memory.news_day <= reached
    if (step or silence or told_news) and tick.taken:
        return Decision(written(memory), tick.at(tick.turn + DAY))
    tellings = [_step(step, one, memory, entry, tick, bodies)] if step else []
    if silence:
        tellings.append(_silence(silence, one, memory, entry, tick, bodies))
    if told_news:
        tellings.append(_news(memory, one, tick))
    kept = replace(
        memory,
        through=max(memory.through, reached),
        heard=max(memory.heard, reached),
        joins=memory.joins and step is None,
        news="" if told_news else memory.news,
        news_day=reached if told_news else memory.news_day,
    )
    # To be started again is another transaction's: should it not come to it, tomorrow.
    next_at = tick.at(reached + DAY) if begins_anew else next_look(one, kept, tick, reached)
    return Decision(written(kept), next_at, tuple(tellings), begins_anew=begins_anew)


def renewed(one: Commitment, entry: Entry, tick: Tick) -> Memory:
    """What is remembered, begun anew where its clock runs anew: what was planned for earlier passed unsaid. Who was asked and
    is silent stays so."""
    known = read(Memory, entry.told)
    known = replace(known, asked=answers.asked(one, known.asked, entry, tick))
    if entry.told and known.revision == entry.revision:
        return known
    since = tick.reached(tick.since(entry))
    anew = Memory(
        entry.revision,
        one.deadline or date.max,
        one.status is Status.DONE,
        through=since,
        joins=overdue(one.deadline, one.status, since),
        asked=known.asked,
        heard=known.heard,
    )
    news = _what_happened(known, one)
    before = known.before if known.news == EXTENDED else known.deadline  # of two moves in one day people knew the first
    return replace(anew, news=news, news_day=since + DAY, before=before) if news else anew


def _what_happened(known: Memory, one: Commitment) -> str:
    """To something that was known: done, or moved with its instrument."""
    if not known.revision:
        return ""
    if one.status is Status.DONE:
        return "" if known.done and known.news != DONE else DONE
    moved = known.news == EXTENDED or (one.deadline or date.max) != known.deadline
    return EXTENDED if moved and one.deadline and one.extended_by and one.status not in NEVER_OVERDUE else ""


def steps(one: Commitment, memory: Memory, tick: Tick, reached: date) -> Iterator[Step]:
    """All of the ladder's, then the mesa's last and next summary that it is in; none where no clock runs.

    Offices are closed on some days: what they are told before the deadline comes on a working day.
    """
    if one.deadline is None or one.status in NEVER_OVERDUE:
        return
    for rung in reversed(tick.ladder.deadline):  # of two on one working day, that nearer to the deadline
        day = one.deadline + timedelta(days=rung.days)
        yield Step(working_day_until(day) if rung.days < 0 else day, rung.step, rung.told, rung.parents)
    last = one.deadline + timedelta(days=max(rung.days for rung in tick.ladder.deadline))
    from_day = reached if memory.joins else max(reached, last)
    for day in (tick.summary_until(reached), tick.summary_after(from_day)):
        if day > tick.first and (memory.joins or day > last):
            yield Step(day, f"{SUMMARY.step}@{day}", SUMMARY.told, SUMMARY.parents)


def begins_again(one: Commitment, memory: Memory, reached: date) -> bool:
    """Once its deadline has passed, and a day after it was told that it is done."""
    return not memory.news and memory.news_day < reached and started_again(one, reached) is not None


def next_look(one: Commitment, memory: Memory, tick: Tick, reached: date) -> datetime | None:
    """The hour of the next day on which something is planned for it."""
    planned = (*steps(one, memory, tick, reached), *answers.steps(memory.asked, tick))
    days = [step.day for step in planned if step.day > reached]
    if memory.news:
        days.append(memory.news_day)
    if one.status is Status.DONE and one.deadline and read_recurrence(one.deadline_words):
        days.append(max(one.deadline, reached) + DAY)
    return tick.at(min(days)) if days else None


def _step(step: Step, one: Commitment, memory: Memory, entry: Entry, tick: Tick, bodies: Bodies) -> Telling:
    parents = bodies.up(step.parents)
    late = tick.late(tick.at(step.day), entry)
    item = Item(About.COMMITMENT, one.id, memory.revision, step.name, late, parents)
    following = [tick.at(other.day) for other in steps(one, memory, tick, step.day) if other.day > step.day]
    told = [audience for audience in step.told if audience is not Audience.TEAM or not _known(step, one, entry, tick)]
    return Telling(
        item,
        tuple(tick.scopes(told, bodies, step.parents)),
        useful_until=min([tick.now + USEFUL, *(moment for moment in following if moment > tick.now)]),
    )


def _silence(step: Step, one: Commitment, memory: Memory, entry: Entry, tick: Tick, bodies: Bodies) -> Telling:
    """To the team, to those who are silent and to those above them."""
    told = Item(About.COMMITMENT, one.id, memory.revision, step.name, tick.late(tick.at(step.day), entry))
    theirs = bodies.only(of.institution for of in answers.whom(told, one, memory.asked))
    told = replace(told, parents=theirs.up(step.parents))
    return Telling(told, tuple(tick.scopes(step.told, theirs, step.parents)), tick.now + USEFUL)


def _known(step: Step, one: Commitment, entry: Entry, tick: Tick) -> bool:
    """Whether it is a repeat, and a coordinator said that the team knows."""
    repeat = one.deadline is not None and step.day > one.deadline + DAY
    return repeat and entry.acknowledged_until is not None and tick.today < entry.acknowledged_until


def is_repeat(item: Item) -> bool:
    """Whether it tells again what was told when the deadline passed: what a coordinator can say that the team knows."""
    return item.about is About.COMMITMENT and (item.rung == SUMMARY.step or item.rung.startswith("after:"))


def _news(memory: Memory, one: Commitment, tick: Tick) -> Telling:
    item = Item(About.COMMITMENT, one.id, memory.revision, memory.news)
    return Telling(item, tuple(tick.scopes(MEMBERS)), tick.now + USEFUL)


def moved_from(item: Item, entry: Entry) -> date | None:
    """The deadline there was before that of which the item tells; None: it tells of none, or there was none."""
    before = read(Memory, entry.told).before
    return before if item.rung == EXTENDED and before != date.max else None


def silent_of(item: Item, one: Commitment, entry: Entry) -> tuple[Responsibility, ...]:
    """Who still does not answer, of those of whom that item tells."""
    return answers.whom(item, one, read(Memory, entry.told).asked)


def still_true(item: Item, one: Commitment, entry: Entry, today: date) -> bool:
    """Whether it can still be said: its clock is the same, and it is open where that is what is told, or done; or somebody
    still does not answer."""
    if answers.is_of_these(item):
        return bool(silent_of(item, one, entry))
    if item.revision != entry.revision:
        return False
    if item.rung == DONE:
        return one.status is Status.DONE
    if one.status in NEVER_OVERDUE or one.deadline is None:
        return False
    return item.rung == EXTENDED or item.rung.startswith("before:") == (today <= one.deadline)
