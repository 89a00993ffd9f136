"""Hard words and what they mean: which one somebody typed, and which ones stand in a text. Pure.

The terms come from `locales/*/glossary.toml` (bot/texts/terms.py reads them).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA, JaroWinkler

from bot.domain import quechua
from bot.domain.folding import fold

PAGE_SIZE = 12  # terms on one page of the list
MOST_ON_A_CARD = 4
MOST_NEAREST = 4
MOST_WORDS = 60  # of what somebody typed: whoever writes more has named the word by then
_SLIP_LETTERS = 7  # from so many on one slip of the finger is forgiven: "agenda" is no "adenda"
_ALIKE = 0.86  # how like a term must be to be offered in its place
_SHORTEST_ALIKE = 4  # letters: shorter words are like too many
_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ´`][^\W_]+)*")
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.)+[^\W\d_](?!\w)\.?")  # O.E.F.A.
_EMPTY_WORDS = frozenset("que el la los las un una de del es son por para con ima nisqa significa quiere decir".split())


@dataclass(frozen=True)
class Term:
    """key: what buttons carry. full: what an acronym stands for. also: other names. spanish: two plain sentences.

    quechua: "" where no source allows a sentence. search: what commitments about it are looked for by, "" = not at all.
    everyday: a word of many questions ("plazo"): no button on every card, and by itself it asks for something else.
    """

    key: str
    name: str
    spanish: str
    full: str = ""
    also: tuple[str, ...] = ()
    quechua: str = ""
    search: str = ""
    everyday: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one for one in (self.name, self.full, *self.also) if one)


@dataclass(frozen=True, slots=True)
class Word:
    """As typed, and as it is compared."""

    typed: str
    folded: str
    stem: str


@dataclass(frozen=True, slots=True)
class Place:
    """A term and which words name it: `size` of them from `start`."""

    term: Term
    start: int
    size: int


class Glossary:
    """Every term, in the order of the alphabet. ValueError: two terms have one key or one name."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.terms = tuple(sorted(terms, key=lambda term: fold(term.name)))
        self._keys: dict[str, Term] = {}
        self._names: dict[tuple[str, ...], Term] = {}
        self._roots: dict[str, Term] = {}  # of names of one word, as Quechua suffixes leave them
        self._acronyms: set[tuple[str, ...]] = set()
        for term in self.terms:
            self._learn(term)
        self._longest = max(map(len, self._names), default=0)

    def _learn(self, term: Term) -> None:
        if self._keys.setdefault(term.key, term) is not term:
            raise ValueError(f"«{term.key}» está dos veces")
        for name in term.names:
            stems = tuple(word.stem for word in words_of(name))
            other = self._names.setdefault(stems, term)
            if other is not term:
                raise ValueError(f"«{name}» nombra también a «{other.key}»")
            if len(stems) == 1:
                self._roots.setdefault(quechua.strict_key(name), term)
                self._acronyms |= {stems} if name.isupper() else set()

    @property
    def pages(self) -> int:
        """At least 1."""
        return max(1, -(-len(self.terms) // PAGE_SIZE))

    def page(self, number: int) -> tuple[Term, ...]:
        """number: from 1."""
        return self.terms[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]

    def page_of(self, term: Term) -> int:
        return self.terms.index(term) // PAGE_SIZE + 1

    def get(self, key: str) -> Term | None:
        return self._keys.get(key)

    def find(self, text: str) -> Term | None:
        """The term that `text` names, alone or among other words; None for none of them."""
        place = self.locate(words_of(text))
        return place.term if place else None

    def locate(self, words: Sequence[Word]) -> Place | None:
        """Where a term is named: the longest name first, then one under Quechua suffixes, then one with a slip."""
        exact = [place for at in range(len(words)) if (place := self._named_at(words, at))]
        return max(exact, key=lambda place: place.size, default=None) or self._rooted(words) or self._slipped(words)

    def nearest(self, text: str, most: int = MOST_NEAREST) -> tuple[Term, ...]:
        """The terms most like what was typed, the likest first; () if none is."""
        typed = [word.folded for word in words_of(text) if word.folded not in _EMPTY_WORDS]
        scored = [(_likeness(typed, term), term) for term in self.terms] if typed else []
        best = sorted((one for one in scored if one[0] >= _ALIKE), key=lambda one: -one[0])
        return tuple(term for _, term in best[:most])

    def standing_in(self, *texts: str, most: int = MOST_ON_A_CARD) -> tuple[Term, ...]:
        """The hard words of `texts` in the order they stand, each once; the longest name where several begin.

        An acronym has to be written in capitals ("ANA" is no Ana); everyday words are left out.
        """
        found: dict[str, Term] = {}
        for text in texts:
            found |= {term.key: found.get(term.key, term) for term in self._standing(words_of(text, most=None))}
        return tuple(found.values())[:most]

    def _standing(self, words: Sequence[Word]) -> Iterator[Term]:
        at = 0
        while at < len(words):
            place = self._named_at(words, at, capitals=True)
            at += place.size if place else 1
            if place and not place.term.everyday:
                yield place.term

    def _named_at(self, words: Sequence[Word], at: int, *, capitals: bool = False) -> Place | None:
        for size in range(min(self._longest, len(words) - at), 0, -1):
            stems = tuple(word.stem for word in words[at : at + size])
            term = self._names.get(stems)
            if term and not (capitals and stems in self._acronyms and not _shouted(words[at].typed)):
                return Place(term, at, size)
        return None

    def _rooted(self, words: Sequence[Word]) -> Place | None:
        """ "canonmanta": a Spanish word under Quechua suffixes."""
        for at, word in enumerate(words):
            for root in quechua.stems(quechua.strict_key(word.typed)):
                if term := self._roots.get(root):
                    return Place(term, at, 1)
        return None

    def _slipped(self, words: Sequence[Word]) -> Place | None:
        """One letter too many, too few, another, or two changed round; None if it might be several terms."""
        found: list[Place] = []
        for name, term in self._names.items():
            wanted = " ".join(name)
            if len(wanted) < _SLIP_LETTERS:
                continue
            for at in range(len(words) - len(name) + 1):
                said = " ".join(word.stem for word in words[at : at + len(name)])
                if OSA.distance(said, wanted, score_cutoff=1) <= 1:
                    found.append(Place(term, at, len(name)))
        return max(found, key=lambda place: place.size) if len({place.term.key for place in found}) == 1 else None


def words_of(text: str, most: int | None = MOST_WORDS) -> list[Word]:
    """The words of any text; O.E.F.A. is one."""
    plain = unicodedata.normalize("NFC", text)
    joined = _DOTTED.sub(lambda found: found[0].replace(".", ""), plain)
    return [Word(typed, folded := fold(typed), stem(folded)) for typed in _WORD.findall(joined)[:most]]


def stem(folded: str) -> str:
    """What one and many share: canon and canones, relave and relaves. Short words stay as they are (its, DS)."""
    if len(folded) <= 3 or not folded.isalpha():
        return folded
    return folded.removesuffix("s").removesuffix("e")


def _shouted(typed: str) -> bool:
    return typed.removesuffix("s").isupper()


def _likeness(typed: Sequence[str], term: Term) -> float:
    """Of whole names; of single words where they are long enough (what an acronym stands for has too many)."""
    whole, names = " ".join(typed), [fold(name) for name in term.names]
    singles = _long(" ".join(fold(name) for name in (term.name, *term.also)).split())
    pairs = [(whole, name) for name in names] + [(word, one) for word in _long(typed) for one in singles]
    return max(JaroWinkler.similarity(said, name) for said, name in pairs)


def _long(typed: Sequence[str]) -> list[str]:
    return [word for word in typed if len(word) >= _SHORTEST_ALIKE]
