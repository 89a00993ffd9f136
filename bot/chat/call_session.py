"""/sesion nueva: a coordinator calls a session: day, hour, place, for whom, about what, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from bot.chat.days import day_step
from bot.chat.drafted import may, mesa_of, today
from bot.chat.request import Request
from bot.chat.steps import LONGEST_AGENDA, LONGEST_PLACE, hour_step, place_of, place_steps, words_step
from bot.chat.wizards import Desk, Given, Misread, Step, Wizard, begin
from bot.domain.callbacks import number
from bot.domain.convening import placed
from bot.domain.drafts import Values
from bot.domain.meetings import Meeting
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.services.acting import actor_of
from bot.services.convening import Called, call
from bot.store import institutions, meetings
from bot.store.database import Session
from bot.texts import convened, recording
from bot.texts import sessions as texts
from bot.texts.language import Language
from bot.texts.markup import Html

MOST_OFFERED = 5  # who may convene, as buttons


async def which_day(desk: Desk) -> Html:
    return texts.which_day(desk.language)


async def to_come(desk: Desk, day: date) -> Html | None:
    return texts.day_past(desk.language) if day < await today(desk) else None


async def which_subgroup(desk: Desk) -> Message:
    return texts.which_subgroup(desk.language, await mesa_of(desk), desk.button)


async def subgroup_given(desk: Desk, given: Given) -> Values:
    index, names = number(given.choice), (await mesa_of(desk)).subgroups
    if index is None or index > len(names):
        raise Misread(recording.press_one(desk.language))
    return {"subgroup": names[index - 1] if index else ""}


def who_may_convene(desk: Desk) -> Sequence[str]:
    return tuple(desk.values["conveners"])


async def preview(desk: Desk) -> Message:
    mesa, one = await mesa_of(desk), await called(desk)
    others = await meetings.between(desk.db, mesa.id, one.day, one.day)
    return convened.call_preview(desk.language, mesa, one, await today(desk), others)


async def apply(desk: Desk) -> Message:
    actor = actor_of(desk.db, desk.values["mesa"], desk.request.chat)
    try:
        kept = await call(desk.db, await called(desk), actor=actor, now=desk.request.now)
    except Called as already:
        return convened.called_meanwhile(desk.language, already.other)
    return convened.called(desk.language, kept)


async def called(desk: Desk) -> Meeting:
    """As it would be; its code comes with the saving."""
    values, mesa = desk.values, await mesa_of(desk)
    one = Meeting(
        mesa.slug,
        "",
        date.fromisoformat(values["day"]),
        time.fromisoformat(values["starts"]) if values["starts"] else None,
        subgroup=values.get("subgroup", ""),
        agenda=values["agenda"],
        convener=values["convener"],
    )
    return replace(placed(one, *place_of(values)), zone=mesa.zone)


CALL = Wizard(
    "call",
    (
        day_step("day", which_day, to_come),
        hour_step(),
        *place_steps(),
        Step("subgroup", which_subgroup, subgroup_given, lambda values: bool(values["divided"])),
        words_step("agenda", texts.which_agenda, LONGEST_AGENDA, none="agenda"),
        words_step("convener", texts.which_convener, LONGEST_PLACE, none="convener", offered=who_may_convene),
    ),
    may,
    preview,
    apply,
)


async def begin_call(mesa: Mesa, request: Request, language: Language, db: Session) -> Message:
    """Only a coordinator of that mesa gets the first question."""
    seated = [await institutions.by_slug(db, seat.institution) for seat in mesa.seats[:MOST_OFFERED]]
    conveners = list(dict.fromkeys(one.short for one in seated if one))
    given = {"mesa": mesa.id, "divided": bool(mesa.subgroups), "conveners": conveners}
    return await begin(CALL, given, request, language, db)
