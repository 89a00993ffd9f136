"""What a session would be before a coordinator confirms, and what was recorded then. Coordinators' screens: Spanish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from bot.domain import buttons
from bot.domain.meetings import Meeting
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Message
from bot.texts.dates import day, hour, relative, weekday
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs
from bot.texts.meetings import details, outcome, short
from bot.texts.sessions import head


def call_preview(language: Language, mesa: Mesa, one: Meeting, today: date, others: Sequence[Meeting]) -> Message:
    """others: what is to be on the same day already."""
    return Message(
        paragraphs(
            language.say("card.mesa", "Mesa: {mesa}", mesa=bold(mesa.name)),
            lines(
                bold(Html(f"{weekday(language, one.day)} · {relative(language, one.day, today)}")),
                details(language, one),
            ),
            others
            and language.say(
                "session.others", "⚠️ Ese día ya hay otra sesión: {sessions}", sessions=", ".join(map(short, others))
            ),
            will_be_told(language),
            language.say("record.nothing_yet", "Todavía no guardé nada."),
        )
    )


def change_preview(language: Language, before: Meeting, after: Meeting, today: date, *, told: bool) -> Message:
    """told: whether followers hear of it at once."""
    return Message(
        paragraphs(
            bold(before.code),
            lines(*differences(language, before, after)) or language.say("session.same", "Así está ya: nada cambia."),
            lines(bold(language.say("session.then", "Quedaría así:")), head(language, after, today)),
            told and will_be_told(language),
            language.say("record.nothing_yet", "Todavía no guardé nada."),
        )
    )


def will_be_told(language: Language) -> Html:
    return language.say("session.will_be_told", "Al confirmar, quienes siguen la mesa lo sabrán enseguida.")


def differences(language: Language, before: Meeting, after: Meeting) -> list[Html]:
    """Field by field, from what to what."""
    unknown_ = language.say("session.nothing", "sin dato")
    pairs = (
        (language.say("session.f_day", "Día"), day(language, before.day), day(language, after.day)),
        (language.say("session.f_hour", "Hora"), hour_or(before.starts), hour_or(after.starts)),
        (language.say("session.f_place", "Lugar"), before.place, after.place),
        (language.say("session.f_map", "Mapa"), degrees(before), degrees(after)),
        (language.say("session.f_agenda", "Agenda"), before.agenda, after.agenda),
        (
            language.say("session.f_outcome", "Estado"),
            outcome(language, before.outcome),
            outcome(language, after.outcome),
        ),
        (language.say("session.f_note", "Nota"), before.note, after.note),
        (
            language.say("session.f_acta", "Acta publicada"),
            before.minutes_published and day(language, before.minutes_published),
            after.minutes_published and day(language, after.minutes_published),
        ),
        (language.say("session.f_source", "Enlace"), before.source, after.source),
    )
    return [
        language.say(
            "session.from_to", "{field}: {before} → {after}", field=name, before=old or unknown_, after=new or unknown_
        )
        for name, old, new in pairs
        if old != new
    ]


def hour_or(starts: time | None) -> str:
    return hour(starts) if starts else ""


def degrees(one: Meeting) -> str:
    return f"{one.latitude:.5f}, {one.longitude:.5f}" if one.latitude is not None and one.longitude is not None else ""


def called(language: Language, one: Meeting) -> Message:
    return Message(
        language.say("session.called", "Sesión convocada: {code}, {date}.", code=one.code, date=day(language, one.day)),
        rows=((see(language, one),),),
    )


def recorded(language: Language, one: Meeting) -> Message:
    return Message(
        language.say("session.done", "Guardado: sesión {code}.", code=one.code), rows=((see(language, one),),)
    )


def see(language: Language, one: Meeting) -> Button:
    return Button(language.plain("session.see", "Ver la sesión"), buttons.beside(buttons.meeting(one.id)))


def changed_meanwhile(language: Language, now_is: Meeting | None) -> Message:
    """now_is: as somebody else left it; None: it is gone."""
    if now_is is None:
        return Message(language.say("session.gone", "Esa sesión ya no existe: no guardé nada."))
    return Message(
        language.say(
            "session.meanwhile",
            "Otra persona cambió la sesión {code} mientras usted escribía: no guardé nada. Mire cómo quedó y empiece otra vez.",
            code=now_is.code,
        ),
        rows=((see(language, now_is),),),
    )


def called_meanwhile(language: Language, other: Meeting) -> Message:
    return Message(
        language.say(
            "session.called_already", "Ya hay una sesión ese día a esa hora: {code}. No guardé nada.", code=other.code
        ),
        rows=((see(language, other),),),
    )
