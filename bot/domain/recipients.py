"""Who is told: followers, groups, coordinators and institutions' contacts, each inside one scope, and what each wishes.

A scope is one mesa's followers, one mesa's coordinators (its team), those of them who are suspended, one institution's
contacts or the administrators. Nothing joins two recipients of one person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

ADMINS = "admins"
MOST_COMMITMENTS, MOST_SUBGROUPS = (
    30,
    8,
)  # chosen one by one: all that fits into a sealed row, each as long as the others


def followers_of(mesa_id: int) -> str:
    return f"mesa:{mesa_id}"


def team_of(mesa_id: int) -> str:
    """Its coordinators."""
    return f"team:{mesa_id}"


def suspended_of(mesa_id: int) -> str:
    """Its coordinators who may nothing and are told nothing until they are restored."""
    return f"suspended:{mesa_id}"


def contacts_of(institution_id: int) -> str:
    return f"body:{institution_id}"


def channels_of(mesa_id: int) -> str:
    """The channels among its followers, so that its coordinators can part them: they are public. Nothing is told to this scope."""
    return f"linked:{mesa_id}"


def number_of(scope: str) -> int:
    """The mesa's or institution's row that a scope names; 0 for ADMINS."""
    return int(scope.partition(":")[2] or 0)


class Role(StrEnum):
    FOLLOWER = "follower"
    GROUP = "group"
    CHANNEL = "channel"
    COORDINATOR = "coordinator"
    CONTACT = "contact"
    ADMIN = "admin"


class Rhythm(StrEnum):
    AT_ONCE = "at_once"
    WEEKLY = "weekly"
    NONE = "none"


class Choice(StrEnum):
    """What can be chosen of how one is told, each by a button or its words."""

    AT_ONCE = "at_once"
    WEEKLY = "weekly"
    SOME = "some"  # only what was chosen
    NONE = "none"
    DISCREET = "discreet"  # on, or off again


@dataclass(frozen=True)
class Wishes:
    """whole: everything of the mesa; else only what was chosen. commitments: row numbers. subgroups: marks (`mark_of`)."""

    rhythm: Rhythm = Rhythm.AT_ONCE
    whole: bool = True
    commitments: frozenset[int] = frozenset()
    subgroups: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Nothing is followed."""
        return not (self.whole or self.commitments or self.subgroups)

    def following(self, commitment: int | None = None, subgroup: str = "") -> Wishes:
        """With that chosen too. TooMany: no more can be chosen one by one."""
        commitments = self.commitments | ({commitment} if commitment is not None else set())
        subgroups = self.subgroups | ({mark_of(subgroup)} if subgroup else set())
        if len(commitments) > MOST_COMMITMENTS or len(subgroups) > MOST_SUBGROUPS:
            raise TooMany
        return replace(self, commitments=frozenset(commitments), subgroups=frozenset(subgroups))

    def leaving(self, commitment: int | None = None, subgroup: str = "") -> Wishes:
        """With that chosen no more; whoever follows the whole mesa still hears of it."""
        return replace(
            self, commitments=self.commitments - {commitment}, subgroups=self.subgroups - {mark_of(subgroup)}
        )

    def renamed(self, old: str, new: str) -> Wishes:
        """Whoever chose that subgroup chose the new name too; where no more can be chosen, instead."""
        if mark_of(old) not in self.subgroups:
            return self
        subgroups = self.subgroups | {mark_of(new)}
        return replace(self, subgroups=subgroups if len(subgroups) <= MOST_SUBGROUPS else subgroups - {mark_of(old)})

    def chose(self, commitment: int | None, subgroups: Iterable[str]) -> bool:
        """Whether a thing is among what was chosen. subgroups: the names it belongs to, "" = the whole mesa."""
        return commitment in self.commitments or any(mark_of(name) in self.subgroups for name in subgroups if name)


def wishing(known: Wishes | None, commitment: int | None = None, subgroup: str = "") -> Wishes:
    """What somebody wishes who now follows that too: one commitment, one subgroup, else the whole mesa. TooMany.

    known: None = they followed nothing. Choosing a subgroup narrows to what is chosen; following wakes who wanted nothing.
    """
    if commitment is None and not subgroup:
        wishes = replace(known or Wishes(), whole=True)
    else:
        wishes = (known or Wishes(whole=False)).following(commitment, subgroup)
    if subgroup:
        wishes = replace(wishes, whole=False)
    return replace(wishes, rhythm=Rhythm.AT_ONCE) if wishes.rhythm is Rhythm.NONE else wishes


class TooMany(Exception):
    """More than can be chosen one by one: follow the whole mesa."""


def mark_of(subgroup: str) -> str:
    """A subgroup in eight letters: its name can be long, its place in the mesa's list can change."""
    return hashlib.sha256(subgroup.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Recipient:
    """One chat inside one scope. id: a random key. thread: the forum topic of a group, None elsewhere.

    since: the ISO week it holds an office, "2026-W48"; "" = not known, or none. within: the mesas (row numbers) in which an
    institution's contact hears and speaks for it: those whose teams invited them; empty = wherever it sits, as the operator said.
    without: the mesas whose teams suspended the contact there.
    """

    id: bytes
    scope: str
    chat: int
    role: Role
    wishes: Wishes = Wishes()
    thread: int | None = None
    since: str = ""
    within: frozenset[int] = frozenset()
    without: frozenset[int] = frozenset()

    def may_speak_in(self, mesa_id: int) -> bool:
        """Whether an institution's contact may speak for it in that mesa, and is told of it."""
        return mesa_id not in self.without and (not self.within or mesa_id in self.within)
