"""A letter in words, put into them once for all that are alike."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.messages import Message
from bot.services.delivering import Letter
from bot.texts import reminders as texts
from bot.texts.announcing import received
from bot.texts.language import Language, Languages

MOST_RENDERED = 256  # notices × languages × choices held at once


@dataclass
class Printer:
    """Renders each letter, once for all that are alike: same notice, language, role, items and reading of the facts."""

    languages: Languages
    _done: dict[tuple[object, ...], Message] = field(default_factory=dict)

    def __call__(self, letter: Letter) -> Message:
        language = self.languages.named(letter.language)
        if letter.discreet:
            return texts.discreet(language, letter.notice, silent=letter.told.bare_head)
        key = (letter.notice, letter.facts, letter.language, letter.role, letter.told.items)
        if key not in self._done:
            if len(self._done) >= MOST_RENDERED:
                self._done.clear()
            self._done[key] = words_of(language, letter)
        return self._done[key]


def words_of(language: Language, letter: Letter) -> Message:
    if letter.content is not None:
        return received(language, letter.told.mesa, letter.content)
    return texts.reminder(language, letter.told, role=letter.role, kind=letter.kind)
