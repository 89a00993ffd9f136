"""Load a matrix: read everything, tell every problem, then write all or nothing. The same files twice change nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot import failpoints
from bot.domain.commitments import Commitment
from bot.domain.mesas import USUAL_ZONE, Institution, Mesa
from bot.services.cells import Found
from bot.services.differences import Changed, differences
from bot.services.kinds import read_all
from bot.services.planning import Key, Plan, Planner, Thing
from bot.services.renaming import follow_renamed
from bot.services.tables import NamedTable, Problem
from bot.store import commitments, history, institutions, meetings, mesas
from bot.store.database import Session
from bot.store.saving import Saved


@dataclass
class Report:
    """What a load did (or, in a dry run, would do): counts by kind and outcome, each changed field, notices."""

    counts: dict[tuple[str, Saved], int] = field(default_factory=dict)
    changes: list[Changed] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def count(self, kind: str, saved: Saved) -> None:
        self.counts[kind, saved] = self.counts.get((kind, saved), 0) + 1

    @property
    def unchanged(self) -> bool:
        return all(saved is Saved.NONE for _, saved in self.counts)


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
) -> Report:
    """Write what the files tell within the caller's transaction. LoadRefused: any problem, and nothing was written.

    mesa: the slug for rows that name none. zone: of a mesa whose file names none. For a dry run the caller rolls back.
    """
    await history.begin(db)  # nobody may change what is planned from until it is written
    found = Found()
    tables = read_all(files, found, mesa)
    if found.problems:  # without one of its tables every row of the others would be a problem too
        raise LoadRefused(found.problems)
    plan = await Planner(db, found, mesa, zone).read(tables)
    if found.problems:
        raise LoadRefused(found.problems)
    report = await write(db, plan, Report(notices=found.notices), actor, now)
    report.notices += await follow_renamed(db, plan, now)
    return report


async def write(db: Session, plan: Plan, report: Report, actor: str, now: datetime) -> Report:
    for key in ordered(plan):
        same = plan.before.get(key) == plan.things[key]
        saved = Saved.NONE if same else await save(db, plan.things[key], actor, now)
        failpoints.hit("import.mid")
        report.count(key[0], saved)
        if saved is Saved.CHANGED:
            report.changes += differences(plan.before[key], plan.things[key])
    return report


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
