"""Steps that several wizards share: words, a link, an hour, a place with its pin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.chat.wizards import Desk, Given, Misread, Step
from bot.domain.convening import LONGEST_LINK, is_link
from bot.domain.drafts import Values
from bot.domain.hours import read_hour
from bot.domain.messages import Button, Message
from bot.texts import sessions as texts
from bot.texts.language import Language
from bot.texts.markup import Html, clean

NONE = "-"  # what a button chooses that leaves the answer out
LONGEST_PLACE, LONGEST_AGENDA, LONGEST_NOTE = 200, 1_000, 1_000

When = Callable[[dict[str, Any]], bool]
Question = Callable[[Language], Html]


def always(_: dict[str, Any]) -> bool:
    return True


def written(desk: Desk, given: Given, most: int) -> str:
    """Words on one line, without what nobody sees; Misread: none, or too many."""
    words = " ".join("".join(one if one.isprintable() else " " for one in clean(given.text)).split())
    if not words or len(words) > most or given.choice:
        raise Misread(texts.no_words(desk.language, most))
    return words


def words_step(
    name: str,
    question: Question,
    most: int,
    *,
    none: str = "",
    offered: Callable[[Desk], Sequence[str]] = lambda _: (),
    when: When = always,
) -> Step:
    """Gives {name: words}. none: which of `texts.none` leaves it out, as ""; "" = it must be said. offered: words as buttons."""

    async def ask(desk: Desk) -> Message:
        each = [(desk.button(words, str(index)),) for index, words in enumerate(offered(desk))]
        out = [(left_out(desk, none),)] if none else []
        return Message(question(desk.language), rows=(*each, *out))

    async def read(desk: Desk, given: Given) -> Values:
        if none and given.choice == NONE:
            return {name: ""}
        words = offered(desk)
        if given.choice.isascii() and given.choice.isdigit() and int(given.choice) < len(words):
            return {name: words[int(given.choice)]}
        return {name: written(desk, given, most)}

    return Step(name, ask, read, when)


def link_step(name: str, when: When = always) -> Step:
    """Gives {name: "https://…"}, or "" for none. It is never fetched."""

    async def ask(desk: Desk) -> Message:
        return Message(texts.which_link(desk.language), rows=((left_out(desk, "link"),),))

    async def read(desk: Desk, given: Given) -> Values:
        if given.choice == NONE:
            return {name: ""}
        if given.choice or not is_link(given.text.strip()):
            raise Misread(texts.no_link(desk.language))
        return {name: given.text.strip()[:LONGEST_LINK]}

    return Step(name, ask, read, when)


def hour_step(when: When = always) -> Step:
    """Gives {"starts": "10:30"}, "" while no hour is known."""

    async def ask(desk: Desk) -> Message:
        return texts.which_hour(desk.language, desk.button)

    async def read(desk: Desk, given: Given) -> Values:
        if given.choice == NONE or given.text.strip().casefold() == "sin hora":
            return {"starts": ""}
        choice = given.choice
        starts = read_hour(f"{choice[:2]}:{choice[2:]}" if choice else given.text)
        if starts is None:
            raise Misread(texts.no_hour(desk.language))
        return {"starts": starts.isoformat()}

    return Step("starts", ask, read, when)


def place_steps(when: When = always) -> tuple[Step, ...]:
    """Give {"place": words, "where": [latitude, longitude] or none}: words first and then a pin, or the pin first."""

    async def ask_place(desk: Desk) -> Message:
        return Message(texts.which_place(desk.language), rows=((left_out(desk, "place"),),))

    async def read_place(desk: Desk, given: Given) -> Values:
        if given.place is not None:
            return {"where": list(given.place)}
        if given.choice == NONE:
            return {"place": "", "where": None}
        return {"place": written(desk, given, LONGEST_PLACE)}

    async def ask_pin(desk: Desk) -> Message:
        return Message(texts.which_pin(desk.language), rows=((left_out(desk, "pin"),),))

    async def read_pin(desk: Desk, given: Given) -> Values:
        if given.place is not None:
            return {"where": list(given.place)}
        if given.choice == NONE:
            return {"where": None}
        raise Misread(texts.no_pin(desk.language))

    return (
        Step("place", ask_place, read_place, when),
        words_step("name", texts.which_name, LONGEST_PLACE, when=lambda values: when(values) and needs_name(values)),
        Step("pin", ask_pin, read_pin, lambda values: when(values) and "place" in values and "where" not in values),
    )


def needs_name(values: dict[str, Any]) -> bool:
    """A pin was sent, and no words."""
    return values.get("where") is not None and "place" not in values


def place_of(values: dict[str, Any]) -> tuple[str, tuple[float, float] | None]:
    """What `place_steps` gave."""
    where = values.get("where")
    return values.get("name") or values.get("place", ""), (where[0], where[1]) if where else None


def left_out(desk: Desk, what: str) -> Button:
    return desk.button(texts.none(desk.language)[what], NONE)
