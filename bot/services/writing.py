"""A thing as its row of a table: what `rows` reads, written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from enum import Enum

from bot.domain.commitments import Commitment, DeadlineOrigin, Role
from bot.domain.meetings import Meeting
from bot.domain.mesas import Institution, Mesa
from bot.domain.statuses import Meaning, read_mesa_state, read_outcome, read_status
from bot.services.deadlines import DEADLINE
from bot.services.differences import Thing, as_words
from bot.services.tables import Row, plain

DECIMALS = 12  # of a degree: what the reader takes


def told_anew(row: Row, stored: Mapping[str, str]) -> Row:
    """Without the cells that say what is stored, as `written` writes it: what is not told anew stays, however it was told.

    So a file of ours loads back without a change, though words, roles and answers are more than its cells can say.
    """
    same = {column for column, words in row.cells.items() if stored.get(column) == words}
    if DEADLINE & row.cells.keys() - same:
        same -= DEADLINE
    return replace(row, cells={column: words for column, words in row.cells.items() if column not in same})


def written(one: Thing, called: Mapping[str, str]) -> dict[str, str]:
    """column → words. called: slug → how people call that institution."""
    match one:
        case Institution():
            row = institution(one)
        case Mesa():
            row = mesa(one, called)
        case Commitment():
            row = commitment(one)
        case _:
            row = meeting(one)
    extras = {} if isinstance(one, Institution) else dict(one.extras)
    return {column: plain(words) for column, words in {**row, **extras, **row}.items()}


def institution(one: Institution) -> dict[str, str]:
    return {
        "slug": one.slug,
        "nombre": one.name,
        "siglas": one.acronym,
        "alias": ";".join(one.aliases),
        "padre": one.parent,
        "tipo": one.kind,
    }


def mesa(one: Mesa, called: Mapping[str, str]) -> dict[str, str]:
    seats = [(called.get(seat.institution, seat.institution), seat.role) for seat in one.seats]
    return {
        "slug": one.slug,
        "nombre": one.name,
        "territorio": one.territory,
        "creada_por": one.created_by,
        "estado": reported(one.state, one.state_words, read_mesa_state),
        "instalada": one.installed,
        "vigencia_hasta": day(one.term_until),
        "zona": one.zone,
        "recordatorios": one.ladder,
        "integrantes": "; ".join(f"{name} ({role})" if role else name for name, role in seats),
        "subgrupos": "; ".join(one.subgroups),
        "nota": one.note,
        "fuente": one.source,
    }


def commitment(one: Commitment) -> dict[str, str]:
    return {
        "codigo": one.code,
        "mesa": one.mesa,
        "subgrupo": one.subgroup,
        "acta_fecha": one.acta_date,
        "acta": one.acta,
        "compromiso": one.text,
        "compromiso_quechua": one.text_quechua,
        "responsable": owners(one, beside=False),
        "corresponsables": owners(one, beside=True),
        "plazo_texto": one.deadline_words,
        "vence": day(one.deadline),
        "vence_origen": origin(one),
        "vence_original": day(one.original_deadline),
        "prorroga_instrumento": one.extended_by,
        "prorroga_razon": one.extended_why,
        "estado_reportado": reported(one.status, one.status_words, read_status),
        "estado_fecha": one.status_date,
        "reservado": as_words(one.reserved),
        "fuente": one.source,
        "confianza": one.confidence,
        "nota": one.note,
    }


def owners(one: Commitment, *, beside: bool) -> str:
    owed = [who for who in one.responsibilities if (who.role is Role.CO_RESPONSIBLE) is beside]
    return "; ".join(dict.fromkeys(who.words or who.name for who in owed))  # "MINEM y sectores" names several at once


def origin(one: Commitment) -> str:
    """A date without an origin has none to tell: "ninguno" beside it would say that there is no date."""
    if one.deadline and one.deadline_origin is DeadlineOrigin.NONE:
        return ""
    return as_words(one.deadline_origin)


def meeting(one: Meeting) -> dict[str, str]:
    return {
        "codigo": one.code,
        "mesa": one.mesa,
        "subgrupo": one.subgroup,
        "fecha": day(one.day),
        "hora": f"{one.starts:%H:%M}" if one.starts else "",
        "lugar": one.place,
        "latitud": degrees(one.latitude),
        "longitud": degrees(one.longitude),
        "asunto": one.agenda,
        "convoca": one.convener,
        "estado": reported(one.outcome, one.outcome_words, read_outcome),
        "acta_publicada": day(one.minutes_published),
        "fuente": one.source,
        "nota": one.note,
    }


def reported(meaning: Enum, words: str, read: Callable[[str], tuple[Meaning, bool]]) -> str:
    """The literal words where they mean it; else what they mean, with the words beside if that still means it."""
    name = as_words(meaning)
    return next((one for one in (words, f"{name}: {words}") if one and read(one)[0] is meaning), name)


def day(one: date | None) -> str:
    return one.isoformat() if one else ""


def degrees(one: float | None) -> str:
    return "" if one is None else f"{one:.{DECIMALS}f}".rstrip("0").rstrip(".")
