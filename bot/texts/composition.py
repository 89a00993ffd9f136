"""A mesa's own page, for everybody; and what its coordinators are asked to change it, in Spanish."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.domain import buttons
from bot.domain.mesas import Institution, Mesa, MesaState, Seat
from bot.domain.messages import Button, Message
from bot.texts.alarms import since_and_why
from bot.texts.bodies import label
from bot.texts.dates import day
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs, shorten
from bot.texts.paging import LETTERS_OF_A_ROW, Rows, fitting, in_rows
from bot.texts.start import suspension

Press = Callable[[str, str], Button]
Names = Mapping[str, str]  # slug → how people call it


def page(language: Language, mesa: Mesa, names: Names, *, more: Rows = ()) -> Message:
    """Who sits in it, whether it is suspended, until when it is valid. more: buttons of its coordinators."""
    return Message(about(language, mesa, names), rows=more)


def about(language: Language, mesa: Mesa, names: Names) -> Html:
    seats = "; ".join(seat_words(seat, names) for seat in mesa.seats)
    return paragraphs(
        lines(bold(mesa.name), mesa.territory),
        lines(
            suspension(language, mesa),
            since_and_why(language, mesa),
            mesa.term_until
            and language.say("mesa.term", "Vigencia hasta: {date}", date=day(language, mesa.term_until)),
        ),
        seats and language.say("mesa.members", "Integran la mesa: {institutions}", institutions=seats),
        mesa.subgroups
        and language.say("start.community_chosen", "Comunidad: {community}", community=", ".join(mesa.subgroups)),
        mesa.note and language.say("card.note", "Nota: {note}", note=mesa.note),
    )


def seat_words(seat: Seat, names: Names) -> str:
    name = names.get(seat.institution, seat.institution)
    return f"{name} ({seat.role})" if seat.role else name


def change_button(language: Language, mesa: Mesa) -> Button:
    """Under the mesa's page, for its coordinators."""
    return Button("✏️ " + language.plain("session.change", "Cambiar"), buttons.change_mesa(mesa.id))


def changes(language: Language, mesa: Mesa) -> Sequence[tuple[str, str]]:
    """(choice, label), by the state it is in."""
    states = {
        "suspender": language.plain("compose.suspend", "Suspender"),
        "reinstalar": language.plain("compose.resume", "Reinstalar"),
        "concluir": language.plain("compose.conclude", "Concluir"),
    }
    possible = {
        MesaState.ACTIVE: ("suspender", "concluir"),
        MesaState.SUSPENDED: ("reinstalar", "concluir"),
        MesaState.CONCLUDED: ("reinstalar",),
    }
    removed = [("retirar", language.plain("compose.remove", "Quitar institución"))] if mesa.seats else []
    return (
        ("integrar", language.plain("compose.add", "Agregar institución")),
        *removed,
        *((choice, states[choice]) for choice in possible[mesa.state]),
        ("vigencia", language.plain("compose.extend", "Ampliar vigencia")),
        ("subgrupo", language.plain("compose.divide", "Agregar subgrupo")),
    )


def which_change(language: Language, mesa: Mesa, names: Names, button: Press) -> Message:
    asked = language.say("compose.which", "¿Qué quiere cambiar de la mesa?")
    each = [button(label, choice) for choice, label in changes(language, mesa)]
    return Message(paragraphs(about(language, mesa, names), bold(asked)), rows=fitting(each, LETTERS_OF_A_ROW, 2))


def which_body(language: Language, found: Sequence[Institution], button: Press) -> Message:
    """found: those that the words typed last may mean."""
    asked = language.say("compose.which_body", "¿Qué institución? Escriba una parte de su nombre o sus siglas.")
    press = language.say("compose.press_body", "Pulse la que es, o escriba otra cosa.")
    rows = tuple((button(label(one), str(index)),) for index, one in enumerate(found))
    return Message(lines(bold(asked), press if found else ""), rows=rows)


def no_body(language: Language) -> Html:
    return language.say(
        "compose.no_body", "No conozco ninguna institución con ese nombre. Se cargan con el archivo de instituciones."
    )


def which_role(language: Language) -> Html:
    return bold(language.say("compose.which_role", "¿Con qué papel integra la mesa? Escríbalo, o pulse."))


def roles(language: Language) -> tuple[str, ...]:
    return (
        language.plain("compose.role_chair", "presidencia"),
        language.plain("compose.role_secretariat", "secretaría técnica"),
        language.plain("compose.role_member", "integrante"),
        language.plain("compose.role_companion", "acompañante"),
    )


def which_seat(language: Language, mesa: Mesa, names: Names, button: Press) -> Message:
    asked = language.say("compose.which_seat", "¿Qué institución deja la mesa?")
    each = [button(shorten(seat_words(seat, names), 60), str(index)) for index, seat in enumerate(mesa.seats)]
    return Message(bold(asked), rows=in_rows(each, 1))


def which_since(language: Language) -> Html:
    return bold(language.say("compose.which_since", "¿Desde qué día está suspendida?"))


def which_why(language: Language) -> Html:
    return bold(language.say("compose.which_why", "¿Por qué? Escriba el motivo: quienes siguen la mesa lo leerán."))


def which_end(language: Language) -> Html:
    return bold(language.say("compose.which_end", "¿Cómo concluyó la mesa? Escriba una nota: es pública."))


def which_until(language: Language, mesa: Mesa) -> Html:
    now = mesa.term_until and language.say("mesa.term", "Vigencia hasta: {date}", date=day(language, mesa.term_until))
    return lines(now, bold(language.say("compose.which_until", "¿Hasta qué día se amplía la vigencia?")))


def which_instrument(language: Language) -> Html:
    example = "RM 012-2027-PCM"
    return bold(
        language.say("compose.which_instrument", "¿Con qué documento se amplía? Por ejemplo {example}", example=example)
    )


def which_extension(language: Language) -> Html:
    return bold(language.say("compose.which_extension", "¿Por qué se amplía? Escriba la razón."))


def which_name(language: Language) -> Html:
    return bold(language.say("compose.which_name", "¿Cómo se llama la comunidad o subgrupo?"))


def to_come(language: Language) -> Html:
    return language.say("compose.to_come", "Ese día no ha llegado. Elija hoy o un día anterior.")


def not_later(language: Language) -> Html:
    return language.say("compose.not_later", "Tiene que ser un día posterior a la vigencia de ahora y por venir.")


def is_there(language: Language) -> Html:
    return language.say("compose.is_there", "Ese subgrupo ya está. Escriba otro.")


def preview(language: Language, before: Mesa, after: Mesa, names: Names, *, told: bool) -> Message:
    """told: whether members hear of it at once."""
    news = language.say("session.will_be_told", "Al confirmar, quienes siguen la mesa lo sabrán enseguida.")
    return Message(
        paragraphs(
            lines(*differences(language, before, after, names))
            or language.say("session.same", "Así está ya: nada cambia."),
            lines(bold(language.say("session.then", "Quedaría así:")), about(language, after, names)),
            news if told else "",
            language.say("record.nothing_yet", "Todavía no guardé nada."),
        )
    )


def differences(language: Language, before: Mesa, after: Mesa, names: Names) -> list[Html]:
    unknown = language.say("session.nothing", "sin dato")
    pairs = (
        (language.say("compose.f_state", "Estado"), state(language, before), state(language, after)),
        (
            language.say("compose.f_term", "Vigencia"),
            before.term_until and day(language, before.term_until),
            after.term_until and day(language, after.term_until),
        ),
        (
            language.say("compose.f_seats", "Integran"),
            "; ".join(seat_words(one, names) for one in before.seats),
            "; ".join(seat_words(one, names) for one in after.seats),
        ),
        (
            language.say("compose.f_subgroups", "Subgrupos"),
            ", ".join(before.subgroups),
            ", ".join(after.subgroups),
        ),
    )
    return [
        language.say(
            "session.from_to", "{field}: {before} → {after}", field=name, before=old or unknown, after=new or unknown
        )
        for name, old, new in pairs
        if old != new
    ]


def state(language: Language, mesa: Mesa) -> Html:
    names = {
        MesaState.ACTIVE: language.say("mesa.active", "activa"),
        MesaState.SUSPENDED: language.say("mesa.suspended", "suspendida"),
        MesaState.CONCLUDED: language.say("mesa.concluded", "concluida"),
    }
    return names[mesa.state]


def recorded(language: Language, mesa: Mesa) -> Message:
    return Message(language.say("compose.done", "Guardado: {mesa}.", mesa=mesa.name), rows=((see(language, mesa),),))


def see(language: Language, mesa: Mesa) -> Button:
    return Button(language.plain("compose.see", "Ver la mesa"), buttons.beside(buttons.mesa_page(mesa.id)))


def changed_meanwhile(language: Language, now_is: Mesa | None) -> Message:
    """now_is: as somebody else left it; None: it is gone."""
    if now_is is None:
        return Message(language.say("compose.gone", "Esa mesa ya no existe: no guardé nada."))
    return Message(
        language.say(
            "compose.meanwhile",
            "Otra persona cambió la mesa mientras usted escribía: no guardé nada. Mire cómo quedó y empiece otra vez.",
        ),
        rows=((see(language, now_is),),),
    )
