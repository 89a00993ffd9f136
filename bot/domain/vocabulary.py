"""The words people ask with: groups of words that mean one thing, in both languages.

Made from `locales/*/keywords.toml` (bot/texts/keywords.py reads them). A word is known by its spelling key, its stem, its root
under Quechua suffixes (a Spanish root too: "compromisokunamanta"), or in spite of one slip of the finger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

from bot.domain import quechua, spanish
from bot.domain.folding import fold

TOPICS, CUES, OTHERS, BODIES, PLACES, DATES, STOP = "topics", "cues", "others", "bodies", "places", "dates", "stop"
SECTIONS = (TOPICS, CUES, OTHERS, BODIES, PLACES, DATES, STOP)
MOST_WORDS = 120  # of a question: whoever writes more has asked by then
LONGEST_WORD = 40  # letters: no word of either language is longer
_LONGEST_PHRASE = 5  # words
_SHORTEST_ROOT = 3  # letters of a Quechua root under suffixes
_SHORTEST_STEM = 4  # letters of a Spanish stem: "mes" would be mesa, mes and Messi
_ONE_SLIP, _TWO_SLIPS = 5, 9  # letters from which so many slips of the finger are forgiven

Group = tuple[str, str]  # section, name
Groups = tuple[Group, ...]
# A code, and what Quechua grows at its end: "ESP-26manta", "ESP-26-ta", "ESP-26qa".
_CODE = re.compile(
    r"(?<![^\W_])((?P<letters>[^\W\d_]{1,6})[\s._–-]{0,2}\d{1,4}(?:[./_–-]\d{1,4})?)"
    r"(?:-?(?:(?:manta|man|pi|wan|pa[qjk]?|ta|rayku|kama)(?:puni|lla)?(?:chu|mi?|n|qa|ri|taq|raq|pas)?|qa|ri|chu|mi|taq))?(?!\w)",
    re.IGNORECASE,
)
_NUMBER_WORDS = frozenset("n nº n° no nro num número numero".split())
WORD = re.compile(r"[^\W\d_]+(?:['’‘ʼ´`][^\W\d_]*)*")


class Word:
    """A word as it can be looked up, each key made when it is first needed."""

    def __init__(self, word: str) -> None:
        self.typed = word

    @cached_property
    def folded(self) -> str:
        """For search and display."""
        return fold(self.typed)

    @cached_property
    def sounds(self) -> str:
        """The Spanish key."""
        return spanish.key(self.typed)

    @cached_property
    def strict(self) -> str:
        """The Quechua key."""
        return quechua.strict_key(self.typed)

    @property
    def roots(self) -> Iterator[str]:
        """What may stand under its Quechua suffixes, the longest first."""
        return quechua.stems(self.strict)


@lru_cache(20_000)
def spell(word: str) -> Word:
    """word: at most LONGEST_WORD letters are looked at."""
    return Word(word[:LONGEST_WORD])


@dataclass(frozen=True, slots=True)
class Sense:
    """groups: () unknown. language: "es", "qu", or "" where nothing tells. root: what the forms of the word share."""

    groups: Groups
    language: str
    root: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or several that mean one thing, where they stand in a question. words: folded."""

    words: tuple[str, ...]
    sense: Sense

    def of(self, section: str) -> tuple[str, ...]:
        """The names of its groups in a section."""
        return tuple(name for kind, name in self.sense.groups if kind == section)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question taken apart. code: as typed, "" if none. number: whether another number stands in it."""

    terms: list[Term]
    code: str = ""
    number: bool = False


class Table(dict[str, Groups]):
    """Keys and what they mean."""

    def learn(self, key: str, group: Group) -> None:
        if group not in self.get(key, ()):
            self[key] = (*self.get(key, ()), group)


@dataclass
class Spoken:
    """One language's words: by key; by stem or root; several words together, by their keys with a space between."""

    words: Table = field(default_factory=Table)
    stems: Table = field(default_factory=Table)
    phrases: Table = field(default_factory=Table)
    beginnings: set[str] = field(default_factory=set)  # of phrases: one word less, two less …
    slips: dict[tuple[str, int], list[str]] = field(default_factory=dict)  # keys by first letter and length

    def learn_phrase(self, keys: Sequence[str], group: Group) -> None:
        self.phrases.learn(" ".join(keys), group)
        self.beginnings.update(" ".join(keys[:size]) for size in range(1, len(keys)))

    def index_slips(self) -> None:
        for key in self.words:
            if len(key) >= _ONE_SLIP - 1:
                self.slips.setdefault((key[0], len(key)), []).append(key)

    def nearest(self, key: str) -> str | None:
        """The known word that one slip (two in a long word) makes of `key`; None if there is none, or several."""
        if len(key) < _ONE_SLIP:
            return None
        allowed = 2 if len(key) >= _TWO_SLIPS else 1
        best, found = allowed + 1, set[str]()
        for length in range(len(key) - allowed, len(key) + allowed + 1):
            for known in self.slips.get((key[0], length), ()):
                distance = OSA.distance(key, known, score_cutoff=min(best, allowed))
                if distance < best:
                    best, found = distance, {known}
                elif distance == best and distance <= allowed:
                    found.add(known)
        meanings = {self.words[known] for known in found}
        return min(found) if len(meanings) == 1 else None


Sections = Mapping[str, Mapping[str, str]]  # section → group → its words, with commas between


class Vocabulary:
    """spoken: language → its sections. plain: Spanish words that are of no group, by their keys: no slips of other ones."""

    def __init__(self, spoken: Mapping[str, Sections], plain: Iterable[str] = ()) -> None:
        self.spanish, self.quechua = Spoken(), Spoken()
        self._loose, self._borrowed = Table(), Table()  # Quechua by loose key; Spanish by Quechua key
        self._senses: dict[str, Sense] = {}
        for language, sections in spoken.items():
            for section in SECTIONS:
                for name, words in sections.get(section, {}).items():
                    for word in words.split() if section == STOP else split(words):
                        self._learn(language, (section, name), word)
        for key in plain:
            if key not in self.spanish.words and spanish.stem(key) not in self.spanish.stems:
                self.spanish.words[key] = ()
        self.spanish.index_slips()
        self.quechua.index_slips()

    def _learn(self, language: str, group: Group, words: str) -> None:
        parts = [spell(part) for part in WORD.findall(words)]
        if len(parts) > 1:
            of = self.spanish if language == "es" else self.quechua
            of.learn_phrase([part.sounds if language == "es" else part.strict for part in parts], group)
        elif parts and language == "es":
            self._learn_spanish(group, parts[0], is_name=words[0].isupper())
        elif parts:
            self._learn_quechua(group, parts[0])

    def _learn_spanish(self, group: Group, word: Word, *, is_name: bool) -> None:
        self.spanish.words.learn(word.sounds, group)
        self.spanish.words.learn(f"{word.sounds}s", group)
        if is_name or group[0] in (STOP, DATES):  # a name has no other forms: Salado is not "sale"
            return
        self.spanish.stems.learn(spanish.stem(word.sounds), group)
        self._borrowed.learn(re.sub("(?<=[aiu])r$", "", word.strict), group)

    def _learn_quechua(self, group: Group, word: Word) -> None:
        root = (
            re.sub("y$", "", word.strict) if len(word.strict) > _SHORTEST_ROOT else word.strict
        )  # "rimay" is rima- + -y
        self.quechua.words.learn(word.strict, group)
        self._loose.learn(quechua.loose_key(word.strict), group)
        if group[0] != STOP:
            self.quechua.stems.learn(root, group)
            self._loose.learn(quechua.loose_key(root), group)

    def read(self, text: str) -> Reading:
        """A text as terms, with the commitment's code that stands in it."""
        code = next((found for found in _CODE.finditer(text) if self._is_code(found["letters"])), None)
        plain = f"{text[: code.start()]} {text[code.end() :]}" if code else text
        return Reading(self.terms(plain), code[1] if code else "", any(letter.isdigit() for letter in plain))

    def _is_code(self, letters: str) -> bool:
        """ "lb 21" is one, "de 2021" and "chay 44" are none: what stands before the number is no word we know."""
        word = spell(letters)
        known = self.spanish.words.get(word.sounds) or self.quechua.words.get(word.strict)
        return not known and letters.casefold() not in _NUMBER_WORDS

    def terms(self, text: str) -> list[Term]:
        """The words of a text in order; several that mean one thing together are one term, the longest first."""
        words = [spell(word) for word in WORD.findall(text)[:MOST_WORDS]]
        found: list[Term] = []
        while words:
            term = self._phrase(words) or Term((words[0].folded,), self.sense(words[0]))
            found.append(term)
            words = words[len(term.words) :]
        return found

    def _phrase(self, words: Sequence[Word]) -> Term | None:
        """The longest phrase that the words begin with; the last word of a Quechua one may have suffixes."""
        found = None
        sounds = strict = ""
        for size, word in enumerate(words[:_LONGEST_PHRASE], 1):
            before, sounds = strict, f"{sounds} {word.sounds}".lstrip()
            if word.sounds not in self.spanish.words or strict:
                strict = f"{strict} {word.strict}".lstrip()
            if size > 1:
                sense = self._phrase_sense(sounds, before, word)
                if sense:
                    found = Term(tuple(one.folded for one in words[:size]), sense)
            if sounds not in self.spanish.beginnings and strict not in self.quechua.beginnings:
                break
        return found

    def _phrase_sense(self, sounds: str, before: str, last: Word) -> Sense | None:
        if groups := self.spanish.phrases.get(sounds):
            return Sense(groups, "es", sounds)
        if before in self.quechua.beginnings:
            for root in (last.strict, *last.roots):
                if groups := self.quechua.phrases.get(f"{before} {root}"):
                    return Sense(groups, "qu", f"{before} {root}")
        return None

    def sense(self, word: Word) -> Sense:
        """What one word means; remembered."""
        known = self._senses.get(word.folded)
        if known is None:
            if len(self._senses) >= 20_000:
                self._senses.clear()
            known = self._senses[word.folded] = self._find(word)
        return known

    def _find(self, word: Word) -> Sense:
        """Spelled right, as a form of a known word, with other letters, under suffixes, with a slip; in this order."""
        stem, loose = spanish.stem(word.sounds), quechua.loose_key(word.strict)
        if (groups := self.spanish.words.get(word.sounds)) is not None:
            return Sense(groups, "es", stem)
        if (groups := self.quechua.words.get(word.strict)) is not None:
            return Sense(groups, "qu", word.strict)
        if len(stem) >= _SHORTEST_STEM and (groups := self.spanish.stems.get(stem)):
            return Sense(groups, "es", stem)
        if groups := self._loose.get(loose):
            return Sense(groups, "qu", word.strict)
        for root in word.roots:
            if (
                groups := self.quechua.stems.get(root)
                or self._borrowed.get(root)
                or self._loose.get(quechua.loose_key(root))
            ):
                return Sense(groups, "qu", root)
        if (near := self.spanish.nearest(word.sounds)) is not None:
            return Sense(self.spanish.words[near], "es", spanish.stem(near))
        if (near := self.quechua.nearest(word.strict)) is not None:
            return Sense(self.quechua.words[near], "qu", near)
        return Sense((), "", stem)


def split(words: str) -> list[str]:
    """ "a, b c, d" → ["a", "b c", "d"]; what begins with "+" names another group and is no word."""
    parts = (" ".join(part.split()) for part in words.split(","))
    return [part for part in parts if part and not part.startswith("+")]
