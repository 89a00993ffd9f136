"""What the files tell, as things in the order in which they can be written. Reads the store, writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.commitments import Commitment
from bot.domain.folding import fold_code
from bot.domain.meetings import Meeting
from bot.domain.mesas import Institution, Mesa
from bot.services import rows
from bot.services.bodies import Clash, Directory, with_parents
from bot.services.cells import Cells, Found, on_one_line
from bot.services.differences import Thing, differences
from bot.services.kinds import each_row
from bot.services.tables import Problem, Row, Table
from bot.services.writing import told_anew, written
from bot.store import commitments, institutions, meetings, mesas
from bot.store.database import Session

Key = tuple[str, ...]  # (kind, slug) or (kind, mesa, code)


@dataclass
class Plan:
    """things: what the files tell, by key. before: what is stored under the same keys."""

    things: dict[Key, Thing] = field(default_factory=dict)
    before: dict[Key, Thing] = field(default_factory=dict)


@dataclass
class Planner:
    """Reads rows into a plan; problems and notices go to `found`.

    only: the slugs of the mesas that who loads may touch, None = all. Of the others there is nothing to be learnt: they are
    as little there as those that do not exist.
    """

    db: Session
    found: Found
    default_mesa: str
    zone: str  # of a mesa whose file names none
    only: frozenset[str] | None = None
    directory: Directory = field(default_factory=Directory)
    plan: Plan = field(default_factory=Plan)
    mesas: dict[str, Mesa] = field(default_factory=dict)  # stored or told
    called: dict[str, str] = field(default_factory=dict)  # a stored institution's slug → how people call it
    places: dict[Key, Row] = field(default_factory=dict)
    alike: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)  # (mesa, folded code) → codes

    async def read(self, tables: dict[str, list[Table]]) -> Plan:
        known = await institutions.all_institutions(self.db)
        self.plan.before.update({("institución", one.slug): one for one in known})
        self.directory.add(known)
        self.called = {one.slug: one.short for one in known}
        self.read_institutions(tables["instituciones"])
        await self.check_shared()
        self.mesas = {one.slug: one for one in await mesas.all_mesas(self.db) if self.may_touch(one.slug)}
        self.plan.before.update({("mesa", slug): one for slug, one in self.mesas.items()})
        self.read_mesas(tables["mesas"])
        if self.default_mesa and self.default_mesa not in self.mesas:
            self.found.problems.append(Problem("--mesa", 0, "", f"no hay ninguna mesa «{self.default_mesa}»"))
            return self.plan
        for row, slug in self.rows_in_mesas(tables["compromisos"]):
            await self.read_commitment(Cells(row, self.found), slug)
        for row, slug in self.rows_in_mesas(tables["sesiones"]):
            await self.read_meeting(Cells(row, self.found), slug)
        self.add_created()
        return self.plan

    def cells(self, row: Row, stored: Thing | None) -> Cells:
        """What the row tells that is not stored just so."""
        return Cells(told_anew(row, written(stored, self.called)) if stored else row, self.found)

    def add(self, key: Key, thing: Thing, row: Row, column: str) -> None:
        """Take it into the plan; the same key twice is a problem, unless its cell is empty, which was told already."""
        first = self.places.setdefault(key, row)
        if first is not row and key[-1]:
            where = f"la fila {first.number}" + (f" de {first.file}" if first.file != row.file else "")
            self.found.problem(row, column, f"«{key[-1]}» está dos veces; ya está en {where}")
        self.plan.things[key] = thing

    def read_institutions(self, tables: Sequence[Table]) -> None:
        for table in tables:
            for column in sorted(set(table.columns) - rows.INSTITUTION):
                self.found.of_file(table.name, column, "no se guarda de una institución")
        told: dict[str, Institution] = {}
        for row in each_row(tables):
            stored = self.directory.by_slug.get(row.get("slug"))
            one = rows.institution(self.cells(row, stored), stored)
            self.add(("institución", one.slug), one, row, "slug")
            told[one.slug] = one
        for clash in self.directory.add(told.values()):
            self.check_clash(clash)
        for slug in told:
            self.check_parents(slug, self.places["institución", slug])

    def check_clash(self, clash: Clash) -> None:
        """A problem of the row that claims the name; between two that are stored already there is none."""
        for claims, has in ((clash.other, clash.holder), (clash.holder, clash.other)):
            if row := self.places.get(("institución", claims)):
                one = self.directory.by_slug[claims]
                column = "nombre" if clash.name == one.name else "siglas" if clash.name == one.acronym else "alias"
                what = f"«{clash.name}» ya es el nombre de «{has}»; use ese slug o quítelo"
                return self.found.problem(row, column, what)
        return None

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

    async def check_shared(self) -> None:
        """An institution of other mesas too is not changed by who may touch only some."""
        if self.only is None:
            return
        shared = with_parents(await institutions.used_elsewhere(self.db, self.only), self.directory.by_slug)
        for key, one in self.plan.things.items():
            before = self.plan.before.get(key)
            if key[-1] in shared and before is not None:
                for changed in differences(before, one):
                    what = f"«{key[-1]}» es también de otras mesas: aquí no se cambia; quite la fila"
                    self.found.problem(self.places[key], changed.column, what)

    def may_touch(self, slug: str) -> bool:
        return self.only is None or slug in self.only

    def read_mesas(self, tables: Sequence[Table]) -> None:
        for row in each_row(tables):
            if not self.may_touch(row.get("slug")):
                self.found.problem(row, "slug", f"no hay ninguna mesa «{row.get('slug')}»")
                continue
            stored = self.mesas.get(row.get("slug"))
            one = rows.mesa(self.cells(row, stored), stored, self.directory, self.zone)
            self.add(("mesa", one.slug), one, row, "slug")
            self.mesas[one.slug] = one

    def rows_in_mesas(self, tables: Sequence[Table]) -> Iterator[tuple[Row, str]]:
        """Each row with its mesa's slug; an unknown mesa is a problem of that row."""
        for row in each_row(tables):
            slug = row.get("mesa") or self.default_mesa
            if slug in self.mesas:
                self.add_subgroup(slug, on_one_line(row.get("subgrupo")))
                yield row, slug
            else:
                way = " o use --mesa" if self.only is None else ""
                what = f"no hay ninguna mesa «{slug}»" if slug else f"está vacía; nombre la mesa{way}"
                self.found.problem(row, "mesa", what)

    def add_subgroup(self, slug: str, name: str) -> None:
        mesa = self.mesas[slug]
        if name and name not in mesa.subgroups:
            self.mesas[slug] = self.plan.things["mesa", slug] = replace(mesa, subgroups=(*mesa.subgroups, name))

    async def read_commitment(self, cells: Cells, slug: str) -> None:
        code = rows.commitment_code(cells)
        known = {one.code: one for one in await commitments.by_code(self.db, fold_code(code), slug)} if code else {}
        alike = self.alike.setdefault((slug, fold_code(code)), dict.fromkeys(known))
        stored = known.get(code)
        if stored:
            self.plan.before["compromiso", slug, code] = stored
        elif alike and code not in alike:
            cells.found.notice(cells.row, "codigo", f"«{code}» es nuevo; ¿o es «{'», «'.join(alike)}»?")
        alike[code] = None
        told = self.cells(cells.row, stored)
        one = rows.commitment(told, stored or Commitment(slug, code, ""), self.directory)
        self.add(("compromiso", slug, code), one, cells.row, "codigo")

    async def read_meeting(self, cells: Cells, slug: str) -> None:
        day = rows.meeting_day(cells)
        if day is None:
            return
        code = rows.meeting_code(cells, day)
        stored = await meetings.by_code(self.db, slug, code)
        if stored:
            self.plan.before["sesión", slug, code] = stored
        one = rows.meeting(self.cells(cells.row, stored), stored or Meeting(slug, code, day), day)
        self.add(("sesión", slug, code), one, cells.row, "codigo" if cells.row.get("codigo") else "fecha")

    def add_created(self) -> None:
        """The bodies that only cells name."""
        for one in self.directory.created:
            self.plan.things["institución", one.slug] = one
            self.found.notices.append(f"institución nueva, como está escrita: {one.name} ({one.slug})")
