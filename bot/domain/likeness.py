"""Which kind a question is most like: a naive Bayes over what stands in it, learnt at start from questions people wrote.

Counts and logarithms only, no training run: whoever adds a question to a keywords file teaches the bot. Measured beside a
logistic regression on the same features it was as often right.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

_UNSEEN = 0.06  # how often what was never seen in a kind of question is taken to stand in one
_FEW = 0.4  # questions that stand for those nobody has shown us
_EVEN = 0.35  # what stands in a question is not independent: its evidence counts for less

Features = Mapping[str, float]  # what stands in a question, and how much it tells


class Likeness:
    """examples: (what stands in a question, its kind)."""

    def __init__(self, examples: Iterable[tuple[Features, str]]) -> None:
        self._seen: dict[str, Counter[str]] = {}
        self._questions: Counter[str] = Counter()
        for found, kind in examples:
            self._questions[kind] += 1
            for feature in found:
                self._seen.setdefault(feature, Counter())[kind] += 1
        self.kinds = sorted(self._questions)
        self._rows: dict[str, list[float]] = {}

    def chances(self, found: Features) -> list[tuple[str, float]]:
        """Every kind with its chance (their sum is 1), the likeliest first; of equals the first by name."""
        evidence = [0.0] * len(self.kinds)
        for feature, weight in found.items():
            if feature in self._seen:
                for place, tells in enumerate(self._row(feature)):
                    evidence[place] += weight * tells
        most = max(evidence)
        odds = [math.exp(_EVEN * (one - most)) for one in evidence]
        whole = sum(odds)
        return sorted(zip(self.kinds, (one / whole for one in odds), strict=True), key=lambda one: (-one[1], one[0]))

    def _row(self, feature: str) -> list[float]:
        """What it tells for each kind: the logarithm of how often it stands there, against the mean of all kinds."""
        row = self._rows.get(feature)
        if row is None:
            seen = self._seen[feature]
            rates = [(seen[kind] + _UNSEEN) / (self._questions[kind] + _FEW) for kind in self.kinds]
            mean = sum(rates) / len(rates)
            row = self._rows[feature] = [math.log(rate / mean) for rate in rates]
        return row
