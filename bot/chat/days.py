"""A wizard's step that asks for a day: by a calendar of buttons, or in words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from bot.chat.drafted import today
from bot.chat.steps import NONE
from bot.chat.wizards import Desk, Given, Misread, Step, Turned
from bot.domain.days import read_day
from bot.domain.drafts import Values
from bot.domain.messages import Message
from bot.texts import calendar as texts
from bot.texts.markup import Html, paragraphs

Check = Callable[[Desk, date], Awaitable[Html | None]]  # why that day will not do; None: it does


async def any_day(_desk: Desk, _day: date) -> Html | None:
    return None


async def never(_desk: Desk) -> str:
    return ""


def day_step(
    name: str,
    question: Callable[[Desk], Awaitable[Html]],
    check: Check = any_day,
    when: Callable[[dict[str, Any]], bool] = lambda _: True,
    none: Callable[[Desk], Awaitable[str]] = never,
    *,
    past: bool = False,
) -> Step:
    """Gives {name: "2026-12-15"}. none: the label of what answers ""; "" = it must be a day. past: the examples are of days
    gone by. Checked again at "Confirmar"."""

    async def ask(desk: Desk) -> Message:
        shown = desk.values.get(f"{name}_month") or f"{await today(desk):%Y%m}"
        rows = texts.month(date(int(shown[:4]), int(shown[4:]), 1), desk.button)
        if label := await none(desk):
            rows = (*rows, (desk.button(label, NONE),))
        hint = texts.hint(desk.language, await today(desk), past=past)
        return Message(paragraphs(await question(desk), hint), rows=rows)

    async def read(desk: Desk, given: Given) -> Values:
        choice = given.choice
        if choice == NONE and await none(desk):
            return {name: ""}
        if len(choice) == 6 and choice.isascii() and choice.isdigit():
            raise Turned({f"{name}_month": _within(choice)})
        words = f"{choice[:4]}-{choice[4:6]}-{choice[6:]}" if choice else given.text
        day = read_day(words, await today(desk))
        if day is None:
            raise Misread(texts.no_day(desk.language, await today(desk)))
        if why := await check(desk, day):
            raise Misread(why)
        return {name: day.isoformat()}

    async def passed(desk: Desk) -> Html | None:
        day = desk.values[name]
        return await check(desk, date.fromisoformat(day)) if day else None

    return Step(name, ask, read, when, passed)


def _within(choice: str) -> str:
    """A month that the calendar has."""
    year, number = int(choice[:4]), int(choice[4:])
    return choice if 1 <= year <= 9998 and 1 <= number <= 12 else "202601"
