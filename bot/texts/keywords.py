"""Reads `locales/*/keywords.toml`: the words people ask with; and beside them what was learnt of whole questions."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.domain import moments
from bot.domain.lexicon import FILTERS, Lexicon
from bot.texts import learnt

LANGUAGES = ("es", "qu")
SECTIONS = ("topics", "cues", "others", "filters", "dates", "stop", "search")


class KeywordsRefused(ValueError):
    """A keywords file cannot be read; one clear line says which file, where and what to do."""


def load(folder: Path) -> Lexicon:
    """KeywordsRefused: a file is missing, is no TOML, lacks a section, or names a group that does not exist."""
    try:
        known = learnt.read(folder / learnt.FILE)
    except learnt.LearntRefused as refused:
        raise KeywordsRefused(str(refused)) from None
    return Lexicon(read_all(folder), known.plain, known.likeness)


def read_all(folder: Path) -> dict[str, dict[str, Any]]:
    """Each language's sections."""
    return {code: read(folder / code / "keywords.toml") for code in LANGUAGES}


def read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            sections = tomllib.load(file)
    except (OSError, ValueError) as error:
        raise KeywordsRefused(f"{path}: {error}") from None
    if problem := next(problems(sections), None):
        raise KeywordsRefused(f"{path}: {problem}")
    return sections


def problems(sections: dict[str, Any]) -> Iterator[str]:
    """What is missing, what is no text, and what nothing would ever read."""
    misshapen = list(_misshapen(sections))
    yield from misshapen or _unknown(sections)


def _misshapen(sections: dict[str, Any]) -> Iterator[str]:
    yield from (f"falta la sección [{name}]" for name in SECTIONS if name not in sections)
    yield from (f"la sección [{name}] no se conoce" for name in sections if name not in (*SECTIONS, "bodies", "places"))
    for name, groups in sections.items():
        if not isinstance(groups, dict):
            yield f"[{name}]: se espera una sección con sus grupos"
            continue
        yield from (
            f"[{name}] {group}: se espera un texto entre comillas"
            for group, words in groups.items()
            if not isinstance(words, str)
        )


def _unknown(sections: dict[str, dict[str, str]]) -> Iterator[str]:
    for name, expected in (
        ("filters", tuple(FILTERS)),
        ("search", ("weak",)),
        ("stop", ("words",)),
    ):
        yield from (f"[{name}]: falta {one}" for one in expected if one not in sections[name])
        yield from (f"[{name}] {one}: no se conoce" for one in sections[name] if one not in expected)
    yield from (f"[dates] {one}: no se conoce" for one in sections["dates"] if one not in moments.GROUPS)
    for topic, words in sections["topics"].items():
        for part in (one.strip() for one in words.split(",")):
            if part.startswith("+") and part[1:] not in sections["topics"]:
                yield f"[topics] {topic}: no hay ningún grupo «{part[1:]}»"
