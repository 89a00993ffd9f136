"""A row of each table as the thing it tells; what is stored already stays where the file is silent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.commitments import Commitment, DeadlineOrigin, Responsibility, Role
from bot.domain.folding import slug
from bot.domain.meetings import Meeting
from bot.domain.mesas import Institution, Mesa
from bot.domain.statuses import read_mesa_state, read_outcome, read_status
from bot.services.bodies import Directory
from bot.services.cells import Cells

MESA = frozenset(
    "slug nombre territorio creada_por estado instalada vigencia_hasta nota fuente integrantes zona subgrupos".split()
)
INSTITUTION = frozenset("slug nombre siglas alias padre tipo".split())
COMMITMENT = frozenset(
    "codigo mesa subgrupo acta_fecha acta compromiso compromiso_quechua responsable tipo_responsable corresponsables "
    "plazo_texto vence vence_origen vence_original prorroga_instrumento prorroga_razon estado_reportado estado_fecha "
    "reservado fuente confianza nota".split()
)
MEETING = frozenset(
    "codigo mesa subgrupo fecha hora lugar latitud longitud asunto convoca estado acta_publicada fuente nota".split()
)
ORIGINS = {
    "explicito": DeadlineOrigin.EXPLICIT,
    "explícito": DeadlineOrigin.EXPLICIT,
    "derivado": DeadlineOrigin.DERIVED,
    "ninguno": DeadlineOrigin.NONE,
}
RESERVED = "texto reservado"
_SOME_DAYS = re.compile(r"([0-9]{1,4}) d[ií]as(?: calendarios?)?", re.IGNORECASE)
_WORKING_DAYS = re.compile(r"\bd[ií]as h[áa]biles\b", re.IGNORECASE)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


def institution(cells: Cells, stored: Institution | None) -> Institution:
    old = stored or Institution("", "")
    aliases = tuple(filter(None, (one.strip() for one in cells.words("alias", ";".join(old.aliases)).split(";"))))
    return Institution(
        slug_of(cells),
        cells.required("nombre"),
        cells.words("siglas", old.acronym),
        cells.words("padre", old.parent),
        cells.words("tipo", old.kind),
        aliases,
    )


def slug_of(cells: Cells) -> str:
    words = cells.required("slug")
    if words and not _SLUG.fullmatch(words):
        cells.found.problem(cells.row, "slug", f"«{words}» solo puede tener minúsculas, números y guiones")
    return words


def mesa(cells: Cells, stored: Mesa | None, directory: Directory) -> Mesa:
    old = stored or Mesa("", "")
    state_words = cells.words("estado", old.state_words)
    state, understood = read_mesa_state(state_words)
    if not understood:
        cells.found.problem(cells.row, "estado", f"«{state_words}» no es activa, suspendida ni concluida")
    own = [one.strip() for one in cells.words("subgrupos").split(";") if one.strip()]
    return replace(
        old,
        slug=slug_of(cells),
        name=cells.required("nombre"),
        territory=cells.words("territorio", old.territory),
        created_by=cells.words("creada_por", old.created_by),
        state=state if "estado" in cells.row.cells else old.state,
        state_words=state_words,
        installed=cells.loose_day("instalada", old.installed),
        term_until=cells.day("vigencia_hasta", old.term_until),
        zone=zone(cells, old.zone),
        note=cells.words("nota", old.note),
        source=cells.words("fuente", old.source),
        seats=directory.seats(cells.words("integrantes")) if "integrantes" in cells.row.cells else old.seats,
        subgroups=tuple(dict.fromkeys([*old.subgroups, *own])),
        extras=cells.extras(MESA),
    )


def zone(cells: Cells, stored: str) -> str:
    name = cells.words("zona", stored) or stored
    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        cells.found.problem(cells.row, "zona", f"«{name}» no es una zona horaria; por ejemplo America/Lima")
        return stored
    return name


def commitment(cells: Cells, mesa_slug: str, stored: Commitment | None, directory: Directory) -> Commitment:
    code = cells.required("codigo")
    old = stored or Commitment(mesa_slug, code, "")
    text = cells.required("compromiso")
    status_words = cells.words("estado_reportado", old.status_words)
    status, understood = read_status(status_words)
    if not understood:
        cells.found.notice(cells.row, "estado_reportado", f"no entiendo «{status_words}»: queda «sin información»")
    acta_date = cells.loose_day("acta_fecha", old.acta_date)
    deadline, origin = when_due(cells, acta_date, old)
    reserved = text.casefold() == RESERVED or cells.yes("reservado", old.reserved)
    return replace(
        old,
        text=text,
        text_quechua=cells.words("compromiso_quechua", old.text_quechua),
        subgroup=cells.words("subgrupo", old.subgroup),
        acta=cells.words("acta", old.acta),
        acta_date=acta_date,
        deadline=deadline,
        original_deadline=first_deadline(cells, old, deadline),
        deadline_words=cells.words("plazo_texto", old.deadline_words),
        deadline_origin=origin,
        extended_by=cells.words("prorroga_instrumento", old.extended_by),
        extended_why=cells.words("prorroga_razon", old.extended_why),
        status=status if "estado_reportado" in cells.row.cells else old.status,
        status_words=status_words,
        status_date=cells.loose_day("estado_fecha", old.status_date),
        reserved=reserved,
        responsibilities=owners(cells, old, directory),
        source=cells.words("fuente", old.source),
        confidence=cells.words("confianza", old.confidence),
        note=cells.words("nota", old.note),
        extras=cells.extras(COMMITMENT),
    )


def when_due(cells: Cells, acta_date: str, old: Commitment) -> tuple[date | None, DeadlineOrigin]:
    """A given date wins; "ninguno" is never computed; "N días" counts from a whole acta date only."""
    given = cells.day("vence", old.deadline)
    words = cells.words("vence_origen").casefold()
    if words and words not in ORIGINS:
        cells.found.problem(cells.row, "vence_origen", f"«{words}» no es explicito, derivado ni ninguno")
    origin = ORIGINS.get(words)
    if given and origin is DeadlineOrigin.NONE:
        cells.found.problem(cells.row, "vence", "hay una fecha, pero vence_origen dice ninguno; corrija uno de los dos")
    if given:
        return given, origin or (old.deadline_origin if given == old.deadline else DeadlineOrigin.EXPLICIT)
    term = cells.words("plazo_texto", old.deadline_words)
    counted = _SOME_DAYS.fullmatch(term)
    if counted and origin is not DeadlineOrigin.NONE and re.fullmatch(r"\d{4}-\d{2}-\d{2}", acta_date):
        return date.fromisoformat(acta_date) + timedelta(days=int(counted[1])), DeadlineOrigin.DERIVED
    if _WORKING_DAYS.search(term):
        cells.found.notice(cells.row, "plazo_texto", "no calculo días hábiles: escriba la fecha en vence")
    return None, DeadlineOrigin.NONE


def first_deadline(cells: Cells, old: Commitment, deadline: date | None) -> date | None:
    """The original date stays the original, whatever moved since."""
    given = cells.day("vence_original")
    return given or old.original_deadline or old.deadline or deadline


def owners(cells: Cells, old: Commitment, directory: Directory) -> tuple[Responsibility, ...]:
    """Responsible first, then together with whom; an institution once. What it answered already stays."""
    if "responsable" not in cells.row.cells and "corresponsables" not in cells.row.cells:
        return old.responsibilities
    owed = [
        *directory.responsibilities(cells.words("responsable"), Role.RESPONSIBLE, cells.words("tipo_responsable")),
        *directory.responsibilities(cells.words("corresponsables"), Role.CO_RESPONSIBLE),
    ]
    answered = {(one.institution, one.role): one for one in old.responsibilities}
    once = {one.institution: one for one in reversed(owed)}
    return tuple(
        replace(one, stance=before.stance, said_by=before.said_by, said_on=before.said_on)
        if (before := answered.get((one.institution, one.role)))
        else one
        for one in dict.fromkeys(once[one.institution] for one in owed)
    )


def meeting(cells: Cells, mesa_slug: str, stored: Meeting | None) -> Meeting | None:
    """None if it has no day: that is a problem already told."""
    cells.required("fecha")
    day = cells.day("fecha")
    if day is None:
        return None
    old = stored or Meeting(mesa_slug, meeting_code(cells, day), day)
    words = cells.words("estado", old.outcome_words)
    outcome, understood = read_outcome(words)
    if not understood:
        cells.found.notice(cells.row, "estado", f"no entiendo «{words}»: queda «sin información»")
    return replace(
        old,
        day=day,
        starts=cells.hour("hora", old.starts),
        subgroup=cells.words("subgrupo", old.subgroup),
        place=cells.words("lugar", old.place),
        latitude=cells.degrees("latitud", 90, old.latitude),
        longitude=cells.degrees("longitud", 180, old.longitude),
        agenda=cells.words("asunto", old.agenda),
        convener=cells.words("convoca", old.convener),
        outcome=outcome if "estado" in cells.row.cells else old.outcome,
        outcome_words=words,
        minutes_published=cells.day("acta_publicada", old.minutes_published),
        source=cells.words("fuente", old.source),
        note=cells.words("nota", old.note),
        extras=cells.extras(MEETING),
    )


def meeting_code(cells: Cells, day: date) -> str:
    """The code given, or one made of its day and subgroup: the same each time the file is loaded."""
    subgroup = slug(cells.words("subgrupo"))
    return cells.words("codigo") or f"S-{day.isoformat()}{f'-{subgroup}' if subgroup else ''}"
