"""What a coordinator is asked of a session, and what was recorded. Coordinators' screens: Spanish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time

from bot.domain import buttons
from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Message
from bot.texts.dates import day, hour, relative, weekday
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs
from bot.texts.meetings import details, outcome, short
from bot.texts.paging import LETTERS_OF_A_ROW, fitting, in_rows

USUAL_HOURS = (8, 9, 10, 11, 14, 15, 16, 17)
Press = Callable[[str, str], Button]
Question = Callable[[Language], Html]


def overview(language: Language, mesa: Mesa, coming: Sequence[Meeting], past: Sequence[Meeting]) -> Message:
    """The mesa's sessions, each a button to its changes; and a new one."""
    new = Button("➕ " + language.plain("session.new", "Nueva sesión"), buttons.new_session(mesa.id))
    each = [Button(short(one), buttons.change_session(one.id)) for one in (*coming, *past)]
    return Message(
        paragraphs(
            language.say("card.mesa", "Mesa: {mesa}", mesa=bold(mesa.name)),
            listed(language, language.say("session.coming", "Próximas sesiones"), coming)
            or language.say("empty.next_meeting", "No hay próxima sesión."),
            listed(language, language.say("session.recent", "Sesiones recientes"), past),
            language.say("session.press", "Pulse una para cambiarla o decir cómo fue."),
        ),
        rows=(*in_rows(each, 1), (new,)),
    )


def listed(language: Language, title: Html, each: Sequence[Meeting]) -> Html:
    rows = [Html(f"{bold(short(one))} · {outcome(language, one.outcome)}") for one in each]
    return lines(bold(title), *rows) if rows else Html("")


def unknown(language: Language, mesa: Mesa) -> Message:
    example = "/sesion S-2026-12-15"
    return Message(
        language.say(
            "session.unknown",
            "No hay tal sesión en {mesa}. Escriba /sesion para ver la lista, o su código, así: {example}",
            mesa=mesa.name,
            example=example,
        )
    )


def change_button(language: Language, one: Meeting) -> Button:
    """Under a session's page, for its coordinators."""
    return Button("✏️ " + language.plain("session.change", "Cambiar"), buttons.beside(buttons.change_session(one.id)))


def head(language: Language, one: Meeting, today: date) -> Html:
    return lines(
        bold(one.code),
        Html(f"{weekday(language, one.day)} · {relative(language, one.day, today)}"),
        details(language, one),
        one.day <= today
        and language.say("meeting.outcome", "Cómo fue: {outcome}", outcome=outcome(language, one.outcome)),
    )


def which_change(language: Language, one: Meeting, today: date, button: Press) -> Message:
    return Message(
        paragraphs(head(language, one, today), bold(language.say("session.which", "¿Qué quiere cambiar?"))),
        rows=fitting([button(name, what) for what, name in changes(language, one, today)], LETTERS_OF_A_ROW, 2),
    )


def changes(language: Language, one: Meeting, today: date) -> Sequence[tuple[str, str]]:
    """(choice, label): its appointment while it is to come; how it went and its acta once its day is here."""
    here = one.day <= today
    went = language.plain("session.went", "Cómo fue") if here else language.plain("session.off", "Ya no será")
    acta = [("acta", language.plain("session.acta", "Acta publicada"))] if here else []
    return (
        ("dia", language.plain("session.day", "Otro día")),
        ("hora", language.plain("session.hour", "Otra hora")),
        ("lugar", language.plain("session.place", "Otro lugar")),
        ("agenda", language.plain("session.agenda", "Agenda")),
        ("resultado", went),
        *acta,
    )


def which_day(language: Language) -> Html:
    return bold(language.say("session.which_day", "¿Qué día será la sesión?"))


def which_acta_day(language: Language) -> Html:
    return bold(language.say("session.which_acta_day", "¿Qué día se publicó el acta?"))


def which_hour(language: Language, button: Press) -> Message:
    each = [button(hour(time(number)), f"{number:02}00") for number in USUAL_HOURS]
    none = button(language.plain("session.no_hour", "Sin hora"), "-")
    return Message(
        paragraphs(
            bold(language.say("session.which_hour", "¿A qué hora empieza?")),
            language.say("session.hour_hint", "Pulse una hora, o escríbala: {example}", example="10:30, 3 pm"),
        ),
        rows=(*in_rows(each, 4), (none,)),
    )


def which_place(language: Language) -> Html:
    return paragraphs(
        bold(language.say("session.which_place", "¿Dónde será?")),
        language.say("session.place_hint", "Escriba el lugar, o envíe la ubicación con el clip 📎 de Telegram."),
    )


def which_name(language: Language) -> Html:
    return bold(language.say("session.which_name", "¿Cómo se llama ese lugar? Escríbalo."))


def which_pin(language: Language) -> Html:
    return paragraphs(
        bold(language.say("session.which_pin", "¿Tiene su ubicación en el mapa?")),
        language.say("session.pin_hint", "Envíela con el clip 📎 de Telegram, o siga sin mapa."),
    )


def which_subgroup(language: Language, mesa: Mesa, button: Press) -> Message:
    whole = button(language.plain("start.all_communities", "Todas las comunidades"), "0")
    each = [button(name, str(index)) for index, name in enumerate(mesa.subgroups, 1)]
    asked = language.say("session.which_subgroup", "¿Es de toda la mesa o de una comunidad o subgrupo?")
    return Message(bold(asked), rows=((whole,), *in_rows(each, 2)))


def which_agenda(language: Language) -> Html:
    return bold(language.say("session.which_agenda", "¿Qué se tratará? Escriba la agenda."))


def which_convener(language: Language) -> Html:
    return bold(language.say("session.which_convener", "¿Quién convoca? Escríbalo, o pulse."))


def which_outcome(language: Language, one: Meeting, today: date, each: Sequence[Outcome], button: Press) -> Message:
    asked = (
        language.say("session.how_went", "¿Cómo fue la sesión?")
        if one.day <= today
        else language.say("session.why_off", "¿Qué pasó con la sesión?")
    )
    names = [button(str(outcome(language, how)), how.value) for how in each]
    return Message(paragraphs(head(language, one, today), bold(asked)), rows=fitting(names, LETTERS_OF_A_ROW, 2))


def which_reason(language: Language) -> Html:
    return bold(language.say("session.which_reason", "¿Por qué? Escriba el motivo: quienes siguen la mesa lo leerán."))


def which_note(language: Language) -> Html:
    return bold(language.say("session.which_note", "¿Quiere agregar una nota? Escríbala: es pública."))


def which_link(language: Language) -> Html:
    return bold(language.say("session.which_link", "¿Dónde se lee el acta? Escriba el enlace."))


def none(language: Language) -> dict[str, str]:
    """The button that leaves an answer out, by what is asked."""
    return {
        "place": language.plain("session.no_place", "Todavía no se sabe"),
        "pin": language.plain("session.no_pin", "Sin mapa"),
        "agenda": language.plain("session.no_agenda", "Sin agenda"),
        "convener": language.plain("session.no_convener", "Sin convocante"),
        "note": language.plain("record.no_note", "Sin nota"),
        "link": language.plain("session.no_link", "Sin enlace"),
    }


def no_hour(language: Language) -> Html:
    return language.say("session.bad_hour", "No entiendo qué hora es. Escriba por ejemplo {example}", example="10:30")


def no_words(language: Language, most: int) -> Html:
    return language.say("session.bad_words", "Escríbalo en palabras, hasta {most} letras.", most=most)


def no_pin(language: Language) -> Html:
    return language.say("session.bad_pin", "Envíe una ubicación, o pulse «{none}».", none=none(language)["pin"])


def no_link(language: Language) -> Html:
    example = "https://www.gob.pe/…"
    return language.say("session.bad_link", "Eso no es un enlace. Escriba uno como {example}", example=example)


def day_past(language: Language) -> Html:
    return language.say("session.day_past", "Ese día ya pasó. Elija hoy o un día por venir.")


def same_day(language: Language) -> Html:
    return language.say("session.same_day", "Ya es ese día. Elija otro.")


def acta_day(language: Language) -> Html:
    return language.say("session.acta_day", "El acta se publica desde el día de la sesión hasta hoy. Elija otro día.")


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
