"""The Bot API's HTTP side: reads a call, lets it meet faults, latency and limits, performs it and records it."""

import asyncio
import json
import time
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.simulator.calls import Call
from bot.simulator.chats import Delivery, Json
from bot.simulator.faults import Fault
from bot.simulator.methods import perform
from bot.simulator.refusals import Refused, bad_request, too_many
from bot.simulator.telegram import Telegram
from bot.simulator.wire import cut


def _answer(body: Json, status: int = 200) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status, media_type="application/json")


def _words(content: Json) -> str:
    return str(content.get("text") or content.get("caption") or "")


async def not_found(request: Request, problem: Exception) -> Response:  # noqa: ARG001 (Starlette's shape)
    """What Telegram answers under any other address."""
    return _answer(Refused(404, "Not Found").answer(), 404)


async def read_call(request: Request) -> Call:
    """The method and its parameters, from the query, a form, a multipart form or JSON; Refused if unreadable."""
    given: dict[str, Any] = dict(request.query_params)
    files: dict[str, tuple[str, bytes]] = {}
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        async with request.form(max_files=20) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    files[name] = (value.filename or name, await value.read())
                else:
                    given[name] = value
    elif kind.startswith("application/json"):
        given |= _json_parameters(await request.body())
    else:
        given |= dict(parse_qsl((await request.body()).decode(errors="replace"), keep_blank_values=True))
    return Call(request.path_params["method"], given, files)


def _json_parameters(body: bytes) -> Json:
    try:
        parameters = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse object") from None
    if not isinstance(parameters, dict):
        raise bad_request("JSON object expected")
    return {name: value for name, value in parameters.items() if value is not None}


class BotApi:
    """`/bot<token>/<method>`."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call, or cut or hang its connection as a fault says."""
        request = Request(scope, receive)
        if request.path_params["token"] != self.telegram.token:
            await _answer(Refused(401, "Unauthorized").answer(), 401)(scope, receive, send)
            return
        try:
            call = await read_call(request)
        except Refused as refused:
            await _answer(refused.answer(), refused.code)(scope, receive, send)
            return
        polling = call.method.lower() == "getupdates"
        await asyncio.sleep(self.telegram.delay(call.method) / 2)
        fault = self.telegram.faults.next_for(call.method, call.given)
        if fault is not None and not fault.deliver:
            self._record(call, None, fault.status if isinstance(fault.status, int) else 0)
            response = await self._fail(fault, scope)
        else:
            status, body = await self._poll(call) if polling else self._perform(call, fault)
            response = _answer(body, status) if fault is None else await self._fail(fault, scope)
        await asyncio.sleep(self.telegram.delay(call.method) / 2)
        if response is not None:
            await response(scope, receive, send)

    def perform_reply(self, answer: Json) -> None:
        """Do what a webhook's reply asks for, if it names a method; what is refused is only written in the ledger."""
        if "method" in answer:
            self._perform(Call(answer["method"], answer), None)

    async def _poll(self, call: Call) -> tuple[int, Json]:
        limit = min(max(call.number("limit", 100), 1), 100)
        updates = self.telegram.updates
        updates.allow(call.given.get("allowed_updates"))
        try:
            result = await updates.poll(call.number("offset"), limit, call.number("timeout"))
        except Refused as refused:
            return refused.code, refused.answer()
        return 200, {"ok": True, "result": result}

    def _perform(self, call: Call, fault: Fault | None) -> tuple[int, Json]:
        try:
            if call.method.lower().startswith(("send", "edit")):
                self.telegram.limits.spend(call.number("chat_id"), time.monotonic())
            result = perform(self.telegram, call)
        except Refused as refused:
            self._record(call, None, refused.code)
            return refused.code, refused.answer()
        status = 200 if fault is None else fault.status if isinstance(fault.status, int) else 0
        self._record(call, result, status)
        return 200, {"ok": True, "result": result}

    async def _fail(self, fault: Fault, scope: Scope) -> Response | None:
        if fault.status == "hang":
            await self.telegram.bell.until(lambda: self.telegram.updates.closed or None, 86_400)
        if isinstance(fault.status, str):
            cut(scope["client"])
            return None
        if fault.status == 429:
            return _answer(too_many(fault.retry_after or 1).answer(), 429)
        words = {400: "Bad Request", 403: "Forbidden", 500: "Internal Server Error", 502: "Bad Gateway"}
        return _answer(Refused(fault.status, words.get(fault.status, "Error")).answer(), fault.status)

    def _record(self, call: Call, result: Any, status: int) -> None:
        if call.method.lower() == "getupdates":
            return
        shown = dict(result) if isinstance(result, dict) and "message_id" in result else None
        message_id = shown["message_id"] if shown else call.number("message_id") or None
        chat_id = shown["chat"]["id"] if shown else call.number("chat_id") or None
        text = _words(call.given if shown is None else shown)
        delivery = Delivery(
            self.telegram.now(), call.method, chat_id, message_id, text, call.given, result is not None, status, shown
        )
        self.telegram.record(delivery)


class FileApi:
    """`/file/bot<token>/<path>`: the bytes getFile told of."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The file, 401 with a wrong token, 404 if there is none."""
        request = Request(scope, receive)
        bodies = dict(self.telegram.files.values())
        body = bodies.get(request.path_params["path"])
        if request.path_params["token"] != self.telegram.token:
            response = _answer(Refused(401, "Unauthorized").answer(), 401)
        elif body is None:
            response = _answer(Refused(404, "Not Found").answer(), 404)
        else:
            response = Response(body, media_type="application/octet-stream")
        await response(scope, receive, send)
