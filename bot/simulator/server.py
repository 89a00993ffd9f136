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
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
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
    """A server that leaves the process's signals to the program it runs in."""

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
        timeout_graceful_shutdown=2,
    )
    server = _Quiet(config)
    telegram.updates.closed = False
    pushing = asyncio.create_task(_pusher(telegram, api).run())
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started and not running.done():  # noqa: ASYNC110 (uvicorn tells it by a flag)
            await asyncio.sleep(0.005)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        telegram.updates.close()
        server.should_exit = True
        await running
        pushing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await pushing
        listener.close()
