"""The next code of a mesa, made like those it has. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from bot.domain.folding import fold_code

_NUMBERED = re.compile(r"(.*?)([0-9]+)")
_USUAL_WIDTH = 2


def next_code(codes: Iterable[str], slug: str) -> str:
    """After the highest number behind the commonest beginning: ESP-07 → ESP-08. Without any: of the slug's first letters."""
    known = list(codes)
    parts = [found.groups() for code in known if (found := _NUMBERED.fullmatch(code))]
    if not parts:
        return free(f"{slug.replace('-', '')[:3].upper() or 'C'}-", 1, _USUAL_WIDTH, known)
    (prefix, _), *_ = Counter(prefix for prefix, _ in parts).most_common(1)
    numbers = [number for same, number in parts if same == prefix]
    highest = max(numbers, key=int)
    return free(prefix, int(highest) + 1, len(highest), known)


def free(prefix: str, number: int, width: int, known: Iterable[str]) -> str:
    """The first that nobody could take for one of those there are."""
    taken = {fold_code(code) for code in known}
    while fold_code(code := f"{prefix}{number:0{width}}") in taken:
        number += 1
    return code
