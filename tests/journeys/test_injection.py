"""Whatever a matrix or a person writes is shown as it was written, and Telegram never refuses it (GUARANTEES: INJ)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.store import commitments
from bot.texts.markup import clean
from tests.cast import NOW, OVERDUE
from tests.journeys.world import World, text

NASTY = [
    "<b>negrita</b>",
    "</pre><code>",
    "&amp; &lt; &#39; &nope;",
    "<script>alert(1)</script>",
    "<a href='javascript:x'>x</a>",
    "{u.token} {0.__class__} {n} %(x)s %s $1",
    "p'unchaw \"hunt'asqa\" «ya»",
    "👩‍👩‍👧‍👦 🇵🇪 e\u0301 \u202eoidem \u200b",
    "línea uno\nlínea dos\r\nlínea tres\u2028cuatro",
    "'; DROP TABLE commitment;--",
    "* _ ` [ ] ( ) ~ > # + - = | . !",
    "\x00\x07\x1b[31mrojo",
    "x" * 9_000,
]


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
async def test_hostile_words_are_shown_as_they_were_written(words: str, member: World) -> None:
    stored = replace(
        OVERDUE, text=words.replace("\x00", ""), note=words.replace("\x00", ""), status_words=words.replace("\x00", "")
    )
    async with member.database.transaction() as db:
        await commitments.save(db, stored, actor="test", now=NOW)

    answers = await member.say("VAL-01")

    shown = " ".join("".join(text(one) for one in answers).split())
    assert " ".join(clean(stored.note).split())[:3_000] in shown
    assert [one.status for one in member.telegram.ledger if one.chat_id] == [200] * len(answers)


async def test_hostile_searches_find_nothing_and_break_nothing(member: World) -> None:
    for words in NASTY:
        answers = await member.say(f"/buscar {words}"[:4_000])

        assert len(answers) == 1, words
    assert [one.status for one in member.telegram.ledger if one.chat_id] == [200] * len(NASTY)
    async with member.database.reading() as db:
        assert len(await commitments.by_code(db, "val1")) == 1
