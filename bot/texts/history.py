"""What changed of a commitment since it was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain import buttons
from bot.domain.commitments import Commitment, Status
from bot.domain.history import Change
from bot.domain.messages import Message
from bot.texts.clock import status
from bot.texts.dates import day, numeric
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs
from bot.texts.paging import back

HISTORY_SHOWN = 12


def history(
    language: Language, commitment: Commitment, changes: Sequence[Change], *, replaces: bool = False
) -> Message:
    """What changed and when, the newest last; fields without a name for people are left out."""
    open_changes = [change for change in changes if not (commitment.reserved and change.field == "text")]
    told = [line for change in open_changes if (line := changed(language, change))][-HISTORY_SHOWN:]
    nothing = language.say("empty.history", "Todavía no hay cambios.")
    return Message(
        paragraphs(
            bold(commitment.code),
            lines(bold(language.say("card.history", "Historia:")), *(told or [nothing])),
        ),
        rows=((back(language, buttons.card(commitment.id)),),),
        replaces=replaces,
    )


def changed(language: Language, change: Change) -> Html | None:
    when = numeric(change.at.astimezone(ZoneInfo("America/Lima")).date())
    if change.field == "status":
        words = language.say("card.status", "Estado: {status}", status=status(language, Status(change.after)))
    elif change.field == "deadline" and change.after:
        words = language.say("card.deadline", "Plazo: {date}", date=day(language, date.fromisoformat(change.after)))
    elif change.field == "text" and change.after:
        words = language.say("card.what", "Qué: {text}", text=change.after)
    elif change.field == "status_words" and change.after:
        words = language.say("card.status_words", "Con sus palabras: «{words}»", words=change.after)
    elif change.field == "extended_by" and change.after:
        words = language.say("card.extended_by", "Prorrogado por {instrument}.", instrument=change.after)
    elif change.field == "extended_why" and change.after:
        words = language.say("card.extended_reason", "Razón de la prórroga: {reason}", reason=change.after)
    elif change.field == "rectified_why" and change.after:
        words = language.say("card.rectified", "Se corrigió, por esta razón: {reason}", reason=change.after)
    else:
        return None
    return Html(f"{when} · {words}")
