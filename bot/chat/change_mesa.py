"""/mesa <what>: who sits in a mesa, that it is suspended, goes on or is concluded, its term, its subgroups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot.chat.days import day_step
from bot.chat.drafted import may, mesa_of, today
from bot.chat.request import Request
from bot.chat.steps import LONGEST_NOTE, LONGEST_PLACE, words_step, written
from bot.chat.wizards import Desk, Given, Misread, Step, Turned, Wizard, begin
from bot.domain.callbacks import number
from bot.domain.composing import concluded, divided, extended, has_subgroup, named, resumed, seated, suspended, unseated
from bot.domain.drafts import Values
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.services.acting import actor_of
from bot.services.composing import Stale, change, revision_of
from bot.services.rows import LONGEST_SUBGROUP
from bot.store import institutions
from bot.store.database import Session
from bot.texts import composition as texts
from bot.texts import recording
from bot.texts.language import Language
from bot.texts.markup import Html

MOST_FOUND = 8


async def names_of(db: Session) -> dict[str, str]:
    """slug → how people call it."""
    return {one.slug: one.short for one in await institutions.all_institutions(db)}


def what(choice: str) -> Callable[[dict[str, Any]], bool]:
    """Whether this is what is being changed."""
    return lambda values: values.get("what") == choice


async def which_change(desk: Desk) -> Message:
    return texts.which_change(desk.language, await mesa_of(desk), await names_of(desk.db), desk.button)


async def change_given(desk: Desk, given: Given) -> Values:
    if given.choice not in dict(texts.changes(desk.language, await mesa_of(desk))):
        raise Misread(recording.press_one(desk.language))
    return {"what": given.choice}


async def which_body(desk: Desk) -> Message:
    known = {one.slug: one for one in await institutions.all_institutions(desk.db)}
    found = [known[slug] for slug in desk.values.get("found", ()) if slug in known]
    return texts.which_body(desk.language, found, desk.button)


async def body_given(desk: Desk, given: Given) -> Values:
    shown, index = desk.values.get("found", ()), number(given.choice)
    if index is not None and index < len(shown):
        return {"body": shown[index]}
    words = written(desk, given, LONGEST_PLACE)
    found = named(words, await institutions.all_institutions(desk.db), MOST_FOUND)
    if not found:
        raise Misread(texts.no_body(desk.language))
    raise Turned({"found": [one.slug for one in found]})


def usual_roles(desk: Desk) -> Sequence[str]:
    return texts.roles(desk.language)


async def which_seat(desk: Desk) -> Message:
    return texts.which_seat(desk.language, await mesa_of(desk), await names_of(desk.db), desk.button)


async def seat_given(desk: Desk, given: Given) -> Values:
    seats, index = (await mesa_of(desk)).seats, number(given.choice)
    if index is None or index >= len(seats):
        raise Misread(recording.press_one(desk.language))
    return {"body": seats[index].institution}


async def which_since(desk: Desk) -> Html:
    return texts.which_since(desk.language)


async def has_come(desk: Desk, day: date) -> Html | None:
    return texts.to_come(desk.language) if day > await today(desk) else None


async def which_until(desk: Desk) -> Html:
    return texts.which_until(desk.language, await mesa_of(desk))


async def later(desk: Desk, day: date) -> Html | None:
    good = day.isoformat() > max((await today(desk)).isoformat(), desk.values["term"])
    return None if good else texts.not_later(desk.language)


async def which_name(desk: Desk) -> Message:
    return Message(texts.which_name(desk.language))


async def name_given(desk: Desk, given: Given) -> Values:
    name = written(desk, given, LONGEST_SUBGROUP)
    if has_subgroup(await mesa_of(desk), name):
        raise Misread(texts.is_there(desk.language))
    return {"subgroup": name}


async def preview(desk: Desk) -> Message:
    before = await mesa_of(desk)
    after = changed(desk.values, before)
    told = before.state is not after.state
    return texts.preview(desk.language, before, after, await names_of(desk.db), told=told)


async def apply(desk: Desk) -> Message:
    values, request = desk.values, desk.request
    actor = actor_of(desk.db, values["mesa"], request.chat)
    try:
        kept = await change(
            desk.db,
            values["mesa"],
            values["revision"],
            lambda mesa: changed(values, mesa),
            actor=actor,
            now=request.now,
        )
    except Stale as stale:
        return texts.changed_meanwhile(desk.language, stale.now_is)
    return texts.recorded(desk.language, kept)


def changed(values: dict[str, Any], mesa: Mesa) -> Mesa:
    """What the answers make of it."""
    how: dict[str, Callable[[], Mesa]] = {
        "integrar": lambda: seated(mesa, values["body"], values["role"]),
        "retirar": lambda: unseated(mesa, values["body"]),
        "suspender": lambda: suspended(mesa, date.fromisoformat(values["since"]), values["why"]),
        "reinstalar": lambda: resumed(mesa),
        "concluir": lambda: concluded(mesa, values["end"]),
        "vigencia": lambda: extended(mesa, date.fromisoformat(values["until"]), values["instrument"], values["reason"]),
        "subgrupo": lambda: divided(mesa, values["subgroup"]),
    }
    return how[values["what"]]()


MESA = Wizard(
    "mesa",
    (
        Step("what", which_change, change_given, lambda values: "what" not in values),
        Step("body", which_body, body_given, what("integrar")),
        words_step("role", texts.which_role, LONGEST_PLACE, none="role", offered=usual_roles, when=what("integrar")),
        Step("seat", which_seat, seat_given, what("retirar")),
        day_step("since", which_since, has_come, what("suspender"), past=True),
        words_step("why", texts.which_why, LONGEST_NOTE, when=what("suspender")),
        words_step("end", texts.which_end, LONGEST_NOTE, none="note", when=what("concluir")),
        day_step("until", which_until, later, what("vigencia")),
        words_step("instrument", texts.which_instrument, LONGEST_PLACE, when=what("vigencia")),
        words_step("reason", texts.which_extension, LONGEST_NOTE, none="note", when=what("vigencia")),
        Step("subgroup", which_name, name_given, what("subgrupo")),
    ),
    may,
    preview,
    apply,
)


async def begin_change(mesa: Mesa, choice: str, request: Request, language: Language, db: Session) -> Message:
    """Only a coordinator of that mesa gets the first question. choice: what to change, "" = to be asked; one that cannot be is
    asked again."""
    given = {
        "mesa": mesa.id,
        "revision": await revision_of(db, mesa),
        "term": mesa.term_until.isoformat() if mesa.term_until else "",
    }
    if choice in dict(texts.changes(language, mesa)):
        given["what"] = choice
    return await begin(MESA, given, request, language, db)
