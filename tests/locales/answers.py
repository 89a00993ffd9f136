"""What a reviewer's sheet brings back: read whole, tried on the catalog, and only then written.

    {"hoja": "yuyachiq-qu", "iniciales": "RQ", "fecha": "2026-11-25", "lugar": "Yauri", "textos": [
      {"clave": "button.back", "castellano": ["Volver"], "quechua": "Kutiy", "correccion": "Kutimuy"}]}

Each text carries what the reviewer saw, so that nobody signs what they have not read; without `correccion` it is right.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.messages.catalog import Catalog, Message

from tests.locales import review
from tests.locales.catalogs import by_key
from tests.locales.review import Signature
from tests.locales.rows import Row, rows, without

SHEET = "yuyachiq-qu"
AGAIN = "después de hacer la hoja; quite ese texto del archivo y revíselo en una hoja nueva"
Check = Callable[[Catalog], list[str]]


@dataclass(frozen=True)
class Answer:
    """One text as it was seen, and as the reviewer wants it."""

    key: str
    spanish: tuple[str, ...]
    seen: str
    wanted: str


@dataclass(frozen=True)
class Answers:
    by: Signature
    texts: tuple[Answer, ...]


class Refused(Exception):
    """Nothing is written; each argument is one problem in one line."""

    def __str__(self) -> str:
        return "\n".join(self.args)


def parse(content: bytes, today: date) -> Answers:
    """The answers of a file. Refused with every problem of who, when and where; or when it is no file of a sheet."""
    try:
        told = json.loads(content.decode("utf-8-sig"))
        if told["hoja"] != SHEET:
            raise Refused(f"es de otra hoja: «{told['hoja']}»")
        head = [str(told[name]) for name in ("iniciales", "fecha", "lugar")]
        texts = tuple(answer(one) for one in told["textos"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused("no es un archivo de firmas guardado desde la hoja, o no está entero") from None
    if wrong := [*head_problems(today, *head), *twice(texts)]:
        raise Refused(*wrong)
    return Answers(review.signature(*head), texts)


def answer(told: dict[str, Any]) -> Answer:
    seen = str(told["quechua"])
    wanted = tidy(str(told["correccion"])) if "correccion" in told else seen
    return Answer(str(told["clave"]), tuple(map(str, told["castellano"])), seen, wanted)


def tidy(text: str) -> str:
    """As people mean it: one space between words, the plain apostrophe that phones replace, no unseen signs."""
    seen = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cf")
    return " ".join(re.sub("[’‘ʼ´`]", "'", seen).split())


def head_problems(today: date, initials: str, day: str, place: str) -> Iterator[str]:
    tries = ((review.real_initials, initials), (review.real_day, day), (review.real_place, place))
    for rule, written in tries:
        try:
            rule(written)
        except ValueError as wrong:
            yield str(wrong)
            continue
        if rule is review.real_day and not date(2026, 1, 1) <= date.fromisoformat(day) <= today:
            yield f"la fecha no puede ser: «{day}»"


def twice(texts: tuple[Answer, ...]) -> Iterator[str]:
    keys = [one.key for one in texts]
    yield from (f"{key}: está dos veces en el archivo" for key in sorted(set(keys)) if keys.count(key) > 1)


def apply(quechua: Catalog, spanish: Catalog, answers: Answers, check: Check) -> list[str]:
    """Sign and correct the catalog in memory; one line a change. Refused with every problem: then throw it away."""
    known = {row.key: row for row in rows(quechua, spanish)}
    wrong = [f"{one.key}: {reason}" for one in answers.texts for reason in refusals(one, known.get(one.key))]
    before, messages = check(quechua), by_key(quechua)
    changes: list[str] = []
    for one in answers.texts:
        if one.key in known:
            changes += write(messages[one.key], known[one.key], one, answers.by)
    wrong += [problem for problem in check(quechua) if problem not in before]
    if wrong:
        raise Refused(*dict.fromkeys(wrong))
    return changes


def refusals(one: Answer, row: Row | None) -> Iterator[str]:
    if row is None:
        yield "no hay ningún texto con esa clave"
        return
    if not one.wanted:
        yield "se firmó, pero no dice nada en quechua"
    if one.spanish != row.spanish:
        yield f"el castellano cambió {AGAIN}"
    if row.quechua not in (one.seen, one.wanted):
        yield f"el quechua cambió {AGAIN}"


def write(message: Message, row: Row, one: Answer, by: Signature) -> Iterator[str]:
    """Put the words and the signature into the entry; nothing is said of what was so already."""
    comments = list(row.comments)
    corrected = one.wanted != row.quechua
    if corrected:
        message.string = (one.wanted,) if isinstance(message.id, list | tuple) else one.wanted
        comments = without(comments, "spanish:")
        comments = comments if row.source else [f"src: hablante {by}", *comments]
    message.user_comments = review.signed(
        comments, by, review.mark(row.spanish, one.wanted), corrected=corrected and bool(row.quechua)
    )
    if corrected:
        yield f"{row.key}: «{row.quechua}» → «{one.wanted}»"
    elif message.user_comments != list(row.comments):
        yield f"{row.key}: firmado"
