"""The long poll through everything Telegram and the network do to it (GUARANTEES: IN-05, IN-12, OPS-03, OPS-04)."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import textwrap
import time

import pytest

from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from bot.store.database import Database
from bot.tg import polling as module
from bot.tg.bots import Api, application
from bot.tg.requests import AiohttpRequest
from tests.cast import MEMBER
from tests.tg.parts import every_kind, polling
from tests.tg.test_ingest import drained


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same waits, a hundred times shorter."""
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.1)
    monkeypatch.setattr(module, "TOKEN_PAUSE", 0.1)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.alone
async def test_without_a_network_at_boot_it_keeps_trying_and_then_does_everything(
    database: Database, telegram: Telegram
) -> None:
    """IN-12: connections refused, then 500s; everything queued meanwhile is answered, nothing is dropped."""
    port = free_port()
    telegram.say(MEMBER, "antes")
    async with polling(database, telegram, f"http://127.0.0.1:{port}", every_kind()) as parts:
        await asyncio.sleep(0.5)
        assert not parts.running.done()
        telegram.faults.add("getUpdates", status=500, times=5)
        async with serve(telegram, port):
            began = time.monotonic()
            await drained(telegram)
            took = time.monotonic() - began
            telegram.faults.add("getUpdates", status=401, times=1)
            answer = await telegram.ask(MEMBER, "después")
            parts.stop.set()
            await parts.running

    assert took < 5
    assert next(one.text for one in telegram.ledger if one.chat_id) == "text  antes"
    assert answer["text"] == "text  después"
    assert all("drop_pending_updates" not in one.payload for one in telegram.ledger)


async def test_of_two_pollers_one_holds_and_the_other_idles_and_says_so(
    database: Database, telegram: Telegram, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """IN-05"""
    async with polling(database, telegram, url, every_kind()) as first:
        await telegram.ask(MEMBER, "uno")
        async with polling(database, telegram, url, every_kind()) as second:
            for number in range(20):
                await telegram.ask(MEMBER, f"palabra {number}")
            await asyncio.sleep(0.3)  # both wait for news now, and Telegram lets only one wait
            reports = [parts.health.report()[1]["troubles"] for parts in (first, second)]
        await drained(telegram)

    assert sorted(map(str, reports)) == ["['poller_conflict']", "[]"]
    assert capsys.readouterr().out.count("poller_conflict") == 1
    assert len({one.text for one in telegram.ledger if one.chat_id}) == 21  # none lost


@pytest.mark.alone
async def test_a_long_poll_without_a_byte_is_given_up(
    database: Database, telegram: Telegram, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OPS-04, with a poll of 0.2 s and a margin of 0.3 s"""
    monkeypatch.setattr("tests.tg.parts.application", shorter_poll)
    monkeypatch.setattr(module, "POLL_SECONDS", 0)
    telegram.faults.add("getUpdates", status="hang", times=1)
    async with polling(database, telegram, url, every_kind()):
        began = time.monotonic()
        await telegram.ask(MEMBER, "hola")

    assert time.monotonic() - began < 3


def shorter_poll(token: str, url: str) -> object:
    ptb, sending, _ = application(token, url)
    return ptb, sending, Api(token, url, AiohttpRequest(1, 0.5))


async def test_stopping_says_every_answer_and_confirms_what_is_done(
    database: Database, telegram: Telegram, url: str
) -> None:
    telegram.latency = 0.3
    async with polling(database, telegram, url, every_kind()):
        telegram.say(MEMBER, "hola")
        await telegram.bell.until(lambda: telegram.pending == 0 or None, 1)
    assert telegram.pending == 0
    assert [one.text for one in telegram.ledger if one.chat_id] == ["text  hola"]


def test_a_deaf_process_ends_itself_with_70() -> None:
    """A blocked event loop cannot watch itself."""
    deaf = """
        import time
        from bot.tg.health import Health
        from bot.tg.watchdog import watch
        watch(Health(), deaf_seconds=0.2, look_every=0.05)
        time.sleep(20)
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(deaf)], capture_output=True, text=True, timeout=10, check=False
    )

    assert ended.returncode == 70
    assert ended.stderr.startswith("yuyachiq: sordo desde hace")
