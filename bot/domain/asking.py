"""What is asked of the commitments, and one page of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.commitments import Commitment

PAGE_SIZE = 6
QUERY_BYTES = 36  # what fits into a paging button beside its other fields
QUERY_BYTES_BESIDE_DAYS = 14  # … and beside a span of days and an institution
OFFER_BYTES = 56  # of a question in the button of one of its meanings


class Which(StrEnum):
    """The lists a person can ask for; the values travel inside buttons: short, and never reused for something else."""

    ALL = "a"
    OVERDUE = "o"
    DUE_SOON = "s"
    NO_DEADLINE = "n"
    NO_RESPONSIBLE = "r"
    DONE = "d"
    PENDING = "p"
    INSTITUTION = "i"
    TOPIC = "t"
    UNANSWERED = "u"
    CONTESTED = "c"


@dataclass(frozen=True)
class Ask:
    """What is asked: each field narrows the list further; INSTITUTION and TOPIC name no list of their own, but demand theirs.

    mesa: row number. subgroup: name, "" = all. institution: slug, "" = any. query: the topic as a button carries it, folded
    words; words: for each word of it the folded beginnings any of which counts as found, () = the query's words
    themselves. due: first and last day of the deadline. everywhere: in all mesas, this one's first. page: from 1.
    """

    mesa: int
    which: Which = Which.ALL
    subgroup: str = ""
    institution: str = ""
    query: str = ""
    page: int = 1
    words: tuple[tuple[str, ...], ...] = ()
    due: tuple[date, date] | None = None
    everywhere: bool = False


@dataclass(frozen=True)
class Page:
    """items: this page's commitments, the most urgent first; total: of the whole list; elsewhere: of these, in other mesas;
    pages: at least 1."""

    ask: Ask
    mesa_name: str
    items: tuple[Commitment, ...]
    total: int
    institution_name: str = ""
    elsewhere: int = 0

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True)
class Tally:
    """A mesa's commitments counted: for the head of a list."""

    total: int
    done: int
    in_progress: int
    overdue: int


@dataclass(frozen=True)
class Owner:
    """An institution with what it owes in one mesa. open: neither done nor unfeasible."""

    institution_id: int
    slug: str
    name: str
    acronym: str
    total: int
    open: int
    overdue: int
