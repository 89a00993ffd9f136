"""The Chanka overlay `locales/quy`: what differs from `locales/qu`, each text as the rule derives it or marked `lexical`.

The rule is of QUECHUA.md section 1: no ejectives, no aspirates, a few other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from babel.messages.catalog import Catalog, Message

from tests.locales.catalogs import by_key, forms
from tests.locales.dictionary import NOUN, Dictionary
from tests.locales.spelling import NOT_WORDS, WORD
from tests.locales.suffixes import may_follow

SWAPS = {"tatisqa": "sayachisqa", "unu": "yaku", "llapan": "llapa"}
ASPIRATE = re.compile(r"(ch|[ptkq])h", re.IGNORECASE)
PIECES = re.compile(f"(?P<kept>{NOT_WORDS.pattern})|{WORD.pattern}")


def derived(text: str, words: Dictionary) -> str:
    """The Chanka form of a Cusco text; {names}, commands and Spanish words stay."""
    return PIECES.sub(lambda piece: piece[0] if piece["kept"] or words.borrows(piece[0]) else _word(piece[0]), text)


def _word(word: str) -> str:
    plain = word.casefold()
    for cusco, chanka in SWAPS.items():
        rest = plain.removeprefix(cusco)
        if rest != plain and may_follow(NOUN, plain, len(cusco)) and may_follow(NOUN, chanka + rest, len(chanka)):
            return (chanka.capitalize() if word[0].isupper() else chanka) + _spelt(rest)
    return _spelt(word)


def _spelt(word: str) -> str:
    return ASPIRATE.sub(r"\1", word.replace("'", ""))


def problems_of_overlay(overlay: Catalog, base: Mapping[str, Message], words: Dictionary) -> list[str]:
    """Each entry that is neither derived nor marked; that says nothing new; that belongs to no Cusco text."""
    return [
        f"{key}: {why}" for key, message in by_key(overlay).items() for why in _faults(message, base.get(key), words)
    ]


def _faults(message: Message, cusco: Message | None, words: Dictionary) -> Iterator[str]:
    if cusco is None or not all(forms(cusco)):
        yield "no está en locales/qu"
        return
    rule = tuple(derived(text, words) for text in forms(cusco))
    if forms(message) == forms(cusco):
        yield "es igual que en locales/qu: sobra"
    elif any(comment.startswith("lexical") for comment in message.user_comments):
        yield from (f"«{text}» no es ortografía chanka" for text in forms(message) if derived(text, words) != text)
    elif forms(message) != rule:
        yield f"debe decir «{' / '.join(rule)}», o llevar «lexical: por qué»"
