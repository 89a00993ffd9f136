"""What the clock says of a commitment, and what its responsible party reported: two truths, each in its own words."""

from __future__ import annotations

from bot.domain.commitments import Clock, ClockKind, Status
from bot.texts.language import Language
from bot.texts.markup import Html

DAYS_OF_A_YEAR = 365
A_LONG_TIME = 2 * DAYS_OF_A_YEAR  # days: from here on years say more than a number of four digits


def mark(running: Clock, reported: Status) -> str:
    """A sign for those who read little; the words beside it say the same."""
    if reported is Status.DONE:
        return "✅"
    signs = {ClockKind.OVERDUE: "🔴", ClockKind.DUE_SOON: "🟡", ClockKind.ON_TIME: "🟢"}
    return signs.get(running.kind, "⚪")


def clock_phrase(language: Language, running: Clock, reported: Status) -> Html:
    """What the clock says; nothing once it is closed. Nobody is accused: without a report we say that we do not know."""
    if running.kind is ClockKind.CLOSED:
        return Html("")
    if running.kind is ClockKind.NO_DEADLINE:
        return language.say("clock.no_deadline", "sin plazo")
    if running.kind is ClockKind.OVERDUE:
        return overdue_phrase(language, running.days, reported)
    if running.days == 0:
        return language.say("clock.due_today", "vence hoy")
    if running.days == 1:
        return language.say("clock.due_tomorrow", "vence mañana")
    return language.say("clock.due_in", "vence en {n} días", n=running.days)


def overdue_phrase(language: Language, days: int, reported: Status) -> Html:
    if reported is not Status.NO_INFORMATION:
        return Html(f"{overdue_by(language, days)} · {status(language, reported)}")
    if days < A_LONG_TIME:
        return language.count(
            "clock.overdue_unknown",
            "Venció hace {n} día. No sabemos si se cumplió.",
            "Venció hace {n} días. No sabemos si se cumplió.",
            days,
        )
    return language.say(
        "clock.overdue_years_unknown", "Venció hace {n} años. No sabemos si se cumplió.", n=days // DAYS_OF_A_YEAR
    )


def overdue_by(language: Language, days: int) -> Html:
    """In days, as long as somebody can picture them."""
    if days < A_LONG_TIME:
        return language.count("clock.overdue_by", "venció hace {n} día", "venció hace {n} días", days)
    return language.say("clock.overdue_years", "venció hace {n} años", n=days // DAYS_OF_A_YEAR)


def status(language: Language, reported: Status) -> Html:
    """What the responsible party reported, in a fixed word."""
    names = {
        Status.NO_INFORMATION: language.say("status.no_information", "sin información"),
        Status.PENDING: language.say("status.pending", "pendiente"),
        Status.SCHEDULED: language.say("status.scheduled", "programado"),
        Status.IN_PROGRESS: language.say("status.in_progress", "en proceso"),
        Status.PERMANENT: language.say("status.permanent", "permanente"),
        Status.DONE: language.say("status.done", "cumplido"),
        Status.BREACHED: language.say("status.breached", "incumplido, según se informó"),
        Status.UNFEASIBLE: language.say("status.unfeasible", "no viable"),
    }
    return names[reported]
