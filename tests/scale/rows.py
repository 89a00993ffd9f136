"""A line of the bench's table, and what its figures are taken from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    what: str
    ours: str
    peer: str
    ratio: str
    goal: str


def p99(times: Iterable[float]) -> float:
    ordered = sorted(times)
    return ordered[int(len(ordered) * 0.99) - 1]


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1e3:.1f} ms"
