"""Reads and writes `locales/learnt.txt`: what was learnt of the questions in `locales/*/questions.tsv`, and of which ones.

The head's lines are `name: value`, then an empty line, then one line a feature: feature, tab, two hexadecimal digits an intent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from bot.domain.intents import Intent
from bot.domain.likeness import Likeness

FILE = "learnt.txt"


class LearntRefused(ValueError):
    """What was learnt cannot be read; one clear line says what to do."""


@dataclass(frozen=True)
class Learnt:
    """of: digest of all it was learnt from. plain: Spanish words of no group, as keys."""

    of: str
    plain: Sequence[str]
    likeness: Likeness


def read(path: Path) -> Learnt:
    """LearntRefused: it is missing, or is no such file. Line by line: as a whole it would take 1 MB that is never given back."""
    try:
        with path.open(encoding="utf-8") as lines:
            head = takewhile(lambda line: line != "\n", lines)
            told = dict(line.rstrip("\n").split(": ", 1) for line in head if not line.startswith("#"))
            likeness = Likeness(
                told["kinds"].split(),
                tuple(map(float, told["base"].split())),
                float(told["scale"]),
                dict(line.rstrip("\n").split("\t") for line in lines),
            )
        _check(likeness)
        return Learnt(told["of"], told["plain"].split(), likeness)
    except (OSError, ValueError, KeyError) as error:
        raise LearntRefused(
            f"{path}: no se puede leer ({error}); hágalo otra vez con  python3 dev.py translate"
        ) from None


def _check(likeness: Likeness) -> None:
    """ValueError: a question would stumble over it."""
    kinds = [Intent(kind) for kind in likeness.kinds]
    if len(likeness.base) != len(kinds):
        raise ValueError(f"base: {len(likeness.base)} números para {len(kinds)} intenciones")
    for feature, row in likeness.rows.items():
        if len(bytes.fromhex(row)) != len(kinds):
            raise ValueError(f"{feature}: no son dos cifras por intención")


def written(learnt: Learnt) -> str:
    likeness = learnt.likeness
    head = (
        "# Hecho por  python3 dev.py translate  de las preguntas de locales/*/questions.tsv: no se corrige a mano.",
        f"of: {learnt.of}",
        f"kinds: {' '.join(likeness.kinds)}",
        f"base: {' '.join(f'{one:.4f}' for one in likeness.base)}",
        f"scale: {likeness.scale:.6f}",
        f"plain: {' '.join(learnt.plain)}",
    )
    rows = (f"{feature}\t{row}" for feature, row in sorted(likeness.rows.items()))
    return "\n".join([*head, "", *rows, ""])
