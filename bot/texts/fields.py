"""What the fields of a commitment, a session or a mesa are called, and what they say. Coordinators' screens: Spanish."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.commitments import DeadlineOrigin, Role, Stance, Status
from bot.domain.history import Change
from bot.domain.meetings import Outcome
from bot.domain.mesas import MesaState
from bot.texts.brief import short
from bot.texts.clock import status
from bot.texts.dates import numeric
from bot.texts.language import Language
from bot.texts.markup import Html, clean, escape, shorten
from bot.texts.meetings import outcome

DAYS = frozenset({"deadline", "original_deadline", "day", "minutes_published", "term_until", "suspended_since"})
LONGEST = 120  # letters of a value
MOST_OWING = 8


def name(language: Language, field: str) -> Html | None:
    """None: nothing for people, or said with another field."""
    known = {
        "status": language.say("field.status", "Estado"),
        "status_words": language.say("field.status_words", "Con sus palabras"),
        "deadline": language.say("field.deadline", "Plazo"),
        "deadline_origin": language.say("field.deadline_origin", "Origen del plazo"),
        "deadline_words": language.say("field.deadline_words", "Plazo escrito en el acta"),
        "original_deadline": language.say("field.original_deadline", "Plazo original"),
        "extended_by": language.say("field.extended_by", "Prorrogado por"),
        "extended_why": language.say("field.extended_why", "Razón de la prórroga"),
        "text": language.say("field.text", "Texto"),
        "text_quechua": language.say("field.text_quechua", "Texto en quechua"),
        "subgroup": language.say("field.subgroup", "Comunidad o subgrupo"),
        "acta": language.say("field.acta", "Acta"),
        "acta_date": language.say("field.acta_date", "Fecha del acta"),
        "responsibilities": language.say("field.responsibilities", "Responsables"),
        "rectified_why": language.say("field.rectified_why", "Rectificación"),
        "note": language.say("field.note", "Nota"),
        "source": language.say("field.source", "Fuente"),
        "day": language.say("field.day", "Día"),
        "starts": language.say("field.starts", "Hora"),
        "place": language.say("field.place", "Lugar"),
        "agenda": language.say("field.agenda", "Temas"),
        "convener": language.say("field.convener", "Convoca"),
        "outcome": language.say("field.outcome", "Resultado"),
        "minutes_published": language.say("field.minutes_published", "Acta publicada"),
        "state": language.say("field.state", "Estado de la mesa"),
        "suspended_why": language.say("field.suspended_why", "Razón de la suspensión"),
        "term_until": language.say("field.term_until", "Vigencia hasta"),
        "seats": language.say("field.seats", "Integrantes"),
        "subgroups": language.say("field.subgroups", "Comunidades y subgrupos"),
        "name": language.say("field.name", "Nombre"),
        "kind": language.say("field.kind", "Tipo"),
        "caption": language.say("field.caption", "Qué muestra"),
        "withdrawn": language.say("field.withdrawn", "Razón"),
    }
    return known.get(field)


def value(language: Language, field: str, words: str) -> Html:
    """words: as `Change` tells it, "" = nothing."""
    if not words:
        return language.say("field.nothing", "nada")
    if field == "status":
        return status(language, Status(words))
    if field == "outcome":
        return outcome(language, Outcome(words)) or escape(words)
    if field == "state":
        return state(language, MesaState(words))
    if field == "deadline_origin":
        return origin(language, DeadlineOrigin(words))
    if field == "kind":
        return kind(language, words)
    if field in ("seats", "subgroups"):
        return escape(shorten(listed(words), LONGEST))
    if field in DAYS:
        return escape(numeric(date.fromisoformat(words)))
    return escape(shorten(" ".join(clean(words).split()), LONGEST))


def listed(words: str) -> str:
    """Of a list as the history keeps it: '[["pcm","presidencia"]]', '["Wayra"]'."""
    each = [" ".join(one) if isinstance(one, list) else one for one in json.loads(words)]
    return "; ".join(clean(one).strip() for one in each)


def state(language: Language, of: MesaState) -> Html:
    names = {
        MesaState.ACTIVE: language.say("field.mesa_active", "activa"),
        MesaState.SUSPENDED: language.say("field.mesa_suspended", "suspendida"),
        MesaState.CONCLUDED: language.say("field.mesa_concluded", "concluida"),
    }
    return names[of]


def origin(language: Language, of: DeadlineOrigin) -> Html:
    names = {
        DeadlineOrigin.EXPLICIT: language.say("field.origin_explicit", "escrito en el acta"),
        DeadlineOrigin.DERIVED: language.say("field.origin_derived", "calculado"),
        DeadlineOrigin.NONE: language.say("field.origin_none", "sin plazo"),
    }
    return names[of]


def kind(language: Language, words: str) -> Html:
    """Of a piece of evidence; an institution's stays as it is written."""
    names = {
        "photo": language.say("field.kind_photo", "foto"),
        "document": language.say("field.kind_document", "archivo"),
        "video": language.say("field.kind_video", "video"),
        "link": language.say("field.kind_link", "enlace"),
    }
    return names.get(words) or escape(short(words))


def kinds(language: Language, each: Iterable[str]) -> Html:
    """Of several pieces, in their order: "foto (2), enlace"."""
    counted = Counter(each)
    return Html(", ".join(kind(language, one) + (f" ({n})" if n > 1 else "") for one, n in counted.items()))


def role(language: Language, of: Role) -> Html:
    names = {
        Role.RESPONSIBLE: language.say("field.role_responsible", "responsable"),
        Role.CO_RESPONSIBLE: language.say("field.role_co_responsible", "corresponsable"),
        Role.PROVISIONAL: language.say("field.role_provisional", "provisional"),
    }
    return names[of]


def stance(language: Language, of: Stance) -> Html:
    names = {
        Stance.ASSIGNED: language.say("field.stance_assigned", "todavía no responde"),
        Stance.ACCEPTED: language.say("field.stance_accepted", "aceptó"),
        Stance.DECLINED: language.say("field.stance_declined", "dice que no le toca"),
    }
    return names[of]


def owed(language: Language, each: Sequence[tuple[str, str, str]]) -> Html:
    """Who owes it: (name, role, stance) of each, the stance where one is known."""
    said = [
        f"{escape(short(one))} ({role(language, Role(as_what))}"
        + (f", {stance(language, Stance(answer))})" if answer != Stance.ASSIGNED else ")")
        for one, as_what, answer in each[:MOST_OWING]
    ]
    more = ["…"] if len(each) > MOST_OWING else []
    return Html("; ".join((*said, *more))) if said else language.say("owner.none", "sin responsable")


def from_to(language: Language, change: Change) -> Html | None:
    """«Estado: en proceso → cumplido»; None: nothing for people."""
    called = name(language, change.field)
    if called is None:
        return None
    if change.field == "responsibilities":
        return Html(f"{called}: {owed(language, change.owed)}")
    after = quoted(language, change.field, change.after)
    if change.before is None or change.field in _SAID_ALONE:
        return Html(f"{called}: {after}")
    return Html(f"{called}: {quoted(language, change.field, change.before)} → {after}")


def quoted(language: Language, field: str, words: str) -> Html:
    """Nothing is nobody's words."""
    said = value(language, field, words)
    return Html(f"«{said}»") if words else said


_SAID_ALONE = frozenset(
    {
        "status_words",
        "extended_by",
        "extended_why",
        "rectified_why",
        "note",
        "suspended_why",
        "withdrawn",
        "seats",
        "subgroups",
    }
)
