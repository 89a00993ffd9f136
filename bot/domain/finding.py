"""Which institution is meant by a few letters of what it is called. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.folding import fold
from bot.domain.mesas import Institution


def alike(words: str, among: Iterable[Institution], most: int) -> list[Institution]:
    """Those of whose name, acronym or alias each word is a part; first those that begin so, then by their names."""
    said = fold(words)

    def place(one: Institution) -> tuple[bool, str]:
        return not any(fold(name).startswith(said) for name in called(one)), fold(one.name)

    parts = said.split()
    found = [one for one in among if parts and all(part in fold(" ".join(called(one))) for part in parts)]
    return sorted(found, key=place)[:most]


def called(one: Institution) -> tuple[str, ...]:
    return tuple(filter(None, (one.name, one.acronym, *one.aliases)))
