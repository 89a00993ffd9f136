"""What stands in a question, as the likeness of questions is reckoned from: groups, roots, what stands beside what, and the
letters of its words, which tell where a word is misspelt, unknown, or grown by suffixes."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, pairwise

from bot.domain.likeness import Features
from bot.domain.vocabulary import BODIES, CUES, DATES, LONGEST_WORD, OTHERS, PLACES, TOPICS, Reading, Term

_KINDS = {TOPICS: "@topic", BODIES: "@body", PLACES: "@place", DATES: "@day"}
MOST_PAIRED = 12  # tags: the pairs of a long text would grow with its square
# How much each tells; learning weighs them further, but cannot tell a sure sign from a chance one as well as we can.
_GROUP, _ROOT, _STOP_WORD, _LETTERS = 0.6, 0.42, 0.18, 0.5
_SHORTEST, _LONGEST = 2, 5  # letters that stand together


def features(question: Reading) -> Features:
    """What stands in a question. A word of a group counts as its group and as its root; groups count in pairs too."""
    terms = question.terms
    told = [tags(term) for term in terms]
    whole = list(dict.fromkeys(tag for each in told for tag in each))
    whole += ["@code"] * bool(question.code) + ["@number"] * question.number
    row = ["^", *(each[0] if each else f"w:{term.sense.root}" for each, term in zip(told, terms, strict=True)), "$"]
    found = {f"w:{term.sense.root}": _ROOT if each else _STOP_WORD for each, term in zip(told, terms, strict=True)}
    found |= dict.fromkeys((f"t:{name}" for term in terms for name in term.of(TOPICS)), _GROUP)
    found |= dict.fromkeys(whole, _GROUP)
    found |= dict.fromkeys((f"{one}+{other}" for one, other in combinations(sorted(whole[:MOST_PAIRED]), 2)), _GROUP)
    found |= dict.fromkeys((f"{one}>{other}" for one, other in pairwise(row)), _GROUP)
    found |= dict.fromkeys((part for term in terms for word in term.words for part in letters(word)), _LETTERS)
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


@lru_cache(20_000)
def letters(word: str) -> tuple[str, ...]:
    """Letters that stand together in a folded word, its beginning and end marked: "agua" → "~_a", "~ag" … "~gua_"."""
    whole = f"_{word[:LONGEST_WORD]}_"
    return tuple(
        f"~{whole[at : at + size]}" for size in range(_SHORTEST, _LONGEST + 1) for at in range(len(whole) - size + 1)
    )
