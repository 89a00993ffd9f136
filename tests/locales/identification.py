"""Which of the two languages a text is in, by py3langid: of what it knows only Spanish and Quechua are asked for."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from py3langid.langid import MODEL_FILE, LanguageIdentifier

FEWEST_WORDS = 3  # shorter texts say too little


@functools.cache
def identifier() -> LanguageIdentifier:
    """Read once: the model takes longer than all our texts."""
    ours = LanguageIdentifier.from_model_file(MODEL_FILE)  # our own: the module's is shared and would be narrowed too
    ours.set_languages(["es", "qu"])
    return ours


def looks_spanish(words: Sequence[str]) -> bool:
    """Whether a text of these words is rather Spanish; never of fewer than FEWEST_WORDS."""
    return len(words) >= FEWEST_WORDS and identifier().classify(" ".join(words))[0] == "es"
