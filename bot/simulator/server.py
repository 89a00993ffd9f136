"""The simulated Telegram over HTTP on the loopback."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from bot.simulator.endpoints import BotApi, FileApi, not_found
from bot.simulator.telegram import Telegram
from bot.simulator.viewing import Viewing
from bot.simulator.webhook import Pusher
from bot.simulator.wire import CuttableProtocol

STEP, PATIENCE = 0.005, 2.0  # seconds: between looks whether it is up or down; for answers on their way


def application(telegram: Telegram, api: BotApi) -> Starlette:
    """The ASGI application: the Bot API, its files and the chat page."""
    methods = ["GET", "POST"]
    return Starlette(
        exception_handlers={404: not_found},
        routes=[
            Route("/bot{token}/{method}", api, methods=methods),
            Route("/file/bot{token}/{path:path}", FileApi(telegram)),
            *Viewing(telegram).routes(),
        ],
    )


def _listener(port: int) -> socket.socket:
    # TCP is named, or asyncio sets no TCP_NODELAY on what is accepted and each answer waits 40 ms for an ACK
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener


def _pusher(telegram: Telegram, api: BotApi) -> Pusher:
    return Pusher(
        telegram.updates,
        telegram.webhook,
        telegram.now,
        api.perform_reply,
        telegram.reverse_proxies,
        telegram.webhook_retry_seconds,
    )


class _Quiet(uvicorn.Server):
    """A server that leaves the process's signals to the program it runs in, and ends in milliseconds, not in ticks."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ended = asyncio.Event()

    async def main_loop(self) -> None:
        await self.ended.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        connections = self.server_state.connections
        for connection in list(connections):
            connection.shutdown()
        for _ in range(round(PATIENCE / STEP)):
            if not connections and not self.server_state.tasks:
                return
            await asyncio.sleep(STEP)
        for task in list(self.server_state.tasks):
            task.cancel()

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield


@contextlib.asynccontextmanager
async def serve(telegram: Telegram, port: int = 0) -> AsyncIterator[str]:
    """Serve on 127.0.0.1 (port 0: any free one), yield the root URL, end every open poll and stop; OSError if taken."""
    listener = _listener(port)
    api = BotApi(telegram)
    config = uvicorn.Config(
        application(telegram, api),
        http=CuttableProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        date_header=False,
    )
    server = _Quiet(config)
    telegram.updates.closed = False
    pushing = asyncio.create_task(_pusher(telegram, api).run())
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started and not running.done():  # noqa: ASYNC110 (uvicorn tells it by a flag)
            await asyncio.sleep(STEP)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        telegram.updates.close()
        server.ended.set()
        pushing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await pushing
        await running
        listener.close()
