"""Putting right what was recorded wrongly, question by question. Coordinators' screens: Spanish."""

from __future__ import annotations

from bot.domain.commitments import Commitment
from bot.domain.messages import Message
from bot.texts import fields
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs, quote
from bot.texts.recording import head, nothing_yet


def which_field(language: Language) -> Html:
    return paragraphs(
        language.say(
            "rectify.what_for", "Para lo que se registró mal. Lo nuevo (una prórroga, un estado) va con su comando."
        ),
        bold(language.say("rectify.which_field", "¿Qué está mal?")),
    )


def field(language: Language, name: str) -> str:
    return str(fields.name(language, name) or name)


def said(language: Language, one: Commitment, name: str) -> Html:
    """What stands there; of a reserved text nothing."""
    if one.reserved and name in ("text", "text_quechua"):
        return Html("…")
    value = getattr(one, name)
    return fields.value(language, name, value.isoformat() if hasattr(value, "isoformat") else value or "")


def which_value(language: Language, one: Commitment, name: str) -> Html:
    return lines(
        language.say(
            "rectify.now", "{field}, hoy: «{before}»", field=field(language, name), before=said(language, one, name)
        ),
        bold(language.say("rectify.which_value", "¿Cómo debe decir?")),
    )


def the_same(language: Language) -> Html:
    return language.say("rectify.the_same", "Eso mismo dice ya.")


def empty(language: Language) -> str:
    return language.plain("rectify.empty", "Dejarlo vacío")


def has_no_day(language: Language) -> str:
    return language.plain("rectify.has_no_day", "No tiene plazo")


def why(language: Language) -> Html:
    return language.say("rectify.why", "¿Por qué se corrige? La razón queda en la historia.")


def preview(language: Language, before: Commitment, after: Commitment, name: str) -> Message:
    return Message(
        paragraphs(
            head(language, before),
            language.say(
                "rectify.from_to",
                "{field}: «{before}» → «{after}»",
                field=field(language, name),
                before=said(language, before, name),
                after=said(language, after, name),
            ),
            quote(after.rectified_why),
            nothing_yet(language),
        )
    )
