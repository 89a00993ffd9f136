"""Which files of a load another one takes the place of: a corrected file often comes back under another name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from bot.domain.folding import fold, fold_code
from bot.services.kinds import KNOWN, kind_of
from bot.services.tables import NamedTable, Row, TableRefused, read_table

# As browsers and people call a second file of the same: "compromisos (1)", "compromisos - copia", "compromisos corregido"
_AGAIN = re.compile(r"(?:[\s_.-]*(?:\([0-9]{1,3}\)|copia|copy|corregid[oa]s?))+$")
# What tells one thing of a kind from the others; of each the first column that says something.
_TOLD_BY = {"compromisos": ("codigo",), "sesiones": ("codigo", "fecha"), "mesas": ("slug",), "instituciones": ("slug",)}
Thing = tuple[str, str, str, str]


def superseded(new: NamedTable, others: Sequence[NamedTable], mesa: str) -> list[str]:
    """Names of those that `new` takes the place of: of its kind (or unreadable) and its name, or about a thing that it is about
    too, for no load takes one thing twice. mesa: of rows that name none."""
    kind, things = read(new, mesa)
    if not kind:
        return []
    found = []
    for other in others:
        its_kind, its_things = read(other, mesa)
        alike = its_kind in (kind, "") and stem(other.name) == stem(new.name)
        if alike or (its_kind == kind and things & its_things):
            found.append(other.name)
    return found


def read(file: NamedTable, mesa: str) -> tuple[str, set[Thing]]:
    """Its kind and what it is about; ("", nothing) of what is no table of ours."""
    try:
        table = read_table(file, KNOWN)
    except TableRefused:
        return "", set()
    if not KNOWN & set(table.columns):
        return "", set()
    kind = kind_of(table)
    return kind, {thing for row in table.rows if (thing := thing_of(row, kind, mesa))}


def thing_of(row: Row, kind: str, mesa: str) -> Thing | None:
    """None: the row does not say."""
    column, told = next(((one, row.get(one)) for one in _TOLD_BY[kind] if row.get(one)), ("", ""))
    whose = "" if "slug" in _TOLD_BY[kind] else row.get("mesa") or mesa
    beside = row.get("subgrupo") if column == "fecha" else ""
    return (column, whose, fold_code(told), fold(beside)) if told else None


def stem(name: str) -> str:
    return _AGAIN.sub("", fold(PurePath(name).stem))
