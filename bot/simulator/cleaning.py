"""What Telegram makes of a text before it is kept. After TDLib's clean_input_string and fix_formatted_text.

Telegram also drops U+2028 to U+202E and three combining lines; here they stay, so that tests see what was sent.
"""

import re
from bisect import bisect_left
from typing import Any

from bot.simulator.entities import utf16_units

Json = dict[str, Any]
CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")  # becomes a space
DROPPED = re.compile(r"\r")
BLANK = " \n"
UNTOUCHED = re.compile(r"(?![ \n])[^\x00-\x09\x0b-\x1f]*(?<![ \n])")


def cleaned(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The text without control characters and blanks around it, and its entities moved along; empty ones are dropped."""
    if UNTOUCHED.fullmatch(text):
        return text, entities
    spaced = CONTROL.sub(" ", text)
    end = len(spaced.rstrip(BLANK + "\r"))
    begin = _first_kept(spaced, end, entities)
    kept = [i for i in range(begin, end) if not DROPPED.match(spaced[i])]
    return "".join(spaced[i] for i in kept), _moved(text, kept, entities)


def _first_kept(text: str, end: int, entities: list[Json]) -> int:
    """Blanks before the text go, but none that an entity covers."""
    first = min((one["offset"] for one in entities), default=end)
    begin = 0
    while begin < min(end, first) and text[begin] in BLANK:
        begin += 1
    return begin


def _moved(text: str, kept: list[int], entities: list[Json]) -> list[Json]:
    starts, units = [0], 0
    for character in text:
        units += utf16_units(character)
        starts.append(units)
    now = [0]
    for index in kept:
        now.append(now[-1] + starts[index + 1] - starts[index])

    def place(offset: int) -> int:
        return now[bisect_left(kept, bisect_left(starts, offset))]

    moved = []
    for one in entities:
        offset, end = place(one["offset"]), place(one["offset"] + one["length"])
        if end > offset:
            moved.append(one | {"offset": offset, "length": end - offset})
    return moved
