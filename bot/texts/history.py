"""What changed of a commitment since it was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain import buttons
from bot.domain.commitments import Commitment, Status
from bot.domain.history import ATTACHED, WITHDRAWN, Change
from bot.domain.messages import Message
from bot.texts.clock import status
from bot.texts.dates import day, numeric
from bot.texts.fields import kind, kinds
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs
from bot.texts.paging import back
from bot.texts.story import story

HISTORY_SHOWN = 12


def history(
    language: Language, commitment: Commitment, changes: Sequence[Change], *, replaces: bool = False
) -> Message:
    """What changed and when, the newest last; fields without a name for people are left out."""
    open_changes = [change for change in changes if not (commitment.reserved and change.field == "text")]
    told = [line for each in together(open_changes) for line in changed(language, each)][-HISTORY_SHOWN:]
    nothing = language.say("empty.history", "Todavía no hay cambios.")
    return Message(
        paragraphs(
            bold(commitment.code),
            lines(bold(language.say("card.history", "Historia:")), *(told or [nothing])),
        ),
        rows=((back(language, buttons.card(commitment.id)),),),
        replaces=replaces,
    )


def together(changes: Sequence[Change]) -> list[list[Change]]:
    """Each by itself, and what was attached at one moment as one."""
    by = groupby(changes, lambda one: (one.field, one.at, 0 if one.field == ATTACHED else one.seq))
    return [list(each) for _, each in by]


def changed(language: Language, each: Sequence[Change]) -> list[Html]:
    """Who was asked and what each answered, line by line; of another field one line, or none where it has no name for people."""
    change = each[0]
    if change.field == ATTACHED:
        shown = kinds(language, [one.after for one in each])
        return [on(change, language.say("card.attached", "Prueba: {kinds}", kinds=shown))]
    if change.answers:
        return story(language, [change])
    said = field_changed(language, change)
    return [said] if said else []


def field_changed(language: Language, change: Change) -> Html | None:
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
    elif change.field == WITHDRAWN:
        words = withdrawn(language, change)
    else:
        return None
    return on(change, words)


def withdrawn(language: Language, change: Change) -> Html:
    """That a piece of evidence is gone, and why as far as that is still known."""
    return lines(
        language.say("card.withdrawn", "Se retiró una prueba: {kind}", kind=kind(language, change.before or "")),
        change.after and language.say("card.withdrawn_why", "Razón: {reason}", reason=change.after),
    )


def on(change: Change, words: Html) -> Html:
    """With its day."""
    return Html(f"{numeric(change.at.astimezone(ZoneInfo('America/Lima')).date())} · {words}")
