"""python-telegram-bot's HTTP over aiohttp: ten times its httpx at 64 requests at a time (SPEED)."""

from __future__ import annotations

import json
import os
from http import HTTPStatus
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter
from yarl import URL

# The library's own switch to the types it announces: RetryAfter tells a timedelta, without a warning each time.
os.environ.setdefault("PTB_TIMEDELTA", "true")

CHUNK = 65_536  # bytes of a download read at once
CONNECT_SECONDS, READ_SECONDS, KEEP_ALIVE_SECONDS = 5.0, 20.0, 75.0


class NeverLeft(NetworkError):
    """The request did not leave this machine: sending it again cannot say anything twice."""


class TooLarge(NetworkError):
    """A file of more bytes than we take; the rest of it was not read."""

    def __init__(self) -> None:
        super().__init__("the file is larger than we take")


WRITTEN = "\0written"  # no field of Telegram's: the one parameter of a body that is JSON already


def written(body: bytes) -> RequestData:
    """A request whose fields need no more work; the library's class takes no body, so it travels as a parameter."""
    return RequestData([RequestParameter(WRITTEN, body, None)])


class AiohttpRequest(BaseRequest):
    """connections: at most so many at once; the rest waits. read_seconds: how long to wait for an answer."""

    def __init__(self, connections: int, read_seconds: float = READ_SECONDS) -> None:
        self._connections = connections
        self._read_seconds = read_seconds
        self._timeout = _timeout(read_seconds)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Open the session; idempotent."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEEP_ALIVE_SECONDS)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        """Close the session and its connections; idempotent."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        """(status, body). NeverLeft, TimedOut or NetworkError, none of which names the address: it holds the token."""
        if self._session is None:
            raise NeverLeft("the HTTP session is not open")
        seconds = read_timeout if isinstance(read_timeout, float | int) else None
        timeout = self._timeout if seconds is None else _timeout(seconds)
        body, headers = _body(request_data)
        try:
            async with self._session.request(method, url, data=body, headers=headers, timeout=timeout) as response:
                return response.status, await response.read()
        except aiohttp.ConnectionTimeoutError:
            raise NeverLeft("no connection in time") from None
        except TimeoutError:
            raise TimedOut("no answer in time") from None
        except aiohttp.ClientConnectorError as error:
            raise NeverLeft(f"no connection ({type(error.os_error).__name__})") from None
        except aiohttp.ClientError as error:
            raise NetworkError(f"the connection broke ({type(error).__name__})") from None

    async def download(self, url: str, most: int) -> bytes:
        """The body of what lies there. TooLarge as soon as it has more bytes than that; else as `do_request`."""
        if self._session is None:
            raise NeverLeft("the HTTP session is not open")
        got = bytearray()
        try:
            whole = URL(url, encoded=True)
            async with self._session.get(whole, timeout=self._timeout, allow_redirects=False) as response:
                if response.status != HTTPStatus.OK:
                    raise NetworkError(f"no file ({response.status})")
                if (response.content_length or 0) > most:
                    raise TooLarge
                async for some in response.content.iter_chunked(CHUNK):
                    got += some
                    if len(got) > most:
                        raise TooLarge
        except TimeoutError:
            raise TimedOut("no answer in time") from None
        except aiohttp.ClientError as error:
            raise NetworkError(f"the connection broke ({type(error).__name__})") from None
        return bytes(got)


def _timeout(read_seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=None, sock_connect=CONNECT_SECONDS, sock_read=read_seconds)


def _body(data: RequestData | None) -> tuple[aiohttp.FormData | bytes | None, dict[str, str]]:
    """(body, headers): JSON, which costs half of a form; multipart only where a file is sent."""
    if data is None or not (fields := data.parameters):
        return None, {}
    if not data.contains_files:
        prepared = fields.get(WRITTEN)
        body = prepared if isinstance(prepared, bytes) else json.dumps(fields).encode()
        return body, {"Content-Type": "application/json"}
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form, {}
