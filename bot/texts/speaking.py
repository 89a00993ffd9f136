"""Who speaks for an institution in a mesa, by opaque codes, and what can be done about it. Coordinators' screens: Spanish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain import buttons, office_buttons
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Message
from bot.domain.offices import Turn
from bot.domain.recipients import Role
from bot.texts import offices
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs
from bot.texts.paging import LETTERS_OF_A_ROW, back, fitting, foot, turning


@dataclass(frozen=True)
class Speaker:
    """actor: as the history has it. code: how they are called here. body: the institution's row. since: the ISO week, "" = not
    known. for_all: the operator let them speak in all mesas of the institution."""

    actor: str
    code: str
    body: int
    institution: str
    active: bool
    for_all: bool
    since: str


def listed(language: Language, mesa: Mesa, each: Sequence[Speaker], page: int, pages: int) -> Message:
    """One page."""
    nobody = language.say("office.no_contacts", "Ninguna institución tiene aquí un contacto.")
    examples = "/equipo contactos suspender 4F2A · contactos restaurar 4F2A · contactos retirar 4F2A MINSA"
    chosen = [
        Button(f"{one.code} {one.institution}", office_buttons.speaker(mesa.id, one.body, one.actor)) for one in each
    ]
    ways = turning(language, page, pages, lambda at: office_buttons.speakers(mesa.id, at))
    return Message(
        paragraphs(
            bold(title(language, mesa)),
            lines(*(speaker(language, one) for one in each)) if each else nobody,
            foot(language, page, pages),
            language.say("office.codes", "No guardo nombres: cada código es una persona, y es otro en cada mesa."),
            language.say("office.usage", "Por comando: {example}", example=examples),
        ),
        rows=(
            *fitting(chosen, LETTERS_OF_A_ROW, 2),
            *((ways,) if ways else ()),
            (back(language, office_buttons.team(mesa.id)),),
        ),
        replaces=True,
    )


def title(language: Language, mesa: Mesa) -> Html:
    return language.say("office.contacts_title", "Contactos de instituciones: {mesa}", mesa=mesa.name)


def speaker(language: Language, one: Speaker) -> Html:
    member = offices.member(
        language, offices.Member(one.actor, f"{one.code} {one.institution}", False, one.active, one.since)
    )
    for_all = one.for_all and language.say("office.for_all", "en todas sus mesas")
    return Html(" · ".join(str(part) for part in (member, for_all) if part))


def of_one(language: Language, mesa: Mesa, one: Speaker, *, admin: bool) -> Message:
    """What can be done about them; what each of it means. admin: whether who looks is one."""
    possible = [Turn.SUSPENDED if one.active else Turn.RESTORED]
    possible += [Turn.REMOVED] if admin or not one.for_all else []
    each = [
        Button(offices.verb(language, turn), office_buttons.speaker_turn(mesa.id, one.body, one.actor, turn))
        for turn in possible
    ]
    meaning = language.say(
        "office.contact_meaning",
        "A quien se suspende no le llegan avisos de esta mesa y no puede responder en ella por su institución, hasta que se le "
        "restaure. A quien se retira hay que invitarlo otra vez.",
    )
    return Message(
        paragraphs(
            bold(title(language, mesa)),
            speaker(language, one),
            meaning,
            one.for_all and whose(language),
        ),
        rows=(*fitting(each, LETTERS_OF_A_ROW, 2), (back(language, office_buttons.speakers(mesa.id)),)),
        replaces=True,
    )


def whose(language: Language) -> Html:
    return language.say(
        "office.given_for_all",
        "Lo invitó quien opera el bot, para todas las mesas de la institución. Aquí se le puede suspender; retirarlo le toca a "
        "quien administra el bot, y deja de ser contacto en todas.",
    )


def given_for_all(language: Language) -> Message:
    return Message(whose(language))


def turned(language: Language, turn: Turn, one: Speaker, mesa_id: int) -> Message:
    named = offices.office(language, Role.CONTACT, one.institution)
    done = offices.turned(language, turn, f"{one.code}, {named}", mesa_id)
    return replace(done, rows=((entrance(language, mesa_id),),))


def entrance(language: Language, mesa_id: int) -> Button:
    """To the contacts, from elsewhere."""
    return Button(language.plain("office.contacts", "Contactos"), buttons.beside(office_buttons.speakers(mesa_id)))
