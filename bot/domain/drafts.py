"""What a person is in the middle of writing: one answer after the other, and nothing of it done before it is confirmed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

LIFETIME = timedelta(hours=24)  # since the last answer

Values = Mapping[str, Any]  # what JSON can hold


@dataclass(frozen=True)
class Draft:
    """what: the wizard's name. given: what it began with. answers: (step, its values) in the order of answering.

    mark: tells it from any earlier draft of the same chat. revision: counts the answers, so that a button of an earlier
    question is known to be old. touched: aware.
    """

    what: str
    mark: str
    touched: datetime
    given: Values
    answers: tuple[tuple[str, Values], ...] = ()
    revision: int = 0

    @property
    def values(self) -> dict[str, Any]:
        """All that is known so far."""
        known = dict(self.given)
        for _, values in self.answers:
            known |= values
        return known

    def answered(self, step: str, values: Values, now: datetime) -> Draft:
        """One more answer; an earlier one to the same step is gone."""
        kept = self.without(step, now)
        return replace(kept, answers=(*kept.answers, (step, values)))

    def showing(self, values: Values, now: datetime) -> Draft:
        """The same question, shown otherwise."""
        return replace(self, given={**self.given, **values}, revision=self.revision + 1, touched=now)

    def back(self, now: datetime) -> Draft:
        """Without the last answer."""
        return replace(self, answers=self.answers[:-1], revision=self.revision + 1, touched=now)

    def without(self, step: str, now: datetime) -> Draft:
        """That step is to be asked again, and no other."""
        others = tuple(one for one in self.answers if one[0] != step)
        return replace(self, answers=others, revision=self.revision + 1, touched=now)

    def over(self, now: datetime) -> bool:
        return now >= self.touched + LIFETIME


def begun(what: str, given: Values, now: datetime) -> Draft:
    return Draft(what, secrets.token_hex(4), now, given)
