"""What stands in a question, as the likeness of questions is reckoned from: groups, roots, what stands beside what."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from bot.domain import quechua
from bot.domain.likeness import Features
from bot.domain.vocabulary import BODIES, CUES, DATES, OTHERS, PLACES, TOPICS, Reading, Term

_KINDS = {TOPICS: "@topic", BODIES: "@body", PLACES: "@place", DATES: "@day"}
_BEGINNING = 4  # letters of an unknown word's key: Quechua grows at the end
MOST_PAIRED = 12  # tags: the pairs of a long text would grow with its square
_ROOT, _STOP_WORD = (
    0.7,
    0.3,
)  # what a word by itself tells beside its group; what a word tells that is of no group by itself


def features(question: Reading) -> Features:
    """What stands in a question. A word of a group counts as its group and as its root; groups count in pairs too."""
    terms = question.terms
    told = [tags(term) for term in terms]
    whole = list(dict.fromkeys(tag for each in told for tag in each))
    whole += ["@code"] * bool(question.code) + ["@number"] * question.number
    row = ["^", *(each[0] if each else f"w:{term.sense.root}" for each, term in zip(told, terms, strict=True)), "$"]
    found = {f"w:{term.sense.root}": _ROOT if each else _STOP_WORD for each, term in zip(told, terms, strict=True)}
    found |= dict.fromkeys((part for term in terms for part in more(term)), 1.0)
    found |= dict.fromkeys(whole, 1.0)
    found |= dict.fromkeys((f"{one}+{other}" for one, other in combinations(sorted(whole[:MOST_PAIRED]), 2)), 1.0)
    found |= dict.fromkeys((f"{one}>{other}" for one, other in pairwise(row)), 1.0)
    return found


def tags(term: Term) -> list[str]:
    """The groups a word counts as; every topic is one kind, and so are bodies, places, days; @other: what we know nothing of."""
    found = set()
    for section, name in term.sense.groups:
        if section in _KINDS:
            found.add(_KINDS[section])
        elif section in (CUES, OTHERS):
            found.add(f"@{name}")
            if section == OTHERS:
                found.add("@other")
    return sorted(found) if term.sense.groups else ["@unknown"]


def more(term: Term) -> Iterator[str]:
    """Which topic it is; how an unknown word begins."""
    yield from (f"t:{name}" for name in term.of(TOPICS))
    if not term.sense.groups:
        yield f"p:{quechua.loose_key(quechua.strict_key(term.words[0]))[:_BEGINNING]}"
