"""What a load did, in lines an operator reads."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.commitments import Commitment
from bot.domain.evidence import Evidence, Medium
from bot.domain.meetings import Meeting
from bot.services.differences import Changed, Thing
from bot.services.loading import Report
from bot.services.tables import told
from bot.store.saving import Saved

# kind → how its counts are said
COUNTED = {
    "mesa": "mesas: nuevas {}, cambiadas {}, iguales {}",
    "institución": "instituciones: nuevas {}, cambiadas {}, iguales {}",
    "compromiso": "compromisos: nuevos {}, cambiados {}, iguales {}",
    "sesión": "sesiones: nuevas {}, cambiadas {}, iguales {}",
}

KINDS = {Medium.PHOTO: "foto", Medium.VIDEO: "video", Medium.DOCUMENT: "archivo", Medium.LINK: "enlace"}


def render_report(report: Report) -> list[str]:
    """Counts by kind, then each changed field, then notices; "sin cambios" alone where nothing changed."""
    notices = [told(f"aviso: {notice}") for notice in report.notices]
    if report.unchanged:
        return ["sin cambios", *notices]
    counts = [line for kind in COUNTED if (line := counted(report, kind))]
    return [*counts, *(f"  {line}" for line in changed_lines(report.changes)), *notices]


def render_changes(changes: Sequence[Changed]) -> list[str]:
    """A line for each field; "sin cambios" alone where nothing changed."""
    return changed_lines(changes) or ["sin cambios"]


def render_evidence(each: Sequence[Evidence]) -> list[str]:
    """number, day, kind and words of each, with tabs; "sin pruebas" alone where there is none."""
    lines = [
        f"{one.number}\t{one.at:%d/%m/%Y}\t{KINDS[one.kind]}\t{told(one.held if one.kind is Medium.LINK else one.caption)}"
        for one in each
    ]
    return lines or ["sin pruebas"]


def changed_lines(changes: Sequence[Changed]) -> list[str]:
    return [f"{one.what}, {one.column}: «{told(one.before)}» → «{told(one.after)}»" for one in changes]


def lines_of(report: Report) -> list[str]:
    """As `render_report`, each new thing named too: what is read before it is confirmed."""
    lines = render_report(report)
    at = sum(1 for kind in COUNTED if counted(report, kind))
    added = [f"  {told(f'nuevo: {name}, {words}')}" for name, words in map(names_of, report.added)]
    return lines if report.unchanged else [*lines[:at], *added, *lines[at:]]


def names_of(one: Thing) -> tuple[str, str]:
    """(code or slug, what it is)."""
    match one:
        case Commitment():
            return one.code, one.text
        case Meeting():
            return one.code, f"{one.day:%d/%m/%Y}"
        case _:
            return one.slug, one.name


def counted(report: Report, kind: str) -> str:
    new, changed, same = (report.counts.get((kind, saved), 0) for saved in (Saved.NEW, Saved.CHANGED, Saved.NONE))
    return COUNTED[kind].format(new, changed, same) if new + changed + same else ""
