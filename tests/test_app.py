"""What works beside the bot ends with it, and the bot with what works beside it: nothing dies unseen."""

from __future__ import annotations

import asyncio

import pytest

from bot.app import at_work


async def test_what_works_beside_is_told_to_stop_and_waited_for() -> None:
    ended, stop = [], asyncio.Event()

    async def work(asked: asyncio.Event) -> None:
        await asked.wait()
        ended.append("work")

    async with at_work(work, stop):
        await asyncio.sleep(0)

    assert (ended, stop.is_set()) == (["work"], False)


async def test_work_that_dies_ends_the_bot_whose_supervisor_starts_it_again() -> None:
    stop = asyncio.Event()

    async def work(_: asyncio.Event) -> None:
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        async with at_work(work, stop):
            await asyncio.wait_for(stop.wait(), 1)
