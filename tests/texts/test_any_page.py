"""Whatever is in the data, what is shown of it in a chat is valid HTML, and says it as it was written (GUARANTEES: INJ-01, INJ-02)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.announcements import Content
from bot.domain.callbacks import MOST_BYTES
from bot.domain.commitments import Commitment, Responsibility, Role, Status
from bot.domain.evidence import Medium, Piece
from bot.domain.meetings import Meeting
from bot.domain.mesas import Mesa, Seat
from bot.domain.messages import Button, Message
from bot.simulator import markup
from bot.texts import announcing, card, commitments, composition, contacts, meetings, recording, sessions
from bot.texts.language import Language
from bot.texts.markup import LIMIT, clean, plain, split, units
from tests.cast import TODAY
from tests.languages import LANGUAGES
from tests.texts.test_any_reminder import COMMITMENTS, MEETINGS, MESAS, WORDS

PIECES = (
    "<b>", "</pre>", "<code", "&amp;", "&lt;", "&#39;", "&nope;", "<script>alert(1)</script>", "<a href='javascript:x'>",
    "{u.token}", "{0.__class__}", "%(x)s", "%s", "$1", "p'unchaw", '"', "«ya»", "👩‍👩‍👧‍👦", "🇵🇪", "e\u0301", "\u202eoidem",
    "\u200b", "\u2066", "\n", "\r\n", "\u2028", "'; DROP TABLE commitment;--", "*_`[]()~>#+-=|.!", "\x00", "\x1b[31m", "\ud800",
    "ñ", "agua", " ", "\t", "https://x.pe/?a=1&b=2", "http://169.254.169.254/", "javascript:alert(1)", "data:text/html,x",
)  # fmt: skip


def corpus() -> list[str]:
    """Three hundred, always the same."""
    dice = random.Random(300)
    return [*PIECES, *("".join(dice.choices(PIECES, k=dice.randint(2, 9))) for _ in range(300 - len(PIECES)))]


def press(label: str, choice: str) -> Button:
    return Button(label, f"v1:d:m:1:{choice}")


def pages(language: Language, one: Commitment, met: Meeting, mesa: Mesa, words: str) -> Iterator[Message]:
    """Of each kind that shows what somebody wrote; a code is none without a letter and a digit."""
    one, met = replace(one, code="VAL-1"), replace(met, code="S-1")
    after, names = replace(one, status=Status.DONE, status_words=words), {"a": words}
    yield card.card(language, one, mesa, TODAY)
    yield commitments.found_several(language, [one, after])
    yield commitments.code_unknown(language, words)
    yield meetings.meeting(language, mesa, met, TODAY)
    yield meetings.past(language, mesa, [met], 1, 1, 1, TODAY)
    yield sessions.overview(language, mesa, [met], [met])
    yield sessions.which_change(language, met, TODAY, press)
    yield composition.page(language, replace(mesa, seats=(Seat("a", words),)), names)
    yield composition.preview(language, mesa, replace(mesa, note=words, subgroups=(words,)), names, told=True)
    yield recording.status_preview(language, one, after)
    yield contacts.decline_preview(language, one, words, words, words)
    yield contacts.inform_preview(language, one, after, [Piece(Medium.PHOTO, words, words)])
    yield announcing.received(language, mesa, Content(words or "x", words))


def whole(message: Message) -> Iterator[Message]:
    yield message
    if message.then:
        yield from whole(message.then)


@settings(max_examples=30, deadline=None)
@given(COMMITMENTS, MEETINGS, MESAS, WORDS, st.sampled_from(sorted(LANGUAGES)))
def test_any_text_in_any_page_is_valid_html(one: Commitment, met: Meeting, mesa: Mesa, words: str, code: str) -> None:
    for page in pages(LANGUAGES[code], one, met, mesa, words):
        for message in whole(page):
            for part in split(message.text):
                assert markup.parse_html(part)[0] == plain(part)
                assert units(plain(part)) <= LIMIT
            for button in (button for row in message.rows for button in row):
                assert len(button.data.encode()) <= MOST_BYTES


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_three_hundred_hostile_texts_are_shown_as_they_were_written(code: str) -> None:
    mesa = Mesa("valle", "Mesa del Valle", id=1)
    for words in corpus():
        who = (Responsibility("a", "A", Role.RESPONSIBLE, words=words),)
        one = Commitment("valle", "VAL-01", words, note=words, status_words=words, responsibilities=who, id=1)
        shown = markup.parse_html(card.card(LANGUAGES[code], one, mesa, TODAY).text)[0]
        assert shown.count(clean(words).strip()) >= 1, words
