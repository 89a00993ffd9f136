"""What the wizards that change a commitment share: which one, who may, a step that asks for words, and saving it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from bot.chat.coordinators import commitment_coordinated, mesa_coordinated
from bot.chat.drafted import mesa_of
from bot.chat.here import today_in
from bot.chat.request import Request
from bot.chat.wizards import Desk, Given, Misread, Step, Wizard, begin
from bot.domain.callbacks import number
from bot.domain.commitments import Commitment
from bot.domain.drafts import Values
from bot.domain.evidence import Piece
from bot.domain.mesas import Institution, Mesa
from bot.domain.messages import Button, Message
from bot.services.acting import actor_of
from bot.services.changing import change
from bot.store import commitments
from bot.store.database import Session
from bot.texts import commitments as lists
from bot.texts import pages
from bot.texts import recording as texts
from bot.texts.language import Language
from bot.texts.markup import Html, clean, paragraphs

LONGEST_WORDS = 1_000
NONE = "-"  # chosen instead of words
_SPACES = re.compile(r"\s+")


async def about(desk: Desk) -> Commitment:
    found = await commitments.by_id(desk.db, desk.values["commitment"])
    if found is None:
        raise LookupError("a draft of a commitment that is gone")
    return found


def written(given: Given, most: int = LONGEST_WORDS, *, one_line: bool = False) -> str | None:
    """The words, as they can be kept; None: there are none, or too many."""
    words = clean(given.text).strip()
    words = _SPACES.sub(" ", words) if one_line else words
    return words if words and len(words) <= most else None


Question = Callable[[Desk], Awaitable[Html]]
Offered = Callable[[Desk], Awaitable[Sequence[str]]]
Check = Callable[[Desk, str], Awaitable[Html | None]]  # why those words will not do; None: they do
Start = Callable[[Commitment, Mesa, Request, Language, Session], Awaitable[Message]]
T = TypeVar("T")


def chosen(choice: str, each: Sequence[T]) -> T | None:
    """What a button chose by its place."""
    at = number(choice)
    return each[at] if at is not None and at < len(each) else None


def words_step(
    name: str,
    question: Question,
    *,
    most: int = LONGEST_WORDS,
    none: Callable[[Language], str] | None = None,
    offered: Offered | None = None,
    one_line: bool = False,
    check: Check | None = None,
    when: Callable[[dict[str, Any]], bool] = lambda _: True,
) -> Step:
    """Gives {name: words}. none: the label of what answers ""; offered: words that a button says; check: why these will not do."""

    async def ask(desk: Desk) -> Message:
        each = await offered(desk) if offered else ()
        rows = [(desk.button(words, str(number)),) for number, words in enumerate(each)]
        if none is not None:
            rows.append((desk.button(none(desk.language), NONE),))
        return Message(await question(desk), rows=tuple(rows))

    async def read(desk: Desk, given: Given) -> Values:
        if none is not None and given.choice == NONE:
            return {name: ""}
        if (words := chosen(given.choice, await offered(desk) if offered else ())) is not None:
            return {name: words}
        words = written(given, most, one_line=one_line)
        if words is None:
            raise Misread(texts.in_words(desk.language, most))
        if check is not None and (why := await check(desk, words)):
            raise Misread(why)
        return {name: words}

    return Step(name, ask, read, when)


@dataclass(frozen=True)
class Choice:
    """One answer of a few. label: of its button."""

    value: str
    label: str


def choice_step(
    name: str,
    question: Question,
    choices: Callable[[Desk], Awaitable[list[Choice]]],
    when: Callable[[dict[str, Any]], bool] = lambda _: True,
    width: int = 1,
    check: Check | None = None,
) -> Step:
    """Gives {name: the value chosen}: buttons only. check: why that one will not do."""

    async def ask(desk: Desk) -> Message:
        each: list[Button] = [desk.button(one.label, str(at)) for at, one in enumerate(await choices(desk))]
        return Message(
            await question(desk), rows=tuple(tuple(each[at : at + width]) for at in range(0, len(each), width))
        )

    async def read(desk: Desk, given: Given) -> Values:
        one = chosen(given.choice, await choices(desk))
        if one is None:
            raise Misread(texts.press_one(desk.language))
        if check is not None and (why := await check(desk, one.value)):
            raise Misread(why)
        return {name: one.value}

    return Step(name, ask, read, when)


async def headed(desk: Desk, question: Html) -> Html:
    """The question under the commitment it is about."""
    return paragraphs(texts.head(desk.language, await about(desk)), question)


async def save(
    desk: Desk,
    how: Callable[[Commitment, date], Commitment],
    evidence: Sequence[Piece] = (),
    body: Institution | None = None,
) -> Commitment:
    """In the name of who confirms. how: with today's date in the mesa. Stale."""
    mesa, request = await mesa_of(desk), desk.request
    today = today_in(mesa, request)
    return await change(
        desk.db,
        desk.values["commitment"],
        desk.values["revision"],
        lambda one: how(one, today),
        actor=actor_of(desk.db, mesa.id, request.chat),
        now=request.now,
        evidence=evidence,
        body=body,
    )


def given_of(one: Commitment, mesa: Mesa) -> dict[str, Any]:
    """What a wizard about it begins with."""
    return {"mesa": mesa.id, "commitment": one.id, "revision": one.revision}


def starting(wizard: Wizard) -> Start:
    """How it begins, about a commitment of that mesa."""

    async def start(one: Commitment, mesa: Mesa, request: Request, language: Language, db: Session) -> Message:
        return await begin(wizard, given_of(one, mesa), request, language, db)

    return start


async def asked(start: Start, command: str, request: Request, language: Language, db: Session) -> Message:
    """`/<command> <code>`"""
    found = await commitment_coordinated(request.text, request, db) if request.text else None
    if found is not None:
        return await start(*found, request, language, db)
    if await mesa_coordinated(request, db) is None:
        return pages.unknown_command(language)
    return lists.code_unknown(language, request.text) if request.text else texts.usage(language, command)
