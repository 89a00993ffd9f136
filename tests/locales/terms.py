"""The glossary files held to the rules of the catalogs: its Quechua is Quechua, with its source."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Message

from bot.texts.terms import TermsRefused, load, read
from tests.locales.catalogs import LOCALES
from tests.locales.checks import RULES, loans


def problems_of_terms(folder: Path = LOCALES) -> list[str]:
    """Every problem of both files as they stand: file, term, reason."""
    try:
        load(folder)
    except TermsRefused as refused:
        return [str(refused)]
    spanish, quechua = (read(folder / code / "glossary.toml", code) for code in ("es", "qu"))
    found = []
    for key, fields in quechua.items():
        own = f"{spanish[key]['name']} {spanish[key].get('full', '')}"  # the word that is explained is a loan here
        allowed = loans(folder) | set(own.casefold().split())
        said = Message(spanish[key]["means"], fields["means"], user_comments=[f"src: {fields['src']}"], context=key)
        found += [f"glossary.toml (qu): [{key}]: {reason}" for rule in RULES for reason in rule(said, allowed)]
    return found
