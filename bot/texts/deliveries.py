"""What became of a mesa's notices, in numbers, for its coordinators. It never says who, nor what anybody wished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import buttons
from bot.domain.fates import GONE, Account, Fates, total
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Message
from bot.domain.notices import Kind, Notice, State
from bot.domain.recipients import ADMINS
from bot.texts.dates import hour, numeric
from bot.texts.language import Language
from bot.texts.markup import Html, bold, escape, lines, paragraphs
from bot.texts.paging import foot, in_rows, turning

PAGE_SIZE = 6


def report(
    language: Language, mesa: Mesa, accounts: Sequence[Account], page: int, now: datetime, *, replaces: bool = False
) -> Message:
    """The latest notices first; the sum of all of them on each page; a button for whatever may be tried again."""
    pages = max(1, -(-len(accounts) // PAGE_SIZE))
    page = min(max(1, page), pages)
    shown = accounts[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    whole = total(one.fates for one in accounts)
    summed = lines(
        bold(language.count("deliveries.total", "En total ({n} aviso)", "En total ({n} avisos)", len(accounts))),
        sums(language, whole),
    )
    nothing = language.say("deliveries.nothing", "No se envió ningún aviso.")
    again = [one for one in shown if one.may_be_tried_again(now)]
    text = paragraphs(
        lines(
            bold(language.say("deliveries.header", "Envíos de los últimos 30 días")),
            language.say("card.mesa", "Mesa: {mesa}", mesa=mesa.name),
        ),
        *(account(language, one) for one in shown),
        summed if accounts else nothing,
        again and hint(language, again),
        foot(language, page, pages),
    )
    each = [retry_button(language, one.notice) for one in again]
    turned = turning(language, page, pages, lambda number: buttons.deliveries(mesa.id, number))
    return Message(text, rows=(*in_rows(each, 2), *((turned,) if turned else ())), replaces=replaces)


def account(language: Language, one: Account) -> Html:
    made = one.notice.made_at.astimezone(ZoneInfo(one.notice.zone))
    number = bold(language.say("deliveries.notice", "Aviso {n}", n=one.notice.id))
    return lines(
        Html(f"{number} · {numeric(made.date())} {hour(made.time())}"),
        Html(f"{kind(language, one)} · {audience(language, one.notice.scope)}"),
        sums(language, one.fates),
    )


def kind(language: Language, one: Account) -> Html:
    """An announcement by the number that /anuncios and its report have."""
    names = {
        Kind.CHANGE: language.say("deliveries.change", "cambio de una sesión o de la mesa"),
        Kind.REMINDER: language.say("deliveries.reminder", "recordatorio"),
        Kind.DIGEST: language.say("deliveries.digest", "resumen de la semana"),
        Kind.ANNOUNCEMENT: language.say("deliveries.announcement", "anuncio {n}", n=one.announcement or ""),
        Kind.TEAM: language.say("deliveries.team_change", "cambio que hizo la coordinación"),
    }
    return names[one.notice.kind]


def audience(language: Language, scope: str) -> Html:
    names = {
        "mesa": language.say("deliveries.followers", "a quienes siguen la mesa"),
        "team": language.say("deliveries.team", "a los coordinadores"),
        "body": language.say("deliveries.contacts", "a una institución"),
        ADMINS: language.say("deliveries.admins", "a quienes administran el bot"),
    }
    return names.get(scope.partition(":")[0]) or escape(scope)


def number(language: Language, what: State | str, n: int) -> Html:
    """So many deliveries, named alike wherever they are counted. PENDING: those that are being sent and to be made too."""
    names = {
        State.SENT: language.say("deliveries.sent", "Enviados: {n}", n=n),
        State.PENDING: language.say("deliveries.waiting", "Esperan: {n}", n=n),
        State.SKIPPED: language.say("deliveries.skipped", "No les tocaba o no lo querían: {n}", n=n),
        GONE: language.say("deliveries.gone", "Ya no se les puede escribir: {n}", n=n),
        State.DEAD: language.say("deliveries.failed", "Fallaron: {n}", n=n),
        State.UNCERTAIN: language.say("deliveries.uncertain", "Inciertos, quizá llegó: {n}", n=n),
        State.EXPIRED: language.say("deliveries.expired", "Fuera de tiempo: {n}", n=n),
        State.CANCELLED: language.say("deliveries.cancelled", "Cancelados: {n}", n=n),
        State.HELD: language.say("deliveries.held", "Retenidos: {n}", n=n),
    }
    return names[what]


def sums(language: Language, fates: Fates) -> Html:
    """What went well or waits, what failed and why, what came to another end; each where there is any."""
    said = lines(
        in_a_row(language, fates, State.SENT, State.PENDING, State.SKIPPED),
        in_a_row(language, fates, GONE),
        failures(language, fates),
        in_a_row(language, fates, State.UNCERTAIN, State.EXPIRED, State.CANCELLED, State.HELD),
    )
    return said or language.say("deliveries.none", "Todavía no hay envíos.")


def in_a_row(language: Language, fates: Fates, *each: State | str) -> Html:
    counted = [(what, counts(fates, what)) for what in each]
    return Html(" · ".join(number(language, what, n) for what, n in counted if n))


def counts(fates: Fates, what: State | str) -> int:
    """As `number` names them."""
    gone = fates.failed.get(GONE, 0)
    if what == GONE:
        return gone
    if what is State.PENDING:
        return fates.of(State.PENDING, State.SENDING)
    return fates.of(State(what)) - (gone if what is State.DEAD else 0)


def failures(language: Language, fates: Fates) -> Html:
    """How many, and for which reason; who cannot be written to any more is none of them."""
    failed = Counter[Html]()
    for reason, n in fates.failed.items():
        if reason != GONE:
            failed[why(language, reason)] += n
    if not failed:
        return Html("")
    each = Html(", ".join(f"{reason} {n}" for reason, n in failed.items()))
    return Html(f"{number(language, State.DEAD, failed.total())} ({each})")


def why(language: Language, reason: str) -> Html:
    """In words; whatever else it was is for the log."""
    words = {
        "poison": language.say("deliveries.poison", "no se pudo escribir el mensaje:"),
        "sealed": language.say("deliveries.sealed", "su registro está dañado:"),
    }
    return words.get(reason) or language.say("deliveries.other", "otra razón:")


def hint(language: Language, again: Sequence[Account]) -> Html:
    """How to try again by command, and what may come of it."""
    doubtful = any(one.fates.of(State.UNCERTAIN) for one in again)
    held = any(one.fates.of(State.HELD) for one in again)
    command = f"/envios reintentar {again[0].notice.id}"
    return lines(
        language.say("deliveries.retry_hint", "Para intentarlo otra vez: {command}", command=command),
        doubtful
        and language.say(
            "deliveries.uncertain_hint",
            "Incierto: quizá llegó y quizá no. Si se intenta otra vez, puede llegar dos veces.",
        ),
        held
        and language.say(
            "deliveries.held_hint",
            "Retenido: no sale mientras nadie lo pida. Si se restauró una copia, quizá ya llegó.",
        ),
    )


def retry_button(language: Language, notice: Notice) -> Button:
    return Button(language.plain("deliveries.retry", "Reintentar {n}", n=notice.id), buttons.retry(notice.id))


def retried(language: Language, one: Account) -> Message:
    """one: as it stood before."""
    n, doubtful = one.fates.may_be_tried_again, one.fates.of(State.UNCERTAIN)
    return Message(
        lines(
            language.count(
                "deliveries.retried",
                "Aviso {notice}: se intentará otra vez {n} envío.",
                "Aviso {notice}: se intentará otra vez {n} envíos.",
                n,
                notice=one.notice.id,
            ),
            doubtful
            and language.count(
                "deliveries.retried_uncertain",
                "Entre ellos hay {n} incierto: puede llegar dos veces.",
                "Entre ellos hay {n} inciertos: pueden llegar dos veces.",
                doubtful,
            ),
        )
    )


def nothing_to_retry(language: Language) -> Message:
    return Message(language.say("deliveries.nothing_to_retry", "Ese aviso no tiene nada que intentar otra vez."))
