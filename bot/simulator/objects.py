"""Fields of the JSON objects a bot sends."""

import re
from typing import Any

from bot.simulator.chats import Json

WHOLE = re.compile(r"-?[0-9]{1,18}")


class Unreadable(Exception):
    """What is wrong with an object, in the words of TDLib's JsonBuilder and of the Bot API server."""


def string(given: Json, name: str) -> str:
    """A string, a number taken as one too; Unreadable if it is absent or something else."""
    if name not in given:
        raise Unreadable(f'Can\'t find field "{name}"')
    return optional_string(given, name)


def optional_string(given: Json, name: str) -> str:
    """A string, empty if absent."""
    value = given.get(name, "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unreadable(f'Field "{name}" must be of type String')
    return str(value)


def whole(given: Json, name: str) -> int:
    """A whole number, also as a string; Unreadable if it is absent or something else."""
    text = string(given, name)
    if not WHOLE.fullmatch(text):
        raise Unreadable(f'Field "{name}" must be a valid Number')
    return int(text)


def optional_array(given: Json, name: str) -> list[Any]:
    """An array, empty if absent."""
    value = given.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Unreadable(f'Field "{name}" must be of type Array')
    return value


def optional_object(given: Json, name: str) -> Json | None:
    """An object, None if absent."""
    value = given.get(name)
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Unreadable(f'Field "{name}" must be of type Object')
    return value


def lowered(problem: Unreadable) -> str:
    """What is wrong, begun in lower case, as Telegram writes it after "Bad Request: "."""
    words = str(problem)
    code = words[1:2] == "_" or words[1:2].isupper()
    return words if code else words[:1].lower() + words[1:]
