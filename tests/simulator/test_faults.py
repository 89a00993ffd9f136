"""What a test can order to go wrong, and what the ledger says of it."""

import asyncio
import time

import aiohttp
import pytest

from bot.simulator.faults import Trouble
from bot.simulator.refusals import Refused
from bot.simulator.telegram import Telegram
from tests.simulator.conftest import ANA, BETO, GROUP, Api


def outcomes(telegram: Telegram) -> list[tuple[bool, int]]:
    return [(one.delivered, one.status) for one in telegram.ledger]


async def test_a_status_is_answered_as_often_as_ordered_and_nothing_is_delivered(telegram: Telegram, api: Api) -> None:
    telegram.faults.add("sendMessage", 502, times=1)
    failed = await api("sendMessage", chat_id=ANA, text="uno")
    assert failed == {"ok": False, "error_code": 502, "description": "Bad Gateway"}
    assert (await api("sendMessage", chat_id=ANA, text="uno"))["ok"]
    assert outcomes(telegram) == [(False, 502), (True, 200)]


async def test_a_429_tells_when_to_come_back(telegram: Telegram, api: Api) -> None:
    telegram.faults.add("*", 429, retry_after=3)
    answer = await api("sendMessage", chat_id=ANA, text="uno")
    assert (answer["description"], answer["parameters"]) == (
        "Too Many Requests: retry after 3",
        {"retry_after": 3},
    )


@pytest.mark.parametrize(("where", "messages"), [("reset_before", 0), ("reset_after", 1)])
async def test_a_cut_connection_loses_the_answer(telegram: Telegram, api: Api, where: Trouble, messages: int) -> None:
    telegram.faults.add("sendMessage", where)
    with pytest.raises(aiohttp.ClientError):
        await api("sendMessage", chat_id=ANA, text="uno")
    assert len(telegram.chat(ANA).messages) == messages
    assert outcomes(telegram) == [(messages == 1, 0)]


async def test_a_call_can_hang_with_the_message_delivered(telegram: Telegram, api: Api) -> None:
    telegram.faults.add("sendMessage", "hang", deliver=True)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(api("sendMessage", chat_id=ANA, text="uno"), 0.3)
    assert outcomes(telegram) == [(True, 0)]


async def test_a_fault_strikes_only_the_calls_it_was_ordered_for(telegram: Telegram, api: Api) -> None:
    telegram.person(BETO, "Beto", started=True)
    telegram.faults.add("sendMessage", 500, times=9, when=lambda payload: payload["chat_id"] == BETO)
    assert (await api("sendMessage", chat_id=ANA, text="uno"))["ok"]
    assert not (await api("sendMessage", chat_id=BETO, text="uno"))["ok"]


async def test_what_was_ordered_can_be_called_off(telegram: Telegram, api: Api) -> None:
    telegram.faults.add("*", 500, times=9)
    telegram.faults.clear()
    assert (await api("getMe"))["ok"]


@pytest.mark.alone
async def test_a_poll_can_have_a_round_trip_of_its_own(telegram: Telegram, api: Api) -> None:
    telegram.latency, telegram.poll_latency = 5.0, 0.0
    started = time.monotonic()
    await api("getUpdates")
    assert time.monotonic() - started < 1


async def test_a_second_later_the_bot_may_send_again(telegram: Telegram) -> None:
    telegram.limits.per_chat = 1
    telegram.limits.spend(ANA, 100.0)
    with pytest.raises(Refused, match="retry after 1"):
        telegram.limits.spend(ANA, 100.9)
    telegram.limits.spend(ANA, 101.0)


@pytest.mark.alone
async def test_latency_is_added_to_every_call(telegram: Telegram, api: Api) -> None:
    telegram.latency = 0.2
    started = time.monotonic()
    await api("getMe")
    assert 0.2 <= time.monotonic() - started < 0.5


@pytest.mark.parametrize(
    ("limit", "chat_id", "wait"), [("overall", ANA, 1), ("per_chat", ANA, 1), ("per_group_minute", GROUP, 60)]
)
async def test_too_many_messages_are_refused_with_the_wait(
    telegram: Telegram, api: Api, limit: str, chat_id: int, wait: int
) -> None:
    setattr(telegram.limits, limit, 2)
    answers = [await api("sendMessage", chat_id=chat_id, text=str(number)) for number in range(3)]
    assert [one["ok"] for one in answers] == [True, True, False]
    assert answers[2]["parameters"] == {"retry_after": wait}
    assert outcomes(telegram) == [(True, 200), (True, 200), (False, 429)]
