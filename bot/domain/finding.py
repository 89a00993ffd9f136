"""Which institution, or which mesa, is meant by what people write of its name. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.folding import fold
from bot.domain.mesas import Institution, Mesa
from bot.domain.names import spoken_name, words_of
from bot.domain.quechua import without_case


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


def mesas_named(words: str, among: Iterable[Mesa]) -> list[Mesa]:
    """Those whose name (whole, or as it is spoken) or slug it is; else in whose name each word stands. A case at the end is none."""
    said, each = words_of(words), list(among)
    if not said:
        return []
    forms = (said, (*said[:-1], without_case(said[-1])))
    whole = [one for one in each if {words_of(one.name), spoken_name(one.name), words_of(one.slug)} & {*forms}]
    return whole or [one for one in each if any({*form} <= {*words_of(one.name)} for form in forms)]
