"""The picture of the panel: always the same for the same facts, safe whatever people wrote, told apart without colours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.charts import Bar, Chart, Series
from bot.media.chart import INSIDE, LABEL_LETTERS, MARGIN, TITLE_LETTERS, WIDTH, ZOOM, cut, laid_out, png, svg, wrapped
from tests.media.pixels import read

GOLDEN = Path(__file__).parent / "chart.svg"
NAMES = ("Vencidos", "Por vencer (30 días)", "A tiempo", "Sin plazo", "Cumplidos", "No viables")
CHART = Chart(
    "Mesa de Diálogo de la Provincia del Valle, ¿ñandú’ → Qucha?",
    "23 de noviembre de 2026",
    tuple(Series(name, 3) for name in NAMES),
    (
        Bar("Ministerio de Vivienda, Construcción y Saneamiento de la República", (4, 1, 12, 0, 3, 1)),
        Bar("MINSA", (0, 0, 0, 2, 1, 0)),
    ),
    "Un compromiso de varios responsables cuenta en cada uno.",
)
SVG = "{http://www.w3.org/2000/svg}"
FAMILY = "👩‍👩‍👧‍👦"  # one letter to who reads it


def test_the_same_facts_are_always_the_same_drawing() -> None:
    assert svg(CHART) == GOLDEN.read_text(encoding="utf-8")


def test_the_picture_opens_has_its_size_and_shows_the_series() -> None:
    drawing = ET.fromstring(svg(CHART))
    picture = read(png(CHART))

    assert (picture.width, picture.height) == (WIDTH * ZOOM, int(int(drawing.attrib["height"]) * ZOOM))
    bars = [one for one in drawing.iter(f"{SVG}rect") if one.get("height") == "36"]
    shown = [
        picture.at(int((float(one.get("x", "")) + 2) * ZOOM), int((float(one.get("y", "")) + 18) * ZOOM))
        for one in bars
    ]
    assert len(bars) == 7
    assert shown[0] == (0x7A, 0x16, 0x26)
    assert picture.at(5, 5) == (255, 255, 255)
    assert len(set(shown)) >= 4


def test_words_are_drawn_by_the_font_that_comes_with_it() -> None:
    blank, accented, plain = (read(png(Chart(title, "", (), ()))) for title in ("", "ñ á ¿ ’ → ↑", "n a ? ' - -"))

    def dark(rows: tuple[bytes, ...]) -> int:
        return sum(row.count(0x1A) for row in rows)

    assert dark(blank.rows) == 0
    assert dark(accented.rows) > 100
    assert accented.rows != plain.rows


def test_other_numbers_are_another_picture() -> None:
    other = replace(CHART, bars=(Bar("MINSA", (0, 0, 0, 3, 1, 0)), CHART.bars[1]))

    assert png(CHART) == png(CHART)
    assert png(CHART) != png(other)


@pytest.mark.parametrize(
    "wrote",
    ["<b>&\"x'</b>", "]]><script>x</script>", "{{ 7 * 7 }}{% raw %}", "a\x00b\x1b\ufffe\uffff\ud800c\u202ed", "&#60;"],
)
def test_what_people_wrote_is_text_never_markup(wrote: str) -> None:
    chart = Chart(wrote, wrote, (Series(wrote, 1),), (Bar(wrote, (1,)),), wrote)
    safe = Chart("x", "x", (Series("x", 1),), (Bar("x", (1,)),), "x")

    def elements(chart: Chart) -> list[str]:
        return [one.tag for one in ET.fromstring(svg(chart)).iter()]

    assert elements(chart) == elements(safe)
    assert read(png(chart)).width == WIDTH * ZOOM


def test_long_names_are_cut_at_a_whole_letter() -> None:
    assert cut(FAMILY * 100, 10) == FAMILY * 9 + "…"
    assert cut("Ministerio de Salud, de la República", 21) == "Ministerio de Salud…"
    assert cut("MINSA", 5) == "MINSA"
    assert wrapped(FAMILY * 100) == [FAMILY * TITLE_LETTERS, FAMILY * (TITLE_LETTERS - 1) + "…"]
    assert wrapped("Mesa de Diálogo de la Provincia de Espinar") == ["Mesa de Diálogo de la Provincia de", "Espinar"]
    assert wrapped("") == []
    assert len(cut("n\u0303" * 200, LABEL_LETTERS)) == LABEL_LETTERS  # composed to one sign each


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 100_000)] * 6), max_size=6))
def test_bars_stay_inside_and_hold_their_numbers(values: list[tuple[int, ...]]) -> None:
    for bar, segments in laid_out([Bar("x", one) for one in values]):
        assert [part.number for part in segments] == [number for number in bar.values if number]
        assert all(part.width >= part.plate for part in segments)
        if segments:
            assert segments[0].x == MARGIN
            assert segments[-1].x + segments[-1].width <= MARGIN + INSIDE + 0.01
