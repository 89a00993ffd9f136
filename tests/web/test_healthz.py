"""/healthz: facts without anybody's number, closed headers on every answer."""

from __future__ import annotations

import socket
from typing import Any

import aiohttp
import pytest

from bot.tg.health import Health
from bot.web.app import CLOSED, serve
from bot.web.listening import CannotListen


async def no_heads() -> str:
    return ""


async def get(health: Health, path: str = "/healthz", method: str = "GET") -> aiohttp.ClientResponse:
    async with (
        serve("127.0.0.1:0", health.report, no_heads) as url,
        aiohttp.ClientSession() as session,
        session.request(method, url + path) as answer,
    ):
        await answer.read()
        return answer


async def test_a_healthy_bot_says_ok() -> None:
    health = Health(committed=3)
    health.answered = health.turned

    answer = await get(health)

    facts = await answer.json()
    assert (answer.status, facts["status"], facts["troubles"], facts["updates_committed"]) == (200, "ok", [], 3)


@pytest.mark.parametrize(
    ("state", "trouble"),
    [
        ({"conflict": True}, "poller_conflict"),
        ({"refused": True}, "token_refused"),
        ({"sending_refused": True}, "token_refused"),
        ({"database": False}, "database_unavailable"),
        ({"ticked": False}, "reminders_wait"),
        ({"seals_broken": 1}, "seal_broken"),
        ({"started": -1_000_000.0}, "telegram_silent"),
    ],
)
async def test_trouble_is_red_and_named(state: dict[str, Any], trouble: str) -> None:
    answer = await get(Health(**state))

    assert (answer.status, (await answer.json())["troubles"]) == (503, [trouble])


@pytest.mark.parametrize(
    ("path", "method", "status"), [("/healthz", "GET", 200), ("/nada", "GET", 404), ("/healthz", "POST", 405)]
)
async def test_every_answer_carries_the_closed_headers(path: str, method: str, status: int) -> None:
    answer = await get(Health(), path, method)

    assert answer.status == status
    assert {name: answer.headers.get(name) for name in CLOSED} == CLOSED
    assert "server" not in answer.headers
    assert "set-cookie" not in answer.headers


async def test_a_taken_port_is_refused() -> None:
    async with serve("127.0.0.1:0", Health().report, no_heads) as url:
        with pytest.raises(CannotListen, match=r"BOT_WEB_BIND: no puedo escuchar en 127\.0\.0\.1:.* in use"):
            async with serve(url.removeprefix("http://"), Health().report, no_heads):
                raise AssertionError("the port was taken")


async def test_a_host_that_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(CannotListen, match="BOT_WEB_BIND: no sé qué dirección es no-hay: Name or service not known"):
        async with serve("no-hay:80", Health().report, no_heads):
            raise AssertionError("it listens nowhere")
