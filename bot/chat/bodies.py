"""A wizard's step that asks for an institution: a part of its name, then a button; one nobody knows is made after a clear yes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.chat.drafted import mesa_of
from bot.chat.recording import NONE, Question, written
from bot.chat.wizards import Desk, Given, Misread, Step, Turned
from bot.domain.callbacks import number
from bot.domain.drafts import Values
from bot.domain.finding import alike
from bot.domain.mesas import Institution
from bot.domain.messages import Button, Message
from bot.services.bodies import Directory, identifier
from bot.store import institutions
from bot.texts import bodies as texts
from bot.texts.language import Language
from bot.texts.markup import paragraphs
from bot.texts.recording import in_words, press_one

MOST_OFFERED = 8
LONGEST_NAME = 200
NEW, YES, NO = "new", "yes", "no"


def body_step(
    name: str,
    question: Question,
    none: Callable[[Language], str] | None = None,
    when: Callable[[dict[str, Any]], bool] = lambda _: True,
) -> Step:
    """Gives {name: slug, name_new: how one that is not stored yet is called}; none: what answers neither. See `body_of`."""
    new_at, words_at, creating_at = f"{name}_new", f"{name}_words", f"{name}_creating"

    async def ask(desk: Desk) -> Message:
        words = desk.values.get(words_at, "")
        if desk.values.get(creating_at):
            yes, no = desk.button(texts.create(desk.language), YES), desk.button(texts.look_again(desk.language), NO)
            return Message(texts.unknown(desk.language, words), rows=((yes,), (no,)))
        found = (
            alike(words, await institutions.all_institutions(desk.db), MOST_OFFERED) if words else await seated(desk)
        )
        rows = [(await to_choose(desk, one),) for one in found]
        if words:
            rows.append((desk.button(texts.new(desk.language, words), NEW),))
        if none is not None:
            rows.append((desk.button(none(desk.language), NONE),))
        said = paragraphs(await question(desk), texts.hint(desk.language, words, len(found)))
        return Message(said, rows=tuple(rows))

    async def read(desk: Desk, given: Given) -> Values:
        words, choice = desk.values.get(words_at, ""), given.choice
        if choice == NONE and none is not None:
            return {name: "", new_at: ""}
        if choice == NEW and words:
            raise Turned({creating_at: True})
        if choice == YES and desk.values.get(creating_at):
            return {name: "", new_at: words}
        if choice == NO:
            raise Turned({words_at: "", creating_at: False})
        if choice:
            one = await institutions.by_id(desk.db, number(choice) or 0)
            if one is None:
                raise Misread(press_one(desk.language))
            return {name: one.slug, new_at: ""}
        said = written(given, LONGEST_NAME, one_line=True)
        if said is None or not any(map(str.isalnum, said)):
            raise Misread(in_words(desk.language, LONGEST_NAME))
        directory = Directory()
        directory.add(await institutions.all_institutions(desk.db))
        if known := directory.known(said):
            return {name: known.slug, new_at: ""}
        raise Turned({words_at: said, creating_at: False})

    return Step(name, ask, read, when)


async def body_of(desk: Desk, name: str) -> Institution | None:
    """What was answered; one that is not stored yet as it will be. None: nobody."""
    if slug := desk.values.get(name):
        return await institutions.by_slug(desk.db, slug)
    words = desk.values.get(f"{name}_new")
    return Institution(identifier(words), words) if words else None


async def to_choose(desk: Desk, one: Institution) -> Button:
    numbers = await institutions.numbers_of(desk.db, [one.slug])
    return desk.button(texts.label(one), str(numbers[one.slug]))


async def seated(desk: Desk) -> list[Institution]:
    """Who sits in the mesa: likely to be meant."""
    seats = {seat.institution for seat in (await mesa_of(desk)).seats}
    return [one for one in await institutions.all_institutions(desk.db) if one.slug in seats][:MOST_OFFERED]
