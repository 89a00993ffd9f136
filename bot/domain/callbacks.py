"""Button data: plain and versioned, so that a button pressed a year later still says what it meant.

`v1:<what>:<field>:<field>…`; fields keep no colon. Nothing here grants anything: authority is looked up at each press. What
changes something for others is `v2:<what>:<field>…:<tag>`: the tag binds it to the chat it was shown in.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode

VERSION, TAGGED_VERSION = "v1", "v2"
MOST_BYTES = 64  # Telegram's limit for callback_data
TAG_BYTES = 8
TAG_LETTERS = 11  # of base64, without its padding
TAGGED = frozenset({"an", "ci", "cx", "ew", "kt", "na", "nr", "tc", "ti", "tr"})  # never taken without a tag


def pack(what: str, *fields: object) -> str:
    """The data of a button; ValueError if a field holds a colon or the whole passes 64 bytes, its tag included."""
    parts = [VERSION, what, *map(str, fields)]
    if any(":" in part for part in parts):
        raise ValueError(f"a field of a button holds a colon: {parts}")
    data = ":".join(parts)
    most = MOST_BYTES - (TAG_LETTERS + 1 if what in TAGGED else 0)
    if len(data.encode()) > most:
        raise ValueError(f"button data over {most} bytes: {data}")
    return data


def unpack(data: str) -> tuple[str, ...]:
    """(what, field, field, …) without a tag, or () for anything that is not ours or of another version."""
    version, *parts = data.split(":")
    if version == TAGGED_VERSION:
        parts = parts[:-1]
    return tuple(parts) if version in (VERSION, TAGGED_VERSION) and parts and parts[0] else ()


def wants_tag(data: str) -> bool:
    """Whether it is taken with a tag alone: what it asks changes something, or it says that it has one."""
    return data.startswith(f"{TAGGED_VERSION}:") or unpack(data)[:1] in {(what,) for what in TAGGED}


def tagged(data: str, tag: bytes) -> str:
    """What `pack` made, with its tag."""
    return f"{TAGGED_VERSION}{data.removeprefix(VERSION)}:{written(tag)}"


def untagged(data: str) -> tuple[str, str]:
    """(what `pack` made, its tag as written); ("", "") for what has none."""
    version, colon, rest = data.partition(":")
    plain, _, tag = rest.rpartition(":")
    return (f"{VERSION}{colon}{plain}", tag) if version == TAGGED_VERSION and plain else ("", "")


def written(tag: bytes) -> str:
    return urlsafe_b64encode(tag).decode().rstrip("=")


def number(field: str) -> int | None:
    """A whole number written with ASCII digits only; None for anything else (`int` accepts ٣, " 12", 1_000)."""
    return int(field) if field.isascii() and field.isdigit() and len(field) <= 15 else None
