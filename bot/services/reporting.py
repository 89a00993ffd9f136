"""What a load did, in lines an operator reads."""

from __future__ import annotations

from bot.services.loading import Report
from bot.store.saving import Saved

PLURAL = {"mesa": "mesas", "institución": "instituciones", "compromiso": "compromisos", "sesión": "sesiones"}
FIELDS = {
    "text": "compromiso",
    "deadline": "vence",
    "original_deadline": "vence original",
    "status": "estado",
    "status_words": "estado reportado",
    "responsibilities": "responsables",
    "subgroups": "subgrupos",
    "name": "nombre",
}


def render_report(report: Report) -> list[str]:
    """Counts by kind, then each changed field, then notices; "sin cambios" alone where nothing changed."""
    if report.unchanged:
        return ["sin cambios", *report.notices]
    counts = [line for kind in PLURAL if (line := counted(report, kind))]
    changes = [
        f"  {one.what}, {FIELDS.get(one.field, one.field)}: «{one.before}» → «{one.after}»" for one in report.changes
    ]
    return [*counts, *changes, *(f"aviso: {notice}" for notice in report.notices)]


def counted(report: Report, kind: str) -> str:
    new, changed, same = (report.counts.get((kind, saved), 0) for saved in (Saved.NEW, Saved.CHANGED, Saved.NONE))
    return f"{PLURAL[kind]}: nuevas {new}, cambiadas {changed}, iguales {same}" if new + changed + same else ""
