"""Heads of the history: its length and last hash at one moment. Whoever keeps one can tell that nothing before it changed.

A published head is the anchor of all events up to it: it stands in heads.txt and on people's phones, out of our reach.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.history import Facts

_WHOLE, _SHORT = 64, 8  # hex digits
# A line of heads.txt (with its moment), or what was copied from a message, in groups of digits or not.
_FORM = re.compile(
    rf"(?:huella\s+n[^\d:]{{0,4}})?(?P<seq>[0-9]{{1,18}})\s*:?\s+"
    rf"(?:(?P<whole>[0-9a-f]{{{_WHOLE}}})(?:\s+(?P<at>\S+))?|(?P<part>[0-9a-f](?:\s?[0-9a-f])+)\s*(?:…|\.\.\.)?)\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Head:
    """seq: number of the last event. hash: 64 hex digits; of a typed head the first ones, eight at least. at: when published."""

    seq: int
    hash: str
    at: datetime | None = None

    @property
    def short(self) -> str:
        """As it is read aloud: "4f2a 91c0"."""
        return f"{self.hash[:4]} {self.hash[4:_SHORT]}"

    def __str__(self) -> str:
        """Its line in heads.txt."""
        moment = f" {self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if self.at else ""
        return f"{self.line}{moment}"

    @property
    def line(self) -> str:
        """Its number and hash alone, as the history names one that was lost."""
        return f"{self.seq} {self.hash}"

    def holds(self, seal: bytes | None) -> bool:
        """Whether that is the hash of its event; None: there is no such event."""
        return seal is not None and seal.hex().startswith(self.hash)


def named_lost(facts: Facts | None) -> list[str]:
    """The lines of the heads that a restoration says are of the branch that was left for the copy."""
    lost = (facts or {}).get("lost", ())
    return [one for one in lost if isinstance(one, str)] if isinstance(lost, list) else []


def read_head(words: str) -> Head:
    """A head as heads.txt has it, or as people copy it. ValueError: it is none, or too short to prove anything."""
    found = _FORM.fullmatch(words.strip())
    digits = re.sub(r"\s", "", found["whole"] or found["part"]).lower() if found else ""
    if found is None or not _SHORT <= len(digits) <= _WHOLE:
        raise ValueError(f"«{words.strip()[:80]}» no es una huella; escriba por ejemplo  812 4f2a91c0")
    at = datetime.fromisoformat(found["at"]) if found["at"] else None
    return Head(int(found["seq"]), digits, at)


def read_heads(lines: Iterable[str]) -> list[Head]:
    """Those of a heads.txt; empty lines and those that begin with # are none. ValueError names the line."""
    heads = []
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            try:
                heads.append(read_head(line))
            except ValueError as error:
                raise ValueError(f"línea {number}: {error}") from None
    return heads
