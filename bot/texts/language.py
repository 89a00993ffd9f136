"""The words in each language: gettext catalogs read from `.po` files at start, so that no compiled file is kept.

msgctxt is the text's key ("list.commitments"), msgid its Spanish, named placeholders only. A text without Quechua is said
in Spanish; `borrows` tells, so that the reader is told too.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.domain.glossary import Glossary
from bot.texts import terms
from bot.texts.markup import Html, escape
from bot.texts.naming import NAMED, named_once

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
DOMAIN = "bot"
NO_TERMS = Glossary()


@dataclass(frozen=True)
class Known:
    """A language people can choose. base: the one that speaks where it has no words of its own."""

    code: str
    own_name: str
    base: str = ""


KNOWN_LANGUAGES = (Known("es", "Español"), Known("qu", "Runasimi", base="es"))
_SPOKEN_AS = {"quz": "qu", "que": "qu", "qve": "qu", "qxp": "qu", "qxu": "qu", "quy": "qu"}


@dataclass(frozen=True)
class Coverage:
    """How many texts a catalog has, how many are translated, how many a native speaker has signed."""

    total: int
    translated: int
    reviewed: int


@dataclass(frozen=True)
class Language:
    """One language to speak in. glossary: the hard words, which every language explains."""

    code: str
    own_name: str
    catalog: gettext.NullTranslations
    borrowed: frozenset[str] = frozenset()
    glossary: Glossary = NO_TERMS
    _escaped: dict[str, Html] = field(default_factory=dict, repr=False, compare=False)

    def say(self, key: str, es: str, /, **values: object) -> Html:
        """The text of `key`, escaped, with its values escaped (Html stays). es: the Spanish, as in the catalogs."""
        template = self._escaped.get(key)
        if template is None:  # looked up and escaped once: a page says some fifty texts
            template = self._escaped[key] = escape(self.catalog.pgettext(key, es))
        if "{" not in template:
            return template
        return Html(fill(template, {name: escape(value) for name, value in values.items()}))

    def count(self, key: str, one: str, many: str, n: int, /, **values: object) -> Html:
        """As `say`, for a text with a number; n is its placeholder {n} too."""
        template = escape(self.catalog.npgettext(key, one, many, n))
        return Html(fill(template, {name: escape(value) for name, value in {"n": n, **values}.items()}))

    def plain(self, key: str, es: str, /, **values: object) -> str:
        """As `say`, unescaped: for buttons, toasts and menus, which Telegram does not parse."""
        return fill(self.catalog.pgettext(key, es), {name: str(value) for name, value in values.items()})

    def borrows(self, key: str) -> bool:
        """Whether the text of `key` is Spanish here, because nobody has written it in this language."""
        return key in self.borrowed


def fill(template: str, values: Mapping[str, str]) -> str:
    """Named placeholders only; what a value says is never read as a template. KeyError for a missing one."""
    if NAMED in template:
        template = named_once(template, values["mesa"])
    return _PLACEHOLDER.sub(lambda found: values[found[1]], template)


class Languages(Mapping[str, Language]):
    """Every language by its code; `get` takes whatever a phone or a person may call it, Spanish for the rest."""

    def __init__(self, spoken: Mapping[str, Language], coverage: Mapping[str, Coverage]) -> None:
        self._spoken = spoken
        self.coverage = coverage

    def __getitem__(self, code: str) -> Language:
        return self._spoken[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._spoken)

    def __len__(self) -> int:
        return len(self._spoken)

    def named(self, code: str) -> Language:
        """The language that answers to `code` (qu, quz, qu_PE, quy …); Spanish for any other."""
        base = re.split("[-_]", code.casefold())[0]
        return self._spoken.get(_SPOKEN_AS.get(base, base), self._spoken["es"])


def load(folder: Path, quechua: Literal["all", "reviewed"] = "all") -> Languages:
    """Read every catalog of KNOWN_LANGUAGES; `reviewed` leaves out what no native speaker has signed. TermsRefused."""
    glossary = terms.load(folder, reviewed_only=quechua == "reviewed")
    spoken: dict[str, Language] = {}
    counted: dict[str, Coverage] = {}
    for known in KNOWN_LANGUAGES:
        catalog = read_catalog(folder, known.code)
        counted[known.code] = cover(catalog)
        signed_only = quechua == "reviewed" and known.code != "es"
        borrowed = {key(one) for one in catalog if one.id and not usable(one, signed_only=signed_only)}
        words = compiled(catalog, borrowed)
        if known.base:
            words.add_fallback(spoken[known.base].catalog)
        spoken[known.code] = Language(known.code, known.own_name, words, frozenset(borrowed), glossary)
    return Languages(spoken, counted)


def read_catalog(folder: Path, code: str) -> Catalog:
    with (folder / code / f"{DOMAIN}.po").open("rb") as file:
        # Babel knows no plural rule of qu: the header's own is read, so no locale is given.
        return read_po(file, domain=DOMAIN)


def compiled(catalog: Catalog, left_out: set[str]) -> gettext.GNUTranslations:
    """The catalog without the keys that the base language says: an empty plural would hide the base's."""
    for message in [one for one in catalog if one.id and key(one) in left_out]:
        catalog.delete(message.id, message.context)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)


def key(message: Message) -> str:
    return str(message.context)


def usable(message: Message, *, signed_only: bool) -> bool:
    return all(forms(message.string)) and (not signed_only or is_reviewed(message.user_comments))


def is_reviewed(comments: list[str]) -> bool:
    return any(comment.startswith("reviewed:") for comment in comments)


def cover(catalog: Catalog) -> Coverage:
    texts = [message for message in catalog if message.id]
    translated = [message for message in texts if all(forms(message.string))]
    return Coverage(len(texts), len(translated), sum(is_reviewed(message.user_comments) for message in translated))


def forms(string: object) -> tuple[str, ...]:
    """A message's forms: one, or one a plural."""
    return tuple(string) if isinstance(string, list | tuple) else (str(string or ""),)


def coverage(folder: Path) -> dict[str, Coverage]:
    """How far each catalog is, by language code."""
    return {known.code: cover(read_catalog(folder, known.code)) for known in KNOWN_LANGUAGES}
