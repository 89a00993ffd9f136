"""What an event of the history says of who was asked to act and what each answered: read from its facts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.answering import Answered
from bot.domain.commitments import Role, Stance

Parts = Mapping[str, Answered]  # by the institution's slug


def parts(owed: Sequence[Sequence[Any]], words: str, names: Mapping[str, str]) -> Parts:
    """owed, words: as bot/store/facts.py writes `responsibilities` and `responsibility_words`; words that were erased are ""."""
    said = json.loads(words) if words else []
    said = said if len(said) == len(owed) else [[]] * len(owed)
    return {one[0]: _part(one, [*own, "", "", ""], names) for one, own in zip(owed, said, strict=True)}


def _part(owed: Sequence[Any], own: Sequence[str], names: Mapping[str, str]) -> Answered:
    slug, role, stance, on, *named = owed
    _, by, reason, *_ = own
    told = Answered(slug, names.get(slug, slug), Role(role), Stance(stance), date.fromisoformat(on) if on else None)
    return replace(told, by=by, why=reason, named=names.get(named[0], named[0]) if named else "")


def told(before: Parts, after: Parts) -> Iterator[Answered]:
    """Who was asked, answered, or has no part in it any more."""
    yield from (one for slug, one in after.items() if slug not in before or _facts(before[slug]) != _facts(one))
    yield from (replace(one, gone=True) for slug, one in before.items() if slug not in after)


def _facts(one: Answered) -> tuple[object, ...]:
    """Without words, which may have been erased."""
    return one.role, one.stance, one.on, one.named
