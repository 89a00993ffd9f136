"""What shows how a commitment goes: asking for it (coordinators: Spanish), and sending it on to whoever asks."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.domain import buttons
from bot.domain.commitments import Commitment
from bot.domain.evidence import Evidence, Medium
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Media, Message
from bot.texts.dates import numeric
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, link, quote


def which(language: Language, none: Button) -> Message:
    return Message(
        language.say(
            "evidence.which",
            "¿Hay una prueba? Envíe una foto, un archivo o un enlace ({example}), o pulse «{none}». "
            "La verá quien mire este compromiso.",
            none=none.label,
            example="https://…",
        ),
        rows=((none,),),
    )


def none(language: Language) -> str:
    return language.plain("evidence.none", "Sin prueba")


def misread(language: Language) -> Html:
    return language.say(
        "evidence.misread", "Envíe una foto, un archivo, o un enlace que empiece así: {example}", example="https://"
    )


def shown(language: Language, commitment: Commitment, mesa: Mesa, one: Evidence, older: bool, page: int) -> Message:
    """One piece, sent on as it came. older: whether there are others before it, behind a button."""
    day = numeric(one.at.astimezone(ZoneInfo(mesa.zone)).date())
    address = link(one.held, one.held) if one.kind is Medium.LINK and one.held else ""
    text = lines(
        Html(f"{bold(commitment.code)} · {day}"),
        not one.held and language.say("evidence.erased", "Esta prueba se borró."),
        address and language.say("card.evidence", "Prueba: {link}", link=address),
        quote(one.caption) if one.caption else "",
    )
    previous = language.plain("button.previous", "Anterior")
    before = Button(f"◀ {previous}", buttons.evidence(commitment.id, page + 1))
    media = None if one.kind is Medium.LINK or not one.held else Media(one.kind.value, one.held)
    return Message(text, rows=((before,),) if older else (), media=media)


def nothing(language: Language) -> Message:
    return Message(language.say("evidence.nothing", "No hay pruebas de ese compromiso."))
