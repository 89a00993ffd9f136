"""What a reviewer sees of each text: both languages, where the words come from, who signed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from tests.locales import review
from tests.locales.catalogs import LOCALES, by_key, forms, read, sources
from tests.locales.review import Signature

LABEL = re.compile(r"(?:src|spanish|lexical|reviewed|outdated|corrected):")


@dataclass(frozen=True)
class Row:
    """One text. spanish: as written in the code, and as said where that differs; reason: why it has no Quechua."""

    key: str
    spanish: tuple[str, ...]
    quechua: str
    source: str
    reason: str
    comments: tuple[str, ...]

    @property
    def subject(self) -> str:
        return self.key.partition(".")[0]

    @property
    def mark(self) -> str:
        return review.mark(self.spanish, self.quechua)

    @property
    def signatures(self) -> list[Signature]:
        return review.standing(self.comments, self.mark) if self.quechua else []

    @property
    def lapsed(self) -> list[Signature]:
        return review.all_of(self.comments, review.OUTDATED) + review.lapsed(self.comments, self.mark)

    @property
    def correctors(self) -> list[Signature]:
        return review.all_of(self.comments, review.CORRECTED)


def rows(quechua: Catalog, spanish: Catalog) -> list[Row]:
    """Every text of the Quechua catalog, in its order."""
    said = by_key(spanish)
    return [row(key, message, said) for key, message in by_key(quechua).items()]


def row(key: str, message: Message, said: Mapping[str, Message]) -> Row:
    comments = tuple(message.user_comments)
    written = sources(message)
    spoken = forms(said[key]) if key in said and any(forms(said[key])) else written
    spanish = written if spoken == written else (*written, *spoken)
    return Row(key, spanish, forms(message)[0], labelled(comments, "src:"), labelled(comments, "spanish:"), comments)


def labelled(comments: Sequence[str], label: str) -> str:
    """What follows a label, with the lines it was broken into."""
    return " ".join(comment.removeprefix(label).strip() for own, comment in owned(comments) if own == label)


def without(comments: Sequence[str], label: str) -> list[str]:
    return [comment for own, comment in owned(comments) if own != label]


def owned(comments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each line with the label it belongs to: its own, or that of the line it goes on from."""
    own = ""
    for comment in comments:
        if found := LABEL.match(comment):
            own = found[0]
        yield own, comment


def present(folder: Path = LOCALES) -> list[Row]:
    """The rows of the catalogs as they stand."""
    return rows(read("qu", folder), read("es", folder))


def problems(found: list[Row]) -> list[str]:
    """Signatures that cannot be read, have no mark, or stand under a text that changed since."""
    return [f"{one.key}: {reason}" for one in found for reason in review.problems(one.comments, one.mark)]
