"""Who signed a Quechua text, and whether it still says what they signed: the comments of `locales/qu/bot.po`.

    # reviewed: RQ 2026-11-25 Yauri [5f3a1c]

People write initials, date and place; `translate` adds in brackets the mark of the Spanish and the Quechua as they stood
then. Once either changes the mark no longer fits, and `translate` turns the line into `# outdated: RQ 2026-11-25 Yauri`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

REVIEWED, OUTDATED, CORRECTED = "reviewed:", "outdated:", "corrected:"
COMMAND = "«python3 dev.py translate»"
LINE = re.compile(r"(\S+) (\S+) ([^\[\]]+?)(?: \[([0-9a-f]{6})\])?")
PLACE = re.compile(r"[^\W_][\w .,'’()/-]{1,29}")  # longer, and the line would be broken in two


@dataclass(frozen=True)
class Signature:
    """One person's word that a text is right. mark: of the texts signed; empty until `translate` adds it."""

    initials: str
    day: date
    place: str
    mark: str = ""

    def comment(self, kind: str = REVIEWED) -> str:
        return f"{kind} {self}" + (f" [{self.mark}]" if self.mark and kind == REVIEWED else "")

    def __str__(self) -> str:
        return f"{self.initials} {self.day} {self.place}"

    def same_person(self, other: Signature | None) -> bool:
        return other is not None and (self.initials, self.place) == (other.initials, other.place)


def signature(initials: str, day: str, place: str) -> Signature:
    """What a person wrote, checked. ValueError says in Spanish what is wrong."""
    return Signature(real_initials(initials), real_day(day), real_place(place))


def real_initials(written: str) -> str:
    letters = re.sub(r"[\s.]", "", written).upper()
    if not (2 <= len(letters) <= 5 and letters.isalpha()):
        raise ValueError(f"las iniciales son de 2 a 5 letras, sin el nombre entero: «{written}»")
    return letters


def real_place(written: str) -> str:
    place = " ".join(written.split())
    if not PLACE.fullmatch(place):
        raise ValueError(f"el lugar es un nombre de hasta 30 letras: «{written}»")
    return place


def real_day(written: str) -> date:
    wrong = ValueError(f"la fecha se escribe como 2026-11-25: «{written}»")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII):
        raise wrong
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise wrong from None


def mark(spanish: Sequence[str], quechua: str) -> str:
    """Six letters and digits that change when the Spanish or the Quechua does."""
    return hashlib.sha256("\x1f".join([*spanish, quechua]).encode()).hexdigest()[:6]


def read(comment: str, kind: str = REVIEWED) -> Signature | None:
    """The signature of one comment line of this kind; None for another line. ValueError for one that cannot be read."""
    if not comment.startswith(kind):
        return None
    found = LINE.fullmatch(comment.removeprefix(kind).strip())
    if not found:
        raise ValueError(f"firma que no se entiende: «{comment}»; así: «{kind} RQ 2026-11-25 Yauri»")
    return replace(signature(*found.group(1, 2, 3)), mark=found[4] or "")


def all_of(comments: Sequence[str], kind: str = REVIEWED) -> list[Signature]:
    """Every signature of this kind that can be read."""
    found = []
    for comment in comments:
        try:
            found.append(read(comment, kind))
        except ValueError:
            continue
    return [one for one in found if one]


def standing(comments: Sequence[str], now: str) -> list[Signature]:
    """Who signed the text as it is now."""
    return [one for one in all_of(comments) if one.mark in ("", now)]


def lapsed(comments: Sequence[str], now: str) -> list[Signature]:
    """Who signed another text than it is now."""
    return [one for one in all_of(comments) if one.mark not in ("", now)]


def settled(comments: Sequence[str], now: str) -> list[str]:
    """The comments with a mark on each new signature, and `outdated:` for those that no longer fit."""
    return [settled_line(comment, now) for comment in comments]


def settled_line(comment: str, now: str) -> str:
    for one in all_of([comment]):
        return replace(one, mark=now).comment() if one.mark in ("", now) else one.comment(OUTDATED)
    return comment


def signed(comments: Sequence[str], by: Signature, now: str, *, corrected: bool = False) -> list[str]:
    """The comments after `by` signed the text whose mark is `now`; what the same person signed before is replaced."""
    before = settled(comments, now)
    line = replace(by, mark=now).comment()
    if line in before:
        return before
    kept = [comment for comment in before if not by.same_person(signer(comment))]
    return [*kept, *([by.comment(CORRECTED)] if corrected else []), line]


def signer(comment: str) -> Signature | None:
    return next(iter(all_of([comment]) + all_of([comment], OUTDATED)), None)


def problems(comments: Sequence[str], now: str) -> Iterator[str]:
    """What is wrong with the signatures of one text, each in one line."""
    for comment in comments:
        try:
            one = read(comment)
        except ValueError as wrong:
            yield str(wrong)
            continue
        if one and not one.mark:
            yield f"la firma de {one} aún no tiene su marca; corra {COMMAND}"
        elif one and one.mark != now:
            yield f"{one} firmó otro texto; corra {COMMAND}"
