"""What no catalog may contain, each rule a pure function: texts in, problems out (QUECHUA.md sections 3, 7 and 8)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from tests.locales import dictionary
from tests.locales.catalogs import LOCALES, PLURALS, by_key, extracted, forms, name_of, path_of, read, sources
from tests.locales.chanka import problems_of_overlay
from tests.locales.dictionary import Dictionary
from tests.locales.identification import looks_spanish
from tests.locales.spelling import words_of

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
NUMBER = r"(?:\{n\}|\b(?:\d+|iskay|kimsa|tawa|pichqa|suqta|qanchis|pusaq|isqun|chunka|pachak|waranqa))"
FORBIDDEN_WORDS = re.compile(
    r"\b(killachaw|atichaw|quyllurchaw|illapachaw|ch'askachaw|k'uychichaw|intichaw|huchayuq\w*|\w*kashan\w*|ñoqa\w*|qan)\b"
    r"|\b(?!qanchis)[\w']+nchis\w*|\bqhipa (?:\d|\{n\})|\binti raymi killa\b"
    rf"|{NUMBER} [\w']+kuna\w*",  # no plural after a number
    re.IGNORECASE,
)
GLUED = re.compile(r"\}(mi?|si?|pa?|y|yki|n|nchik|yuq|kuna)\b")
ENDS_OF_SENTENCES = " .:!?¡¿"

Entries = Mapping[str, Message]


@dataclass(frozen=True)
class Reference:
    """What a catalog is held against: the texts of the code, the Spanish catalog's, the words of Quechua."""

    code: Entries
    spanish: Entries
    dictionary: Dictionary


def problems_of_files(folder: Path = LOCALES) -> list[str]:
    """Every problem of the catalogs and word lists as they stand: file, entry or line, reason."""
    against, refused = reference(folder)
    found = [f"{folder.name}/qu/{problem}" for problem in refused]
    for code in ("es", "qu"):
        found += [f"{name_of(code, folder)}: {problem}" for problem in problems(code, read(code, folder), against)]
    if path_of("quy", folder).exists():  # what differs in Chanka; nobody needs to write it
        overlay, cusco = read("quy", folder), by_key(read("qu", folder))
        found += [f"{name_of('quy', folder)}: {problem}" for problem in chanka_problems(overlay, cusco, against)]
    return found


def reference(folder: Path) -> tuple[Reference, list[str]]:
    """What the catalogs as they stand are held against, and each line of the word lists that was refused."""
    words, refused = dictionary.read(folder / "qu")
    return Reference(extracted(), by_key(read("es", folder)), words), refused


def problems(code: str, catalog: Catalog, against: Reference) -> list[str]:
    """header, stale or missing entries, and each rule for each entry."""
    entries = by_key(catalog)
    return [
        *header_problems(code, catalog),
        *(f"{key}: falta" for key in against.code if key not in entries),
        *(f"{key}: ya no se usa" for key in entries if key not in against.code),
        *entry_problems(entries, RULES if code == "qu" else SPANISH_RULES, against),
        *twins(entries),
    ]


def chanka_problems(overlay: Catalog, cusco: Entries, against: Reference) -> list[str]:
    """The same for the overlay, whose words the rule of Chanka decides."""
    return [
        *header_problems("quy", overlay),
        *entry_problems(by_key(overlay), CHANKA_RULES, against),
        *problems_of_overlay(overlay, cusco, against.dictionary),
    ]


def entry_problems(entries: Entries, rules: Sequence[Rule], against: Reference) -> Iterator[str]:
    return (f"{key}: {why}" for key, message in entries.items() for rule in rules for why in rule(message, against))


def header_problems(code: str, catalog: Catalog) -> Iterator[str]:
    if catalog.plural_forms.rstrip(";") != PLURALS[code].rstrip(";"):
        yield f"cabecera: Plural-Forms debe ser {PLURALS[code]}"
    if catalog.locale_identifier != code:  # without it no plural form is read
        yield f"cabecera: Language debe ser {code}"


def changed(message: Message, against: Reference) -> Iterator[str]:
    own = against.code.get(str(message.context), message)
    if own.id != message.id:
        yield "su msgid no es el del código"


def empty(message: Message, _: Reference) -> Iterator[str]:
    spanish = any(comment.startswith("spanish:") for comment in message.user_comments)
    if not all(forms(message)) and not spanish:
        yield "sin texto (si no hay fuente para el quechua, anote «spanish: por qué»)"


def placeholders(message: Message, _: Reference) -> Iterator[str]:
    wanted = {name for source in sources(message) for name in PLACEHOLDER.findall(source)}
    for words in filter(None, forms(message)):
        if set(PLACEHOLDER.findall(words)) != wanted:
            yield f"sus {{nombres}} deben ser {sorted(wanted)}"


def source(message: Message, _: Reference) -> Iterator[str]:
    if all(forms(message)) and not any(comment.startswith("src:") for comment in message.user_comments):
        yield "sin «src:»"


def not_spanish(message: Message, against: Reference) -> Iterator[str]:
    """Equal to the code's Spanish or the catalog's, but for texts of loans alone."""
    shown = against.spanish.get(str(message.context))
    said = {text.casefold() for text in (*sources(message), *(forms(shown) if shown else ()))}
    for text in filter(None, forms(message)):
        if text.casefold() in said and not all(map(against.dictionary.borrows, words_of(text))):
            yield "es igual al castellano"


def in_quechua(message: Message, _: Reference) -> Iterator[str]:
    for text in forms(message):
        if looks_spanish(words_of(text)):
            yield "parece castellano"


def forbidden(message: Message, _: Reference) -> Iterator[str]:
    for words in forms(message):
        if found := FORBIDDEN_WORDS.search(words):
            yield f"«{found[0]}» no se usa"
        if found := GLUED.search(words):
            yield f"«{found[0]}» pega un sufijo a un nombre"


def written(message: Message, against: Reference) -> Iterator[str]:
    """Letters, syllables, known root and suffixes of each word."""
    for text in forms(message):
        if "’" in text:
            yield "el apóstrofo es '"
        yield from filter(None, map(against.dictionary.fault_of, words_of(text.replace("’", "'"))))


def twins(entries: Entries) -> Iterator[str]:
    """Two texts of one kind (buttons, statuses, lists …) that say the same though their Spanish differs."""
    seen: dict[tuple[str, str], str] = {}
    for key, message in entries.items():
        words = forms(message)[0].casefold().strip(ENDS_OF_SENTENCES)
        first = seen.setdefault((key.partition(".")[0], words), key)
        if words and sources(entries[first]) != sources(message):
            yield f"{key}: dice lo mismo que {first}"


Rule = Callable[[Message, Reference], Iterator[str]]
SPANISH_RULES: tuple[Rule, ...] = (changed, empty, placeholders)
RULES = (*SPANISH_RULES, source, not_spanish, in_quechua, forbidden, written)
CHANKA_RULES = (*SPANISH_RULES, forbidden)
