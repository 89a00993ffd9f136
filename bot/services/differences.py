"""What changed between a thing as it was stored and as it is told now, in words."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum

from bot.domain.commitments import Commitment, DeadlineOrigin, Responsibility, Role, Status
from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Institution, Mesa, MesaState, Seat

Thing = Mesa | Institution | Commitment | Meeting  # what a table tells

# as DESIGN's section 5 and the columns' own words say them; by enum, because two of them may hold the same value
WORDS: dict[type[Enum], dict[str, str]] = {
    Status: {
        "NO_INFORMATION": "sin información",
        "PENDING": "pendiente",
        "SCHEDULED": "programado",
        "IN_PROGRESS": "en proceso",
        "PERMANENT": "permanente",
        "DONE": "cumplido",
        "BREACHED": "incumplido",
        "UNFEASIBLE": "no viable",
    },
    DeadlineOrigin: {
        "EXPLICIT": "explicito",
        "DERIVED": "derivado",
        "NONE": "ninguno",
    },
    Role: {
        "RESPONSIBLE": "responsable",
        "CO_RESPONSIBLE": "corresponsable",
        "PROVISIONAL": "provisional",
    },
    Outcome: {
        "UNKNOWN": "sin información",
        "SCHEDULED": "programada",
        "HELD": "realizada",
        "POSTPONED": "postergada",
        "NO_QUORUM": "sin quórum",
        "SUSPENDED": "suspendida",
        "CANCELLED": "cancelada",
        "UNSIGNED": "sin firma",
    },
    MesaState: {
        "ACTIVE": "activa",
        "SUSPENDED": "suspendida",
        "CONCLUDED": "concluida",
    },
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
NOT_COMPARED = {"id", "revision", "updated_at"}


@dataclass(frozen=True)
class Changed:
    """One field of one thing, before and after, as words. what: its code or slug."""

    what: str
    field: str
    before: str
    after: str

    @property
    def column(self) -> str:
        """The one that tells it."""
        return COLUMNS.get(self.field, self.field)


def differences(before: Thing, after: Thing) -> list[Changed]:
    """The fields that differ."""
    what = getattr(after, "code", "") or getattr(after, "slug", "")
    return [
        Changed(what, one.name, as_words(getattr(before, one.name)), as_words(getattr(after, one.name)))
        for one in fields(after)
        if one.name not in NOT_COMPARED and getattr(before, one.name) != getattr(after, one.name)
    ]


def as_words(value: object) -> str:
    match value:
        case None:
            return ""
        case Enum():
            return WORDS[type(value)][value.name]
        case bool():
            return "sí" if value else "no"
        case Responsibility():
            return f"{value.words or value.name} ({as_words(value.role)})"
        case Seat():
            return f"{value.institution} ({value.role})" if value.role else value.institution
        case tuple():
            return "; ".join(": ".join(one) if isinstance(one, tuple) else as_words(one) for one in value)
        case _:
            return str(value)
