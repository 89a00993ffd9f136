"""One row's cells as dates, numbers and words; what cannot be read is a problem that names its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time

from bot.services.tables import Problem, Row

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_PERUVIAN = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})")
_LOOSE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")
_HOUR = re.compile(r"([0-9]{1,2})[:.h]([0-9]{2})(?: ?(?:h|hrs?)\.?)?")
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?")
_YES = {"si", "sí", "x", "1", "reservado"}


@dataclass
class Found:
    """What a reading turned up: problems stop the load, notices are only told."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def problem(self, row: Row, column: str, what: str) -> None:
        self.problems.append(Problem(row.file, row.number, column, what))

    def notice(self, row: Row, column: str, what: str) -> None:
        self.notices.append(str(Problem(row.file, row.number, column, what)))


@dataclass(frozen=True)
class Cells:
    """A row with the known columns taken out one by one; a column the file lacks leaves what is stored."""

    row: Row
    found: Found

    def words(self, column: str, stored: str = "") -> str:
        return self.row.cells.get(column, stored)

    def required(self, column: str) -> str:
        words = self.row.get(column)
        if not words:
            self.found.problem(self.row, column, "está vacía; escriba algo")
        return words

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
        """A date, a month (2019-04), a year, or any words; only what looks like a date must be one."""
        words = self.words(column, stored)
        parts = _LOOSE.fullmatch(words)
        if parts and parts[2] and not 1 <= int(parts[2]) <= 12:
            self.found.problem(self.row, column, f"«{words}» no es un mes; escriba aaaa-mm")
        if not (_ISO.fullmatch(words) or _PERUVIAN.fullmatch(words)):
            return words
        day = self.day(column)
        return day.isoformat() if day else words

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
        if words and not (_DEGREES.fullmatch(words) and abs(float(words)) <= limit):
            self.found.problem(self.row, column, f"«{words}» no son grados; escriba por ejemplo -14.79")
            return None
        return float(words) if words else None

    def yes(self, column: str, stored: bool = False) -> bool:
        return self.row.get(column).casefold() in _YES if column in self.row.cells else stored

    def extras(self, known: frozenset[str]) -> tuple[tuple[str, str], ...]:
        """The columns we do not know, kept as they are."""
        return tuple((column, words) for column, words in self.row.cells.items() if column not in known and words)


def read_day(words: str) -> date:
    """ISO, dd/mm/yyyy or dd-mm-yyyy, in ASCII digits. ValueError for anything else, and for years no acta can have."""
    if parts := _ISO.fullmatch(words):
        year, month, day = map(int, parts.groups())
    elif parts := _PERUVIAN.fullmatch(words):
        day, month, year = map(int, parts.groups())
    else:
        raise ValueError(words)
    if not 1900 <= year <= 2100:
        raise ValueError(words)
    return date(year, month, day)
