"""What no catalog may contain, each rule a pure function: texts in, problems out (QUECHUA.md sections 3, 7 and 8)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from tests.locales.catalogs import LOCALES, PLURALS, by_key, extracted, forms, path_of, read, sources

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
FORBIDDEN_WORDS = re.compile(
    r"\b(killachaw|atichaw|quyllurchaw|illapachaw|ch'askachaw|k'uychichaw|intichaw|huchayuq\w*|\w*kashan\w*|ñoqa\w*|qan)\b"
    r"|(?<!qa)nchis\b|\bqhipa \d|\{n\} [\w']+kuna\b|\b\d+ [\w']+kuna\b|\binti raymi killa\b",
    re.IGNORECASE,
)
GLUED = re.compile(r"\}(mi?|si?|pa?|y|yki|n|nchik|yuq|kuna)\b")
NOT_WORDS = re.compile(r"\{[^}]*\}|/\w+|https?://\S+|[A-ZÑÁÉÍÓÚ]{2,}\b")
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]*)*")
GRAPHEMES = re.compile(r"(?:chh|ch'|ch|kh|k'|ph|p'|qh|q'|th|t'|ll|[aiukhlmnñpqrstwyáíú])+", re.IGNORECASE)
EJECTIVE_BEFORE_VOWEL = re.compile(r"(?:ch|k|p|q|t)'[aiu]", re.IGNORECASE)

Entries = Mapping[str, Message]


def problems_of_files() -> list[str]:
    """Every problem of the catalogs as they stand: file, key, reason."""
    found = []
    for code in ("es", "qu"):
        catalog = read(code)
        found += [
            f"{path_of(code).name} ({code}): {problem}" for problem in problems(code, catalog, extracted(), loans())
        ]
    return found


def loans(folder: Path = LOCALES) -> frozenset[str]:
    """Spanish words that Quechua texts may use, one a line."""
    lines = (folder / "qu" / "loans.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().casefold() for line in lines if line.strip() and not line.startswith("#"))


def problems(code: str, catalog: Catalog, code_texts: Entries, allowed: frozenset[str]) -> list[str]:
    """header, stale or missing entries, and each rule for each entry."""
    entries = by_key(catalog)
    found = []
    if catalog.plural_forms.rstrip(";") != PLURALS[code].rstrip(";"):
        found.append(f"cabecera: Plural-Forms debe ser {PLURALS[code]}")
    if catalog.locale_identifier != code:  # without it no plural form is read
        found.append(f"cabecera: Language debe ser {code}")
    found += [f"{key}: falta" for key in code_texts if key not in entries]
    found += [f"{key}: ya no se usa" for key in entries if key not in code_texts]
    found += [
        f"{key}: su msgid no es el del código"
        for key in entries
        if key in code_texts and entries[key].id != code_texts[key].id
    ]
    rules = RULES if code == "qu" else RULES[:2]
    for key, message in entries.items():
        found += [f"{key}: {reason}" for rule in rules for reason in rule(message, allowed)]
    return found + (twins(entries) if code == "qu" else [])


def empty(message: Message, _: frozenset[str]) -> Iterator[str]:
    spanish = any(comment.startswith("spanish:") for comment in message.user_comments)
    if not all(forms(message)) and not spanish:
        yield "sin texto (si no hay fuente para el quechua, anote «spanish: por qué»)"


def placeholders(message: Message, _: frozenset[str]) -> Iterator[str]:
    wanted = {name for source in sources(message) for name in PLACEHOLDER.findall(source)}
    for words in filter(None, forms(message)):
        if set(PLACEHOLDER.findall(words)) != wanted:
            yield f"sus {{nombres}} deben ser {sorted(wanted)}"


def source(message: Message, _: frozenset[str]) -> Iterator[str]:
    if all(forms(message)) and not any(comment.startswith("src:") for comment in message.user_comments):
        yield "sin «src:»"


def not_spanish(message: Message, allowed: frozenset[str]) -> Iterator[str]:
    for words in filter(None, forms(message)):
        own = [word for word in WORD.findall(NOT_WORDS.sub(" ", words)) if word.casefold() not in allowed]
        if words in sources(message) and own:
            yield "es igual al castellano"


def forbidden(message: Message, _: frozenset[str]) -> Iterator[str]:
    for words in forms(message):
        if found := FORBIDDEN_WORDS.search(words):
            yield f"«{found[0]}» no se usa"
        if found := GLUED.search(words):
            yield f"«{found[0]}» pega un sufijo a un nombre"


def graphemes(message: Message, allowed: frozenset[str]) -> Iterator[str]:
    for words in forms(message):
        if "’" in words:
            yield "el apóstrofo es '"
        for word in WORD.findall(NOT_WORDS.sub(" ", words)):
            if word.casefold() in allowed or any(word.casefold().startswith(loan) for loan in allowed if len(loan) > 3):
                continue
            if not GRAPHEMES.fullmatch(word) or word.count("'") != len(EJECTIVE_BEFORE_VOWEL.findall(word)):
                yield f"«{word}» no se escribe con las letras del quechua"


def twins(entries: Entries) -> list[str]:
    """Two buttons that say the same would ask for different things."""
    seen: dict[str, str] = {}
    found = []
    for key, message in entries.items():
        words = forms(message)[0]
        if not key.startswith("button.") or not words:
            continue
        if words in seen and sources(entries[seen[words]]) != sources(message):
            found.append(f"{key}: dice lo mismo que {seen[words]}")
        seen.setdefault(words, key)
    return found


Rule = Callable[[Message, frozenset[str]], Iterator[str]]
RULES: tuple[Rule, ...] = (empty, placeholders, source, not_spanish, forbidden, graphemes)
