"""Who is meant by a cell: one body or several, by name, acronym or alias; unknown ones are created as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.domain.commitments import Responsibility, Role
from bot.domain.folding import fold, slug
from bot.domain.mesas import Institution

_REMARK = re.compile(r"\s*\(([^)]*)\)")
_VAGUE = re.compile(r"\bsectores\b")  # "MINEM y sectores" names nobody in particular
_AND_OTHERS = re.compile(r"\s+y (?:otros |demas |demás )?sectores\b.*", re.IGNORECASE)


@dataclass
class Directory:
    """Institutions by everything they are called. created: those no file and no table knew."""

    by_slug: dict[str, Institution] = field(default_factory=dict)
    created: list[Institution] = field(default_factory=list)
    _by_name: dict[str, str] = field(default_factory=dict)

    def add(self, institutions: Iterable[Institution]) -> None:
        """A later one of the same slug replaces the earlier."""
        for one in institutions:
            self.by_slug[one.slug] = one
            for name in (one.name, one.acronym, one.slug, *one.aliases):
                if name:
                    self._by_name.setdefault(fold(name), one.slug)

    def known(self, words: str) -> Institution | None:
        """By the words as they are, or without what stands in parentheses."""
        for tried in (words, _REMARK.sub("", words)):
            found = self._by_name.get(fold(tried))
            if found:
                return self.by_slug[found]
        return None

    def named(self, words: str, kind: str = "") -> Institution:
        """The institution meant, created if nobody knows it."""
        found = self.known(words)
        if found:
            return found
        new = Institution(slug(words)[:80] or "sin-nombre", words, kind=kind)
        self.add([new])
        self.created.append(new)
        return new

    def split(self, cell: str) -> list[str]:
        """Several bodies: between semicolons; between commas only where each part is one we know."""
        parts = []
        for part in filter(None, (one.strip() for one in cell.split(";"))):
            pieces = [piece.strip() for piece in part.split(",")]
            several = len(pieces) > 1 and not self.known(part) and all(self.known(piece) for piece in pieces)
            parts += pieces if several else [part]
        return parts

    def responsibilities(self, cell: str, role: Role, kind: str = "") -> list[Responsibility]:
        """Who owes it by this cell, the literal words kept; who is named only vaguely is provisional."""
        owed = []
        for words in self.split(cell):
            vague = _VAGUE.search(fold(words)) is not None
            body = self.named(_AND_OTHERS.sub("", words) if vague else words, kind)
            owed.append(Responsibility(body.slug, body.short, Role.PROVISIONAL if vague else role, words=words))
        return owed


def seat_words(cell: str) -> list[tuple[str, str]]:
    """(body, role) of "PCM (preside); MINEM"."""
    found = []
    for part in filter(None, (one.strip() for one in cell.split(";"))):
        remark = _REMARK.search(part)
        found.append((_REMARK.sub("", part), remark[1] if remark else ""))
    return found
