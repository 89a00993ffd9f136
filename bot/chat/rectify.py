"""/corregir: what was recorded wrongly of a commitment is put right, field by field, with a reason that stays in the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.chat.create import LONGEST_TEXT, acta_date_wrong, acta_day, subgroups
from bot.chat.days import day_step
from bot.chat.drafted import may
from bot.chat.recording import Choice, about, choice_step, headed, save, starting, words_step
from bot.chat.recording import asked as asked_for
from bot.chat.request import Request
from bot.chat.wizards import Desk, Wizard
from bot.domain.commitments import Commitment, DeadlineOrigin
from bot.domain.messages import Message
from bot.services.changing import Stale
from bot.store.database import Session
from bot.texts import rectifying as texts
from bot.texts.language import Language
from bot.texts.markup import Html
from bot.texts.recording import changed_meanwhile, recorded

IN_WORDS = ("text_quechua", "acta", "acta_date", "deadline_words", "note", "source")  # these may be empty
DAYS = ("deadline", "original_deadline")
FIELDS = ("text", "text_quechua", "subgroup", "acta", "acta_date", *DAYS, "deadline_words", "note", "source")


async def which_field(desk: Desk) -> Html:
    return await headed(desk, texts.which_field(desk.language))


async def fields(desk: Desk) -> list[Choice]:
    return [Choice(one, texts.field(desk.language, one)) for one in FIELDS]


async def which_value(desk: Desk) -> Html:
    return await headed(desk, texts.which_value(desk.language, await about(desk), desk.values["field"]))


async def wrong(desk: Desk, words: str) -> Html | None:
    """A date that is none; or what stands there already."""
    field = desk.values["field"]
    if field == "acta_date" and (why := await acta_date_wrong(desk, words)):
        return why
    return texts.the_same(desk.language) if getattr(await about(desk), field) == read(field, words) else None


async def same_day(desk: Desk, day: date) -> Html | None:
    """Nothing of what somebody else changed meanwhile: that is told when it is saved."""
    one = await about(desk)
    same = one.revision == desk.values["revision"] and getattr(one, desk.values["field"]) == day
    return texts.the_same(desk.language) if same else None


async def no_day(desk: Desk) -> str:
    """Where there is a deadline, that there is none; the original date of one is not taken away."""
    undone = desk.values["field"] == "deadline" and (await about(desk)).deadline
    return texts.has_no_day(desk.language) if undone else ""


async def why(desk: Desk) -> Html:
    return texts.why(desk.language)


async def preview(desk: Desk) -> Message:
    before = await about(desk)
    return texts.preview(desk.language, before, rectified(desk.values, before), desk.values["field"])


async def apply(desk: Desk) -> Message:
    try:
        kept = await save(desk, lambda one, _: rectified(desk.values, one))
    except Stale as stale:
        return changed_meanwhile(desk.language, stale.now_is)
    return recorded(desk.language, kept, texts.field(desk.language, desk.values["field"]))


def read(field: str, words: str) -> str:
    return acta_day(words) if field == "acta_date" else words


def rectified(values: Mapping[str, Any], one: Commitment) -> Commitment:
    """A deadline that never moved was wrong from the first: so was the original one."""
    field = values["field"]
    traced = replace(one, rectifications=one.rectifications + 1, rectified_why=values["why"])
    if field not in DAYS:
        words = values["subgroup"] if field == "subgroup" else read(field, values["value"])
        return replace(traced, **{field: words})  # type: ignore[arg-type]  # a field of words
    day = date.fromisoformat(values["day"]) if values["day"] else None
    if field == "original_deadline":
        return replace(traced, original_deadline=day)
    never_moved = one.original_deadline in (None, one.deadline)
    origin = one.deadline_origin if one.deadline_origin is not DeadlineOrigin.NONE else DeadlineOrigin.EXPLICIT
    return replace(
        traced,
        deadline=day,
        original_deadline=day if never_moved else one.original_deadline,
        deadline_origin=origin if day else DeadlineOrigin.NONE,
    )


RECTIFY = Wizard(
    "rectify",
    (
        choice_step("field", which_field, fields, width=2),
        words_step(
            "value", which_value, most=LONGEST_TEXT, check=wrong, when=lambda values: values.get("field") == "text"
        ),
        words_step(
            "value",
            which_value,
            most=LONGEST_TEXT,
            none=texts.empty,
            check=wrong,
            when=lambda values: values.get("field") in IN_WORDS,
        ),
        choice_step(
            "subgroup", which_value, subgroups, check=wrong, when=lambda values: values.get("field") == "subgroup"
        ),
        day_step("day", which_value, same_day, lambda values: values.get("field") in DAYS, none=no_day),
        words_step("why", why),
    ),
    may,
    preview,
    apply,
)
start = starting(RECTIFY)


async def asked(request: Request, language: Language, db: Session) -> Message:
    """`/corregir <code>`"""
    return await asked_for(start, "corregir", request, language, db)
