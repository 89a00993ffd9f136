"""Who was asked to act and does not answer: the steps of the ladder that tell of it, each once for each who is silent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.answering import silent
from bot.domain.commitments import Commitment, Responsibility
from bot.domain.ladder import UNANSWERED
from bot.domain.notices import Item
from bot.domain.schedule import Entry, Step, Tick

Asked = tuple[str, ...]  # "minsa@2026-11-23": who is silent, and the day since which that one was known to be asked


def asked(one: Commitment, known: Asked, entry: Entry, tick: Tick) -> Asked:
    """Who is silent now. known: who was at the last look; whoever is new was asked when the change was written."""
    before = dict(_read(known))
    since = replace(tick, now=tick.since(entry)).today
    return tuple(f"{of}@{before.get(of, since)}" for of in sorted({of.institution for of in silent(one)}))


def steps(of: Asked, tick: Tick) -> Iterator[Step]:
    for _, since in _read(of):
        for rung in tick.ladder.answer:
            day = since + timedelta(days=rung.days)
            yield Step(day, f"{rung.step}@{day}", rung.told, rung.parents)


def is_of_these(item: Item) -> bool:
    return item.rung.startswith(f"{UNANSWERED}:")


def days_of(item: Item) -> int:
    """For how long nobody had answered."""
    return int(item.rung.partition(":")[2])


def whom(item: Item, one: Commitment, of: Asked) -> tuple[Responsibility, ...]:
    """Who still does not answer, of those whose silence that item tells."""
    since = date.fromisoformat(item.step.partition("@")[2]) - timedelta(days=days_of(item))
    theirs = {slug for slug, day in _read(of) if day == since}
    return tuple(part for part in silent(one) if part.institution in theirs)


def _read(of: Asked) -> Sequence[tuple[str, date]]:
    return [(slug, date.fromisoformat(day)) for slug, _, day in (each.partition("@") for each in of)]
