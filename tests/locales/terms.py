"""The glossary files held to the rules of the catalogs: its Quechua is Quechua, with its source."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from babel.messages.catalog import Message

from bot.texts.terms import TermsRefused, load, read
from tests.locales import dictionary
from tests.locales.catalogs import LOCALES
from tests.locales.checks import RULES, Reference
from tests.locales.dictionary import NOUN


def problems_of_terms(folder: Path = LOCALES) -> list[str]:
    """Every problem of both files as they stand: file, term, reason."""
    try:
        load(folder)
    except TermsRefused as refused:
        return [str(refused)]
    spanish, quechua = (read(folder / code / "glossary.toml", code) for code in ("es", "qu"))
    words, _ = dictionary.read(folder / "qu")
    found: list[str] = []
    for key, fields in quechua.items():
        own = f"{spanish[key]['name']} {spanish[key].get('full', '')}"  # the word that is explained is a loan here
        loans = {**words.loans, **{word: {NOUN} for word in own.casefold().split()}}
        said = Message(spanish[key]["means"], fields["means"], user_comments=[f"src: {fields['src']}"], context=key)
        against = Reference({}, {}, replace(words, loans=loans))
        found += [f"glossary.toml (qu): [{key}]: {why}" for rule in RULES for why in rule(said, against)]
    return found
