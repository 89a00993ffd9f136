"""What a reminder tells of a mesa itself: its state, no session, a term that ends, and commitments that something is missing of."""

from __future__ import annotations

from bot.domain import buttons
from bot.domain.asking import Ask, Which
from bot.domain.mesas import Mesa
from bot.domain.messages import Button
from bot.domain.notices import About
from bot.domain.told import STATES, Told
from bot.texts.dates import day
from bot.texts.language import Language
from bot.texts.markup import Html, lines
from bot.texts.start import suspension


def alarms(language: Language, told: Told) -> list[Html]:
    """Each as a paragraph; what is missing of commitments is told by `missing`."""
    steps = {item.step for item in told.items if item.about is About.MESA}
    return [
        *([state(language, told.mesa)] if tells_state(told) else []),
        *([no_session(language, told)] if "no_session" in steps else []),
        *([term(language, told)] if steps & {"term", "term_over"} else []),
    ]


def tells_state(told: Told) -> bool:
    """Whether the news is that it is suspended, goes on or is concluded."""
    return any(item.about is About.MESA and item.step in STATES for item in told.items)


def state(language: Language, mesa: Mesa) -> Html:
    """What became of it; of a suspension since when and why too."""
    going_on = language.say("mesa.resumed_line", "La mesa volvió a empezar.")
    return lines(suspension(language, mesa) or going_on, since_and_why(language, mesa))


def since_and_why(language: Language, mesa: Mesa) -> Html:
    """Of a suspension, what is known of it."""
    since, why = mesa.suspended_since, mesa.suspended_why
    return lines(
        since and language.say("mesa.since", "Desde: {date}", date=day(language, since)),
        why and language.say("owner.reason", "Su razón: {reason}", reason=why),
    )


def no_session(language: Language, told: Told) -> Html:
    """For how long, where that is known."""
    since = told.last_session and language.count(
        "meeting.none_since",
        "Hace {n} día que no hay sesión.",
        "Hace {n} días que no hay sesión.",
        (told.today - told.last_session).days,
    )
    return lines(since, language.say("empty.next_meeting", "No hay próxima sesión."))


def term(language: Language, told: Told) -> Html:
    """How long the mesa is still valid, and what is left open."""
    until = told.mesa.term_until
    if until is None:
        return Html("")
    days = (until - told.today).days
    if days < 0:
        ends = language.say("mesa.term_over", "La vigencia de la mesa terminó.")
    elif days == 0:
        ends = language.say("mesa.term_ends_today", "La vigencia de la mesa termina hoy.")
    else:
        ends = language.count(
            "mesa.term_ends_in",
            "La vigencia de la mesa termina en {n} día.",
            "La vigencia de la mesa termina en {n} días.",
            days,
        )
    open_items = told.counts.open
    return lines(
        ends,
        language.say("mesa.term", "Vigencia hasta: {date}", date=day(language, until)),
        open_items and language.say("mesa.open_items", "Compromisos pendientes: {n}", n=open_items),
    )


def missing(language: Language, told: Told) -> Html:
    """What the next session can settle; nothing where nothing is missing."""
    counts = told.counts
    said = lines(
        counts.overdue
        and language.count(
            "remind.overdue_count",
            "Con la fecha pasada: {n} compromiso",
            "Con la fecha pasada: {n} compromisos",
            counts.overdue,
        ),
        counts.no_deadline
        and language.count(
            "remind.no_deadline", "Sin plazo: {n} compromiso", "Sin plazo: {n} compromisos", counts.no_deadline
        ),
        counts.no_responsible
        and language.count(
            "remind.no_responsible",
            "Sin responsable: {n} compromiso",
            "Sin responsable: {n} compromisos",
            counts.no_responsible,
        ),
        counts.unanswered
        and language.count(
            "remind.unanswered",
            "Sin respuesta de quien debe hacerlo: {n} compromiso",
            "Sin respuesta de quien debe hacerlo: {n} compromisos",
            counts.unanswered,
        ),
    )
    talk = language.say("remind.talk_in_session", "Se puede tratar en la próxima sesión.")
    return lines(said, talk) if said else Html("")


def list_buttons(language: Language, told: Told) -> tuple[Button, ...]:
    """To the lists of what is missing, those that are not empty."""
    counts = told.counts
    each = (
        (counts.overdue, Which.OVERDUE, language.plain("button.overdue", "Vencidos")),
        (counts.no_deadline, Which.NO_DEADLINE, language.plain("button.no_deadline", "Sin plazo")),
        (counts.no_responsible, Which.NO_RESPONSIBLE, language.plain("button.no_responsible", "Sin responsable")),
    )
    return tuple(
        Button(label, buttons.beside(buttons.listing(Ask(told.mesa.id, which), 0))) for n, which, label in each if n
    )
