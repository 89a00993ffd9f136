"""All that understanding needs to know: the words of `locales/*/keywords.toml`, and what was learnt of questions with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.domain.asking import Which
from bot.domain.features import features
from bot.domain.folding import fold
from bot.domain.intents import Intent
from bot.domain.likeness import Likeness
from bot.domain.quechua import strict_key, without_case
from bot.domain.vocabulary import TOPICS, Reading, Sections, Term, Vocabulary, split

# Tried in this order: "no tienen plazo" before "faltan" before "cumplidos".
FILTERS = {
    "no_responsible": Which.NO_RESPONSIBLE,
    "no_deadline": Which.NO_DEADLINE,
    "due_soon": Which.DUE_SOON,
    "pending": Which.PENDING,
    "done": Which.DONE,
}


UNLEARNT = Likeness(tuple(Intent), (0.0,) * len(Intent))  # every intent as likely as the others


_SHORTEST = 3  # letters of a root


class Lexicon:
    """spoken: language → section → group → words, as the files have them. plain: Spanish words of no group.

    likeness: what was learnt, with this vocabulary's features.
    """

    def __init__(
        self, spoken: Mapping[str, Sections], plain: Iterable[str] = (), likeness: Likeness = UNLEARNT
    ) -> None:
        self.vocabulary = Vocabulary(spoken, plain)
        self.likeness = likeness
        self._synonyms = _with_related(spoken)
        self._weak = frozenset(fold(word) for each in spoken.values() for word in split(each["search"]["weak"]))
        self._denying = frozenset(
            fold(word) for each in spoken.values() for word in split(each.get("cues", {}).get("no", ""))
        )
        self._filters = [
            (which, words)
            for name, which in FILTERS.items()
            for each in spoken.values()
            for phrase in split(each["filters"][name])
            if (words := frozenset(_said(term, which) for term in self.vocabulary.terms(phrase)))
        ]

    def weigh(self, question: Reading) -> list[tuple[Intent, float]]:
        """Every intent with its chance (their sum is 1), the likeliest first."""
        return [(Intent(kind), chance) for kind, chance in self.likeness.chances(features(question))]

    def filter_of(self, terms: Sequence[Term]) -> Which:
        """The list that its words ask for; "no se cumplieron" are the pending ones, whatever else "no" is part of."""
        said = {_said(term, which) for which in FILTERS.values() for term in terms}
        which = next((which for which, words in self._filters if words <= said), Which.ALL)
        denied = any(word in self._denying for term in terms for word in term.words)
        return Which.PENDING if which is Which.DONE and denied else which

    def prefixes(self, term: Term) -> tuple[str, ...]:
        """What a commitment's words may begin with to be about it: the word itself and its topic's words in both languages."""
        own = [word for word in term.words if len(word) > 1][-1:] or list(term.words)
        if not term.of(TOPICS):
            own += [without_case(own[-1])]  # "huisamanta" is about Huisa too
        return tuple(dict.fromkeys((*own, *(word for topic in term.of(TOPICS) for word in self._synonyms[topic]))))

    def says(self, term: Term) -> str:
        """Its words without the Quechua suffixes they were understood under: "hospitalmanta" → "hospital"."""
        *before, last = term.words
        if term.sense.language == "qu":
            ends = (last[:size] for size in range(_SHORTEST, len(last)) if strict_key(last[:size]) == term.sense.root)
            last = next(ends, without_case(last))
        return " ".join((*before, last))

    def is_weak(self, term: Term) -> bool:
        return all(word in self._weak for word in term.words)


def _said(term: Term, which: Which) -> str:
    """A word as a filter knows it: by its root; by its very form where "vence" must not be taken for "vencido"."""
    exact = which is Which.DUE_SOON and term.sense.language == "es"
    return " ".join(term.words) if exact else term.sense.root


def _with_related(spoken: Mapping[str, Sections]) -> dict[str, tuple[str, ...]]:
    """topic → its single words, folded, and those of the topics it names with "+"."""
    said: dict[str, list[str]] = {}
    for each in spoken.values():
        for topic, words in each["topics"].items():
            said.setdefault(topic, []).extend(part.strip() for part in words.split(","))
    return {topic: tuple(dict.fromkeys(_words(topic, said, set()))) for topic in said}


def _words(topic: str, said: Mapping[str, Sequence[str]], seen: set[str]) -> Iterator[str]:
    seen.add(topic)
    for word in said[topic]:
        if not word.startswith("+"):
            if " " not in word:
                yield fold(word)
        elif word[1:] not in seen:
            yield from _words(word[1:], said, seen)
