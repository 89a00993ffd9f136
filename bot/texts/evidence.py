"""What shows how a commitment goes, sent on to whoever asks."""

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


def shown(
    language: Language, commitment: Commitment, mesa: Mesa, one: Evidence, *, older: int = 0, withdraws: bool = False
) -> Message:
    """One piece, sent on as it came. older: the page of those before it, behind a button; 0 = none here.

    withdraws: offered to a coordinator, with the command that does the same.
    """
    day = numeric(one.at.astimezone(ZoneInfo(mesa.zone)).date())
    address = link(one.held, one.held) if one.kind is Medium.LINK and one.held else ""
    text = lines(
        Html(f"{bold(commitment.code)} · {day}"),
        not one.held and language.say("evidence.erased", "Esta prueba se borró."),
        address and language.say("card.evidence", "Prueba: {link}", link=address),
        quote(one.caption) if one.caption else "",
        withdraws
        and language.say("evidence.to_withdraw", "Para retirarla: /retirar {code} {n}", code=one.code, n=one.number),
    )
    withdraw = Button(language.plain("evidence.withdraw", "Retirar"), buttons.withdraw(commitment.id, one.number))
    previous = language.plain("button.previous", "Anterior")
    before = Button(f"◀ {previous}", buttons.evidence(commitment.id, older))
    media = None if one.kind is Medium.LINK or not one.held else Media(one.kind.value, one.held)
    return Message(text, rows=(*([(withdraw,)] if withdraws else ()), *([(before,)] if older else ())), media=media)


def nothing(language: Language) -> Message:
    return Message(language.say("evidence.nothing", "No hay pruebas de ese compromiso."))
