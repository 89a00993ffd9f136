"""The small web of the bot: health, the history's heads and their verifier. Every answer carries the closed headers; no script,
no cookie, no traceback."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.store.database import DatabaseUnavailable

Report = Callable[[], tuple[bool, Mapping[str, object]]]
Heads = Callable[[], Awaitable[str]]

VERIFIER = Path(__file__).with_name("verificar.py")

CLOSED = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cache-Control": "no-store",
}


class CannotListen(Exception):
    """The address is taken or not ours; one line."""


class ClosedHeaders:
    """Adds the headers to whatever is answered, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def closed(message: Message) -> None:
            if message["type"] == "http.response.start":
                extra = [(name.lower().encode(), value.encode()) for name, value in CLOSED.items()]
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        await self.app(scope, receive, closed)


def pages(report: Report, heads: Heads) -> Starlette:
    """heads: gives heads.txt."""
    verifier = VERIFIER.read_text(encoding="utf-8")

    async def healthz(_: Request) -> Response:
        well, facts = report()
        return Response(json.dumps(facts), 200 if well else 503, media_type="application/json")

    async def heads_txt(_: Request) -> Response:
        try:
            return PlainTextResponse(await heads())
        except DatabaseUnavailable:
            return PlainTextResponse("", 503)

    async def verificar(_: Request) -> Response:
        return Response(verifier, media_type="text/x-python")

    routes = [
        Route("/healthz", healthz),
        Route("/heads.txt", heads_txt),
        Route("/historia/verificar.py", verificar),
    ]
    return Starlette(routes=routes, middleware=[Middleware(ClosedHeaders)])


def listener(host: str, port: int) -> socket.socket:
    """A listening socket. TCP is named, or asyncio sets no TCP_NODELAY on what it accepts and answers wait 40 ms for an ACK."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise CannotListen(f"BOT_WEB_BIND: no sé qué dirección es {host}: {error.strerror}") from None
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(address)
        made.listen()
    except OSError as error:
        made.close()
        raise CannotListen(f"BOT_WEB_BIND: no puedo escuchar en {host}:{port}: {error.strerror}") from None
    return made


@asynccontextmanager
async def serve(bind: str, report: Report, heads: Heads) -> AsyncIterator[str]:
    """Listen on "host:port" (port 0: a free one) and yield the address. CannotListen."""
    host, port = bind.rsplit(":", 1)
    listening = listener(host, int(port))
    server = Quiet(uvicorn.Config(pages(report, heads), log_config=None, access_log=False, server_header=False))
    task = asyncio.create_task(server.serve([listening]))
    try:
        yield f"http://{host}:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        with suppress(asyncio.CancelledError):
            await task
        listening.close()


class Quiet(uvicorn.Server):
    """Signals are the application's, not the web server's."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Capture none."""
        yield
