"""When a commitment is due by its row: the date given, or so many days from the acta, or nothing."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.domain.commitments import Commitment, DeadlineOrigin
from bot.domain.folding import fold
from bot.domain.working_days import add_working_days
from bot.services.cells import Cells, read_day

ORIGINS = {"explicito": DeadlineOrigin.EXPLICIT, "derivado": DeadlineOrigin.DERIVED, "ninguno": DeadlineOrigin.NONE}
_SOME_DAYS = re.compile(r"([0-9]{1,4}) dias?(?: calendarios?)?")  # on folded words
_WORKING_DAYS = re.compile(r"([0-9]{1,4}) dias? habil(?:es)?")


# What a deadline is read from: all of it together, for one cell alone says nothing
DEADLINE = frozenset({"acta_fecha", "plazo_texto", "vence", "vence_origen", "vence_original"})


def deadlines(cells: Cells, acta_date: str, old: Commitment) -> tuple[date | None, DeadlineOrigin, date | None]:
    """(deadline, origin, original deadline); as they are stored where the row says nothing of them."""
    if not DEADLINE & cells.row.cells.keys():
        return old.deadline, old.deadline_origin, old.original_deadline
    deadline, origin = when_due(cells, acta_date, old)
    return deadline, origin, first_deadline(cells, old, deadline)


def when_due(cells: Cells, acta_date: str, old: Commitment) -> tuple[date | None, DeadlineOrigin]:
    """A given date wins; "ninguno" is never computed; "N días" counts from a whole acta date only."""
    given, origin = cells.day("vence", old.deadline), origin_of(cells)
    if given and origin is DeadlineOrigin.NONE:
        cells.found.problem(cells.row, "vence", "hay una fecha, pero vence_origen dice ninguno; corrija uno de los dos")
    again = "vence" not in cells.row.cells and old.deadline_origin is DeadlineOrigin.DERIVED
    if given and not again:
        return given, origin or (old.deadline_origin if given == old.deadline else DeadlineOrigin.EXPLICIT)
    counted = None if origin is DeadlineOrigin.NONE else counted_day(cells, acta_date, old)
    derived = counted or given
    return derived, DeadlineOrigin.DERIVED if derived else DeadlineOrigin.NONE


def origin_of(cells: Cells) -> DeadlineOrigin | None:
    """None where the row does not say."""
    words = cells.words("vence_origen")
    if words and fold(words) not in ORIGINS:
        cells.found.problem(cells.row, "vence_origen", f"«{words}» no es explicito, derivado ni ninguno")
    return ORIGINS.get(fold(words))


def counted_day(cells: Cells, acta_date: str, old: Commitment) -> date | None:
    """The acta's day and so many more, all or only the working ones; None where either is not told."""
    term = fold(cells.words("plazo_texto", old.deadline_words))
    days, working_days = _SOME_DAYS.fullmatch(term), _WORKING_DAYS.fullmatch(term)
    try:
        if working_days:
            return add_working_days(read_day(acta_date), int(working_days[1]))
        return read_day(acta_date) + timedelta(days=int(days[1])) if days else None
    except ValueError:
        return None  # a month or a year anchors nothing


def first_deadline(cells: Cells, old: Commitment, deadline: date | None) -> date | None:
    """The original date stays the original, whatever moved since."""
    return cells.day("vence_original") or old.original_deadline or old.deadline or deadline
