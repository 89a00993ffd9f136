"""Quechua as people type it made one: keys for look-ups, never for display (QUECHUA.md sections 9 and 12).

People write five vowels or three, apostrophes or none, "huillahuay", "kashan", "jatun". The strict key unites spellings of
one word; the loose key unites more, and also words that differ: for a small lexicon only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`′", "'"))
_NOT_LETTERS = re.compile(r"[^a-zñ']+")
_PERSON = r"(?=ni|nki|n|y|spa|pti|q|chu|nchi|nku|wa)"

Step = tuple[
    frozenset[str], re.Pattern[str], str
]  # letters without which there is nothing to do; what to find; what to put


def _steps(*steps: tuple[str, str, str]) -> tuple[Step, ...]:
    return tuple((frozenset(letters), re.compile(pattern), to) for letters, pattern, to in steps)


# In order; each step relies on the ones before it.
_AS_WRITTEN = _steps(
    ("q", r"qu(?=[ei])", "k"),
    ("hg", r"[hg]u(?=[aeio])", "w"),
    ("u", r"(?<![^aeiou])u(?=[aeiou])", "w"),
    ("y", r"(?<=[^aeiouy])y$", "i"),
    ("c", r"cc", "q"),
    ("c", r"c(?=[ei])", "s"),
    ("c", r"c(?!h)", "k"),
)
_LETTERS = str.maketrans("zvbfdeo", "swwpriu", "")
_IN_THREE_VOWELS = _steps(
    ("i", r"(?<=[au])i", "y"),
    ("u", r"(?<=a)u", "w"),
    ("i", r"i(?=[au])", "y"),
    ("'", r"'", ""),
    ("c", r"chh", "ch"),
    ("h", r"([ptkq])h", r"\1"),
    ("h", r"sh", "s"),
    ("c", r"ch(?=[^aiu])", "s"),
    ("jx", r"[jx](?=[aiu])", "h"),
    ("jx", r"[jx]", "q"),
    ("gh", r"[gh](?![aiu])(?<!ch)", "q"),
    ("kp", r"k(?=[^aiuk])|[kp]$", "q"),
    ("q", r"qti", "pti"),
    ("m", r"m(?![aiu])", "n"),
    ("l", r"ll(?![aiu])", "l"),
    ("s", rf"(?<!i)s[kq]a{_PERSON}", "sa"),
    ("q", r"(?<=.)rq(?=[au])", "r"),
    ("c", r"(?<=[niy])ch[iy][ksq](?![aiu])", "chi"),
)
_DOUBLED = re.compile(r"([^l])\1+")
_SAME = {
    "punchay": "punchaw",
    "haykuy": "yaykuy",
    "kinsa": "kimsa",
    "upyay": "uqyay",
    "mayqin": "mayqan",
    "han": "qan",
    "mihuy": "mikuy",
}
_LOOSER = _steps(
    ("q", r"q", "k"), ("l", r"ll", "l"), ("ñ", r"ñ", "n"), ("h", r"^h", ""), ("r", r"^ruw?a", "rura"), ("y", r"iy", "i")
)


def letters(word: str) -> str:
    """Lower case, one kind of apostrophe, no accents but ñ, nothing else than letters."""
    if word.isascii():
        return word.lower() if word.isalpha() else _NOT_LETTERS.sub("", word.lower().translate(_APOSTROPHES))
    plain = unicodedata.normalize("NFC", word).lower().translate(_APOSTROPHES).replace("ñ", "\0")
    bare = "".join(one for one in unicodedata.normalize("NFD", plain) if not unicodedata.combining(one))
    return _NOT_LETTERS.sub("", bare.replace("\0", "ñ"))


def strict_key(word: str) -> str:
    """One key for the spellings of a word."""
    key = _walk(_AS_WRITTEN, letters(word)).translate(_LETTERS)
    key = _DOUBLED.sub(r"\1", _walk(_IN_THREE_VOWELS, key))
    return _SAME.get(key, key)


def _walk(steps: Sequence[Step], key: str) -> str:
    for needed, pattern, to in steps:
        if not needed.isdisjoint(key):
            key = pattern.sub(to, key)
    return key


def loose_key(key: str) -> str:
    """Of a strict key: unites what the strict one keeps apart (q and k, ll and l, ñ and n, ruwa and rura)."""
    return _walk(_LOOSER, key)


# Each suffix as the strict key leaves it.
_SUFFIXES = frozenset(
    "lla puni ña raq pas taq chu qa mi n si s cha ri ya ma "  # enclitics
    "pa q ta pi man manta wan paq kama rayku hina ntin pura "  # cases
    "y yki ni nchi yku ykichi nku kuna yuq niyuq sapa "  # possessors, plural
    "chi ku naku paya paku pu mu yku ru ra ysi naya raya "  # verbal derivation, past
    "sa ska nki nkichi saq nqa sun sunchi saqku nqaku sayki "  # ongoing, persons, future
    "wan wanki wanchi sunki yman waq nman chwan "  # objects, potential
    "ychi chun way wayku waychi wa q sqa sa na spa pti".split()
)
_LONGEST = max(map(len, _SUFFIXES))
_SHORTEST_ROOT = 3  # letters
_DEEPEST = 6


# What a name may have at its end, as it is typed: "espinarpi", "minsapaqa", "mtcchu".
_AFTER_A_NAME = re.compile(
    r"(?<=\w{3})(?:kuna)?(?:manta|man|pi|wan|pa[qjk]?|ta|rayku|kama)?(?:puni|lla)?(?:chu|mi?|n|qa|ri|taq|raq|pas)?$"
)


def without_case(word: str) -> str:
    """A folded name without the suffixes of a noun; three letters are always left."""
    return _AFTER_A_NAME.sub("", word)


def stems(key: str) -> Iterator[str]:
    """What may be its root, the longest first: `key` is a strict key, its suffixes are taken off from the right."""
    level, seen = {key}, {key}
    for _ in range(_DEEPEST):
        level = {shorter for word in level for shorter in _without_last(word)} - seen
        seen |= level
        yield from sorted(level, key=lambda root: (-len(root), root))


def _without_last(word: str) -> Iterator[str]:
    for size in range(1, min(_LONGEST, len(word) - _SHORTEST_ROOT) + 1):
        if word[-size:] in _SUFFIXES:
            yield word[:-size]
