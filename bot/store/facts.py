"""What the history holds of a thing: every stored field as a JSON value, derived columns and row numbers left out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, time
from enum import StrEnum
from typing import Any

from bot.domain.commitments import Commitment, Responsibility
from bot.domain.evidence import Evidence
from bot.domain.meetings import Meeting
from bot.domain.mesas import Institution, Mesa
from bot.domain.offices import SUBJECT as OFFICE
from bot.domain.spoken import PREFIX, Spoken
from bot.domain.spoken import SUBJECT as ANNOUNCEMENT

Thing = Mesa | Institution | Meeting | Commitment | Evidence | Spoken

SUBJECTS: Mapping[type[Thing], str] = {
    Mesa: "mesa",
    Institution: "institution",
    Meeting: "meeting",
    Commitment: "commitment",
    Evidence: "evidence",
    Spoken: ANNOUNCEMENT,
}

# Words somebody wrote, which may have to be erased one day: they enter the chain as salted commitments.
FREE_TEXT: Mapping[str, frozenset[str]] = {
    "mesa": frozenset(
        {
            "name",
            "territory",
            "created_by",
            "state_words",
            "installed",
            "suspended_why",
            "note",
            "source",
            "seats",
            "subgroups",
            "extras",
        }
    ),
    "institution": frozenset({"name", "acronym", "aliases"}),
    OFFICE: frozenset(),  # told by opaque codes, and kept nowhere in clear to be compared with
    "meeting": frozenset(
        {"subgroup", "place", "agenda", "convener", "outcome_words", "source", "note", "extras"},
    ),
    "commitment": frozenset(
        {
            "text",
            "text_quechua",
            "subgroup",
            "acta",
            "acta_date",
            "deadline_words",
            "extended_by",
            "extended_why",
            "rectified_why",
            "status_words",
            "status_date",
            "source",
            "confidence",
            "note",
            "extras",
            "responsibility_words",
        }
    ),
    "evidence": frozenset({"held", "caption", "withdrawn"}),
    ANNOUNCEMENT: frozenset({"es", "qu", "voice", "media", "pin", "subgroup"}),
}

# Told when it happens, and kept nowhere to be compared with: what befell an announcement, and whom it names.
ONLY_TOLD: Mapping[str, frozenset[str]] = {ANNOUNCEMENT: frozenset({"turn", "why", "commitment", "institution"})}

# In the key already, numbers of rows, or derived from something else.
_LEFT_OUT = frozenset({"id", "slug", "mesa", "code", "revision", "updated_at", "responsibilities", "number"})


def key_of(thing: Thing) -> str:
    """What the history calls it: "espinar", "espinar/ESP-07"; a piece of its evidence "espinar/ESP-07/2"; an announcement "espinar/a-12"."""
    if isinstance(thing, Mesa | Institution):
        return thing.slug
    if isinstance(thing, Spoken):
        return f"{thing.mesa}/{PREFIX}{thing.number}"
    key = f"{thing.mesa}/{thing.code}"
    return f"{key}/{thing.number}" if isinstance(thing, Evidence) else key


def facts_of(thing: Thing) -> dict[str, Any]:
    """field → JSON value with the words in clear."""
    left_out = _LEFT_OUT | {"zone"} if isinstance(thing, Meeting) else _LEFT_OUT  # the zone is the mesa's
    found = {field.name: _json(getattr(thing, field.name)) for field in fields(thing) if field.name not in left_out}
    if isinstance(thing, Commitment):
        found["responsibilities"] = [_owed(one) for one in thing.responsibilities]
        found["responsibility_words"] = [_in_words(one) for one in thing.responsibilities]
        if not any(map(any, found["responsibility_words"])):
            found["responsibility_words"] = []
    return found


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `after` that differ from `before`; a field that is missing is an empty one."""
    return {
        name: value
        for name, value in after.items()
        if (not is_empty(value) if name not in before else value != before[name])
    }


def is_empty(value: object) -> bool:
    """Nothing said: "", None, no items, no, none counted. 0.0 is a place on Earth."""
    return not value and not isinstance(value, float)


def is_free(subject: str, field: str) -> bool:
    return field in FREE_TEXT.get(subject, ())


def as_words(value: Any) -> str:
    """A free text as the words that are committed to: itself, or a list as canonical JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _owed(one: Responsibility) -> list[str | None]:
    """Who owes it, in public, and whom it names where it names somebody: the words and who said them are free text."""
    return [one.institution, one.role.value, one.stance.value, _json(one.said_on), *([one.named] if one.named else [])]


def _in_words(one: Responsibility) -> list[str]:
    """Why stands there only where it is told: events older than it hold two."""
    return [one.words, one.said_by, *([one.why] if one.why else [])]


def _json(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    return [value.institution, value.role] if hasattr(value, "institution") else value
