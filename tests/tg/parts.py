"""The bot's Telegram side put together with a test's own routes: real database, real HTTP, real ingest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.chat.request import Kind, Request, Route
from bot.clock import system_clock
from bot.domain.messages import Message
from bot.simulator.telegram import Telegram
from bot.store.database import Database, Session
from bot.tg.bots import application
from bot.tg.dispatch import Dispatcher
from bot.tg.health import Health
from bot.tg.ingest import Ingest
from bot.tg.outgoing import Outgoing
from bot.tg.polling import Poller

APOLOGY = Message("disculpe")


@dataclass
class Parts:
    """Everything a test may look at while it runs. stop: as SIGTERM would."""

    health: Health
    ingest: Ingest
    poller: Poller
    stop: asyncio.Event
    running: asyncio.Task[None]


async def echo(request: Request, db: Session) -> Message:
    """Says back what was said."""
    return Message(f"{request.kind.value} {request.command} {request.text} {'.'.join(request.data)}".strip())


def every_kind(handler: object = echo) -> list[Route]:
    """A table that answers everything with one handler."""
    return [Route(kind, (), handler) for kind in Kind]  # type: ignore[arg-type]


@asynccontextmanager
async def polling(
    database: Database, telegram: Telegram, url: str, routes: Sequence[Route], *, conflict_pause: float = 30.0
) -> AsyncIterator[Parts]:
    """Poll `telegram` until the block ends; then stop as in life, with every answer said."""
    health, stop = Health(), asyncio.Event()
    ptb, sending, getting = application(telegram.token, url)
    ingest = Ingest(Dispatcher(ptb, database, routes, system_clock), Outgoing(sending, health), health, APOLOGY)
    poller = Poller(getting, ingest, health, ptb.initialize, conflict_pause=conflict_pause)
    async with sending.request, getting.request:
        running = asyncio.create_task(poller.run(stop))
        try:
            yield Parts(health, ingest, poller, stop, running)
        finally:
            stop.set()
            await running
            await ingest.finish(10)
            await ptb.shutdown()
