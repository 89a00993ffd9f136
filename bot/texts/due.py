"""How a reminder tells of commitments: one as a whole little message, several as rows; by the facts of today, not by the
step that brought them, and never accusing without evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from typing import Any

from bot.domain import answer_reminders as answers
from bot.domain.commitments import Clock, ClockKind, Commitment, Status, clock
from bot.domain.notices import About, Item
from bot.domain.told import Told
from bot.texts.card import reported
from bot.texts.clock import mark, overdue_by
from bot.texts.commitments import item as row_of
from bot.texts.commitments import owed_by, text_of
from bot.texts.dates import day
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs

PARENTS_NAMED = 3


class Section(IntEnum):
    """In the order of telling."""

    OVERDUE = 0
    DUE = 1
    EXTENDED = 2
    DONE = 3
    UNANSWERED = 4


@dataclass(frozen=True)
class Due:
    """One commitment to tell of, however many items name it. parents: names of those that were told too.

    silent: names of who does not answer, for so many days; secretariat: as `Told`. before: of a deadline that was moved, the last one.
    """

    commitment: Commitment
    section: Section
    running: Clock
    parents: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    silent_days: int = 0
    secretariat: str = ""
    before: date | None = None


def due_of(told: Told) -> list[Due]:
    """What to tell, overdue ones first, the longest overdue before all; then what comes due first."""
    items = [item for item in told.items if item.about is About.COMMITMENT]
    numbers = dict.fromkeys(item.number for item in items)
    found = []
    for number in numbers:
        mine = [item for item in items if item.number == number]
        parents = dict.fromkeys(
            told.parents[parent] for item in mine for parent in item.parents if parent in told.parents
        )
        one = due(told.commitments[number], {item.step for item in mine}, tuple(parents), told.today)
        found.append(replace(one, before=told.moved_from.get(number), **silence_of(told, mine)))
    return sorted(found, key=in_order)


def silence_of(told: Told, items: Sequence[Item]) -> dict[str, Any]:
    """Of one commitment: what is told of those who do not answer."""
    of_these = [item for item in items if answers.is_of_these(item) and item.number in told.silent]
    if not of_these:
        return {}
    item = max(of_these, key=answers.days_of)
    names = tuple(dict.fromkeys(one.name for one in told.silent[item.number]))
    section = {"section": Section.UNANSWERED} if len(of_these) == len(items) else {}
    return {"silent": names, "silent_days": answers.days_of(item), "secretariat": told.secretariat, **section}


def due(commitment: Commitment, steps: set[str], parents: tuple[str, ...], today: date) -> Due:
    running = clock(commitment, today)
    section = Section.EXTENDED if "extended" in steps else Section.DUE
    if running.kind is ClockKind.OVERDUE:
        section = Section.OVERDUE
    elif commitment.status is Status.DONE:
        section = Section.DONE
    return Due(commitment, section, running, parents)


def in_order(one: Due) -> tuple[int, int, str]:
    days = -one.running.days if one.section is Section.OVERDUE else one.running.days
    return one.section, days, one.commitment.code


def title(language: Language, section: Section, n: int) -> Html:
    """The head of a group; n: how many belong to it, shown or not."""
    titles = {
        Section.OVERDUE: language.say("list.overdue", "Compromisos vencidos ({n}):", n=n),
        Section.DUE: language.say("list.due_soon", "Compromisos por vencer ({n}):", n=n),
        Section.EXTENDED: language.say("list.extended", "Compromisos prorrogados ({n}):", n=n),
        Section.DONE: language.say("list.done", "Compromisos cumplidos ({n}):", n=n),
        Section.UNANSWERED: language.count(
            "remind.unanswered",
            "Sin respuesta de quien debe hacerlo: {n} compromiso",
            "Sin respuesta de quien debe hacerlo: {n} compromisos",
            n,
        ),
    }
    return bold(titles[section])


def rows(language: Language, shown: Sequence[Due], all_of_them: Sequence[Due], today: date) -> Html:
    """Those shown, under the heads of their groups."""
    groups = []
    for section in Section:
        each = [row(language, one, today) for one in shown if one.section is section]
        total = sum(one.section is section for one in all_of_them)
        groups.append(paragraphs(title(language, section, total), *each) if each else "")
    return paragraphs(*groups)


def row(language: Language, one: Due, today: date) -> Html:
    return lines(
        row_of(language, one.commitment, today), moved(language, one), silence(language, one), escalated(language, one)
    )


def whole(language: Language, one: Due) -> Html:
    """One commitment: what happened, since or until when, what was reported, who owes it and who was told too."""
    return paragraphs(
        Html(f"{bold(one.commitment.code)} · {happened(language, one)}"),
        lines(when(language, one), original(language, one), moved(language, one)),
        stands(language, one),
        lines(owed_by(language, one.commitment), silence(language, one), escalated(language, one)),
    )


def happened(language: Language, one: Due) -> Html:
    text = text_of(language, one.commitment)
    if one.section is Section.OVERDUE:
        return language.say("remind.one_overdue", "Pasó la fecha del compromiso «{title}».", title=text)
    if one.section is Section.DONE:
        return language.say("remind.reported_done", "Se informó que se cumplió «{title}».", title=text)
    if one.section is Section.EXTENDED and one.commitment.deadline:
        date_ = day(language, one.commitment.deadline)
        return language.say("remind.extended", "«{title}» tiene nueva fecha: {date}", title=text, date=date_)
    return text


def when(language: Language, one: Due) -> Html:
    """Since when it is overdue, or until when it is to be done."""
    deadline, running = one.commitment.deadline, one.running
    if deadline is None or one.section is Section.DONE:
        return Html("")
    if running.kind is ClockKind.OVERDUE:
        since = language.say("remind.should_have", "Debía cumplirse el: {date}", date=day(language, deadline))
        return lines(since, Html(f"{mark(running, one.commitment.status)} {overdue_by(language, running.days)}"))
    until = language.say("card.deadline", "Plazo: {date}", date=day(language, deadline))
    if running.kind in (ClockKind.CLOSED, ClockKind.NO_DEADLINE):
        return until
    if one.section is Section.DUE:
        return lines(left(language, running.days), until)
    return left(language, running.days) if running.kind is ClockKind.DUE_SOON else Html("")  # "only 400 days" is none


def left(language: Language, days: int) -> Html:
    if days == 0:
        return language.say("remind.today", "Hoy se debe cumplir.")
    if days == 1:
        return language.say("remind.tomorrow", "Mañana se debe cumplir.")
    return language.say("remind.days_left", "Faltan solo {n} días para cumplir.", n=days)


def original(language: Language, one: Due) -> Html:
    """The date that was promised first, where it moved and `moved` does not tell it."""
    first = one.commitment.original_deadline
    if first is None or not one.running.extended or first == before(one):
        return Html("")
    return language.say("card.original_deadline", "Plazo original: {date}", date=day(language, first))


def moved(language: Language, one: Due) -> Html:
    """From which date and by which instrument its date moved."""
    by, why, was = one.commitment.extended_by, one.commitment.extended_why, before(one)
    if not one.running.extended:
        return Html("")
    return lines(
        was and language.say("remind.before", "Antes: {date}", date=day(language, was)),
        by and language.say("card.extended_by", "Prorrogado por {instrument}.", instrument=by),
        why
        and one.section is Section.EXTENDED
        and language.say("card.extended_reason", "Razón de la prórroga: {reason}", reason=why),
    )


def before(one: Due) -> date | None:
    """The deadline it had until it was moved, where that is the news."""
    return one.before if one.section is Section.EXTENDED else None


def stands(language: Language, one: Due) -> Html:
    """What was reported; of what is overdue and was never reported, that nobody did."""
    if one.section is Section.OVERDUE and one.commitment.status is Status.NO_INFORMATION:
        return language.say("remind.nobody_reported", "Nadie ha informado todavía que se cumplió.")
    return reported(language, one.commitment)


def silence(language: Language, one: Due) -> Html:
    """Who does not answer whether it will act, since when, and who is to see to it, by name where that is known."""
    if not one.silent:
        return Html("")
    if one.silent_days <= 1:
        return language.say("owner.asked", "Falta saber si lo hará: {institutions}", institutions=", ".join(one.silent))
    return lines(
        language.count(
            "owner.silent",
            "Hace {n} día que {institutions} no responde si lo hará.",
            "Hace {n} días que {institutions} no responde si lo hará.",
            one.silent_days,
            institutions=", ".join(one.silent),
        ),
        language.say(
            "owner.secretariat", "Debe verlo la secretaría técnica: {institution}.", institution=one.secretariat
        )
        if one.secretariat
        else language.say("owner.team", "Debe verlo la coordinación de la mesa."),
    )


def escalated(language: Language, one: Due) -> Html:
    names = ", ".join(one.parents[:PARENTS_NAMED])
    if not names:
        return Html("")
    return language.say("remind.escalated", "También avisé a {institution}.", institution=names)
