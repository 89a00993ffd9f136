"""The names of what is stored, found in what people write: mesas, institutions, communities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.folding import fold
from bot.domain.quechua import without_case


class Named(StrEnum):
    MESA = "mesa"
    INSTITUTION = "institution"
    COMMUNITY = "community"


@dataclass(frozen=True)
class Name:
    """words: one of its names, folded, without apostrophes. key: the slug; of a community its name. mesa: slug, of a community only."""

    kind: Named
    key: str
    words: tuple[str, ...]
    mesa: str = ""


# What mesas' full names begin with; people say what comes after.
_BEFORE_THE_NAME = ("mesa", "de", "dialogo", "para", "el", "desarrollo", "tecnica", "la", "los")


def words_of(name: str) -> tuple[str, ...]:
    return tuple("".join(letter if letter.isalnum() else " " for letter in plain(fold(name))).split())


def plain(word: str) -> str:
    """A folded word of a name without its apostrophes, which most people leave out: "q'eros" → "qeros"."""
    return word.replace("'", "")


def spoken_name(name: str) -> tuple[str, ...]:
    """ "Mesa de Diálogo de Las Bambas" → ("las", "bambas"): how a mesa is called."""
    words = words_of(name)
    start = 0
    while start < len(words) - 1 and words[start] in _BEFORE_THE_NAME:
        start += 1
    return words[start:] or words


@dataclass(frozen=True)
class Names:
    """Every name by its first word, the longest first."""

    by_first: dict[str, list[Name]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Iterable[Name]) -> Names:
        found: dict[str, list[Name]] = {}
        for name in sorted(set(names), key=lambda one: (-len(one.words), one.kind, one.key, one.mesa)):
            if name.words and (len(name.words) > 1 or len(name.words[0]) > 1):
                found.setdefault(name.words[0], []).append(name)
        return cls(found)

    def find(self, words: Sequence[str]) -> list[tuple[int, int, Name]]:
        """(place, how many words, name) for each name that stands in `words`; one that is told twice, or of two mesas, as often."""
        found = []
        at = 0
        while at < len(words):
            here = [
                name for name in self._beginning(words[at]) if _stands(name.words, words[at : at + len(name.words)])
            ]
            longest = max((len(name.words) for name in here), default=0)
            found += [(at, longest, name) for name in here if len(name.words) == longest]
            at += max(1, longest)
        return found

    def _beginning(self, word: str) -> list[Name]:
        return self.by_first.get(word) or self.by_first.get(without_case(word), [])


def _stands(name: Sequence[str], words: Sequence[str]) -> bool:
    """The last word may have Quechua suffixes."""
    return list(name[:-1]) == list(words[:-1]) and name[-1] in (words[-1], without_case(words[-1]))


NO_NAMES = Names()
