"""What a plain question wants: one of fourteen intents, and whom, what, where and when it names. Pure.

`understand` always names the likeliest intent and how sure it is; whoever answers decides what to do when it is not `sure`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.asking import Which
from bot.domain.intents import Intent
from bot.domain.lexicon import Lexicon
from bot.domain.moments import Span, span_of
from bot.domain.names import NO_NAMES, Named, Names, plain
from bot.domain.vocabulary import CUES, DATES, OTHERS, PLACES, STOP, TOPICS, WORD, Term

SURE = 0.45  # from here on the likeliest intent is answered; below it is offered (tests/understanding: chosen on the tune split)
WORTH_OFFERING = 0.08
MOST_OFFERED = 3
MOST_LETTERS = 2_000  # that are read of a question


@dataclass(frozen=True)
class Asked:
    """One word (or several that are one) a commitment is looked for by. says: folded; prefixes: any of which counts as found."""

    says: str
    prefixes: tuple[str, ...]
    weak: bool = False  # tells little: let go of first

    @property
    def is_topic(self) -> bool:
        """Whether the thesaurus knows other words for it; else it is only a word that nobody taught us."""
        return len(self.prefixes) > 1


@dataclass(frozen=True)
class Understood:
    """confidence: of the intent, 0 to 1. language: "es" or "qu". offers: the likeliest, the first being `intent`.

    code: as typed, "" if none. which: the list meant. topic: the words asked about. institution, mesa: slugs; community: a name
    of the mesa; "" where none is named. days: both included. tongue: the language wanted, for CHANGE_LANGUAGE.
    """

    intent: Intent
    confidence: float
    language: str
    offers: tuple[Intent, ...]
    code: str = ""
    which: Which = Which.ALL
    topic: tuple[Asked, ...] = ()
    institution: str = ""
    mesa: str = ""
    community: str = ""
    days: Span | None = None
    tongue: str = ""
    today: date = date.max
    cues: frozenset[str] = frozenset()  # groups of [cues] it has words of
    words: int = 0
    follows: bool = False  # begins as what follows something said before: "¿y …?", "hospitalri"

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE

    @property
    def due(self) -> Span | None:
        """The days as those of a deadline: told of one, or still to come; a past year alone is when it was agreed."""
        told = self.cues & {"vencer", "plazo", "cuando", "faltar"}
        return self.days if self.days and (told or self.days[1] >= self.today) else None

    @property
    def has_subject(self) -> bool:
        """Whether it says by itself what it is about; a follow-up does not."""
        return bool(self.code or self.topic or self.institution or self.community or self.mesa)


def understand(
    text: str,
    lexicon: Lexicon,
    names: Names = NO_NAMES,
    today: date | None = None,
    mesa: str = "",
    language: str = "es",
) -> Understood:
    """text: anything. names: of what is stored. today: in the mesa's zone, for words like "mañana". mesa: the slug at hand.
    language: the one to take it for where nothing tells."""
    text = unicodedata.normalize("NFC", text[:MOST_LETTERS])  # an accent typed as a sign of its own would end its word
    question = lexicon.vocabulary.read(text)
    terms = question.terms
    weighed = lexicon.weigh(question)
    intent, confidence = weighed[0]
    named, left = _named(terms, names, mesa)
    return Understood(
        intent,
        confidence,
        language_of(terms, language),
        tuple(one for one, chance in weighed[:MOST_OFFERED] if chance >= WORTH_OFFERING or one is intent),
        code=question.code,
        which=lexicon.filter_of(terms),
        topic=tuple(_topic(left, lexicon)),
        institution=named.get(Named.INSTITUTION, ""),
        mesa=named.get(Named.MESA, ""),
        community=named.get(Named.COMMUNITY, ""),
        days=_days(text, terms, today) if today else None,
        today=today or date.max,
        tongue=_tongue(terms),
        cues=frozenset(name for term in terms for name in term.of(CUES)),
        words=len(terms),
        follows=bool(terms) and _follows(terms),
    )


def language_of(terms: Sequence[Term], otherwise: str = "es") -> str:
    """The language most of its words are of; of as many of each it is Quechua, which borrows."""
    told = [term.sense.language for term in terms]
    if not any(told):
        return otherwise
    return "qu" if told.count("qu") >= told.count("es") else "es"


def _follows(terms: Sequence[Term]) -> bool:
    first, last = terms[0].words[0], terms[-1].words[-1]
    return first in ("y", "e") or (last.endswith("ri") and terms[-1].sense.language == "qu")


def words_asked(query: str, lexicon: Lexicon) -> tuple[Asked, ...]:
    """What somebody looks for by plain words: each known word stands for its topic, signs and numbers for themselves.

    Words that say nothing ("de la") are left out where others are left.
    """
    asked: list[Asked] = []
    for token in query.split():
        if not WORD.fullmatch(token):
            asked.append(Asked(token, (token,)))
            continue
        asked += [
            Asked(" ".join(term.words), lexicon.prefixes(term), lexicon.is_weak(term))
            for term in lexicon.vocabulary.terms(token)
            if STOP not in {section for section, _ in term.sense.groups} or term.of(TOPICS)
        ]
    return tuple(dict.fromkeys(asked)) or tuple(Asked(token, (token,)) for token in query.split())


def _named(terms: Sequence[Term], names: Names, mesa: str) -> tuple[dict[Named, str], list[Term]]:
    """What is named, by kind, and the words that are left. A community counts in the mesa at hand only."""
    words = [plain(word) for term in terms for word in term.words]
    owner = [place for place, term in enumerate(terms) for _ in term.words]
    named: dict[Named, str] = {}
    taken: set[int] = set()
    for at, size, name in names.find(words):
        if name.kind is Named.COMMUNITY and name.mesa != mesa:
            continue
        if name.kind not in named:
            named[name.kind] = name.key
            taken.update(owner[at : at + size])
    return named, [term for place, term in enumerate(terms) if place not in taken]


def _topic(terms: Sequence[Term], lexicon: Lexicon) -> list[Asked]:
    """What it is about: words of a topic, and those that are no words of asking (names, most often)."""
    asked = []
    for term in terms:
        sections = {section for section, _ in term.sense.groups}
        about = TOPICS in sections or PLACES in sections or not sections
        if about and not (sections & {STOP, DATES, OTHERS} and TOPICS not in sections) and len(term.words[0]) > 1:
            asked.append(Asked(" ".join(term.words), lexicon.prefixes(term), lexicon.is_weak(term)))
    return list(dict.fromkeys(asked))


def _days(text: str, terms: Sequence[Term], today: date) -> Span | None:
    named = [(name, term.words[0]) for term in terms for name in term.of(DATES)]
    return span_of(text, named, today)


def _tongue(terms: Sequence[Term]) -> str:
    cues = {name for term in terms for name in term.of(CUES)}
    wanted = {"quechua": "qu", "castellano": "es"}.items()
    found = [code for name, code in wanted if name in cues]
    return found[0] if len(found) == 1 else ""
