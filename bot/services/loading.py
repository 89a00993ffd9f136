"""Load a matrix: read everything, tell every problem, then write all or nothing. The same files twice change nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from bot import failpoints
from bot.domain.commitments import Commitment
from bot.domain.mesas import USUAL_ZONE, Institution, Mesa
from bot.services.cells import Found
from bot.services.differences import Changed, Thing, differences
from bot.services.kinds import read_all
from bot.services.planning import Key, Plan, Planner
from bot.services.renaming import follow_renamed
from bot.services.tables import NamedTable, Problem
from bot.store import commitments, history, institutions, meetings, mesas
from bot.store.database import Session
from bot.store.saving import Saved

MARK = 16  # letters: a draft keeps them


@dataclass
class Report:
    """What a load did (or, in a dry run, would do): counts by kind and outcome, what is new, each changed field, notices."""

    counts: dict[tuple[str, Saved], int] = field(default_factory=dict)
    changes: list[Changed] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    added: list[Thing] = field(default_factory=list)
    events: dict[str, list[int]] = field(
        default_factory=dict
    )  # mesa's slug, "" = of institutions → numbers in the history

    def count(self, kind: str, saved: Saved) -> None:
        self.counts[kind, saved] = self.counts.get((kind, saved), 0) + 1

    @property
    def changing(self) -> int:
        """How many things are new or changed."""
        return sum(number for (_, saved), number in self.counts.items() if saved is not Saved.NONE)

    @property
    def unchanged(self) -> bool:
        return all(saved is Saved.NONE for _, saved in self.counts)


@dataclass(frozen=True)
class Foreseen:
    """What a load would do. mark: tells it from any other outcome."""

    report: Report
    mark: str


class Otherwise(Exception):
    """A load would not do any more what was foreseen; nothing was written."""

    def __init__(self, now: Foreseen) -> None:
        super().__init__("it would change something else now")
        self.now = now


class LoadRefused(Exception):
    """Nothing was written; one line each problem."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


async def load(
    db: Session,
    files: Sequence[NamedTable],
    *,
    now: datetime,
    actor: str = "cli",
    mesa: str = "",
    zone: str = USUAL_ZONE,
    only: frozenset[str] | None = None,
) -> Report:
    """Write what the files tell within the caller's transaction. LoadRefused: any problem, and nothing was written.

    mesa: the slug for rows that name none. zone: of a mesa whose file names none. only: the mesas that may be touched, None =
    all. For a dry run the caller rolls back, or asks `foresee`.
    """
    await history.begin(db)  # nobody may change what is planned from until it is written
    plan, notices = await planned(db, files, mesa, zone, only)
    return await carry_out(db, plan, notices, actor, {}, now)


async def foresee(
    db: Session, files: Sequence[NamedTable], *, mesa: str, zone: str = USUAL_ZONE, only: frozenset[str] | None = None
) -> Foreseen:
    """What `load` would do now; nothing is written and nobody is kept waiting. LoadRefused as there."""
    plan, notices = await planned(db, files, mesa, zone, only)
    return foreseen(plan, notices)


async def load_as_foreseen(
    db: Session,
    files: Sequence[NamedTable],
    mark: str,
    *,
    actor: str,
    actors: Mapping[str, str] = MappingProxyType({}),
    now: datetime,
    mesa: str,
    zone: str = USUAL_ZONE,
    only: frozenset[str] | None = None,
) -> Report:
    """`load`, if it still does what was foreseen. Otherwise: what it would do now, and nothing was written.

    actors: by mesa's slug; actor: of what belongs to none of them.
    """
    await history.begin(db)
    plan, notices = await planned(db, files, mesa, zone, only)
    now_foreseen = foreseen(plan, notices)
    if now_foreseen.mark != mark:
        raise Otherwise(now_foreseen)
    return await carry_out(db, plan, notices, actor, actors, now)


async def planned(
    db: Session, files: Sequence[NamedTable], mesa: str, zone: str, only: frozenset[str] | None
) -> tuple[Plan, list[str]]:
    """(plan, notices). LoadRefused."""
    found = Found()
    tables = read_all(files, found, mesa)
    if found.problems:  # without one of its tables every row of the others would be a problem too
        raise LoadRefused(found.problems)
    plan = await Planner(db, found, mesa, zone, only).read(tables)
    if found.problems:
        raise LoadRefused(found.problems)
    return plan, found.notices


def foreseen(plan: Plan, notices: list[str]) -> Foreseen:
    report, told = Report(notices=notices), hashlib.sha256()
    for key in ordered(plan):
        before, thing = plan.before.get(key), plan.things[key]
        saved, facts = history.difference(before, thing)
        report.count(key[0], saved)
        if saved is Saved.NEW:
            report.added.append(thing)
        changes = differences(before, thing) if before is not None and saved is Saved.CHANGED else []
        report.changes += changes
        told.update(repr((key, saved.value, changes, sorted(facts.items()))).encode("utf-8", "surrogatepass"))
    return Foreseen(report, told.hexdigest()[:MARK])


async def carry_out(
    db: Session, plan: Plan, notices: list[str], actor: str, actors: Mapping[str, str], now: datetime
) -> Report:
    report = await write(db, plan, Report(notices=notices), actor, actors, now)
    report.notices += await follow_renamed(db, plan, now)
    return report


async def write(
    db: Session, plan: Plan, report: Report, actor: str, actors: Mapping[str, str], now: datetime
) -> Report:
    for key in ordered(plan):
        thing, slug = plan.things[key], mesa_of(key)
        same = plan.before.get(key) == thing
        saved = Saved.NONE if same else await save(db, thing, actors.get(slug, actor), now)
        if saved is not Saved.NONE:
            report.events.setdefault(slug, []).append((await history.begin(db))[0])
        failpoints.hit("import.mid")
        report.count(key[0], saved)
        if saved is Saved.NEW:
            report.added.append(thing)
        if saved is Saved.CHANGED:
            report.changes += differences(plan.before[key], thing)
    return report


def mesa_of(key: Key) -> str:
    """The slug; "" of an institution, which is no mesa's."""
    return "" if key[0] == "institución" else key[1]


async def save(db: Session, thing: Thing, actor: str, now: datetime) -> Saved:
    match thing:
        case Institution():
            return await institutions.save(db, thing, actor=actor, now=now)
        case Mesa():
            return await mesas.save(db, thing, actor=actor, now=now)
        case Commitment():
            return await commitments.save(db, thing, actor=actor, now=now)
        case _:
            return await meetings.save(db, thing, actor=actor, now=now)


KINDS_IN_ORDER = ("institución", "mesa", "compromiso", "sesión")


def ordered(plan: Plan) -> list[Key]:
    """Each thing after those it names: parents, institutions, mesas, then the rest."""
    return sorted(parents_first(plan), key=lambda key: KINDS_IN_ORDER.index(key[0]))


def parents_first(plan: Plan) -> Iterator[Key]:
    """Every key once, institutions after those above them; cycles were refused before."""
    done: set[Key] = set()
    for key in plan.things:
        line: list[Key] = []
        above: Key | None = key
        while above in plan.things and above not in done:
            done.add(above)
            line.append(above)
            thing = plan.things[above]
            above = ("institución", thing.parent) if isinstance(thing, Institution) else None
        yield from reversed(line)
