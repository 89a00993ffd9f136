"""One row's cells as dates, numbers and words; what cannot be read is a problem that names its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time

from bot.domain.days import YEARS
from bot.domain.folding import fold
from bot.services.tables import Problem, Row

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_PERUVIAN = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})")
_YEAR = re.compile(r"([0-9]{4})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})|([0-9]{1,2})[/-]([0-9]{4})")
_DIGITS_AND_SIGNS = re.compile(r"(?=.*\d)[\d\s:./-]+")
_LOOSE_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_HOUR = re.compile(r"([0-9]{1,2})[:.h]([0-9]{2})(?::00)?(?: ?(?:h|hrs?)\.?)?")
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,12})?")
_YES, _NO = {"si", "x", "1", "reservado"}, {"", "no", "0"}


@dataclass
class Found:
    """What a reading turned up: problems stop the load, notices are only told."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def problem(self, row: Row, column: str, what: str) -> None:
        self.problems.append(Problem(row.file, row.number, column, what))

    def of_file(self, file: str, column: str, what: str) -> None:
        """A notice once for a column, whatever the number of its rows."""
        told = str(Problem(file, 1, column, what))
        if told not in self.notices:
            self.notices.append(told)

    def notice(self, row: Row, column: str, what: str) -> None:
        self.notices.append(str(Problem(row.file, row.number, column, what)))


@dataclass(frozen=True)
class Cells:
    """A row with the known columns taken out one by one; a column the file lacks leaves what is stored."""

    row: Row
    found: Found

    def words(self, column: str, stored: str = "") -> str:
        return self.row.cells.get(column, stored)

    def required(self, column: str, stored: str = "") -> str:
        words = self.row.cells.get(column, stored)
        if not words:
            self.found.problem(self.row, column, "está vacía; escriba algo")
        return words

    def name(self, column: str, longest: int, stored: str = "") -> str:
        """What a thing is found again by: on one line, short, nothing in it that nobody sees."""
        if column not in self.row.cells:
            return stored
        words = on_one_line(self.row.get(column))
        if not words.isprintable():
            self.found.problem(self.row, column, f"«{words}» tiene signos que no se ven; escríbalo de nuevo")
        return self.short(column, words, longest)

    def short(self, column: str, words: str, longest: int) -> str:
        """The words, if they fit where they must: an index, a link, what can be searched for names."""
        if len(words) > longest:
            self.found.problem(self.row, column, f"tiene {len(words)} letras; puede tener {longest}")
        return words[:longest]

    def day(self, column: str, stored: date | None = None) -> date | None:
        """A whole date, or None for an empty cell."""
        if column not in self.row.cells:
            return stored
        words = self.row.get(column)
        if not words:
            return None
        try:
            return read_day(words)
        except ValueError:
            self.found.problem(self.row, column, f"«{words}» no es una fecha; escriba dd/mm/aaaa")
            return None

    def loose_day(self, column: str, stored: str = "") -> str:
        """A date, a month ("2019-04") or a year; words are kept and told, but what is only digits and signs is meant as a date."""
        words = self.row.get(column)
        if column not in self.row.cells or not words:
            return stored if column not in self.row.cells else ""
        try:
            read = read_loose_day(words)
        except ValueError:
            self.found.problem(self.row, column, f"«{words}» no es una fecha; escriba dd/mm/aaaa, aaaa-mm o aaaa")
            return ""
        if not _LOOSE_DAY.fullmatch(read):
            self.found.notice(self.row, column, f"«{words}» no es fecha, mes ni año: queda como está escrito")
        return read

    def hour(self, column: str, stored: time | None = None) -> time | None:
        if column not in self.row.cells:
            return stored
        words = self.row.get(column)
        parts = _HOUR.fullmatch(words)
        if parts and int(parts[1]) < 24 and int(parts[2]) < 60:
            return time(int(parts[1]), int(parts[2]))
        if words:
            self.found.problem(self.row, column, f"«{words}» no es una hora; escriba 15:30")
        return None

    def degrees(self, column: str, limit: int, stored: float | None = None) -> float | None:
        if column not in self.row.cells:
            return stored
        words = self.row.get(column)
        degrees = float(words.replace(",", ".")) if _DEGREES.fullmatch(words) else None
        if words and (degrees is None or abs(degrees) > limit):
            self.found.problem(self.row, column, f"«{words}» no son grados; escriba por ejemplo -14.79")
        return degrees

    def yes(self, column: str, stored: bool = False) -> bool:
        """What is neither yes nor no is a problem: a guess could show what an acta keeps reserved."""
        if column not in self.row.cells:
            return stored
        words = fold(self.row.get(column))
        if words not in _YES | _NO:
            self.found.problem(self.row, column, f"«{self.row.get(column)}» no es sí ni no")
        return words in _YES

    def extras(self, known: frozenset[str], stored: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """The columns we do not know, kept as they are."""
        told = {column: words for column, words in self.row.cells.items() if column not in known}
        for column in (one for one, words in told.items() if words and one not in dict(stored)):
            self.found.of_file(self.row.file, column, "no la conozco: la guardo como nota, no como dato")
        return tuple((column, words) for column, words in {**dict(stored), **told}.items() if words)


def on_one_line(words: str) -> str:
    return " ".join(words.split())


def read_loose_day(words: str) -> str:
    """A date or a month in ISO, a year, or the words as they are. ValueError for digits and signs that are none of these."""
    if not _DIGITS_AND_SIGNS.fullmatch(words):
        return words
    if parts := _YEAR.fullmatch(words):
        return read_day(f"{parts[1]}-1-1").isoformat()[:4]
    if parts := _MONTH.fullmatch(words):
        return read_day(f"{parts[1] or parts[4]}-{parts[2] or parts[3]}-1").isoformat()[:7]
    return read_day(words).isoformat()


def read_day(words: str) -> date:
    """ISO, dd/mm/yyyy or dd-mm-yyyy, in ASCII digits. ValueError for anything else, and for years no acta can have."""
    if parts := _ISO.fullmatch(words):
        year, month, day = map(int, parts.groups())
    elif parts := _PERUVIAN.fullmatch(words):
        day, month, year = map(int, parts.groups())
    else:
        raise ValueError(words)
    if year not in YEARS:
        raise ValueError(words)
    return date(year, month, day)
