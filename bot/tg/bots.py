"""Calling Telegram: one method, its fields, its answer as plain JSON. No `Message` objects: 1.6 times faster (SPEED)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from telegram import InputFile
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder, ExtBot
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.tg.requests import AiohttpRequest, TooLarge, written

SENDING_CONNECTIONS, UNPACED_CONNECTIONS = 64, 256
POLL_SECONDS = 25
POLL_MARGIN_SECONDS = 5  # a long poll that brings no byte is noticed this much after its end


class NotAnswering(Exception):
    """Telegram did not accept the token, or could not be reached; one line."""


class Api:
    """The Bot API of one bot. Raises telegram.error.TelegramError."""

    def __init__(self, token: str, api_url: str, request: AiohttpRequest) -> None:
        self._base = f"{api_url}/bot{token}/"
        self._files = f"{api_url}/file/bot{token}/"
        self.request = request

    async def call(self, method: str, fields: Mapping[str, Any], *, file: InputFile | None = None) -> Any:
        """The `result` of the answer. fields: None is left out; lists and dicts become JSON. file: its field is called as what
        the method sends."""
        given = {**fields, **({method.removeprefix("send").lower(): file} if file else {})}
        parameters = [RequestParameter.from_input(name, value) for name, value in given.items() if value is not None]
        return await self.request.post(self._base + method, RequestData(parameters))

    async def download(self, file_id: str, most: int) -> bytes:
        """What somebody sent. TooLarge: more bytes than that, by Telegram's word or in fact."""
        file = await self.call("getFile", {"file_id": file_id})
        path = str(file.get("file_path") or "")
        if int(file.get("file_size") or 0) > most:
            raise TooLarge
        if not path or path.startswith("/") or ".." in path.split("/"):  # a server that keeps files to itself
            raise NetworkError("the file has no address")
        return await self.request.download(self._files + quote(path), most)

    async def post(self, method: str, body: bytes) -> Any:
        """The same with its fields as JSON already: what is said to many is written once."""
        return await self.request.post(self._base + method, written(body))


def connections_for(rate: float) -> int:
    """So many sends as may be on their way at once, at that rate a second (0 = unpaced) and answers within a fifth of one."""
    return max(SENDING_CONNECTIONS, int(rate * 0.3)) if rate else UNPACED_CONNECTIONS


def application(
    token: str, api_url: str, connections: int = SENDING_CONNECTIONS
) -> tuple[Application[Any, Any, Any, Any, Any, Any], Api, Api]:
    """PTB's dispatcher, which fetches nothing by itself, with the callers for sending and for polling beside it."""
    sending = AiohttpRequest(connections)
    polling = AiohttpRequest(1, POLL_SECONDS + POLL_MARGIN_SECONDS)
    bot: ExtBot[None] = ExtBot(token, base_url=f"{api_url}/bot", request=sending, get_updates_request=polling)
    made = ApplicationBuilder().bot(bot).updater(None).job_queue(None).build()
    return made, Api(token, api_url, sending), Api(token, api_url, polling)


async def link_with(payload: str, token: str, api_url: str) -> str:
    """The deep link that carries it; the payload alone while nobody tells our username."""
    if not token:
        return payload
    try:
        return f"https://t.me/{await who_am_i(token, api_url)}?start={payload}"
    except NotAnswering:
        return payload


async def who_am_i(token: str, api_url: str) -> str:
    """The bot's username. NotAnswering."""
    request = AiohttpRequest(1, 5)
    async with request:
        try:
            me = await Api(token, api_url, request).call("getMe", {})
        except InvalidToken:
            raise NotAnswering("Telegram no acepta el token; cópielo otra vez de @BotFather") from None
        except NetworkError as error:
            raise NotAnswering(f"no llego a Telegram: {error}") from None
        except TelegramError as error:
            raise NotAnswering(f"Telegram dice: {error}") from None
    return str(me["username"])
