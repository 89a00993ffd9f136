"""Two ways of writing a word made one: for look-ups, never for display."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`′", "'"))
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_CODE = re.compile(r"[^\W\d_]{1,12}[\s./_–-]{0,3}[0-9]{1,6}(?:[./_–-]?\w{1,4}){0,3}")
_NOT_IN_A_LINK = re.compile(r"[^A-Za-z0-9_-]+")


def fold(text: str) -> str:
    """Lower case without accents (ñ becomes n), one kind of apostrophe, single spaces."""
    if text.isascii():
        return " ".join(text.translate(_APOSTROPHES).lower().split())
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def fold_code(code: str) -> str:
    """A commitment's code however it is typed: "ESP-07", "esp 7" and "Esp–07" are one (no signs, no leading zeros)."""
    letters = "".join(letter for letter in fold(code) if letter.isalnum())
    return _LEADING_ZEROS.sub("", letters)


def looks_like_code(text: str) -> bool:
    """Letters, then a number, and nothing else: what somebody types who copies a code from an acta or a list."""
    return _CODE.fullmatch(text.strip()) is not None


def safe_code(code: str) -> str:
    """The code as a deep link or an address can carry it: only letters, digits, `_` and `-`."""
    ascii_code = unicodedata.normalize("NFKD", code).encode("ascii", "ignore").decode()
    return _NOT_IN_A_LINK.sub("-", ascii_code).strip("-")


def slug(name: str) -> str:
    """A name as an identifier: "C.C. Fuerabamba" → "c-c-fuerabamba"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def whole_words(words: str, most_bytes: int) -> str:
    """Folded, whole words only, as many as fit; a colon, which buttons part their fields by, is a space."""
    kept = ""
    for word in fold(words).replace(":", " ").split():
        longer = f"{kept} {word}".strip()
        if len(longer.encode()) > most_bytes:
            break
        kept = longer
    return kept
