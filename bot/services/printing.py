"""A letter in words, put into them once for all that are alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import structlog

from bot.domain.messages import Message
from bot.domain.notices import About, Item
from bot.services.delivering import Letter, nobody_counts, numbers
from bot.texts import reminders as texts
from bot.texts.announcing import received
from bot.texts.language import Language, Languages

log = structlog.get_logger()
MOST_RENDERED = 256  # notices × languages × choices held at once


@dataclass
class Printer:
    """Renders each letter, once for all that are alike: same notice, language, role, items and reading of the facts.

    wrong: told of which class each error was that set an item aside.
    """

    languages: Languages
    wrong: Callable[[Iterable[str]], None] = nobody_counts
    _done: dict[tuple[object, ...], Message] = field(default_factory=dict)

    def __call__(self, letter: Letter) -> Message:
        language = self.languages.named(letter.language)
        if letter.discreet:
            return texts.discreet(language, letter.notice, silent=letter.told.bare_head)
        key = (letter.notice, letter.facts, letter.language, letter.role, letter.told.items)
        if key not in self._done:
            if len(self._done) >= MOST_RENDERED:
                self._done.clear()
            self._done[key] = self._words(language, letter)
        return self._done[key]

    def _words(self, language: Language, letter: Letter) -> Message:
        """Without the items that cannot be put into words, each tried alone: one text's bug must not silence the others."""
        try:
            return words_of(language, letter)
        except Exception:
            sound, wrong = tuple[Item, ...](), list[str]()
            for item in letter.told.items:
                try:
                    words_of(language, with_items(letter, (item,)))
                    sound = (*sound, item)
                except Exception as error:  # noqa: BLE001 (whatever a text raises)
                    log.error("item_set_aside", error=type(error).__name__)
                    wrong.append(type(error).__name__)
            if not sound or not wrong:  # nothing is left, or it is none of them that fails
                raise
            self.wrong(wrong)
            return words_of(language, with_items(letter, sound))


def with_items(letter: Letter, items: tuple[Item, ...]) -> Letter:
    """With nothing of the others: some texts look at all there is."""
    told, owed, held = letter.told, numbers(items, About.COMMITMENT), numbers(items, About.MEETING)
    commitments = {number: one for number, one in told.commitments.items() if number in owed}
    meetings = {number: one for number, one in told.meetings.items() if number in held}
    before = {number: one for number, one in told.before.items() if number in held}
    events = {number: one for number, one in told.events.items() if any(item.number == number for item in items)}
    told = replace(told, items=items, commitments=commitments, meetings=meetings, before=before, events=events)
    return replace(letter, told=told)


def words_of(language: Language, letter: Letter) -> Message:
    if letter.content is not None:
        return received(language, letter.told.mesa, letter.content)
    return texts.reminder(language, letter.told, role=letter.role, kind=letter.kind)
