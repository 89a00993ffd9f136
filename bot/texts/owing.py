"""Who owes a commitment, asked and shown to a coordinator. Coordinators' screens: Spanish."""

from __future__ import annotations

from bot.domain.commitments import Commitment, Role, Stance
from bot.domain.messages import Message
from bot.texts.fields import owed
from bot.texts.language import Language
from bot.texts.markup import Html, bold, paragraphs, quote
from bot.texts.recording import head, nothing_yet


def which_deed(language: Language, one: Commitment) -> Html:
    return paragraphs(
        language.say("owe.now", "Hoy: {institutions}", institutions=told(language, one)),
        bold(language.say("owe.which_deed", "¿Qué quiere registrar?")),
    )


def told(language: Language, one: Commitment) -> Html:
    return owed(language, [(it.name, it.role, it.stance) for it in one.responsibilities])


def deed(language: Language, which: str) -> str:
    names = {
        Role.RESPONSIBLE.value: language.plain("owe.deed_responsible", "Nombrar responsable"),
        Role.CO_RESPONSIBLE.value: language.plain("owe.deed_co_responsible", "Nombrar corresponsable"),
        Role.PROVISIONAL.value: language.plain("owe.deed_provisional", "Nombrar responsable provisional"),
        Stance.ACCEPTED.value: language.plain("owe.deed_accepted", "Aceptó hacerlo"),
        Stance.DECLINED.value: language.plain("owe.deed_declined", "Dice que no le toca"),
        "remove": language.plain("owe.deed_remove", "Quitar a uno"),
    }
    return names[which]


def which_body(language: Language, role: Role) -> Html:
    names = {
        Role.RESPONSIBLE: language.say("owe.which_responsible", "¿Quién es el responsable?"),
        Role.CO_RESPONSIBLE: language.say("owe.which_co_responsible", "¿Quién es corresponsable?"),
        Role.PROVISIONAL: language.say("owe.which_provisional", "¿Quién es el responsable provisional?"),
    }
    return bold(names[role])


def which_of_them(language: Language) -> Html:
    return bold(language.say("owe.which_of_them", "¿Cuál de ellos?"))


def who_said(language: Language) -> Html:
    return language.say(
        "owe.who_said", "¿Quién lo dijo, o en qué documento? Por ejemplo: {example}", example="Oficio 12-2026-PCM"
    )


def why(language: Language) -> Html:
    return language.say("owe.why", "¿Por qué dice que no le toca? Escriba su razón.")


def preview(language: Language, before: Commitment, after: Commitment) -> Message:
    known = {one.institution: one for one in before.responsibilities}
    fresh = [one for one in after.responsibilities if known.get(one.institution) != one]
    return Message(
        paragraphs(
            head(language, before),
            language.say("owe.before", "Antes: {institutions}", institutions=told(language, before)),
            language.say("owe.after", "Después: {institutions}", institutions=told(language, after)),
            *(quote(f"{one.said_by}: {one.why}" if one.why else one.said_by) for one in fresh if one.said_by),
            nothing_yet(language),
        )
    )
