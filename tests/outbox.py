"""An outbox to send from: recipients of a scope, a notice to tell them, and a sender whose words are the test's own."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from bot.clock import system_clock
from bot.domain.messages import Message
from bot.domain.notices import Draft, Kind, Notice, State
from bot.domain.quiet import NEVER
from bot.domain.recipients import Recipient, Role, followers_of
from bot.domain.told import Told, Unwanted
from bot.services.delivering import Letter
from bot.simulator.telegram import Telegram
from bot.store import notices, outbox, recipients
from bot.store.database import Database, Session
from bot.tg.bots import Api
from bot.tg.health import Health
from bot.tg.pacer import Pacer
from bot.tg.requests import AiohttpRequest
from bot.tg.sender import Sender
from tests.cast import MESA, TODAY

MESA_ID = 1
SCOPE = followers_of(MESA_ID)
FIRST_CHAT = 1_001


async def follow(database: Database, chats: Iterable[int], scope: str = SCOPE) -> None:
    async with database.transaction() as db:
        for chat in chats:
            await recipients.save(db, scope, chat, Role.GROUP if chat < 0 else Role.FOLLOWER)


async def publish(
    database: Database,
    kind: Kind = Kind.REMINDER,
    scope: str = SCOPE,
    *,
    dedup: str = "one",
    useful: timedelta = timedelta(days=1),
    now: datetime | None = None,
) -> int:
    """A notice for all of the scope; not filled yet."""
    now = now or datetime.now(UTC) - timedelta(seconds=2)
    async with database.transaction() as db:
        draft = Draft(dedup, MESA_ID, scope, kind, now, now + useful, urgent=True)
        made = await notices.publish(db, draft)
    assert made is not None
    return made


async def counts(database: Database, notice: int = 1) -> dict[State, int]:
    async with database.reading() as db:
        return await outbox.counts(db, notice)


def letter(notice: Notice, whom: Recipient) -> Letter:
    return Letter(whom, notice.id, notice.kind, Told(MESA, TODAY, ()), "es", discreet=False)


async def to_all(_: Session, notice: Notice, whom: Sequence[Recipient], __: datetime) -> list[Letter | Unwanted]:
    return [letter(notice, one) for one in whom]


async def at_once(database: Database, chats: Sequence[int], **more: Any) -> int:
    """Followers, and a notice to them."""
    await follow(database, chats)
    return await publish(database, **more)


def words(one: Letter) -> Message:
    return Message(f"aviso {one.notice}")


async def nothing(*_: Any) -> None:
    """No more follows for that chat."""


def sender(database: Database, api: Api, rate: float = 0, **changed: Any) -> Sender:
    """Unpaced and without backoff, unless the test wants otherwise."""
    parts: dict[str, Any] = {
        "letters": to_all,
        "render": words,
        "health": Health(),
        "clock": system_clock,
        "quiet": NEVER,
        "pacer": Pacer(rate),
        "on_gone": nothing,
        "on_moved": nothing,
        "chance": lambda: 0.0,
    }
    return Sender(database, api, **parts | changed)


@asynccontextmanager
async def sending(
    database: Database, telegram: Telegram, url: str, *, read_seconds: float = 20, **changed: Any
) -> AsyncIterator[Sender]:
    """A sender at work until the block ends; then stopped as in life."""
    async with AiohttpRequest(64, read_seconds) as request:
        one, stop = sender(database, Api(telegram.token, url, request), **changed), asyncio.Event()
        running = asyncio.create_task(one.run(stop))
        try:
            yield one
        finally:
            stop.set()
            await running


async def until(happened: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110 (counters of several owners: none of them tells)
            await asyncio.sleep(0.02)


async def until_ended(database: Database, notice: int = 1, seconds: float = 20) -> dict[State, int]:
    """How the deliveries ended, once all have."""
    async with asyncio.timeout(seconds):
        while True:
            async with database.reading() as db:
                found = await notices.by_id(db, notice)
                told = await outbox.counts(db, notice)
            if found is not None and found.filled and not told.keys() & {State.PENDING, State.SENDING}:
                return told
            await asyncio.sleep(0.05)


async def rows(database: Database, columns: str, grouping: str = "") -> list[tuple[Any, ...]]:
    """Each distinct combination of these columns of the deliveries, in order."""
    async with database.reading() as db:
        found = await db.execute(text(f"SELECT DISTINCT {columns} FROM delivery {grouping} ORDER BY {columns}"))
    return [tuple(row) for row in found]


def people(telegram: Telegram, number: int) -> list[int]:
    chats = list(range(FIRST_CHAT, FIRST_CHAT + number))
    for chat in chats:
        telegram.person(chat, "Persona", started=True)
    return chats


def delivered(telegram: Telegram) -> Counter[int | None]:
    """How often each chat was told."""
    return Counter(one.chat_id for one in telegram.ledger if one.delivered and one.method.startswith("send"))
