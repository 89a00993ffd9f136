"""Beside the sender: what goes wrong with the upkeep stops neither it nor the sending."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.notices import State
from bot.services import upkeep
from bot.simulator.telegram import Telegram
from bot.store.database import Database
from tests.outbox import at_once, people, publish, sending, until_ended


@pytest.mark.parametrize("work", ["begin", "fill", "tidy"])
async def test_a_bug_in_the_upkeep_ends_neither_it_nor_the_sending(
    demo: Database, telegram: Telegram, url: str, work: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await at_once(demo, people(telegram, 3))
    as_it_is, errors = getattr(upkeep, work), [KeyError("secret")]

    async def failing(*arguments: Any) -> Any:
        if errors:
            raise errors.pop()
        return await as_it_is(*arguments)

    monkeypatch.setattr(upkeep, work, failing)
    async with sending(demo, telegram, url):
        first = await until_ended(demo)
        second = await until_ended(demo, await publish(demo, dedup="two"))

    assert (first, second, errors) == ({State.SENT: 3}, {State.SENT: 3}, [])
