"""A small Telegram with Ana in it, served on the loopback, and a plain client that speaks to it."""

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest

from bot.simulator.server import serve
from bot.simulator.telegram import Telegram

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]
ANA, BETO, GROUP = 7, 8, -50


@pytest.fixture
def telegram() -> Telegram:
    one = Telegram()
    one.person(ANA, "Ana", "qu", started=True)
    one.person(BETO, "Beto")
    one.group(GROUP, "Comunidad", [ANA, BETO])
    return one


@pytest.fixture
async def api(telegram: Telegram) -> AsyncIterator[Api]:
    async with serve(telegram) as url, aiohttp.ClientSession(url) as session:

        async def call(method: str, **parameters: Any) -> dict[str, Any]:
            async with session.post(f"/bot{telegram.token}/{method}", json=parameters) as response:
                body: dict[str, Any] = await response.json()
                assert response.status == body.get("error_code", 200)
                return body

        yield call


async def refusal(api: Api, method: str, **parameters: Any) -> tuple[int, str]:
    """The code and the words a call is refused with."""
    answer = await api(method, **parameters)
    return answer["error_code"], answer["description"]
