"""A mesa de diálogo: its term, who sits in it, its subgroups, and the institutions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.folding import fold

USUAL_ZONE = "America/Lima"


class MesaState(StrEnum):
    """A suspension is said and never stops a clock."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CONCLUDED = "concluded"


@dataclass(frozen=True)
class Institution:
    """A body that owes, asks or accompanies. kind: estado_nacional, gobierno_regional, gobierno_local, empresa, comunidad, mixto …"""

    slug: str
    name: str
    acronym: str = ""
    parent: str = ""  # slug of the institution it depends on
    kind: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The name people use: the acronym where there is one."""
        return self.acronym or self.name


@dataclass(frozen=True)
class Seat:
    """An institution's place in a mesa and its role there (presidencia, secretaría técnica, acompañante …)."""

    institution: str  # slug
    role: str = ""


@dataclass(frozen=True)
class Mesa:
    """installed: as the source writes it ("2012", "2021-11-12"). zone: IANA name its deadlines are counted in."""

    slug: str
    name: str
    territory: str = ""
    created_by: str = ""
    state: MesaState = MesaState.ACTIVE
    state_words: str = ""
    installed: str = ""
    term_until: date | None = None
    suspended_since: date | None = None
    suspended_why: str = ""
    zone: str = USUAL_ZONE
    ladder: str = ""  # its own reminders as the table writes them, "" = the usual ones (domain/ladder.py)
    note: str = ""
    source: str = ""
    seats: tuple[Seat, ...] = ()
    subgroups: tuple[str, ...] = ()  # names of subgroups and communities, in order
    extras: tuple[tuple[str, str], ...] = ()  # columns we do not know, kept as (column, words)
    id: int = 0  # the row's number, which buttons carry; 0 while it is not stored

    @property
    def secretariat(self) -> tuple[str, ...]:
        """Slugs of its technical secretariat."""
        return tuple(seat.institution for seat in self.seats if fold(seat.role).startswith("secretari"))
