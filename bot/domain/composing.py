"""What a coordinator does to a mesa: who sits in it, its state, its term, its subgroups. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.domain.folding import fold
from bot.domain.mesas import Institution, Mesa, MesaState, Seat

# As a table would say it, so that what is written out reads back the same (domain/statuses.py).
WORDS = {MesaState.ACTIVE: "activa", MesaState.SUSPENDED: "suspendida", MesaState.CONCLUDED: "concluida"}


def seated(mesa: Mesa, institution: str, role: str) -> Mesa:
    """institution: slug. One that sits there already has another role now."""
    others = tuple(seat for seat in mesa.seats if seat.institution != institution)
    return replace(mesa, seats=(*others, Seat(institution, role)))


def unseated(mesa: Mesa, institution: str) -> Mesa:
    return replace(mesa, seats=tuple(seat for seat in mesa.seats if seat.institution != institution))


def suspended(mesa: Mesa, since: date, why: str) -> Mesa:
    return replace(_in_state(mesa, MesaState.SUSPENDED), suspended_since=since, suspended_why=why)


def resumed(mesa: Mesa) -> Mesa:
    """Active again, also where it was concluded."""
    return _in_state(mesa, MesaState.ACTIVE)


def concluded(mesa: Mesa, note: str) -> Mesa:
    return _noted(_in_state(mesa, MesaState.CONCLUDED), note)


def extended(mesa: Mesa, until: date, instrument: str, why: str) -> Mesa:
    """Its term ends later; by what and why is noted: the date before stays in the history."""
    by = f"Vigencia hasta el {until:%d/%m/%Y}: {instrument}"
    return _noted(replace(mesa, term_until=until), f"{by} ({why})" if why else by)


def divided(mesa: Mesa, name: str) -> Mesa:
    """With one subgroup more."""
    return replace(mesa, subgroups=tuple(dict.fromkeys((*mesa.subgroups, name))))


def has_subgroup(mesa: Mesa, name: str) -> bool:
    """Whether people would read it as one that is there."""
    return fold(name) in map(fold, mesa.subgroups)


def named(words: str, institutions: Iterable[Institution], most: int) -> list[Institution]:
    """Those one of whose names holds the words; the shortest names first."""
    part = fold(words).strip()
    found = [
        one
        for one in institutions
        if part and any(part in fold(name) for name in (one.name, one.acronym, *one.aliases))
    ]
    return sorted(found, key=lambda one: (len(one.short), one.slug))[:most]


def _in_state(mesa: Mesa, state: MesaState) -> Mesa:
    return replace(mesa, state=state, state_words=WORDS[state], suspended_since=None, suspended_why="")


def _noted(mesa: Mesa, note: str) -> Mesa:
    return replace(mesa, note="\n".join(filter(None, (mesa.note, note))))
