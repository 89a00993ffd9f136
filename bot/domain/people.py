"""What a person (or a group's chat) chose. Kept sealed; there is no name, number or text here, and none is stored elsewhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """language: "" until chosen. mesa: slug at hand. target: a deep link's payload that waits for the first choices."""

    language: str = ""
    mesa: str = ""
    subgroup: str = ""
    target: str = ""
