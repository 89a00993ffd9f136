"""What a coordinator does to a session: calls it, moves it, says how it went and where its acta is. Pure."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace
from datetime import date, time

from bot.domain.folding import slug
from bot.domain.meetings import WILL_NOT_BE, Meeting, Outcome

# As a table would say it, so that what is written out reads back the same (domain/statuses.py).
WORDS = {
    Outcome.UNKNOWN: "",
    Outcome.SCHEDULED: "programada",
    Outcome.HELD: "realizada",
    Outcome.POSTPONED: "postergada",
    Outcome.NO_QUORUM: "sin quórum",
    Outcome.SUSPENDED: "suspendida",
    Outcome.CANCELLED: "cancelada",
    Outcome.UNSIGNED: "sin firma",
}
CAME = (Outcome.HELD, Outcome.NO_QUORUM, Outcome.UNSIGNED)  # how it went where people came
_LINK = re.compile(r"https?://[^\s<>\"/?#@]+\.[^\s<>\"]+", re.IGNORECASE)
LONGEST_LINK = 500
_LONGEST_SUBGROUP = 40  # letters of it in a code


def possible(one: Meeting, today: date) -> tuple[Outcome, ...]:
    """What can be said of it: nobody can have come before its day."""
    off = tuple(each for each in WORDS if each in WILL_NOT_BE)
    return (*CAME, *off) if one.day <= today else off


def moved(one: Meeting, day: date, why: str = "") -> Meeting:
    """It is to be on another day, also where it was called off."""
    return replace(_said(one, Outcome.SCHEDULED, why), day=day)


def begins(one: Meeting, starts: time | None) -> Meeting:
    return replace(one, starts=starts)


def placed(one: Meeting, place: str, where: tuple[float, float] | None) -> Meeting:
    """where: degrees; None: the pin of the old place is gone with it."""
    latitude, longitude = where or (None, None)
    return replace(one, place=place, latitude=latitude, longitude=longitude)


def treats(one: Meeting, agenda: str) -> Meeting:
    return replace(one, agenda=agenda)


def went(one: Meeting, outcome: Outcome, note: str = "") -> Meeting:
    """note: how, or why not; none: what was noted before stays."""
    return _said(one, outcome, note)


def published(one: Meeting, day: date, link: str = "") -> Meeting:
    """Its acta is public since that day. link: where; none: the source stays."""
    return replace(one, minutes_published=day, source=link or one.source)


def _said(one: Meeting, outcome: Outcome, note: str) -> Meeting:
    return replace(one, outcome=outcome, outcome_words=WORDS[outcome], note=note or one.note)


def is_link(words: str) -> bool:
    """An address of the web, of a named host; nothing is fetched from it."""
    return len(words) <= LONGEST_LINK and words.isprintable() and _LINK.fullmatch(words) is not None


def new_code(day: date, subgroup: str, taken: Container[str]) -> str:
    """As a table without codes would have it; of several on one day each later one is numbered."""
    made = "-".join(filter(None, ("S", day.isoformat(), slug(subgroup)[:_LONGEST_SUBGROUP])))
    code, number = made, 1
    while code in taken:
        number += 1
        code = f"{made}-{number}"
    return code
