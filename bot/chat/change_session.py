"""/sesion <code>: another day, hour, place or agenda; that it will not be, or how it went; its acta."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from bot.chat.days import day_step
from bot.chat.drafted import may, today
from bot.chat.request import Request
from bot.chat.steps import (
    LONGEST_AGENDA,
    LONGEST_NOTE,
    hour_step,
    link_step,
    place_of,
    place_steps,
    words_step,
)
from bot.chat.wizards import Desk, Given, Misread, Step, Wizard, begin
from bot.domain.convening import begins, moved, placed, possible, published, treats, went
from bot.domain.drafts import Values
from bot.domain.meeting_reminders import appointment
from bot.domain.meetings import WILL_NOT_BE, Meeting, Outcome
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.services.acting import actor_of
from bot.services.convening import Stale, change
from bot.store import meetings
from bot.store.database import Session
from bot.texts import convened, recording
from bot.texts import sessions as texts
from bot.texts.language import Language
from bot.texts.markup import Html

_OFF = frozenset(one.value for one in WILL_NOT_BE)


async def about(desk: Desk) -> Meeting:
    found = await meetings.by_id(desk.db, desk.values["meeting"])
    if found is None:
        raise LookupError("a draft of a session that is gone")
    return found


def what(*choices: str) -> Callable[[dict[str, Any]], bool]:
    """Whether one of these is what is being changed."""
    return lambda values: values.get("what") in choices


async def which_change(desk: Desk) -> Message:
    return texts.which_change(desk.language, await about(desk), await today(desk), desk.button)


async def change_given(desk: Desk, given: Given) -> Values:
    if given.choice not in dict(texts.changes(desk.language, await about(desk), await today(desk))):
        raise Misread(recording.press_one(desk.language))
    return {"what": given.choice}


async def which_day(desk: Desk) -> Html:
    return texts.which_day(desk.language)


async def another_to_come(desk: Desk, day: date) -> Html | None:
    if day < await today(desk):
        return texts.day_past(desk.language)
    return texts.same_day(desk.language) if day.isoformat() == desk.values["is_on"] else None


async def which_acta_day(desk: Desk) -> Html:
    return texts.which_acta_day(desk.language)


async def when_public(desk: Desk, day: date) -> Html | None:
    good = date.fromisoformat(desk.values["day_of_it"]) <= day <= await today(desk)
    return None if good else texts.acta_day(desk.language)


async def which_outcome(desk: Desk) -> Message:
    one, day = await about(desk), await today(desk)
    return texts.which_outcome(desk.language, one, day, possible(one, day), desk.button)


async def outcome_given(desk: Desk, given: Given) -> Values:
    if given.choice not in possible(await about(desk), await today(desk)):
        raise Misread(recording.press_one(desk.language))
    return {"outcome": given.choice}


def off(values: dict[str, Any]) -> bool:
    return values.get("outcome") in _OFF


async def preview(desk: Desk) -> Message:
    before, day = await about(desk), await today(desk)
    after = changed(desk.values, before)
    told = appointment(before) != appointment(after) and max(before.day, after.day) >= day
    return convened.change_preview(desk.language, before, after, day, told=told)


async def apply(desk: Desk) -> Message:
    values, request = desk.values, desk.request
    actor = actor_of(desk.db, values["mesa"], request.chat)
    try:
        kept = await change(
            desk.db,
            values["meeting"],
            values["revision"],
            lambda one: changed(values, one),
            actor=actor,
            now=request.now,
        )
    except Stale as stale:
        return convened.changed_meanwhile(desk.language, stale.now_is)
    return convened.recorded(desk.language, kept)


def changed(values: dict[str, Any], one: Meeting) -> Meeting:
    """What the answers make of it."""
    how: dict[str, Callable[[], Meeting]] = {
        "dia": lambda: moved(one, date.fromisoformat(values["day"]), values["reason"]),
        "hora": lambda: begins(one, time.fromisoformat(values["starts"]) if values["starts"] else None),
        "lugar": lambda: placed(one, *place_of(values)),
        "agenda": lambda: treats(one, values["agenda"]),
        "resultado": lambda: went(one, Outcome(values["outcome"]), values.get("reason") or values.get("note", "")),
        "acta": lambda: published(one, date.fromisoformat(values["public"]), values["link"]),
    }
    return how[values["what"]]()


CHANGE = Wizard(
    "session",
    (
        Step("what", which_change, change_given, lambda values: "what" not in values),
        day_step("day", which_day, another_to_come, what("dia")),
        hour_step(what("hora")),
        *place_steps(what("lugar")),
        words_step("agenda", texts.which_agenda, LONGEST_AGENDA, none="agenda", when=what("agenda")),
        Step("outcome", which_outcome, outcome_given, what("resultado")),
        words_step(
            "reason",
            texts.which_reason,
            LONGEST_NOTE,
            when=lambda values: what("dia")(values) or off(values),
        ),
        words_step(
            "note",
            texts.which_note,
            LONGEST_NOTE,
            none="note",
            when=lambda values: what("resultado")(values) and not off(values),
        ),
        day_step("public", which_acta_day, when_public, what("acta"), past=True),
        link_step("link", what("acta")),
    ),
    may,
    preview,
    apply,
)


async def begin_change(
    mesa: Mesa, one: Meeting, choice: str, today: date, request: Request, language: Language, db: Session
) -> Message:
    """Only a coordinator of that mesa gets the first question. choice: what to change, "" = to be asked; one that cannot be is
    asked again."""
    given = {
        "mesa": mesa.id,
        "meeting": one.id,
        "revision": one.revision,
        "day_of_it": one.day.isoformat(),
        "is_on": "" if one.outcome in WILL_NOT_BE else one.day.isoformat(),
    }
    if choice in dict(texts.changes(language, one, today)):
        given["what"] = choice
    return await begin(CHANGE, given, request, language, db)
