"""What a coordinator is asked of a session, and what was recorded. Coordinators' screens: Spanish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time

from bot.domain import buttons
from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Message
from bot.texts.dates import hour, relative, weekday
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
            "No hay tal sesión en la mesa {mesa}. Escriba /sesion para ver la lista, o su código, así: {example}",
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
        one.outcome is not Outcome.SCHEDULED
        and one.day <= today
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
    return bold(language.say("session.which_note", "Escriba una nota, si quiere: es pública."))


def which_link(language: Language) -> Html:
    return bold(language.say("session.which_link", "¿Dónde se lee el acta? Escriba el enlace."))


def none(language: Language) -> dict[str, str]:
    """The button that leaves an answer out, by what is asked."""
    return {
        "place": language.plain("session.no_place", "Todavía no se sabe"),
        "pin": language.plain("session.no_pin", "Sin mapa"),
        "agenda": language.plain("session.no_agenda", "Sin agenda"),
        "convener": language.plain("session.no_convener", "Sin convocante"),
        "role": language.plain("compose.no_role", "Sin papel"),
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
