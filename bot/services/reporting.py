"""What a load did, in lines an operator reads."""

from __future__ import annotations

from collections.abc import Sequence

from bot.services.differences import Changed
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
# field → the column that tells it
COLUMNS = {
    "acronym": "siglas",
    "acta_date": "acta_fecha",
    "agenda": "asunto",
    "aliases": "alias",
    "confidence": "confianza",
    "convener": "convoca",
    "created_by": "creada_por",
    "day": "fecha",
    "deadline": "vence",
    "deadline_origin": "vence_origen",
    "deadline_words": "plazo_texto",
    "extended_by": "prorroga_instrumento",
    "extended_why": "prorroga_razon",
    "extras": "otras columnas",
    "installed": "instalada",
    "kind": "tipo",
    "latitude": "latitud",
    "longitude": "longitud",
    "minutes_published": "acta_publicada",
    "name": "nombre",
    "note": "nota",
    "original_deadline": "vence_original",
    "outcome": "estado",
    "outcome_words": "estado, en sus palabras",
    "parent": "padre",
    "place": "lugar",
    "reserved": "reservado",
    "responsibilities": "responsables",
    "seats": "integrantes",
    "source": "fuente",
    "starts": "hora",
    "state": "estado",
    "state_words": "estado, en sus palabras",
    "status": "estado",
    "status_date": "estado_fecha",
    "status_words": "estado_reportado",
    "subgroup": "subgrupo",
    "subgroups": "subgrupos",
    "term_until": "vigencia_hasta",
    "territory": "territorio",
    "text": "compromiso",
    "text_quechua": "compromiso_quechua",
    "zone": "zona",
    "ladder": "recordatorios",
}


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


def changed_lines(changes: Sequence[Changed]) -> list[str]:
    return [
        f"{one.what}, {COLUMNS.get(one.field, one.field)}: «{told(one.before)}» → «{told(one.after)}»"
        for one in changes
    ]


def counted(report: Report, kind: str) -> str:
    new, changed, same = (report.counts.get((kind, saved), 0) for saved in (Saved.NEW, Saved.CHANGED, Saved.NONE))
    return COUNTED[kind].format(new, changed, same) if new + changed + same else ""
