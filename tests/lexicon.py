"""The words people ask with, as `locales` has them: read once for all tests of a process."""

from __future__ import annotations

from pathlib import Path

from bot.texts import keywords

LEXICON = keywords.load(Path(__file__).parents[1] / "locales")
