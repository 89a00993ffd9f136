"""Button data: plain and versioned, so that a button pressed a year later still says what it meant.

`v1:<what>:<field>:<field>…`; fields keep no colon. Nothing here grants anything: authority is looked up at each press.
"""

from __future__ import annotations

VERSION = "v1"
MOST_BYTES = 64  # Telegram's limit for callback_data


def pack(what: str, *fields: object) -> str:
    """The data of a button; ValueError if a field holds a colon or the whole passes 64 bytes."""
    parts = [VERSION, what, *map(str, fields)]
    if any(":" in part for part in parts):
        raise ValueError(f"a field of a button holds a colon: {parts}")
    data = ":".join(parts)
    if len(data.encode()) > MOST_BYTES:
        raise ValueError(f"button data over {MOST_BYTES} bytes: {data}")
    return data


def unpack(data: str) -> tuple[str, ...]:
    """(what, field, field, …), or () for anything that is not ours or of another version."""
    version, *parts = data.split(":")
    return tuple(parts) if version == VERSION and parts and parts[0] else ()


def number(field: str) -> int | None:
    """A whole number written with ASCII digits only; None for anything else (`int` accepts ٣, " 12", 1_000)."""
    return int(field) if field.isascii() and field.isdigit() and len(field) <= 15 else None
