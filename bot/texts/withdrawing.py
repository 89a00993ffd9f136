"""Withdrawing a piece of evidence. Coordinators' screens: Spanish."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.domain import buttons
from bot.domain.commitments import Commitment
from bot.domain.evidence import Evidence, Piece
from bot.domain.messages import Button, Message
from bot.texts.attaching import one as told
from bot.texts.dates import numeric
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs, quote
from bot.texts.recording import head, nothing_yet


def usage(language: Language) -> Message:
    return Message(
        language.say(
            "withdraw.usage",
            "Escriba el código del compromiso y el número de la prueba, así: {example}. "
            "Con solo el código le muestro sus pruebas.",
            example="/retirar ESP-10 2",
        )
    )


def why(language: Language) -> Html:
    return lines(
        bold(language.say("withdraw.why", "¿Por qué se retira esta prueba? Escriba la razón.")),
        language.say("contact.public", "Todos podrán leerla."),
    )


def preview(language: Language, of: Commitment, one: Evidence, zone: str, reason: str) -> Message:
    """zone: the mesa's."""
    return Message(
        paragraphs(
            head(language, of),
            language.say(
                "withdraw.which",
                "Se retira la prueba {n}, del {date}: {evidence}",
                n=one.number,
                date=numeric(one.at.astimezone(ZoneInfo(zone)).date()),
                evidence=told(language, Piece(one.kind, one.held, one.caption)),
            ),
            quote(reason),
            language.say("withdraw.for_good", "Nadie podrá verla más ni recuperarla; la historia dirá que la hubo."),
            nothing_yet(language),
        )
    )


def withdrawn(language: Language, of: Commitment, number: int) -> Message:
    card = Button(language.plain("record.see_card", "Ver el compromiso"), buttons.beside(buttons.card(of.id)))
    return Message(
        language.say("withdraw.done", "Retirada: la prueba {n} de {code}.", n=number, code=of.code), rows=((card,),)
    )


def gone(language: Language) -> Message:
    return Message(language.say("withdraw.gone", "Esa prueba ya no está: no cambié nada."))
