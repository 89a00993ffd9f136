"""How Quechua is written: which words of a text are Quechua, with which letters, in which syllables (QUECHUA.md section 1)."""

from __future__ import annotations

import re

NOT_WORDS = re.compile(r"\{[^}]*\}|<[^>]*>|/\w+|https?://\S+|\b[A-ZÑÁÉÍÓÚ]{2,6}\b")
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]*)*")

VOWEL = "[aiuáíú]"
ONSET = "(?:chh|ch'|ch|kh|k'|ph|p'|qh|q'|th|t'|ll|[hklmnñpqrstwy])"  # before a vowel, any consonant
CODA = "(?:ch|ll|[klmnpqrstwy])"  # after it: no aspirate, no ejective, no h
LETTERS = re.compile(f"(?:{ONSET}|{VOWEL})+")
SYLLABLES = re.compile(f"{ONSET}?{VOWEL}{CODA}?(?:{ONSET}{VOWEL}{CODA}?)*")


def words_of(text: str) -> list[str]:
    """Its words without {names}, tags, commands, addresses and acronyms, as they are written."""
    return WORD.findall(NOT_WORDS.sub(" ", text))


def fault_of(word: str) -> str | None:
    """Why Quechua is not written so, or None."""
    plain = word.casefold()
    if not LETTERS.fullmatch(plain):
        return f"«{word}» no se escribe con las letras del quechua"
    if not SYLLABLES.fullmatch(plain):
        return f"«{word}» no forma sílabas del quechua"
    return None
