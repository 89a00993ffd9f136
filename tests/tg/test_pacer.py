"""One process's pace: answers go first, and the notices come later by as much."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise

import pytest

from bot.domain.messages import Message
from bot.simulator.telegram import Telegram
from bot.store import pace
from bot.store.database import Database
from bot.tg.bots import Api
from bot.tg.health import Health
from bot.tg.incoming import Target
from bot.tg.outgoing import Outgoing
from bot.tg.pacer import Pacer
from bot.tg.requests import AiohttpRequest
from tests.cast import MEMBER
from tests.outbox import delivered, follow, people, publish, sending, until_ended

AROUND = 0.1


async def test_answers_push_the_notices_back(database: Database) -> None:
    pacer = Pacer(10)
    for chat in range(5):
        pacer.answering(chat)

    async with database.transaction() as db:
        moments = await pacer.reserve(db, 2)

    now = time.monotonic()
    assert [one - now for one in moments] == [pytest.approx(0.5, abs=AROUND), pytest.approx(0.6, abs=AROUND)]


async def test_answers_of_long_ago_push_nothing(database: Database) -> None:
    pacer = Pacer(1_000)
    for chat in range(50):
        pacer.answering(chat)
    time.sleep(0.06)  # noqa: ASYNC251 (nothing else runs here)

    async with database.transaction() as db:
        (moment,) = await pacer.reserve(db, 1)

    assert moment <= time.monotonic()


async def test_a_refusal_is_told_to_the_others_once(database: Database) -> None:
    pacer, other = Pacer(10), Pacer(10)
    pacer.refused(5)
    assert pacer.unwritten
    assert pacer.held == pytest.approx(5, abs=AROUND)

    async with database.transaction() as db:
        assert not await pacer.look(db)
    pacer.told()

    async with database.transaction() as db:
        assert not await other.look(db)
    assert (pacer.unwritten, other.unwritten) == (False, False)
    assert other.held == pytest.approx(5, abs=AROUND)


async def test_a_refusal_meanwhile_is_still_to_be_told(database: Database) -> None:
    pacer = Pacer(10)
    pacer.refused(1)
    async with database.transaction() as db:
        await pacer.look(db)
        pacer.refused(5)
    pacer.told()

    assert pacer.unwritten


async def test_an_answer_that_is_refused_holds_the_notices(database: Database, telegram: Telegram, url: str) -> None:
    telegram.faults.add("sendMessage", 429, retry_after=1)
    pacer = Pacer(10)
    async with AiohttpRequest(8) as request:
        await Outgoing(Api(telegram.token, url, request), Health(), pacer).deliver(Target(MEMBER), Message("hola"))

    async with database.transaction() as db:
        await pacer.look(db)
    async with database.reading() as db:
        assert (pacer.unwritten, await pace.held(db)) == (True, 0.0)  # it is over, and slows the notices all the same


@pytest.mark.alone
async def test_one_chat_hears_several_notices_a_second_apart(demo: Database, telegram: Telegram, url: str) -> None:
    (chat,) = people(telegram, 1)
    await follow(demo, [chat])
    for dedup in "abc":
        await publish(demo, dedup=dedup)

    async with sending(demo, telegram, url, pacer=Pacer(50)):
        for notice in (1, 2, 3):
            await until_ended(demo, notice)

    moments = [one.at for one in telegram.ledger]
    assert delivered(telegram) == {chat: 3}
    assert [later - before > 0.9 for before, later in pairwise(moments)] == [True, True]


@pytest.mark.only("postgres")
async def test_who_waits_for_the_shared_row_gets_the_slots_after_the_others(database: Database) -> None:
    first, second = Pacer(10), Pacer(10)
    async with database.transaction() as db:
        await pace.reserve(db, 1, 10)
    async with database.transaction() as db:
        *_, last = await first.reserve(db, 5)
        waiting = asyncio.create_task(reserved(database, second))
        await asyncio.sleep(0.3)  # as long as a commit may take on a busy disk

    assert await waiting - last == pytest.approx(0.1, abs=0.05)


async def reserved(database: Database, pacer: Pacer) -> float:
    async with database.transaction() as db:
        (moment,) = await pacer.reserve(db, 1)
    return moment
