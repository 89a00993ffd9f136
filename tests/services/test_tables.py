"""A file as rows: headers as people write them, and lines that stay lines whatever a cell holds."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.kinds import KNOWN
from bot.services.tables import ITS_END, LONGEST_LINE, NamedTable, Problem, TableRefused, read_table, told

README = Path(__file__).parents[2] / "README.md"


def columns(header: str) -> tuple[str, ...]:
    return read_table(NamedTable("t.csv", header.encode()), KNOWN).columns


def test_a_known_column_is_known_however_it_is_written() -> None:
    assert columns("Código;MESA;Compromiso (quechua);¿Reservado?;Vence / origen") == (
        "codigo",
        "mesa",
        "compromiso_quechua",
        "reservado",
        "vence_origen",
    )


def test_every_column_is_documented() -> None:
    told = README.read_text(encoding="utf-8").split("### Columnas que se cargan")[1].split("\n#")[0]

    assert sorted(column for column in KNOWN if f"`{column}`" not in told) == []


def test_an_unknown_column_keeps_its_name_and_one_without_a_name_gets_its_place() -> None:
    assert columns("codigo,Situación  actual,,'=CUI") == ("codigo", "situación  actual", "columna 3", "=cui")


def test_a_known_column_written_in_two_ways_is_there_twice() -> None:
    with pytest.raises(TableRefused, match=r"^t\.csv, fila 1: la columna codigo está dos veces$"):
        columns("codigo,Código,mesa")


def test_a_byte_order_mark_and_accents_in_two_pieces_are_no_difference() -> None:
    text = "codigo,nota\nA,Cañón de Ocoña\n"

    (row,) = read_table(NamedTable("t.csv", unicodedata.normalize("NFD", "\ufeff" + text).encode())).rows

    assert row.cells == {"codigo": "A", "nota": "Cañón de Ocoña"}


@given(st.binary(max_size=200) | st.text(alphabet=',;"\n\r =a', max_size=60).map(str.encode))
def test_any_bytes_are_a_table_or_refused_in_one_line(content: bytes) -> None:
    try:
        table = read_table(NamedTable("t.csv", content), KNOWN)
    except TableRefused as refused:
        line = str(refused)
    else:
        line = "t.csv"
        assert {len(row.cells) for row in table.rows} <= {len(table.columns)}
    assert (line[:5], line.isprintable()) == ("t.csv", True)


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    """An empty row counts, and so does a cell of three lines: it is one row."""
    table = read_table(NamedTable("t.csv", b'codigo\n\n"A\nB\nC"\n,\nD\n'))

    assert [(row.number, row.get("codigo")) for row in table.rows] == [(3, "A\nB\nC"), (5, "D")]


def test_a_problem_is_one_line_whatever_the_cell_holds() -> None:
    hostile = Problem("t\n.csv", 2, "vence", "«30\r\nfeb\x1b[31m\u2028\u202e» no es una fecha")

    assert str(hostile) == "t .csv, fila 2, columna vence: «30 feb [31m » no es una fecha"


def test_of_an_endless_cell_the_beginning_and_the_end_of_the_line_are_told() -> None:
    line = str(Problem("t.csv", 2, "vence", f"«{'x' * 30_000}» no es una fecha"))

    beginning, end = "t.csv, fila 2, columna vence: «", "» no es una fecha"
    middle = [LONGEST_LINE - ITS_END - len(beginning), ITS_END - len(end)]
    assert line == f"{beginning}{'x' * middle[0]} … {'x' * middle[1]}{end}"


@given(st.text(max_size=2 * LONGEST_LINE))
def test_what_is_told_is_always_one_short_line_that_can_be_seen(words: str) -> None:
    line = told(words)

    assert (line.isprintable(), line.splitlines()) == (True, [line] if line else [])
    assert len(line) <= LONGEST_LINE + len(" … ")
