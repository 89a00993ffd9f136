"""The sender against a Telegram that refuses, forgets and breaks off (GUARANTEES: outbound)."""

from __future__ import annotations

from bot.domain.notices import State
from bot.simulator.telegram import Telegram
from bot.store.database import Database
from tests.outbox import delivered, follow, people, publish, sending, until_ended


async def test_everybody_of_the_scope_is_told_once(demo: Database, telegram: Telegram, url: str) -> None:
    chats = people(telegram, 300)
    await follow(demo, chats)
    await publish(demo)

    async with sending(demo, telegram, url) as sender:
        told = await until_ended(demo)

    assert told == {State.SENT: 300}
    assert delivered(telegram) == dict.fromkeys(chats, 1)
    assert sender.health.ended[State.SENT] == 300
