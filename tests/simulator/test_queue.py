"""Updates wait until they are confirmed, by one poller or one webhook."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from bot.simulator.webhook import BEYOND
from tests.simulator.conftest import ANA, Api

SECRET = "X-Telegram-Bot-Api-Secret-Token"


class Hook:
    """A bot's webhook that fails as often as told."""

    def __init__(self) -> None:
        self.url, self.failures = "", 0
        self.seen: list[tuple[int, str]] = []
        self.reply: dict[str, object] = {}

    async def take(self, request: web.Request) -> web.Response:
        self.seen.append(((await request.json())["update_id"], request.headers[SECRET]))
        if len(self.seen) <= self.failures:
            return web.Response(status=500)
        return web.json_response(self.reply)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    one, app = Hook(), web.Application()
    app.router.add_post("/hook", one.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield one
    await runner.cleanup()


async def test_an_older_poller_is_ended_by_a_second_one(telegram: Telegram, api: Api) -> None:
    older = asyncio.create_task(api("getUpdates", timeout=30))
    await telegram.wait_for(lambda: telegram.updates.polls == 1)
    newer = asyncio.create_task(api("getUpdates", timeout=30))
    assert await older == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }
    update_id = telegram.say(ANA, "hola")
    assert [one["update_id"] for one in (await newer)["result"]] == [update_id]


@pytest.mark.alone
async def test_a_long_poll_waits_no_longer_than_asked(api: Api) -> None:
    started = time.monotonic()
    assert await api("getUpdates", timeout=1) == {"ok": True, "result": []}
    assert 0.9 < time.monotonic() - started < 2


@pytest.mark.alone
async def test_stopping_ends_an_open_poll_at_once(telegram: Telegram) -> None:
    async with aiohttp.ClientSession() as session:
        async with serve(telegram) as url:
            poll = asyncio.create_task(session.get(f"{url}/bot1000:demo/getUpdates", params={"timeout": 50}))
            await asyncio.sleep(0.1)
            started = time.monotonic()
        assert time.monotonic() - started < 1
        assert await (await poll).json() == {"ok": True, "result": []}


async def test_kinds_of_update_the_bot_did_not_ask_for_are_dropped(telegram: Telegram, api: Api) -> None:
    await api("getUpdates", allowed_updates=["message"])
    telegram.block(ANA)
    telegram.unblock(ANA)
    kept = telegram.say(ANA, "hola")
    assert [one["update_id"] for one in (await api("getUpdates"))["result"]] == [kept]


async def test_ids_may_go_on_lower_and_the_offset_of_before_confirms_nothing(telegram: Telegram, api: Api) -> None:
    before = telegram.say(ANA, "hola")
    assert (await api("getUpdates", offset=before + 1))["result"] == []
    telegram.updates.next_id = 17
    assert [telegram.say(ANA, "uno"), telegram.say(ANA, "dos")] == [17, 18]
    assert [one["update_id"] for one in (await api("getUpdates", offset=before + 1))["result"]] == [17, 18]
    assert (await api("getUpdates", offset=19))["result"] == []
    assert telegram.pending == 0


async def test_an_update_may_bring_its_id_and_come_again(telegram: Telegram, api: Api) -> None:
    message = {"update_id": 1050, "message": {}}
    assert [telegram.push(message), telegram.push(message), telegram.say(ANA, "hola")] == [1050, 1050, 1051]
    assert [one["update_id"] for one in (await api("getUpdates"))["result"]] == [1050, 1050, 1051]


async def test_a_poll_that_does_not_wait_leaves_the_one_that_does_in_peace(telegram: Telegram, api: Api) -> None:
    waiting = asyncio.create_task(api("getUpdates", timeout=30))
    await telegram.wait_for(lambda: telegram.updates.polls == 1)
    assert await api("getUpdates", timeout=0) == {"ok": True, "result": []}
    telegram.say(ANA, "hola")
    assert (await waiting)["ok"]


async def test_what_is_no_list_of_kinds_changes_nothing(telegram: Telegram, api: Api) -> None:
    await api("getUpdates", allowed_updates=["Message"])
    for nonsense in ("{", "5", "[5]", 5):
        assert (await api("getUpdates", allowed_updates=nonsense))["ok"]
    assert telegram.updates.allowed == ["message"]


async def test_a_webhook_is_pushed_to_again_until_it_answers_200(telegram: Telegram, api: Api, hook: Hook) -> None:
    hook.failures = 2
    await api("setWebhook", url=hook.url, secret_token="s-1")
    update_id = telegram.say(ANA, "hola")
    await telegram.bell.until(lambda: telegram.pending == 0 or None, 5)
    assert hook.seen == [(update_id, "s-1")] * 3
    info = (await api("getWebhookInfo"))["result"]
    assert (info["pending_update_count"], info["last_error_message"]) == (
        0,
        "Wrong response from the webhook: 500 Internal Server Error",
    )


async def test_a_webhook_may_answer_with_a_method(telegram: Telegram, api: Api, hook: Hook) -> None:
    hook.reply = {"method": "sendMessage", "chat_id": ANA, "text": "arí"}
    await api("setWebhook", url=hook.url, secret_token="s")
    assert (await telegram.ask(ANA, "hola"))["text"] == "arí"


async def test_a_webhook_stands_behind_a_reverse_proxy(telegram: Telegram, api: Api, hook: Hook) -> None:
    telegram.reverse_proxies["https://bot.example.org"] = hook.url.removesuffix("/hook")
    await api("setWebhook", url="https://bot.example.org/hook", secret_token="s")
    update_id = telegram.say(ANA, "hola")
    await telegram.wait_for(lambda: telegram.pending == 0)
    assert hook.seen == [(update_id, "s")]


async def test_a_webhook_that_is_not_there_keeps_its_updates(telegram: Telegram, api: Api) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    await api("setWebhook", url=f"http://127.0.0.1:{port}/hook")
    telegram.say(ANA, "hola")
    await telegram.wait_for(lambda: telegram.webhook.error != "")
    assert (telegram.webhook.error, telegram.pending) == ("Connection refused", 1)


async def test_setting_a_webhook_ends_a_waiting_poll(telegram: Telegram, api: Api, hook: Hook) -> None:
    waiting = asyncio.create_task(api("getUpdates", timeout=30))
    await telegram.wait_for(lambda: telegram.updates.polls == 1)
    await api("setWebhook", url=hook.url)
    assert (await waiting)["description"] == "Conflict: terminated by setWebhook request"


async def test_polling_is_refused_while_a_webhook_is_set(api: Api, hook: Hook) -> None:
    await api("setWebhook", url=hook.url)
    assert (await api("getUpdates"))["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    await api("deleteWebhook")
    assert await api("getUpdates") == {"ok": True, "result": []}


async def test_a_webhook_beyond_the_loopback_is_accepted_but_never_contacted(telegram: Telegram, api: Api) -> None:
    await api("setWebhook", url="https://example.org/hook")
    telegram.say(ANA, "hola")
    await telegram.bell.until(lambda: telegram.webhook.error or None, 5)
    assert (telegram.webhook.error, telegram.pending) == (BEYOND, 1)
