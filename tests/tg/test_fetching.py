"""Files that people sent: of no more bytes than we take, in no more time than we give, and the token is never said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram.error import BadRequest, NetworkError

from bot.chat.request import MOST_FETCHED, Attachment
from bot.domain.messages import Media
from bot.simulator.telegram import Telegram
from bot.tg.bots import Api
from bot.tg.fetching import fetch
from bot.tg.requests import AiohttpRequest, TooLarge
from tests.cast import MEMBER

TOKEN = "1000:verysecrettoken"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def api(token: str, url: str) -> AsyncIterator[Api]:
    async with AiohttpRequest(4) as request:
        yield Api(token, url, request)


@asynccontextmanager
async def told(path: str, answer: Answer, size: int = 0) -> AsyncIterator[Api]:
    """A Telegram that tells that path and that size of any file, and gives it so."""

    async def get_file(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": {"file_id": "x", "file_path": path, "file_size": size}})

    server = web.Application()
    server.router.add_post("/bot{token}/getFile", get_file)
    server.router.add_get("/{rest:.*}", answer)
    runner = web.AppRunner(server)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        async with api(TOKEN, f"http://{host}:{port}") as made:
            yield made
    finally:
        await runner.cleanup()


def sent(telegram: Telegram, *bodies: bytes) -> list[Attachment]:
    before = len(telegram.files)
    for number, body in enumerate(bodies):
        telegram.send_file(MEMBER, f"{number}.csv", body)
    return [Attachment(Media("document", file_id)) for file_id in list(telegram.files)[before:]]


async def test_what_was_sent_is_what_is_fetched(telegram: Telegram, url: str) -> None:
    async with api(telegram.token, url) as made:
        assert await fetch(made, sent(telegram, b"one", b"", b"\0two")) == (b"one", b"", b"\0two")


async def test_all_together_weigh_no_more_than_we_take(telegram: Telegram, url: str) -> None:
    half = b"x" * (MOST_FETCHED // 2)
    async with api(telegram.token, url) as made:
        assert await fetch(made, sent(telegram, half, half)) == (half, half)
        assert await fetch(made, sent(telegram, half, half + b"x")) is None


async def test_a_file_that_is_gone_is_none(telegram: Telegram, url: str) -> None:
    async with api(telegram.token, url) as made:
        with pytest.raises(BadRequest):
            await made.download("gone", 10)
        assert await fetch(made, [Attachment(Media("document", "gone"))]) is None


async def test_a_file_larger_than_it_was_said_to_be_is_read_no_further() -> None:
    given = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal given
        answer = web.StreamResponse()
        await answer.prepare(request)
        while given < 400 * 65_536:
            await answer.write(b"x" * 65_536)
            given += 65_536
        return answer

    async with told("f", endless, size=3) as made:
        with pytest.raises(TooLarge):
            await made.download("x", 100_000)
    assert given < 400 * 65_536


async def test_a_size_too_large_is_believed_without_a_download() -> None:
    async def unasked(_: web.Request) -> web.StreamResponse:
        raise AssertionError("nothing is to be asked for")

    async with told("f", unasked, size=100_001) as made:
        with pytest.raises(TooLarge):
            await made.download("x", 100_000)


async def test_who_gives_too_slowly_is_not_waited_for() -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(20):
            await answer.write(b"x")
            await asyncio.sleep(0.1)
        return answer

    async with told("f", slow) as made:
        assert await fetch(made, [Attachment(Media("document", "x"))], seconds=0.3) is None


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../../etc/passwd", "a/../../b"])
async def test_a_path_that_leads_elsewhere_is_not_followed(path: str) -> None:
    asked: list[str] = []

    async def note(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(body=b"x")

    async with told(path, note) as made:
        with pytest.raises(NetworkError):
            await made.download("x", 10)
    assert asked == []


async def test_a_path_of_odd_signs_is_only_a_path_and_a_redirect_is_not_followed() -> None:
    asked: list[str] = []

    async def elsewhere(request: web.Request) -> web.StreamResponse:
        asked.append(request.raw_path)
        return web.Response(status=302, headers={"Location": "/other"})

    async with told("docs/a b?c#d.csv", elsewhere) as made:
        with pytest.raises(NetworkError) as refused:
            await made.download("x", 10)
    assert asked == [f"/file/bot{TOKEN}/docs/a%20b%3Fc%23d.csv"]
    assert TOKEN not in repr(refused.value)
