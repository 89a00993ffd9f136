"""Load a matrix: read everything, tell every problem, then write all or nothing. The same files twice change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from bot.domain.commitments import Commitment
from bot.domain.folding import fold, fold_code
from bot.domain.meetings import Meeting
from bot.domain.mesas import Institution, Mesa
from bot.services import rows
from bot.services.bodies import Clash, Directory
from bot.services.cells import Cells, Found
from bot.services.tables import NamedTable, Problem, Row, Table, TableRefused, read_table
from bot.store import commitments, institutions, meetings, mesas
from bot.store.database import Session
from bot.store.saving import Saved

Thing = Mesa | Institution | Commitment | Meeting

# kind → (columns it must have, columns that tell it from the others)
KINDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "compromisos": (frozenset({"codigo", "mesa", "compromiso"}), rows.COMMITMENT),
    "sesiones": (frozenset({"mesa", "fecha"}), rows.MEETING),
    "mesas": (frozenset({"slug", "nombre"}), rows.MESA),
    "instituciones": (frozenset({"slug", "nombre"}), rows.INSTITUTION),
}
NOT_COMPARED = {"id", "revision", "updated_at", "zone"}


@dataclass(frozen=True)
class Changed:
    """One field of one thing, before and after, as words."""

    what: str
    field: str
    before: str
    after: str


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


@dataclass
class Plan:
    """Everything the files tell, in the order in which it can be written."""

    institutions: dict[str, Institution] = field(default_factory=dict)
    mesas: dict[str, Mesa] = field(default_factory=dict)
    commitments: dict[tuple[str, str], Commitment] = field(default_factory=dict)
    meetings: dict[tuple[str, str], Meeting] = field(default_factory=dict)


async def load(
    db: Session, files: Sequence[NamedTable], *, now: datetime, actor: str = "cli", mesa: str = ""
) -> Report:
    """Write what the files tell within the caller's transaction. LoadRefused: any problem, and nothing was written.

    mesa: the slug for rows that name none. For a dry run the caller rolls back.
    """
    found = Found()
    tables = read_all(files, found, mesa)
    loader = Loader(db, found, Directory(), mesa)
    await loader.read(tables)
    if found.problems:
        raise LoadRefused(found.problems)
    report = await loader.write(actor, now)
    report.notices += found.notices
    return report


def read_all(files: Sequence[NamedTable], found: Found, mesa: str) -> dict[str, list[Table]]:
    """The tables by kind; what cannot be read is a problem."""
    tables: dict[str, list[Table]] = {kind: [] for kind in KINDS}
    for file in files:
        try:
            table = read_table(file)
        except TableRefused as refused:
            found.problems.append(refused.problem)
            continue
        kind = kind_of(table)
        supplied = {"mesa"} if mesa else set()
        missing = sorted(KINDS[kind][0] - set(table.columns) - supplied)
        if missing:
            what = f"falta la columna {' y la columna '.join(missing)}; parece una tabla de {kind}"
            found.problems.append(Problem(table.name, 1, missing[0], what))
        else:
            tables[kind].append(table)
    return tables


def kind_of(table: Table) -> str:
    """The kind whose columns it has most of (those it must have count double); between equals the file's name decides."""
    own, name = set(table.columns), fold(table.name)

    def likeness(kind: str) -> tuple[int, bool]:
        must, may = KINDS[kind]
        return 2 * len(own & must) + len(own & may), kind in name

    return max(KINDS, key=likeness)


@dataclass
class Loader:
    """Reads rows into a plan, then writes the plan."""

    db: Session
    found: Found
    directory: Directory
    default_mesa: str
    plan: Plan = field(default_factory=Plan)
    before: dict[object, Thing] = field(default_factory=dict)

    async def read(self, tables: dict[str, list[Table]]) -> None:
        known = await institutions.all_institutions(self.db)
        self.before.update({("institución", one.slug): one for one in known})
        self.directory.add(known)
        self.read_institutions(tables["instituciones"])
        for one in await mesas.all_mesas(self.db):
            self.before["mesa", one.slug] = self.plan.mesas[one.slug] = one
        self.read_mesas(tables["mesas"])
        for row, slug in self.rows_in_mesas(tables["compromisos"]):
            await self.read_commitment(Cells(row, self.found), slug)
        for row, slug in self.rows_in_mesas(tables["sesiones"]):
            await self.read_meeting(Cells(row, self.found), slug)

    def read_institutions(self, tables: Sequence[Table]) -> None:
        places: dict[str, Row] = {}
        for row in each_row(tables):
            one = rows.institution(Cells(row, self.found), self.directory.by_slug.get(row.get("slug")))
            self.once(places, one.slug, row, "slug")
            self.plan.institutions[one.slug] = one
        for clash in self.directory.add(self.plan.institutions.values()):
            self.check_clash(clash, places)
        for slug, row in places.items():
            self.check_parents(slug, row)

    def check_clash(self, clash: Clash, places: dict[str, Row]) -> None:
        """A problem of the row that claims the name; between two that are stored already there is none."""
        claims, has = (clash.other, clash.holder) if clash.other in places else (clash.holder, clash.other)
        if claims in places:
            one = self.directory.by_slug[claims]
            column = "nombre" if clash.name == one.name else "siglas" if clash.name == one.acronym else "alias"
            self.found.problem(
                places[claims], column, f"«{clash.name}» ya es el nombre de «{has}»; use ese slug o quítelo"
            )

    def check_parents(self, slug: str, row: Row) -> None:
        seen, at = {slug}, self.directory.by_slug[slug]
        while at.parent:
            if at.parent not in self.directory.by_slug:
                return self.found.problem(row, "padre", f"no hay ninguna institución «{at.parent}»")
            if at.parent in seen:
                return self.found.problem(row, "padre", f"«{at.parent}» depende de sí misma")
            seen.add(at.parent)
            at = self.directory.by_slug[at.parent]
        return None

    def read_mesas(self, tables: Sequence[Table]) -> None:
        places: dict[str, Row] = {}
        for row in each_row(tables):
            one = rows.mesa(Cells(row, self.found), self.plan.mesas.get(row.get("slug")), self.directory)
            self.once(places, one.slug, row, "slug")
            self.plan.mesas[one.slug] = one

    def rows_in_mesas(self, tables: Sequence[Table]) -> Iterator[tuple[Row, str]]:
        """Each row with its mesa's slug; an unknown mesa is a problem of that row."""
        for row in each_row(tables):
            slug = row.get("mesa") or self.default_mesa
            if slug in self.plan.mesas:
                self.add_subgroup(slug, row.get("subgrupo"))
                yield row, slug
            else:
                what = f"no hay ninguna mesa «{slug}»" if slug else "está vacía; nombre la mesa o use --mesa"
                self.found.problem(row, "mesa", what)

    def add_subgroup(self, slug: str, name: str) -> None:
        mesa = self.plan.mesas[slug]
        if name and name not in mesa.subgroups:
            self.plan.mesas[slug] = replace(mesa, subgroups=(*mesa.subgroups, name))

    async def read_commitment(self, cells: Cells, slug: str) -> None:
        code = cells.words("codigo")
        stored = next(
            (one for one in await commitments.by_code(self.db, fold_code(code), slug) if one.code == code), None
        )
        one = rows.commitment(cells, slug, stored, self.directory)
        if stored:
            self.before["compromiso", slug, code] = stored
        if (slug, code) in self.plan.commitments:
            self.found.problem(cells.row, "codigo", f"«{code}» está dos veces")
        self.plan.commitments[slug, code] = one

    async def read_meeting(self, cells: Cells, slug: str) -> None:
        code = cells.words("codigo")
        stored = await meetings.by_code(self.db, slug, code) if code else None
        one = rows.meeting(cells, slug, stored)
        if one is None:
            return
        if not code and (found := await meetings.by_code(self.db, slug, one.code)):
            stored, one = found, rows.meeting(cells, slug, found) or one
        if stored:
            self.before["sesión", slug, one.code] = stored
        if (slug, one.code) in self.plan.meetings:
            self.found.problem(cells.row, "codigo", f"«{one.code}» está dos veces")
        self.plan.meetings[slug, one.code] = one

    def once(self, places: dict[str, Row], key: str, row: Row, column: str) -> None:
        if key in places:
            self.found.problem(row, column, f"«{key}» está dos veces; ya está en la fila {places[key].number}")
        places.setdefault(key, row)

    async def write(self, actor: str, now: datetime) -> Report:
        report = Report()
        report.notices += [
            f"institución nueva, como está escrita: {one.name} ({one.slug})" for one in self.directory.created
        ]
        for created in self.directory.created:
            self.plan.institutions.setdefault(created.slug, created)

        async def each(
            kind: str, things: Sequence[Thing], save: Callable[..., Any], key: Callable[[Any], object]
        ) -> None:
            for thing in things:
                saved = await save(self.db, thing, actor=actor, now=now)
                report.count(kind, saved)
                if saved is Saved.CHANGED:
                    report.changes += differences(self.before[key(thing)], thing)

        await each("institución", self.parents_first(), institutions.save, lambda one: ("institución", one.slug))
        await each("mesa", list(self.plan.mesas.values()), mesas.save, lambda one: ("mesa", one.slug))
        owed = list(self.plan.commitments.values())
        await each("compromiso", owed, commitments.save, lambda one: ("compromiso", one.mesa, one.code))
        sessions = list(self.plan.meetings.values())
        await each("sesión", sessions, meetings.save, lambda one: ("sesión", one.mesa, one.code))
        return report

    def parents_first(self) -> list[Institution]:
        ordered: dict[str, Institution] = {}

        def place(one: Institution) -> None:
            if one.parent in self.plan.institutions and one.parent not in ordered:
                place(self.plan.institutions[one.parent])
            ordered.setdefault(one.slug, one)

        for one in self.plan.institutions.values():
            place(one)
        return list(ordered.values())


def each_row(tables: Sequence[Table]) -> Iterator[Row]:
    return (row for table in tables for row in table.rows)


def differences(before: Thing, after: Thing) -> list[Changed]:
    """The fields that differ, as words."""
    what = getattr(after, "code", "") or getattr(after, "slug", "")
    return [
        Changed(what, one.name, as_words(getattr(before, one.name)), as_words(getattr(after, one.name)))
        for one in fields(after)
        if one.name not in NOT_COMPARED and getattr(before, one.name) != getattr(after, one.name)
    ]


def as_words(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(getattr(one, "name", "") or getattr(one, "institution", "") or str(one) for one in value)
    return "" if value is None else str(value)
