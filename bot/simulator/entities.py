"""Entities of what people type: offsets and lengths in UTF-16 units, as Telegram counts."""

import re
from typing import Any

COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(@\w{3,32})?(?![\w/])")


def utf16_units(text: str) -> int:
    """How long Telegram says the text is."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def command_entities(text: str) -> list[dict[str, Any]]:
    """A bot_command entity for each /command in the text."""
    return [
        {
            "type": "bot_command",
            "offset": utf16_units(text[: found.start()]),
            "length": utf16_units(found.group()),
        }
        for found in COMMAND.finditer(text)
    ]
