"""Entities of what people type: offsets and lengths in UTF-16 units, as Telegram counts."""

import re
from typing import Any

FOUND = {
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"),
    "mention": re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{3,31}\b"),
    "url": re.compile(r"\bhttps?://[^\s<>\"]*[^\s<>\".,;:!?)»]"),
}


def utf16_units(text: str) -> int:
    """How long Telegram says the text is."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def found_entities(text: str) -> list[dict[str, Any]]:
    """An entity for each /command, @name and address that Telegram finds in what people type."""
    found = [
        {"type": kind, "offset": utf16_units(text[: one.start()]), "length": utf16_units(one.group())}
        for kind, pattern in FOUND.items()
        for one in pattern.finditer(text)
    ]
    return sorted(found, key=lambda one: int(str(one["offset"])))
