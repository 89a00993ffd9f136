"""What the buttons under a reminder answer: for how long it is quiet, and until when a coordinator hears no repeats."""

from __future__ import annotations

from datetime import date

from bot.domain import buttons
from bot.domain.commitments import Commitment
from bot.domain.messages import Button, Message
from bot.texts.dates import day
from bot.texts.following import SILENCES
from bot.texts.language import Language
from bot.texts.markup import bold, lines

ACKNOWLEDGE_DAYS = (7, 30)


def silence_question(language: Language) -> Message:
    each = tuple(
        Button(language.plain("button.snooze_days", "{n} días", n=days), buttons.snooze(days)) for days in SILENCES
    )
    return Message(language.say("snooze.question", "¿Cuántos días guardo silencio?"), rows=(each,))


def acknowledged(language: Language, commitment: Commitment, until: date) -> Message:
    return Message(
        lines(
            bold(commitment.code),
            language.say(
                "acknowledge.done",
                "Hasta el {date} no repetiré este aviso a los coordinadores.",
                date=day(language, until),
            ),
            language.say("acknowledge.others", "A los demás les sigo avisando."),
        )
    )


def acknowledge_usage(language: Language) -> Message:
    return Message(
        language.say(
            "acknowledge.usage",
            "Escriba el código y cuántos días (de 1 a {most}), así: {example}",
            most=max(ACKNOWLEDGE_DAYS),
            example="/enterado ESP-10 7",
        )
    )
