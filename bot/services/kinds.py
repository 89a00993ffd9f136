"""Which table a file is: told by its columns, not by its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.folding import fold
from bot.services import rows
from bot.services.cells import Found
from bot.services.tables import NamedTable, Problem, Row, Table, TableRefused, read_table

# kind → (columns it must have, columns that tell it from the others)
KINDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "compromisos": (frozenset({"codigo", "mesa", "compromiso"}), rows.COMMITMENT),
    "sesiones": (frozenset({"mesa", "fecha"}), rows.MEETING),
    "mesas": (frozenset({"slug", "nombre"}), rows.MESA),
    "instituciones": (frozenset({"slug", "nombre"}), rows.INSTITUTION),
}
KNOWN = frozenset().union(*(may for _, may in KINDS.values()))


def read_all(files: Sequence[NamedTable], found: Found, mesa: str) -> dict[str, list[Table]]:
    """The tables by kind; what cannot be read is a problem. mesa: supplied for rows that name none."""
    tables: dict[str, list[Table]] = {kind: [] for kind in KINDS}
    for file in files:
        try:
            table = read_table(file, KNOWN)
        except TableRefused as refused:
            found.problems.append(refused.problem)
            continue
        if not KNOWN & set(table.columns):
            what = f"ninguna columna es de {', '.join(KINDS)}; ¿es este el archivo?"
            found.problems.append(Problem(table.name, 1, "", what))
            continue
        kind = kind_of(table)
        tables[kind].append(table)
        missing = sorted(KINDS[kind][0] - set(table.columns) - ({"mesa"} if mesa else set()))
        if missing:
            what = f"falta la columna {' y la columna '.join(missing)}; parece una tabla de {kind}"
            found.problems.append(Problem(table.name, 1, missing[0], what))
    return tables


def kind_of(table: Table) -> str:
    """The kind whose columns it has most of (those it must have count double); between equals the file's name decides."""
    own, name = set(table.columns), fold(table.name)

    def likeness(kind: str) -> tuple[int, bool]:
        must, may = KINDS[kind]
        return 2 * len(own & must) + len(own & may), kind in name

    return max(KINDS, key=likeness)


def each_row(tables: Sequence[Table]) -> Iterator[Row]:
    return (row for table in tables for row in table.rows)
