"""A row of each table as the thing it tells; what is stored already stays where the file is silent."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.domain.commitments import Commitment, Responsibility, Role, Status
from bot.domain.folding import fold, slug
from bot.domain.ladder import read_ladder
from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Institution, Mesa
from bot.domain.statuses import read_mesa_state, read_outcome, read_status
from bot.services.bodies import LONGEST_SLUG, Directory
from bot.services.cells import Cells, on_one_line
from bot.services.deadlines import deadlines

Meaning = TypeVar("Meaning", Status, Outcome)

MESA = frozenset(
    "slug nombre territorio creada_por estado instalada vigencia_hasta nota fuente integrantes zona subgrupos "
    "recordatorios".split()
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
RESERVED = re.compile(r"\W*texto reservado\b.*")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
LONGEST_MESA_SLUG = 62  # a deep link m-<slug> has 64 letters
LONGEST_CODE, LONGEST_SUBGROUP, LONGEST_BODIES = 60, 120, 2_000


def institution(cells: Cells, stored: Institution | None) -> Institution:
    old = stored or Institution("", "")
    aliases = tuple(filter(None, (one.strip() for one in cells.words("alias").split(";"))))
    return Institution(
        slug_of(cells, LONGEST_SLUG, old.slug),
        cells.required("nombre", old.name),
        cells.words("siglas", old.acronym),
        cells.words("padre", old.parent),
        cells.words("tipo", old.kind),
        aliases if "alias" in cells.row.cells else old.aliases,
    )


def slug_of(cells: Cells, longest: int, stored: str) -> str:
    words = cells.required("slug", stored)
    if words and not _SLUG.fullmatch(words):
        cells.found.problem(cells.row, "slug", f"«{words}» solo puede tener minúsculas, números y guiones")
    return cells.short("slug", words, longest)


def mesa(cells: Cells, stored: Mesa | None, directory: Directory, usual_zone: str) -> Mesa:
    old = stored or Mesa("", "", zone=usual_zone)
    state, clear = read_mesa_state(cells.words("estado"))
    if not clear:
        cells.found.problem(cells.row, "estado", f"«{cells.words('estado')}» no es activa, suspendida ni concluida")
    own = [
        cells.short("subgrupos", one, LONGEST_SUBGROUP) for one in map(on_one_line, cells.words("subgrupos").split(";"))
    ]
    return replace(
        old,
        slug=slug_of(cells, LONGEST_MESA_SLUG, old.slug),
        name=cells.required("nombre", old.name),
        territory=cells.words("territorio", old.territory),
        created_by=cells.words("creada_por", old.created_by),
        state=state if "estado" in cells.row.cells else old.state,
        state_words=cells.words("estado", old.state_words),
        installed=cells.loose_day("instalada", old.installed),
        term_until=cells.day("vigencia_hasta", old.term_until),
        zone=zone(cells, old.zone),
        ladder=ladder(cells, old.ladder),
        note=cells.words("nota", old.note),
        source=cells.words("fuente", old.source),
        seats=directory.seats(bodies(cells, "integrantes")) if "integrantes" in cells.row.cells else old.seats,
        subgroups=tuple(dict.fromkeys([*old.subgroups, *filter(None, own)])),
        extras=cells.extras(MESA, old.extras),
    )


def zone(cells: Cells, stored: str) -> str:
    name = cells.words("zona", stored) or stored
    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        cells.found.problem(cells.row, "zona", f"«{name}» no es una zona horaria; por ejemplo America/Lima")
        return stored
    return name


def ladder(cells: Cells, stored: str) -> str:
    words = cells.words("recordatorios", stored)
    try:
        read_ladder(words)
    except ValueError as refused:
        cells.found.problem(cells.row, "recordatorios", str(refused))
        return stored
    return words


def bodies(cells: Cells, column: str) -> str:
    return cells.short(column, cells.words(column), LONGEST_BODIES)


def commitment_code(cells: Cells) -> str:
    """ "" where there is none, which is a problem already told."""
    return cells.name("codigo", LONGEST_CODE) if cells.required("codigo") else ""


def commitment(cells: Cells, old: Commitment, directory: Directory) -> Commitment:
    """old: as it is stored, or bare."""
    text = cells.required("compromiso", old.text)
    acta_date = cells.loose_day("acta_fecha", old.acta_date)
    deadline, origin, original = deadlines(cells, acta_date, old)
    return replace(
        old,
        text=text,
        text_quechua=cells.words("compromiso_quechua", old.text_quechua),
        subgroup=cells.name("subgrupo", LONGEST_SUBGROUP, old.subgroup),
        acta=cells.words("acta", old.acta),
        acta_date=acta_date,
        deadline=deadline,
        original_deadline=original,
        deadline_words=cells.words("plazo_texto", old.deadline_words),
        deadline_origin=origin,
        extended_by=cells.words("prorroga_instrumento", old.extended_by),
        extended_why=cells.words("prorroga_razon", old.extended_why),
        status=understood(cells, "estado_reportado", read_status, old.status),
        status_words=cells.words("estado_reportado", old.status_words),
        status_date=cells.loose_day("estado_fecha", old.status_date),
        reserved=reserved(cells, text, old),
        responsibilities=owners(cells, old, directory),
        source=cells.words("fuente", old.source),
        confidence=cells.words("confianza", old.confidence),
        note=cells.words("nota", old.note),
        extras=cells.extras(COMMITMENT, old.extras),
    )


def reserved(cells: Cells, text: str, old: Commitment) -> bool:
    """A text that says so is; it stays so until a text comes, unless a column says it."""
    if "compromiso" not in cells.row.cells:
        return cells.yes("reservado", old.reserved)
    hidden = RESERVED.fullmatch(fold(text)) is not None
    return cells.yes("reservado", old.reserved and not RESERVED.fullmatch(fold(old.text))) or hidden


def owners(cells: Cells, old: Commitment, directory: Directory) -> tuple[Responsibility, ...]:
    """Responsible first, then together with whom; an institution once. A column the file lacks, and what a body answered, stays."""
    if not cells.row.cells.keys() & {"responsable", "corresponsables"}:
        return old.responsibilities
    main = [one for one in old.responsibilities if one.role is not Role.CO_RESPONSIBLE]
    beside = [one for one in old.responsibilities if one.role is Role.CO_RESPONSIBLE]
    if "responsable" in cells.row.cells:
        kind = cells.words("tipo_responsable")
        main = directory.responsibilities(bodies(cells, "responsable"), Role.RESPONSIBLE, kind)
    if "corresponsables" in cells.row.cells:
        beside = directory.responsibilities(bodies(cells, "corresponsables"), Role.CO_RESPONSIBLE)
    answered = {(one.institution, one.role): one for one in old.responsibilities}
    once: dict[str, Responsibility] = {}
    for one in (*main, *beside):
        before = answered.get((one.institution, one.role), one)
        once.setdefault(
            one.institution,
            replace(one, stance=before.stance, said_by=before.said_by, said_on=before.said_on, why=before.why),
        )
    return tuple(once.values())


def meeting_day(cells: Cells) -> date | None:
    """None: it has no day, which is a problem already told."""
    return cells.day("fecha") if cells.required("fecha") else None


def meeting_code(cells: Cells, day: date) -> str:
    """The code given, or one made of its day and subgroup: the same each time the file is loaded."""
    made = "-".join(filter(None, ("S", day.isoformat(), slug(cells.words("subgrupo"))[:40])))
    return cells.name("codigo", LONGEST_CODE) or made


def meeting(cells: Cells, old: Meeting, day: date) -> Meeting:
    """old: as it is stored, or bare."""
    return replace(
        old,
        day=day,
        starts=cells.hour("hora", old.starts),
        subgroup=cells.name("subgrupo", LONGEST_SUBGROUP, old.subgroup),
        place=cells.words("lugar", old.place),
        latitude=cells.degrees("latitud", 90, old.latitude),
        longitude=cells.degrees("longitud", 180, old.longitude),
        agenda=cells.words("asunto", old.agenda),
        convener=cells.words("convoca", old.convener),
        outcome=understood(cells, "estado", read_outcome, old.outcome),
        outcome_words=cells.words("estado", old.outcome_words),
        minutes_published=cells.day("acta_publicada", old.minutes_published),
        source=cells.words("fuente", old.source),
        note=cells.words("nota", old.note),
        extras=cells.extras(MEETING, old.extras),
    )


def understood(cells: Cells, column: str, read: Callable[[str], tuple[Meaning, bool]], stored: Meaning) -> Meaning:
    """What the cell's words mean; words nobody understands are kept and told."""
    if column not in cells.row.cells:
        return stored
    words = cells.words(column)
    meaning, clear = read(words)
    if not clear:
        cells.found.notice(cells.row, column, f"no entiendo «{words}»: queda «sin información»")
    return meaning
