"""The HTTP under it all: what was safe to repeat is told from what was not, and the token is never said."""

from __future__ import annotations

import pytest
from telegram.error import NetworkError, TimedOut

from bot.simulator.telegram import Telegram
from bot.tg.bots import Api, NotAnswering, who_am_i
from bot.tg.requests import AiohttpRequest, NeverLeft

TOKEN = "1000:verysecrettoken"
NOWHERE = "http://127.0.0.1:9"


async def test_a_request_that_never_left_is_told_apart() -> None:
    async with AiohttpRequest(1) as request:
        with pytest.raises(NeverLeft) as refused:
            await Api(TOKEN, NOWHERE, request).call("getMe", {})

    assert TOKEN not in repr(refused.value) + str(refused.value.__cause__) + str(refused.value.__context__)


async def test_a_session_that_is_not_open_sends_nothing() -> None:
    with pytest.raises(NeverLeft, match="not open"):
        await Api(TOKEN, NOWHERE, AiohttpRequest(1)).call("getMe", {})


async def test_a_broken_connection_and_silence_are_ambiguous(telegram: Telegram, url: str) -> None:
    telegram.faults.add("getMe", status="reset_before")
    telegram.faults.add("getMe", status="hang")
    async with AiohttpRequest(1, read_seconds=0.3) as request:
        with pytest.raises(NetworkError) as broken:
            await Api(telegram.token, url, request).call("getMe", {})
        with pytest.raises(TimedOut) as silent:
            await Api(telegram.token, url, request).call("getMe", {})

    assert not isinstance(broken.value, NeverLeft)
    assert telegram.token not in f"{broken.value!r}{silent.value!r}"


async def test_who_the_bot_is(telegram: Telegram, url: str) -> None:
    assert await who_am_i(telegram.token, url) == "yuyachiq_bot"


@pytest.mark.parametrize(
    ("token", "api", "line"),
    [
        ("1000:wrong", None, "Telegram no acepta el token; cópielo otra vez de @BotFather"),
        (TOKEN, NOWHERE, "no llego a Telegram: no connection (ConnectionRefusedError)"),
    ],
)
async def test_why_nobody_answers(token: str, api: str | None, line: str, url: str) -> None:
    with pytest.raises(NotAnswering, match="^" + line.replace("(", r"\(").replace(")", r"\)") + "$"):
        await who_am_i(token, api or url)
