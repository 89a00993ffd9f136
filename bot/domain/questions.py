"""What a plain question wants: one of fourteen intents, and whom, what, where and when it names. Pure.

`understand` always names the likeliest intent and how sure it is; whoever answers decides what to do when it is not `sure`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bot.domain.asking import Which
from bot.domain.intents import Intent
from bot.domain.lexicon import Lexicon
from bot.domain.moments import Span, span_of
from bot.domain.names import NO_NAMES, Named, Names, plain
from bot.domain.vocabulary import BODIES, CUES, DATES, OTHERS, PLACES, STOP, TOPICS, WORD, Term

SURE = 0.5  # from here on the likeliest intent is answered; below it is offered: there it is right less than every other time
WORTH_OFFERING = 0.08
FEWEST_OFFERED, MOST_OFFERED = 2, 3
NEVER_OFFERED = frozenset({Intent.GREETING, Intent.OUT_OF_SCOPE})
MOST_LETTERS = 2_000  # that are read of a question


# After the word: "compromiso 5", "acuerdo numero 12"; before it only in Quechua order: "12 compromisomanta".
_NUMBERED = re.compile(
    r"(?:compromiso|acuerdo|punto)\w*\s+(?:(?:n[uú]mero|nro|n\W?[º°]?)\W{0,3})?0*(\d{1,3})(?![\d/])|(?<![\d/])(\d{1,3})\s+(?:compromiso|acuerdo)(?!s)",
    re.IGNORECASE,
)

_STATES = frozenset({"vencer", "cumplir", "incumplir", "faltar"})
_SEVERAL = re.compile("[dt][oa]s$|chos$|ntes$|kuna")
_OF_A_SENTENCE = ".,;:¿?¡!…()«»\"“”'‘’"


@dataclass(frozen=True)
class Asked:
    """One word (or several that are one) a commitment is looked for by. says: folded; prefixes: any of which counts as found."""

    says: str
    prefixes: tuple[str, ...]
    weak: bool = False  # tells little: let go of first
    is_topic: bool = False  # the thesaurus knows it; else it is only a word that nobody taught us


@dataclass(frozen=True)
class Understood:
    """confidence: of the intent, 0 to 1. language: "es" or "qu". offers: the likeliest that buttons can stand for.

    code: as typed, "" if none. number: of a commitment told by its number alone. which: the list meant. topic: the words asked
    about. institution, mesa: slugs; community: a name of the mesa; "" where none is named. days: both included, as counted from
    today. tongue: the language wanted, for CHANGE_LANGUAGE.
    """

    intent: Intent
    confidence: float
    language: str
    offers: tuple[Intent, ...]
    code: str = ""
    number: str = ""
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
    several: bool = False  # names things by what became of them: "los vencidos", "hunt'asqakuna"
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
    def is_about_something(self) -> bool:
        return bool(self.topic or self.institution or self.number)

    @property
    def has_subject(self) -> bool:
        """Whether it says by itself what it is about; a follow-up does not."""
        return bool(self.code or self.is_about_something or self.community or self.mesa)


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
        _offers(weighed),
        code=question.code,
        number=_number(text, terms, question.code),
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
        several=any(_SEVERAL.search(term.words[-1]) for term in terms if set(term.of(CUES)) & _STATES),
        follows=bool(terms) and _follows(terms),
    )


def _offers(weighed: Sequence[tuple[Intent, float]]) -> tuple[Intent, ...]:
    """The two or three likeliest of those that a button can stand for."""
    able = [(one, chance) for one, chance in weighed if one not in NEVER_OFFERED][:MOST_OFFERED]
    return tuple(one for place, (one, chance) in enumerate(able) if place < FEWEST_OFFERED or chance >= WORTH_OFFERING)


def language_of(terms: Sequence[Term], otherwise: str = "es") -> str:
    """The language most of its words are of; of as many of each it is Quechua, which borrows."""
    told = [term.sense.language for term in terms]
    if not any(told):
        return otherwise
    return "qu" if told.count("qu") >= told.count("es") else "es"


def _number(text: str, terms: Sequence[Term], code: str) -> str:
    """ "compromiso 5", "acuerdo n.º 12": a short number beside the word for what was promised; not "3 acuerdos de 2019"."""
    told = "prometer" in {name for term in terms for name in term.of(CUES)} and not code
    found = _NUMBERED.search(text) if told else None
    return (found[1] or found[2]).lstrip("0") if found else ""


def _follows(terms: Sequence[Term]) -> bool:
    first, last = terms[0].words[0], terms[-1].words[-1]
    return first in ("y", "e") or (last.endswith("ri") and terms[-1].sense.language == "qu")


def words_asked(query: str, lexicon: Lexicon) -> tuple[Asked, ...]:
    """What somebody looks for by plain words: each known word, or several that are one ("hampina wasi"), stands for its topic,
    signs and numbers for themselves.

    Words that say nothing ("de la") are left out where others are left.
    """
    asked: list[Asked] = []
    for are_words, tokens in groupby(map(_bare, query.split()), key=lambda token: bool(WORD.fullmatch(token))):
        if not are_words:
            asked += [Asked(token, (token,)) for token in tokens]
            continue
        asked += [
            _asked(term, lexicon)
            for term in lexicon.vocabulary.terms(" ".join(tokens))
            if STOP not in {section for section, _ in term.sense.groups} or term.of(TOPICS)
        ]
    return tuple(dict.fromkeys(asked)) or tuple(Asked(token, (token,)) for token in query.split())


def _bare(token: str) -> str:
    """A word without the signs of its sentence: "agua," is "agua"; "100%" and "(5)" stay as they are."""
    bare = token.strip(_OF_A_SENTENCE)
    return bare if WORD.fullmatch(bare) else token


def _named(terms: Sequence[Term], names: Names, mesa: str) -> tuple[dict[Named, str], list[Term]]:
    """What is named, by kind, and the words that are left. A community counts in the mesa at hand only.

    Where one is an institution too (it signs for itself), what was agreed for it is asked for, rather than what it owes.
    """
    words = [plain(word) for term in terms for word in term.words]
    owner = [place for place, term in enumerate(terms) for _ in term.words]
    named: dict[Named, str] = {}
    taken: set[int] = set()
    found = [(at, size, name) for at, size, name in names.find(words) if name.mesa in ("", mesa)]
    communities = {at for at, _, name in found if name.kind is Named.COMMUNITY}
    for at, size, name in found:
        if name.kind is Named.INSTITUTION and at in communities:
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
        about = TOPICS in sections or PLACES in sections or not sections or _is_some_body(term)
        if about and not (sections & {STOP, DATES, OTHERS} and TOPICS not in sections) and len(term.words[0]) > 1:
            asked.append(_asked(term, lexicon))
    return list(dict.fromkeys(asked))


def _is_some_body(term: Term) -> bool:
    """ "la municipalidad", "el gobierno regional": found by the name of whoever owes; "el Estado", "la empresa" are too many."""
    return "local" in term.of(BODIES) or (len(term.words) > 1 and bool(term.of(BODIES)))


def _asked(term: Term, lexicon: Lexicon) -> Asked:
    return Asked(lexicon.says(term), lexicon.prefixes(term), lexicon.is_weak(term), bool(term.of(TOPICS)))


def _days(text: str, terms: Sequence[Term], today: date) -> Span | None:
    named = [(name, term.words[0]) for term in terms for name in term.of(DATES)]
    return span_of(text, named, today)


def _tongue(terms: Sequence[Term]) -> str:
    cues = {name for term in terms for name in term.of(CUES)}
    wanted = {"quechua": "qu", "castellano": "es"}.items()
    found = [code for name, code in wanted if name in cues]
    return found[0] if len(found) == 1 else ""
