"""Reads `locales/*/glossary.toml`: the hard words, what they mean in Spanish, and in Quechua where a source allows it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.domain.asking import QUERY_BYTES
from bot.domain.glossary import Glossary, Term, words_of

LONGEST_NAME = 28  # letters of a button that an old phone still shows whole
LONGEST_SENTENCE = 130  # letters
SENTENCES = 2
FIELDS = {
    "es": frozenset(("name", "full", "also", "means", "search", "everyday")),
    "qu": frozenset(("means", "src", "also", "reviewed")),
}
NEEDED = {"es": ("name", "means"), "qu": ("means", "src")}
_KEY = re.compile(r"[a-z0-9_]{1,32}")
_SEARCH = re.compile(rf"[a-z0-9 ]{{0,{QUERY_BYTES}}}")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+")

Tables = Mapping[str, Mapping[str, Any]]  # key → field → what it says


class TermsRefused(ValueError):
    """A glossary file cannot be used; one clear line says which file, which term and why."""


def load(folder: Path, *, reviewed_only: bool = False) -> Glossary:
    """reviewed_only: Quechua only where a speaker has signed it. TermsRefused."""
    spanish_file, quechua_file = (folder / code / "glossary.toml" for code in ("es", "qu"))
    spanish, quechua = read(spanish_file, "es"), read(quechua_file, "qu")
    for key in quechua:
        if key not in spanish:
            raise TermsRefused(f"{quechua_file}: [{key}]: no está en {spanish_file}")
    terms = [term(key, fields, quechua.get(key, {}), reviewed_only) for key, fields in spanish.items()]
    try:
        return Glossary(terms)
    except ValueError as twice:
        raise TermsRefused(f"{spanish_file}: {twice}") from None


def term(key: str, spanish: Mapping[str, Any], quechua: Mapping[str, Any], reviewed_only: bool) -> Term:
    unsigned = reviewed_only and not quechua.get("reviewed")
    return Term(
        key,
        spanish["name"],
        spanish["means"],
        full=spanish.get("full", ""),
        also=(*split(spanish.get("also", "")), *split(quechua.get("also", ""))),
        quechua="" if unsigned else quechua.get("means", ""),
        search=spanish.get("search", ""),
        everyday=spanish.get("everyday", False),
    )


def split(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(",") if name.strip())


def read(path: Path, code: str) -> Tables:
    """The file as it stands, once nothing is wrong with it."""
    try:
        with path.open("rb") as file:
            tables = tomllib.load(file)
    except (OSError, ValueError) as error:
        raise TermsRefused(f"{path}: {error}") from None
    for key, fields in tables.items():
        if problem := next(problems(key, fields, code), None):
            raise TermsRefused(f"{path}: [{key}]: {problem}")
    return tables


def problems(key: str, fields: object, code: str) -> Iterator[str]:
    """What is wrong with one term, the first thing first."""
    if not _KEY.fullmatch(key):
        yield "la clave se escribe con letras minúsculas sin tilde, números y _ (32 a lo más)"
    yield from wrong(fields, code) if isinstance(fields, dict) else ("se espera un grupo con name, means …",)


def wrong(fields: Mapping[str, Any], code: str) -> Iterator[str]:
    """What is missing, what nobody would read, what is no text; in Spanish also what is not plain."""
    yield from (f"falta {name}" for name in NEEDED[code] if not fields.get(name))
    for name, said in fields.items():
        if name not in FIELDS[code]:
            yield f"{name} no se conoce"
        elif name == "everyday" and not isinstance(said, bool):
            yield "everyday es true o false, sin comillas"
        elif name != "everyday" and not isinstance(said, str):
            yield f"{name}: se espera un texto entre comillas"
    yield from unnamed(fields)
    if code == "es":
        yield from unclear(fields["name"], fields["means"])
        if not _SEARCH.fullmatch(fields.get("search", "")):
            yield f"search: solo letras minúsculas sin tilde, números y espacios, {QUERY_BYTES} a lo más"


def unnamed(fields: Mapping[str, Any]) -> Iterator[str]:
    """Names that nobody could ever type."""
    for name in (fields.get("name", ""), fields.get("full", ""), *split(fields.get("also", ""))):
        if name and not words_of(name):
            yield f"«{name}» no es una palabra"


def unclear(name: str, means: str) -> Iterator[str]:
    """Too long for a button, or not the two short sentences that are promised."""
    if len(name) > LONGEST_NAME:
        yield f"name tiene {len(name)} letras y caben {LONGEST_NAME}"
    said = sentences(means)
    if len(said) != SENTENCES or not all(one.endswith((".", "!", "?")) for one in said):
        yield f"means debe tener {SENTENCES} oraciones, cada una con su punto; tiene {len(said)}"
    for one in said:
        if len(one) > LONGEST_SENTENCE:
            yield f"means: «{one[:20]}…» tiene {len(one)} letras; {LONGEST_SENTENCE} a lo más"


def sentences(text: str) -> list[str]:
    return _BETWEEN_SENTENCES.split(text.strip())
