"""Giving a commitment more time, question by question. Coordinators' screens: Spanish."""

from __future__ import annotations

from datetime import date

from bot.domain.changes import NotExtended
from bot.domain.commitments import Commitment
from bot.domain.messages import Message
from bot.texts.clock import status
from bot.texts.dates import day, numeric
from bot.texts.fields import value
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs
from bot.texts.recording import head, nothing_yet


def instruments(language: Language) -> tuple[str, ...]:
    return (
        language.plain("extend.by_acta", "Acta de la mesa"),
        language.plain("extend.by_resolution", "Resolución Ministerial"),
        language.plain("extend.by_letter", "Oficio"),
    )


def which_day(language: Language, one: Commitment) -> Html:
    return paragraphs(
        one.deadline and language.say("extend.now", "Plazo que rige hoy: {date}", date=numeric(one.deadline)),
        bold(language.say("extend.which_day", "¿Cuál es la nueva fecha?")),
    )


def until(language: Language, one: Commitment) -> Html:
    return value(language, "deadline", one.deadline.isoformat() if one.deadline else "")


def kept(language: Language, one: Commitment) -> Html:
    return language.say("extend.kept", "vence el {date}", date=until(language, one))


def which_instrument(language: Language) -> Html:
    return language.say(
        "extend.which_instrument",
        "¿Qué documento lo dice? Escríbalo con su número (por ejemplo {example}), o pulse cuál es.",
        example="RM 123-2026-PCM",
    )


def which_reason(language: Language) -> Html:
    return language.say("extend.which_reason", "¿Por qué se prorroga? Escriba la razón.")


def preview(language: Language, before: Commitment, after: Commitment) -> Message:
    was, will_be = (until(language, one) for one in (before, after))
    return Message(
        paragraphs(
            head(language, before),
            lines(
                language.say("extend.from_to", "Plazo: {before} → {after}", before=was, after=will_be),
                after.original_deadline
                and language.say(
                    "card.original_deadline", "Plazo original: {date}", date=day(language, after.original_deadline)
                ),
                language.say("card.extended_by", "Prorrogado por {instrument}.", instrument=after.extended_by),
                language.say("card.extended_reason", "Razón de la prórroga: {reason}", reason=after.extended_why),
            ),
            nothing_yet(language),
        )
    )


def too_early(language: Language, why: NotExtended, deadline: date, today: date) -> Html:
    if why is NotExtended.PAST:
        return language.say("extend.not_past", "Una prórroga es para después de hoy ({date}).", date=numeric(today))
    return language.say(
        "extend.not_before",
        "Ya vence el {date}: la nueva fecha tiene que ser posterior. Si esa fecha está mal escrita, use /corregir.",
        date=numeric(deadline),
    )


def nothing_to_extend(language: Language, one: Commitment, why: NotExtended | None) -> Message:
    if why is NotExtended.CLOSED:
        return Message(
            language.say(
                "extend.closed",
                "{code}: «{status}». No hay plazo que prorrogar.",
                code=one.code,
                status=status(language, one.status),
            )
        )
    return Message(
        language.say(
            "extend.no_deadline",
            "{code} no tiene plazo. Para ponerle uno: {command}",
            code=one.code,
            command=f"/corregir {one.code}",
        )
    )
