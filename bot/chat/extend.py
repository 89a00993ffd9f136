"""/prorrogar: a commitment has more time, by an instrument and for a reason; the date it had first stays beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.chat.days import day_step
from bot.chat.drafted import may, today
from bot.chat.here import today_in
from bot.chat.recording import about, given_of, headed, save, words_step
from bot.chat.recording import asked as asked_for
from bot.chat.request import Request
from bot.chat.wizards import Desk, Wizard, begin
from bot.domain.changes import extended, not_extensible, too_early
from bot.domain.commitments import Commitment
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.services.changing import Stale
from bot.store.database import Session
from bot.texts import extending as texts
from bot.texts.language import Language
from bot.texts.markup import Html
from bot.texts.recording import changed_meanwhile, recorded

LONGEST_INSTRUMENT = 200


async def which_day(desk: Desk) -> Html:
    return await headed(desk, texts.which_day(desk.language, await about(desk)))


async def later(desk: Desk, day: date) -> Html | None:
    """After today, and after the deadline there is."""
    now, deadline = await today(desk), date.fromisoformat(desk.values["deadline"])
    why = too_early(day, deadline, now)
    return texts.too_early(desk.language, why, deadline, now) if why else None


async def which_instrument(desk: Desk) -> Html:
    return texts.which_instrument(desk.language)


async def instruments(desk: Desk) -> Sequence[str]:
    return texts.instruments(desk.language)


async def which_reason(desk: Desk) -> Html:
    return texts.which_reason(desk.language)


async def preview(desk: Desk) -> Message:
    before = await about(desk)
    return texts.preview(desk.language, before, moved(desk.values, before))


async def apply(desk: Desk) -> Message:
    try:
        kept = await save(desk, lambda one, _: moved(desk.values, one))
    except Stale as stale:
        return changed_meanwhile(desk.language, stale.now_is)
    return recorded(desk.language, kept, texts.kept(desk.language, kept))


def moved(values: Mapping[str, Any], one: Commitment) -> Commitment:
    return extended(one, date.fromisoformat(values["until"]), values["instrument"], values["reason"])


EXTEND = Wizard(
    "extend",
    (
        day_step("until", which_day, later),
        words_step("instrument", which_instrument, offered=instruments, most=LONGEST_INSTRUMENT, one_line=True),
        words_step("reason", which_reason),
    ),
    may,
    preview,
    apply,
)


async def start(one: Commitment, mesa: Mesa, request: Request, language: Language, db: Session) -> Message:
    """Only what has a date, and still runs, can be given a later one."""
    if (why := not_extensible(one)) or one.deadline is None:
        return texts.nothing_to_extend(language, one, why)
    shown = {
        "deadline": one.deadline.isoformat(),
        "until_month": f"{max(one.deadline, today_in(mesa, request)):%Y%m}",
    }
    return await begin(EXTEND, given_of(one, mesa) | shown, request, language, db)


async def asked(request: Request, language: Language, db: Session) -> Message:
    """`/prorrogar <code>`"""
    return await asked_for(start, "prorrogar", request, language, db)
