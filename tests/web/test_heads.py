"""/heads.txt and the verifier, as anybody can fetch them."""

from __future__ import annotations

from functools import partial

import aiohttp
import pytest

from bot.domain.heads import read_heads
from bot.services.heads import heads_txt
from bot.store import heads
from bot.store.database import Database, DatabaseUnavailable
from bot.tg.health import Health
from bot.web.app import CLOSED, VERIFIER, serve
from tests.cast import NOW


async def get(database: Database, path: str) -> tuple[int, str, str]:
    """(status, media type, text) of an answer with the closed headers."""
    async with (
        serve("127.0.0.1:0", Health().report, partial(heads_txt, database)) as url,
        aiohttp.ClientSession() as session,
        session.get(url + path) as answer,
    ):
        assert {name: answer.headers.get(name) for name in CLOSED} == CLOSED
        return answer.status, answer.headers["content-type"], await answer.text()


async def test_heads_txt_has_one_line_a_published_head(demo: Database) -> None:
    async with demo.transaction() as db:
        head = await heads.publish(db, NOW)
    assert head is not None

    status, kind, told = await get(demo, "/heads.txt")

    assert (status, kind) == (200, "text/plain; charset=utf-8")
    assert told == f"{head.seq} {head.hash} 2026-11-23T15:00:00Z\n"
    assert read_heads(told.splitlines()) == [head]


async def test_heads_txt_of_nothing_is_empty(database: Database) -> None:
    assert await get(database, "/heads.txt") == (200, "text/plain; charset=utf-8", "")


@pytest.mark.only("sqlite")
async def test_verifier_is_handed_out_as_it_is(database: Database) -> None:
    told = await get(database, "/historia/verificar.py")

    assert told == (200, "text/x-python; charset=utf-8", VERIFIER.read_text(encoding="utf-8"))


async def test_database_that_is_away_is_said_without_a_word_of_it() -> None:
    async def away() -> str:
        raise DatabaseUnavailable("disk I/O error")

    async with (
        serve("127.0.0.1:0", Health().report, away) as url,
        aiohttp.ClientSession() as session,
        session.get(url + "/heads.txt") as answer,
    ):
        assert (answer.status, await answer.text()) == (503, "")
