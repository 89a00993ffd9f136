"""A chart as SVG and, in the chat, as PNG: calm, and told apart without colours too (each series has its pattern)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import regex

from bot.domain.charts import Bar, Chart
from bot.texts.markup import clean

if TYPE_CHECKING:
    from jinja2 import Template

HERE = Path(__file__).parent
FONT = "DejaVu Sans"
FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
WIDTH, MARGIN = 720, 32  # of the drawing, in its own units
INSIDE = WIDTH - 2 * MARGIN
ZOOM = 1.5  # points of the PNG for each of them
TITLE_LETTERS, LABEL_LETTERS, NAME_LETTERS = 34, 54, 20  # that surely fit into a line
TITLE_LINES = 2
LINE, LEGEND_LINE, BAR_LINE = 40, 36, 88  # heights
NUMBER, ROOM = 11, 30  # a digit's width, and what stands around a number
_GRAPHEME = regex.compile(r"\X")
_NO_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True)
class Segment:
    """One series within a bar. x, width: in the drawing's units; look: which pattern."""

    look: int
    number: int
    x: float
    width: float

    @property
    def plate(self) -> float:
        """The width of what its number stands on."""
        return needed(self.number) - 20


@dataclass(frozen=True)
class Row:
    label: str
    total: int
    segments: tuple[Segment, ...]


def png(chart: Chart) -> bytes:
    from resvg_py import svg_to_bytes  # noqa: PLC0415 (6 MB, and most hours nobody asks for a picture)

    return bytes(
        svg_to_bytes(
            svg(chart),
            zoom=ZOOM,
            background="#ffffff",
            skip_system_fonts=True,
            font_family=FONT,
            font_files=[str(HERE / name) for name in FONTS],
        )
    )


def svg(chart: Chart) -> str:
    """The same drawing for the same chart; what people wrote is text in it, never markup."""
    title = wrapped(chart.title)
    rows = [Row(cut(bar.label, LABEL_LETTERS), sum(bar.values), segments) for bar, segments in laid_out(chart.bars)]
    series = [(look, cut(one.name, NAME_LETTERS), one.total) for look, one in enumerate(chart.series)]
    legend = MARGIN + 4 + len(title) * LINE + LEGEND_LINE
    top = legend + -(-len(series) // 2) * LEGEND_LINE + 24
    return template().render(
        title=title,
        subtitle=cut(chart.subtitle, LABEL_LETTERS),
        note=cut(chart.note, LABEL_LETTERS + 10),
        series=series,
        rows=rows,
        legend=legend,
        top=top,
        width=WIDTH,
        height=top + len(rows) * BAR_LINE + (LINE if chart.note else 0) + 8,
        margin=MARGIN,
        inside=INSIDE,
        line=LINE,
        legend_line=LEGEND_LINE,
        bar_line=BAR_LINE,
        font=FONT,
    )


@cache
def template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 (2 MB, as the above)

    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("chart.svg.jinja")


def laid_out(bars: Sequence[Bar]) -> Iterator[tuple[Bar, tuple[Segment, ...]]]:
    """Each bar with its segments; the largest fills the width."""
    most = max((sum(bar.values) for bar in bars), default=0)
    for bar in bars:
        counted = [(look, number) for look, number in enumerate(bar.values) if number]
        widths = shared([number for _, number in counted], most)
        begins = [MARGIN + sum(widths[:at]) for at in range(len(widths))]
        yield bar, tuple(Segment(*one, x, width) for one, x, width in zip(counted, begins, widths, strict=True))


def shared(numbers: Sequence[int], most: int) -> list[float]:
    """Widths by their numbers, each at least as wide as its number is written; together never wider than the picture."""
    wished = [max(needed(number), number * INSIDE / most) for number in numbers]
    over = sum(wished) - INSIDE
    if over <= 0:
        return wished
    spare = [width - needed(number) for width, number in zip(wished, numbers, strict=True)]
    return [width - over * can / sum(spare) for width, can in zip(wished, spare, strict=True)]


def needed(number: int) -> int:
    return ROOM + NUMBER * len(str(number))


def wrapped(text: str) -> list[str]:
    """At most two lines, cut between words where there are any."""
    lines: list[str] = []
    rest = one_line(text)
    while rest and len(lines) < TITLE_LINES - 1 and len(_GRAPHEME.findall(rest)) > TITLE_LETTERS:
        fitting = "".join(_GRAPHEME.findall(rest)[: TITLE_LETTERS + 1])
        head = fitting.rpartition(" ")[0] or "".join(_GRAPHEME.findall(rest)[:TITLE_LETTERS])
        lines.append(head)
        rest = rest[len(head) :].strip()
    return [*lines, cut(rest, TITLE_LETTERS)] if rest else lines


def cut(text: str, most: int) -> str:
    """One line of at most so many letters as people count them; … where it goes on."""
    letters = _GRAPHEME.findall(one_line(text))
    return "".join(letters) if len(letters) <= most else "".join(letters[: most - 1]).rstrip(" ,;.(") + "…"


def one_line(text: str) -> str:
    """What people wrote without what no XML may hold."""
    return " ".join(_NO_XML.sub("", clean(text)).split())
