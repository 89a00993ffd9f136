"""An invitation to an office: of which institution, what is passed on, and that it was taken back. Coordinators' screens: Spanish."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.domain.mesas import Institution, Mesa
from bot.domain.messages import Button, Message
from bot.domain.recipients import Role
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs
from bot.texts.offices import Invitation, entrance, moment, title, waiting, zone_of
from bot.texts.paging import LETTERS_OF_A_ROW, fitting


def issued(language: Language, one: Invitation, mesa: Mesa | None, link: str) -> Message:
    """What to do with it; and, in a message of its own, what is passed on."""
    place = one.body or (mesa.name if mesa else "Yuyachiq")
    pass_on = {
        Role.COORDINATOR: language.say(
            "office.pass_coordinator", "Le invitan a coordinar en Yuyachiq: {place}", place=place
        ),
        Role.CONTACT: language.say(
            "office.pass_contact", "Le invitan a recibir en Yuyachiq los avisos para: {place}", place=place
        ),
        Role.ADMIN: language.say("office.pass_admin", "Le invitan a administrar Yuyachiq."),
    }[one.role]
    how = language.say(
        "office.pass_how",
        "Abra este enlace, que sirve una sola vez, hasta el {date}:",
        date=moment(one.expires, zone_of(mesa)),
    )
    then = Message(lines(pass_on, how, link))
    return Message(
        paragraphs(
            waiting(language, one, zone_of(mesa)),
            language.say(
                "office.forward",
                "Reenvíe el mensaje que sigue a esa persona y a nadie más: quien lo abra primero tiene el cargo. "
                "No guardo el enlace. Si se pierde, anúlelo en /equipo y haga otro.",
            ),
        ),
        then=then,
    )


def revoked(language: Language, number: int, mesa_id: int) -> Message:
    said = language.say("office.revoked", "La invitación n.º {n} ya no sirve.", n=number)
    return Message(said, rows=((entrance(language, mesa_id),),))


def which_body(
    language: Language,
    mesa: Mesa,
    shown: Sequence[tuple[int, Institution]],
    turning: Sequence[Button],
    button: Callable[[str, str], Button],
) -> Message:
    """shown: row numbers and institutions of one page."""
    each = [button(one.short, str(number)) for number, one in shown]
    return Message(
        paragraphs(
            bold(title(language, mesa)),
            language.say(
                "office.which_body", "¿De qué institución será contacto? Presione su botón o escriba su nombre."
            ),
        ),
        rows=(*fitting(each, LETTERS_OF_A_ROW, 2), *((tuple(turning),) if turning else ())),
    )


def no_body(language: Language) -> Html:
    return language.say("office.no_body", "No encuentro una sola institución de esta mesa con ese nombre.")


def contact_preview(language: Language, mesa: Mesa, body: Institution) -> Message:
    return Message(
        paragraphs(
            bold(title(language, mesa)),
            language.say(
                "office.contact_preview", "Invitación para un contacto de: {institution}", institution=body.name
            ),
            language.say(
                "office.contact_what",
                "Un contacto recibe los avisos de lo que debe su institución en esta mesa y puede responder por ella. No la coordina.",
            ),
        )
    )
