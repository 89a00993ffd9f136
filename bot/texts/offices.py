"""A mesa's coordinators, or the administrators, by opaque codes; their invitations; what was changed. Coordinators' screens: Spanish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain import buttons, office_buttons
from bot.domain.actors import code_of, coordinates
from bot.domain.history import Recorded
from bot.domain.mesas import USUAL_ZONE, Mesa
from bot.domain.messages import Button, Message
from bot.domain.offices import Turn
from bot.domain.recipients import Role
from bot.texts.dates import hour, numeric
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs
from bot.texts.paging import LETTERS_OF_A_ROW, back, fitting, in_rows


@dataclass(frozen=True)
class Member:
    """actor: as the history has it. code: how they are called here. since: the ISO week, "" = not known."""

    actor: str
    code: str
    mine: bool
    active: bool
    since: str


@dataclass(frozen=True)
class Invitation:
    """body: of which institution somebody is to be contact, "" = of none."""

    number: int
    role: Role
    body: str
    expires: datetime


def team(
    language: Language,
    mesa: Mesa | None,
    members: Sequence[Member],
    pending: Sequence[Invitation],
    contacts: int,
    *,
    admin: bool,
) -> Message:
    """mesa: None = the administrators. contacts: how many speak there for an institution. admin: whether who looks is one."""
    number = mesa.id if mesa else 0
    invitations = [waiting(language, one, zone_of(mesa)) for one in pending]
    text = paragraphs(
        bold(title(language, mesa)),
        lines(*(member(language, one) for one in members)),
        invitations and lines(bold(language.say("office.pending", "Invitaciones sin usar:")), *invitations),
        language.say("office.codes", "No guardo nombres: cada código es una persona, y es otro en cada mesa."),
        usage(language, mesa),
    )
    each = [Button(one.code, office_buttons.member(number, one.actor)) for one in members]
    revoking = [
        Button(language.plain("office.revoke", "Anular {n}", n=one.number), office_buttons.revoke(number, one.number))
        for one in pending
    ]
    return Message(
        text,
        rows=(
            *in_rows(each, 3),
            *in_rows(revoking, 2),
            *inviting(language, mesa),
            *speaking(language, number, contacts),
            *ways(language, mesa, admin=admin),
        ),
    )


def title(language: Language, mesa: Mesa | None) -> Html:
    if mesa is None:
        return language.say("office.admins", "Administran el bot")
    return language.say("office.title", "Coordinan: {mesa}", mesa=mesa.name)


def member(language: Language, one: Member) -> Html:
    you = one.mine and language.say("office.you", "usted")
    idle = not one.active and language.say("office.suspended", "suspendido")
    since = one.since and language.say("office.since", "desde la semana del {date}", date=numeric(first_day(one.since)))
    return Html(" · ".join(str(part) for part in (bold(one.code), you, idle, since) if part))


def first_day(week: str) -> date:
    """The Monday of "2026-W48"."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def waiting(language: Language, one: Invitation, zone: str) -> Html:
    return language.say(
        "office.waiting",
        "n.º {n}: {role}, vence el {date}",
        n=one.number,
        role=office(language, one.role, one.body),
        date=moment(one.expires, zone),
    )


def office(language: Language, role: Role, body: str = "") -> str:
    if role is Role.CONTACT:
        return language.plain("office.contact", "contacto de {institution}", institution=body)
    if role is Role.ADMIN:
        return language.plain("office.admin", "administrador")
    return language.plain("office.coordinator", "coordinador")


def moment(when: datetime, zone: str) -> str:
    there = when.astimezone(ZoneInfo(zone))
    return f"{numeric(there.date())} {hour(there.time())}"


def zone_of(mesa: Mesa | None) -> str:
    return mesa.zone if mesa else USUAL_ZONE


def usage(language: Language, mesa: Mesa | None) -> Html:
    """What the buttons do, as commands."""
    if mesa is None:
        return language.say(
            "office.usage_admins",
            "Por comando: {example}",
            example="/equipo administradores invitar · retirar 4F2A · anular 3",
        )
    examples = "/equipo invitar coordinador · invitar contacto MINSA · suspender 4F2A · restaurar 4F2A · retirar 4F2A · anular 3"
    return language.say("office.usage", "Por comando: {example}", example=examples)


def inviting(language: Language, mesa: Mesa | None) -> tuple[tuple[Button, ...], ...]:
    if mesa is None:
        admin = language.plain("office.invite_admin", "Invitar administrador")
        return ((Button(admin, office_buttons.invite(0, Role.ADMIN)),),)
    coordinator = language.plain("office.invite_coordinator", "Invitar coordinador")
    contact = language.plain("office.invite_contact", "Invitar contacto de una institución")
    return (
        (Button(coordinator, office_buttons.invite(mesa.id, Role.COORDINATOR)),),
        (Button(contact, office_buttons.invite(mesa.id, Role.CONTACT)),),
    )


def speaking(language: Language, mesa_id: int, contacts: int) -> tuple[tuple[Button, ...], ...]:
    """To the institutions' contacts, where there is one."""
    if not contacts:
        return ()
    theirs = language.plain("office.contacts_of", "Contactos de instituciones ({n})", n=contacts)
    return ((Button(theirs, office_buttons.speakers(mesa_id)),),)


def ways(language: Language, mesa: Mesa | None, *, admin: bool) -> tuple[tuple[Button, ...], ...]:
    if not admin or mesa is None:
        return ()
    return ((Button(language.plain("office.see_admins", "Administradores"), office_buttons.team(0)),),)


def entrance(language: Language, mesa_id: int) -> Button:
    """To the team, from elsewhere. 0: the administrators."""
    return Button(language.plain("office.open", "Equipo"), buttons.beside(office_buttons.team(mesa_id)))


def of_one(language: Language, mesa: Mesa | None, one: Member) -> Message:
    """What can be done about that member; what each of it means."""
    number = mesa.id if mesa else 0
    suspend, restore = Turn.SUSPENDED, Turn.RESTORED
    possible = [] if mesa is None else [suspend] if one.active else [restore]
    each = [
        Button(verb(language, turn), office_buttons.turn(number, one.actor, turn)) for turn in (*possible, Turn.REMOVED)
    ]
    meaning = language.say(
        "office.meaning",
        "A quien se suspende no le llegan los avisos del equipo y no puede cambiar nada, hasta que se le restaure. "
        "A quien se retira hay que invitarlo otra vez.",
    )
    return Message(
        paragraphs(bold(title(language, mesa)), member(language, one), meaning if mesa else ""),
        rows=(*fitting(each, LETTERS_OF_A_ROW, 2), (back(language, office_buttons.team(number)),)),
        replaces=True,
    )


def verb(language: Language, turn: Turn) -> str:
    return {
        Turn.SUSPENDED: language.plain("office.suspend", "Suspender"),
        Turn.RESTORED: language.plain("office.restore", "Restaurar"),
        Turn.REMOVED: language.plain("office.remove", "Retirar"),
    }[turn]


def turned(language: Language, turn: Turn, code: str, mesa_id: int) -> Message:
    said = {
        Turn.SUSPENDED: language.say("office.was_suspended", "Suspendido: {code}.", code=code),
        Turn.RESTORED: language.say("office.was_restored", "Restaurado: {code}.", code=code),
        Turn.REMOVED: language.say("office.was_removed", "Retirado: {code}.", code=code),
    }[turn]
    return Message(said, rows=((entrance(language, mesa_id),),))


def last_one(language: Language) -> Message:
    return Message(language.say("office.last", "No puedo: no quedaría nadie a cargo. Invite antes a otra persona."))


def nobody(language: Language) -> Message:
    return Message(language.say("office.nobody", "Eso no se puede: mire los códigos y los números en /equipo"))


def doer(language: Language, actor: str) -> str:
    """Who did what the history tells, as the mesa's other coordinators call them: a coordinator, or else the operator."""
    return code_of(actor) if coordinates(actor) else language.plain("office.operator", "Quien administra el servidor")


def befell(language: Language, one: Recorded) -> Html:
    """What one event of the history tells of an office, to the mesa's other coordinators."""
    facts = {change.field: change.after for change in one.changes}
    if facts["turn"] == Turn.TRIED:
        return language.say(
            "office.told_tried",
            "Alguien prueba invitaciones que no existen. No entró nadie. Si una invitación pudo llegar a otras manos, anúlela en /equipo",
        )
    role = office(language, Role(facts["role"]), facts.get("institution", ""))
    who, number = code_of(one.name), one.name.removeprefix("i-")
    by = doer(language, one.actor)
    said = {
        Turn.INVITED: language.say(
            "office.told_invited", "{actor} hizo la invitación n.º {n}: {role}.", actor=by, n=number, role=role
        ),
        Turn.REVOKED: language.say(
            "office.told_revoked", "{actor} anuló la invitación n.º {n}: {role}.", actor=by, n=number, role=role
        ),
        Turn.JOINED: language.say("office.told_joined", "{code} aceptó su invitación: {role}.", code=who, role=role),
        Turn.LEFT: language.say("office.told_left", "{code} dejó su cargo: {role}.", code=who, role=role),
        Turn.SUSPENDED: language.say(
            "office.told_suspended", "{actor} suspendió a {code}: {role}.", actor=by, code=who, role=role
        ),
        Turn.RESTORED: language.say(
            "office.told_restored", "{actor} restauró a {code}: {role}.", actor=by, code=who, role=role
        ),
        Turn.REMOVED: language.say(
            "office.told_removed", "{actor} retiró a {code}: {role}.", actor=by, code=who, role=role
        ),
    }
    return said[Turn(facts["turn"])]
