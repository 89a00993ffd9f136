"""What of a mesa needs its coordinators, the most urgent first, each with the words and the button that lead to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain import buttons
from bot.domain.asking import Ask, Which
from bot.domain.commitments import DUE_SOON_DAYS
from bot.domain.meetings import Meeting
from bot.domain.mesas import Mesa
from bot.domain.overview import Overview, Owing, Standing, is_silent, term_is_near
from bot.domain.told import Counts, Told
from bot.texts import alarms
from bot.texts.brief import short
from bot.texts.clock import A_LONG_TIME, DAYS_OF_A_YEAR
from bot.texts.dates import relative
from bot.texts.language import Language
from bot.texts.markup import Html, bold

MOST_LATE = 3  # institutions that are told first
PAGE_SIZE = 8  # of the others


@dataclass(frozen=True)
class Line:
    """names: by which it can be asked for; the first stands on its button, the last is the same in every language.
    Without them it is seen to by a command. data: its button's."""

    text: Html
    names: tuple[str, ...] = ()
    number: int = 0
    data: str = ""


def attention(language: Language, mesa: Mesa, found: Overview, today: date) -> list[list[Line]]:
    """Page by page, the most urgent first: of every kind on the first, then the other institutions that are late. Nothing
    that needs nobody; at least one page."""
    late = [owes(language, mesa, one, today) for one in found.overdue]
    every = overdue(language, mesa, found, today)
    first = (
        every,
        *late[:MOST_LATE],
        *incomplete(language, mesa, found),
        *sessions(language, mesa, found, today),
        term(language, mesa, found, today),
        undelivered(language, mesa, found),
    )
    rest = late[MOST_LATE:]
    heading = [Line(every.text)] if every else []
    pages = [[*heading, *rest[at : at + PAGE_SIZE]] for at in range(0, len(rest), PAGE_SIZE)]
    return [[line for line in first if line is not None], *pages]


def overdue(language: Language, mesa: Mesa, found: Overview, today: date) -> Line | None:
    oldest, n = found.whole.oldest, found.whole.of(Standing.OVERDUE)
    if oldest is None:
        return None
    said = language.count(
        "panel.overdue",
        "Vencido: {n}; venció {ago}.",
        "Vencidos: {n}; el más antiguo venció {ago}.",
        n,
        ago=since(language, oldest, today),
    )
    name = language.plain("button.overdue", "Vencidos")
    return Line(bold(said), (name, "vencidos"), n, listing(mesa, Which.OVERDUE))


def since(language: Language, oldest: date, today: date) -> Html:
    """In days, as long as somebody can picture them."""
    days = (today - oldest).days
    if days < A_LONG_TIME:
        return relative(language, oldest, today)
    return language.say("panel.years_ago", "hace {n} años", n=days // DAYS_OF_A_YEAR)


def owes(language: Language, mesa: Mesa, one: Owing, today: date) -> Line:
    n, oldest = one.counted.of(Standing.OVERDUE), one.counted.oldest or today
    said = language.count(
        "panel.overdue_of",
        "{institution}: {n}, venció {ago}",
        "{institution}: {n}, el más antiguo {ago}",
        n,
        institution=short(one.name),
        ago=since(language, oldest, today),
    )
    ask = Ask(mesa.id, Which.OVERDUE, institution=one.slug)
    return Line(
        Html(f"· {said}"),
        (short(one.name), one.name, one.slug),
        n,
        buttons.beside(buttons.listing(ask, 0, one.institution_id)),
    )


def incomplete(language: Language, mesa: Mesa, found: Overview) -> list[Line]:
    """What a list of the mesa shows."""
    counts, soon = found.facts.counts, found.whole.of(Standing.DUE_SOON)
    each = (
        (
            soon,
            Which.DUE_SOON,
            language.say("panel.due_soon", "Por vencer en {days} días: {n}", days=DUE_SOON_DAYS, n=soon),
            (language.plain("button.due_soon", "Por vencer"), "por vencer"),
        ),
        (
            counts.no_deadline,
            Which.NO_DEADLINE,
            language.say("panel.no_deadline", "Sin plazo: {n}", n=counts.no_deadline),
            (language.plain("button.no_deadline", "Sin plazo"), "sin plazo"),
        ),
        (
            counts.no_responsible,
            Which.NO_RESPONSIBLE,
            language.say("panel.no_responsible", "Sin responsable: {n}", n=counts.no_responsible),
            (language.plain("button.no_responsible", "Sin responsable"), "sin responsable"),
        ),
        (
            counts.unanswered,
            Which.UNANSWERED,
            language.say("panel.unanswered", "Sin respuesta del responsable: {n}", n=counts.unanswered),
            (language.plain("panel.unanswered_button", "Sin respuesta"), "sin respuesta"),
        ),
        (
            found.contested,
            Which.CONTESTED,
            language.say("panel.contested", "Con alguien que declina: {n}", n=found.contested),
            (language.plain("panel.contested_button", "Declinados"), "declinados"),
        ),
    )
    return [Line(said, names, n, listing(mesa, which)) for n, which, said, names in each if n]


def sessions(language: Language, mesa: Mesa, found: Overview, today: date) -> list[Line]:
    unsettled, actas = len(found.unsettled), len(found.actas)
    each = [
        (
            found.unsettled,
            language.say("panel.unsettled", "Sesiones pasadas sin resultado: {n}", n=unsettled),
            (language.plain("panel.unsettled_button", "Sin resultado"), "sin resultado"),
        ),
        (
            found.actas,
            language.say("panel.actas", "Actas sin publicar: {n}", n=actas),
            (language.plain("panel.actas_button", "Actas"), "actas"),
        ),
    ]
    told = [Line(said, names, len(those), to_session(mesa, those)) for those, said, names in each if those]
    last = found.facts.last_session
    if is_silent(mesa, last, today):
        silent = alarms.no_session(language, Told(mesa, today, (), last_session=last))
        told.append(Line(silent))
    return told


def to_session(mesa: Mesa, those: Sequence[Meeting]) -> str:
    """The only one, or all that are past."""
    one = buttons.meeting(those[0].id) if len(those) == 1 else buttons.meetings(mesa.id, past=True)
    return buttons.beside(one)


def term(language: Language, mesa: Mesa, found: Overview, today: date) -> Line | None:
    if not term_is_near(mesa, today):
        return None
    return Line(alarms.term(language, Told(mesa, today, (), counts=Counts(open=found.facts.open))))


def undelivered(language: Language, mesa: Mesa, found: Overview) -> Line | None:
    n = found.undelivered
    said = language.say("panel.undelivered", "Avisos que no llegaron: {n}", n=n)
    name = language.plain("panel.undelivered_button", "Envíos")
    return Line(said, (name, "envios"), n, buttons.beside(buttons.deliveries(mesa.id))) if n else None


def listing(mesa: Mesa, which: Which) -> str:
    return buttons.beside(buttons.listing(Ask(mesa.id, which), 0))


def nothing(language: Language, found: Overview) -> Html:
    """Said only where everything was looked at; without commitments, that there was nothing to look at."""
    if not found.whole.total:
        return language.say("panel.empty", "La mesa todavía no tiene compromisos: no hay nada que vigilar.")
    return language.say(
        "panel.nothing",
        "Hoy nada necesita de usted. Miré plazos, responsables, sesiones, actas, vigencia y envíos.",
    )
