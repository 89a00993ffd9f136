"""The story of a responsibility, as lines anybody understands: who was asked when, who accepted, who declined and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.answering import Answered
from bot.domain.commitments import Responsibility, Role, Stance
from bot.domain.history import Change
from bot.domain.mesas import USUAL_ZONE
from bot.texts.dates import numeric
from bot.texts.language import Language
from bot.texts.markup import Html, escape, lines


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(USUAL_ZONE)).date()


def story(language: Language, changes: Sequence[Change], of: str = "") -> list[Html]:
    """The lines of what changed, the oldest first. of: only that institution's (slug)."""
    return [
        line(language, one, day_of(change.at))
        for change in changes
        for one in change.answers
        if of in ("", one.institution)
    ]


def line(language: Language, one: Answered, recorded: date) -> Html:
    """With its day: that of the answer where it is known, else the day it was recorded."""
    return Html(f"{numeric(one.on or recorded)} · {happened(language, one)}")


def happened(language: Language, one: Answered) -> Html:
    if one.gone:
        return language.say("owner.gone", "Ya no está a cargo: {institution}", institution=one.name)
    if one.stance is not Stance.ASSIGNED:
        return answer(language, one)
    if one.role is Role.PROVISIONAL:
        return language.say("owner.provisional_line", "Responsable provisional: {institution}", institution=one.name)
    assigned = language.say("owner.assigned", "asignado")
    return Html(f"{escape(one.name)}: {assigned}")


def answer(language: Language, one: Answered | Responsibility) -> Html:
    """That it accepted; that it declined, why, and whom it names."""
    if one.stance is Stance.ACCEPTED:
        return language.say("owner.accepted_line", "{institution} aceptó hacerlo.", institution=one.name)
    named = one.named_name if isinstance(one, Responsibility) else one.named
    return lines(
        language.say("owner.declined_line", "{institution} dice que no le toca.", institution=one.name),
        one.why and language.say("owner.reason", "Su razón: {reason}", reason=one.why),
        named and language.say("owner.names", "Dice que le toca a: {institution}", institution=named),
    )


def answered(language: Language, one: Responsibility) -> Html:
    """What a body answered, with the day where it is known."""
    return Html(f"{numeric(one.said_on)} · {answer(language, one)}") if one.said_on else answer(language, one)
