"""What a load did, in lines an operator reads."""

from __future__ import annotations

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


def render_report(report: Report) -> list[str]:
    """Counts by kind, then each changed field, then notices; "sin cambios" alone where nothing changed."""
    notices = [told(f"aviso: {notice}") for notice in report.notices]
    if report.unchanged:
        return ["sin cambios", *notices]
    counts = [line for kind in COUNTED if (line := counted(report, kind))]
    changes = [f"  {one.what}, {one.column}: «{told(one.before)}» → «{told(one.after)}»" for one in report.changes]
    return [*counts, *changes, *notices]


def counted(report: Report, kind: str) -> str:
    new, changed, same = (report.counts.get((kind, saved), 0) for saved in (Saved.NEW, Saved.CHANGED, Saved.NONE))
    return COUNTED[kind].format(new, changed, same) if new + changed + same else ""
