"""/compromiso: a coordinator records a new commitment of the mesa, question by question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.chat.bodies import body_of, body_step
from bot.chat.coordinators import mesa_coordinated
from bot.chat.days import day_step
from bot.chat.drafted import may, mesa_of
from bot.chat.recording import Choice, choice_step, words_step
from bot.chat.request import Request
from bot.chat.wizards import Desk, Wizard, begin
from bot.domain.codes import next_code
from bot.domain.commitments import Commitment, DeadlineOrigin, Responsibility, Status
from bot.domain.days import read_whole_day
from bot.domain.folding import fold_code, looks_like_code
from bot.domain.mesas import Institution
from bot.domain.messages import Message
from bot.services.acting import actor_of
from bot.services.cells import read_loose_day
from bot.services.changing import Stale
from bot.services.changing import create as create_it
from bot.store import commitments
from bot.store.database import Session
from bot.texts import creating as texts
from bot.texts import pages
from bot.texts.language import Language
from bot.texts.markup import Html
from bot.texts.recording import recorded

LONGEST_CODE, LONGEST_ACTA, LONGEST_TEXT = 60, 300, 3_000


async def which_code(desk: Desk) -> Html:
    return texts.which_code(desk.language, await mesa_of(desk))


async def proposed(desk: Desk) -> Sequence[str]:
    return [next_code(await commitments.codes(desk.db, desk.values["mesa"]), (await mesa_of(desk)).slug)]


async def code_taken(desk: Desk, code: str) -> Html | None:
    mesa = await mesa_of(desk)
    if not looks_like_code(code):
        return texts.no_code(desk.language)
    known = await commitments.by_code(desk.db, fold_code(code), mesa.slug)
    return texts.taken(desk.language, known[0]) if known else None


async def which_text(desk: Desk) -> Html:
    return texts.which_text(desk.language)


async def which_quechua(desk: Desk) -> Html:
    return texts.which_quechua(desk.language)


async def which_subgroup(desk: Desk) -> Html:
    return texts.which_subgroup(desk.language)


async def subgroups(desk: Desk) -> list[Choice]:
    each = [Choice(name, name) for name in (await mesa_of(desk)).subgroups]
    return [Choice("", texts.whole_mesa(desk.language)), *each]


async def which_acta(desk: Desk) -> Html:
    return texts.which_acta(desk.language)


async def which_acta_date(desk: Desk) -> Html:
    return texts.which_acta_date(desk.language)


async def acta_date_wrong(desk: Desk, words: str) -> Html | None:
    """What is only digits and signs is meant as a date."""
    try:
        acta_day(words)
    except ValueError:
        return texts.no_acta_date(desk.language)
    return None


def acta_day(words: str) -> str:
    """As it is stored: ISO for a date, also one in words, a month or a year; other words as they are. ValueError."""
    day = read_whole_day(words)
    return day.isoformat() if day else read_loose_day(words)


async def which_origin(desk: Desk) -> Html:
    return texts.which_origin(desk.language)


async def origins(desk: Desk) -> list[Choice]:
    return [Choice(one, texts.origin(desk.language, one)) for one in DeadlineOrigin]


def has_deadline(values: dict[str, Any]) -> bool:
    return values.get("origin") != DeadlineOrigin.NONE


async def which_deadline(desk: Desk) -> Html:
    return texts.which_deadline(desk.language)


async def which_words(desk: Desk) -> Html:
    return texts.which_deadline_words(desk.language)


async def which_body(desk: Desk) -> Html:
    return texts.which_body(desk.language)


async def preview(desk: Desk) -> Message:
    return texts.preview(desk.language, await drafted(desk), await mesa_of(desk))


async def apply(desk: Desk) -> Message:
    body, request = await body_of(desk, "body"), desk.request
    actor = actor_of(desk.db, desk.values["mesa"], request.chat)
    try:
        one = await drafted(desk, body)
        kept = await create_it(desk.db, one, desk.values["mesa"], actor=actor, now=request.now, body=body)
    except Stale as stale:
        return texts.taken_meanwhile(desk.language, stale.now_is)
    return recorded(desk.language, kept)


async def drafted(desk: Desk, body: Institution | None = None) -> Commitment:
    """As it would be stored."""
    values, body = desk.values, body or await body_of(desk, "body")
    deadline = date.fromisoformat(values["deadline"]) if values.get("deadline") else None
    return Commitment(
        (await mesa_of(desk)).slug,
        values["code"],
        values["text"],
        text_quechua=values["quechua"],
        subgroup=values.get("subgroup", ""),
        acta=values["acta"],
        acta_date=acta_day(values["acta_date"]),
        deadline=deadline,
        original_deadline=deadline,
        deadline_words=values.get("words", ""),
        deadline_origin=DeadlineOrigin(values["origin"]),
        status=Status.PENDING,
        responsibilities=(Responsibility(body.slug, body.short),) if body else (),
    )


CREATE = Wizard(
    "create",
    (
        words_step("code", which_code, offered=proposed, most=LONGEST_CODE, one_line=True, check=code_taken),
        words_step("text", which_text, most=LONGEST_TEXT),
        words_step("quechua", which_quechua, most=LONGEST_TEXT, none=texts.no_quechua),
        choice_step("subgroup", which_subgroup, subgroups, when=lambda values: values["divided"]),
        words_step("acta", which_acta, most=LONGEST_ACTA, none=texts.no_acta, one_line=True),
        words_step(
            "acta_date", which_acta_date, most=LONGEST_CODE, none=texts.no_date, one_line=True, check=acta_date_wrong
        ),
        choice_step("origin", which_origin, origins),
        day_step("deadline", which_deadline, when=has_deadline),
        words_step("words", which_words, most=LONGEST_ACTA, none=texts.no_words, one_line=True, when=has_deadline),
        body_step("body", which_body, none=texts.nobody_yet),
    ),
    may,
    preview,
    apply,
)


async def asked(request: Request, language: Language, db: Session) -> Message:
    """`/compromiso`: in the mesa at hand."""
    mesa = await mesa_coordinated(request, db)
    if mesa is None:
        return pages.unknown_command(language)
    return await begin(CREATE, {"mesa": mesa.id, "divided": bool(mesa.subgroups)}, request, language, db)
