"""A chart in facts and words: what bot/media draws, after the commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """One kind of thing that is counted, with how many there are of it in all."""

    name: str
    total: int


@dataclass(frozen=True)
class Bar:
    """values: one for each series, in their order."""

    label: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Chart:
    """Bars of counted things, stacked, the largest as wide as the picture. At most six series; every word as it is read."""

    title: str
    subtitle: str
    series: tuple[Series, ...]
    bars: tuple[Bar, ...]
    note: str = ""
