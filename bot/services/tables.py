"""A file of a matrix as rows of words: CSV today, behind one function, so that spreadsheets can come in by the same door."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest

from bot.domain.folding import slug

MOST_BYTES, MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 20_000_000, 5_000, 200, 32_767
LONGEST_LINE, ITS_END = 400, 120  # letters of what is told, and of what stays of its end
# What a spreadsheet would calculate, also in full width; with the apostrophes that already stand before it, so that
# one more can be taken away again
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


@dataclass(frozen=True)
class NamedTable:
    """A file as it was given: its name is only for telling where a problem is."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and what to do. row: as a spreadsheet numbers it (1 = header), 0 = the file as a whole."""

    file: str
    row: int
    column: str
    what: str

    def __str__(self) -> str:
        where = f", fila {self.row}" if self.row else ""
        return told(f"{self.file}{where}{f', columna {self.column}' if self.column else ''}: {self.what}")


@dataclass(frozen=True)
class Row:
    file: str
    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class TableRefused(Exception):
    """The file cannot be read as a table."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_table(given: NamedTable, known: Collection[str] = ()) -> Table:
    """Header and rows; cells trimmed, empty rows left out. TableRefused with one line.

    known: columns that are meant however they are written ("Código", "Vence (origen)"); others keep their name.
    """
    name = given.name
    if len(given.content) > MOST_BYTES:
        raise refused(name, f"pesa más de {MOST_BYTES // 1_000_000} MB; divídalo")
    lines = parsed(name, decoded(name, given.content))
    if not lines:
        raise refused(name, "está vacío; la primera fila debe nombrar las columnas")
    header = [heading(cell, known) or f"columna {place}" for place, cell in enumerate(lines[0][1], 1)]
    if len(header) > MOST_COLUMNS or len(lines) - 1 > MOST_ROWS:
        raise refused(name, f"tiene más de {MOST_ROWS} filas o {MOST_COLUMNS} columnas; divídalo")
    twice = {column for column in header if header.count(column) > 1}
    if twice:
        raise refused(name, f"la columna {min(twice)} está dos veces", lines[0][0])
    return Table(name, tuple(header), tuple(row_of(name, number, header, cells) for number, cells in lines[1:]))


def heading(cell: str, known: Collection[str]) -> str:
    meant = slug(cell).replace("-", "_")
    return meant if meant in known else cleaned(cell).lower()


def decoded(name: str, content: bytes) -> str:
    if b"\x00" in content:
        raise refused(name, "no es un CSV; guárdelo desde la hoja de cálculo como CSV UTF-8")
    for encoding in ("utf-8-sig", "cp1252"):  # older spreadsheets write Windows-1252
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise refused(name, "no es UTF-8 ni Windows-1252; guárdelo como CSV UTF-8")


def parsed(name: str, text: str) -> list[tuple[int, list[str]]]:
    """(row number, cells) of each row that says something. Comma or semicolon, whichever the header has more of."""
    first = text.lstrip().split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    csv.field_size_limit(MOST_LETTERS)
    found, number = [], 0
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                found.append((number, cells))
    except csv.Error as error:
        wrong = "una celda es demasiado larga" if "field larger" in str(error) else "comillas sin cerrar o mal puestas"
        raise refused(name, wrong, number + 1) from None
    return found


def row_of(name: str, number: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        raise refused(name, f"tiene {len(cells)} celdas y el encabezado {len(header)}; ¿falta poner comillas?", number)
    return Row(
        name,
        number,
        {column: cleaned(cell) for column, cell in zip_longest(header, cells[: len(header)], fillvalue="")},
    )


def cleaned(cell: str) -> str:
    """Trimmed, accents in one piece; the apostrophe that our own export puts before a formula is taken away again."""
    words = plain(cell)
    return words[1:] if words[:1] == "'" and _FORMULA.match(words) else words


def plain(words: str) -> str:
    """As a cell can hold them: trimmed, accents in one piece."""
    return unicodedata.normalize("NFC", words.replace("\0", "").strip())


def neutral(words: str) -> str:
    """As our export writes them: no cell begins a formula. `cleaned` undoes it."""
    kept = plain(words)
    return f"'{kept}" if _FORMULA.match(kept) else kept


def write_table(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> NamedTable:
    """A CSV that `read_table` reads back and a spreadsheet opens: UTF-8 with its mark. A row without a column: empty."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(map(neutral, columns))
    writer.writerows([neutral(row.get(column, "")) for column in columns] for row in rows)
    return NamedTable(name, made.getvalue().encode("utf-8-sig"))


def told(words: str) -> str:
    """As one line of a terminal takes it: whatever a cell holds, no second line, no control, nothing endless."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - ITS_END]} … {line[-ITS_END:]}"


def refused(name: str, what: str, row: int = 0) -> TableRefused:
    return TableRefused(Problem(name, row, "", what))
