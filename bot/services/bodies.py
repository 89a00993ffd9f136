"""Who is meant by a cell: one body or several, by name, acronym or alias; unknown ones are created as they are written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.commitments import Responsibility, Role
from bot.domain.folding import fold, slug
from bot.domain.mesas import Institution, Seat
from bot.services.cells import on_one_line

LONGEST_SLUG = 80
_REMARK = re.compile(r"\s*\(([^)]*)\)")
_SEMICOLON, _COMMA = re.compile(r";(?![^(]*\))"), re.compile(r",(?![^(]*\))")  # not those inside a remark
_VAGUE = re.compile(r"\bsectores\b|\b(y|entre) otr[oa]s\b")  # "MINEM y sectores" names nobody in particular
_AND_OTHERS = re.compile(
    r",?\s+(?:y (?:(?:otros|dem[aá]s|varios) )?sectores|(?:y|entre) otr[oa]s)\b.*", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True)
class Clash:
    """One name for two bodies: whoever owes by that name would be a guess."""

    name: str
    holder: str  # slug
    other: str  # slug


@dataclass
class Directory:
    """Institutions by everything they are called. created: those no file and no table knew."""

    by_slug: dict[str, Institution] = field(default_factory=dict)
    created: list[Institution] = field(default_factory=list)
    _by_name: dict[str, str] = field(default_factory=dict)

    def add(self, institutions: Iterable[Institution]) -> list[Clash]:
        """A later one of the same slug replaces the earlier with all its names. The names that two bodies claim."""
        self.by_slug.update({one.slug: one for one in institutions})
        self._by_name.clear()
        return [clash for one in self.by_slug.values() for clash in self._index(one)]

    def _index(self, one: Institution) -> Iterator[Clash]:
        for name in filter(None, (one.slug, one.name, one.acronym, *one.aliases)):
            holder = self._by_name.setdefault(called(name), one.slug)
            if holder != one.slug:
                yield Clash(name, holder, one.slug)

    def known(self, words: str) -> Institution | None:
        """By the words as they are, or without what stands in parentheses."""
        for tried in (words, _REMARK.sub("", words)):
            found = self._by_name.get(called(tried))
            if found:
                return self.by_slug[found]
        return None

    def named(self, words: str, kind: str = "") -> Institution:
        """The institution meant, created if nobody knows it."""
        found = self.known(words)
        if found:
            return found
        new = Institution(identifier(words), words, kind=kind)
        self.by_slug[new.slug] = new
        self._by_name[new.slug] = self._by_name[called(words)] = new.slug
        self.created.append(new)
        return new

    def split(self, cell: str) -> list[str]:
        """Several bodies: between semicolons; between commas only where each part is one we know."""
        return [piece for part in parts(_SEMICOLON, cell) for piece in self.pieces(part)]

    def pieces(self, part: str) -> list[str]:
        pieces = parts(_COMMA, part)
        return pieces if not self.known(part) and all(map(self.known, pieces)) else [part]

    def responsibilities(self, cell: str, role: Role, kind: str = "") -> list[Responsibility]:
        """Who owes it by this cell, the literal words kept; who is named only vaguely is provisional."""
        return [one for part in parts(_SEMICOLON, cell) for one in self._owed(part, role, kind)]

    def _owed(self, part: str, role: Role, kind: str) -> Iterator[Responsibility]:
        vague = _VAGUE.search(fold(part)) is not None
        for words in self.pieces(_AND_OTHERS.sub("", part) if vague else part):
            body = self.named(words, kind)
            yield Responsibility(
                body.slug, body.short, Role.PROVISIONAL if vague else role, words=part if vague else words
            )

    def seats(self, cell: str) -> tuple[Seat, ...]:
        """Who sits in a mesa, from "PCM (preside); MINEM"."""
        return tuple(self._seat(part) for part in self.split(cell))

    def _seat(self, words: str) -> Seat:
        remark = _REMARK.search(words)
        return Seat(self.named(_REMARK.sub("", words)).slug, remark[1].strip() if remark else "")


def with_parents(slugs: Iterable[str], known: Mapping[str, Institution]) -> set[str]:
    """Those and all above them; above nobody stands itself (the loader sees to it)."""
    found: set[str] = set()
    for at in slugs:
        while at and at not in found:
            found.add(at)
            at = known[at].parent  # noqa: PLW2901 (up, one after the other)
    return found


def parts(between: re.Pattern[str], cell: str) -> list[str]:
    return [part for part in map(on_one_line, between.split(cell)) if part]


def called(name: str) -> str:
    """The key of a name: neither accents nor signs tell bodies apart ("MINSA." is MINSA)."""
    return slug(name) or fold(name)


def identifier(name: str) -> str:
    """A slug for a body of that name; too long or unwritable ones end in a digest, so that no two become one."""
    made = slug(name)
    if made and len(made) <= LONGEST_SLUG:
        return made
    return f"{made[: LONGEST_SLUG - 9]}-{hashlib.sha256(fold(name).encode()).hexdigest()[:8]}".strip("-")
