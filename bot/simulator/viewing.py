"""What the chat page shows and what its buttons do, as JSON; the page itself is in `page/`."""

import base64
import copy
import json
import mimetypes
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.simulator.chats import Chat, Json
from bot.simulator.menus import menu_of
from bot.simulator.telegram import DAY, Telegram

PAGE = Path(__file__).parent / "page"
MOST_MESSAGES = 200
HEARTBEAT = 15.0
HOSTS = {"127.0.0.1", "localhost", "[::1]"}
SAFE = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def viewers(telegram: Telegram) -> list[Json]:
    """Who the person at the page can be: everybody with a private chat, and each group through its first member."""
    return [
        {"chat_id": chat.id, "label": chat.title, "kind": chat.kind, "user_id": chat.members[0]}
        for chat in telegram.chats.values()
        if chat.moved_to is None and chat.members
    ]


def state(telegram: Telegram, chat: Chat) -> Json:
    """Everything the page shows of one chat."""
    return {
        "bot": telegram.bot_user(),
        "now": int(telegram.now()),
        "days": round(telegram.offset / DAY),
        "viewers": viewers(telegram),
        "chat": {
            "id": chat.id,
            "kind": chat.kind,
            "user_id": chat.members[0],
            "messages": chat.messages[-MOST_MESSAGES:],
            "keyboard": chat.keyboard,
            "commands": menu_of(telegram, chat),
            "pinned": [message for number in chat.pinned[:1] if (message := chat.find(number))],
            "toast": chat.toast,
            "waiting": [key for key, press in telegram.presses.items() if press.chat_id == chat.id],
        },
    }


class Viewing:
    """The page's routes for one Telegram."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    def routes(self) -> list[BaseRoute]:
        """`/` the page, `/chat/…` what it asks and does."""
        actions = {
            "say": self._say,
            "press": self._press,
            "media": self._media,
            "document": self._document,
            "advance": self._advance,
        }
        return [
            Route("/", self._page),
            Mount("/page", StaticFiles(directory=PAGE)),
            Route("/chat/events", self._events),
            Route("/chat/file/{file_id}", self._file),
            *(Route(f"/chat/{name}", self._action(act), methods=["POST"]) for name, act in actions.items()),
        ]

    async def _page(self, request: Request) -> Response:
        if _foreign(request):
            return Response("Solo en esta computadora.", 403)
        return FileResponse(PAGE / "index.html", headers=SAFE)

    async def _events(self, request: Request) -> Response:
        chat = self.telegram.chats.get(_whole(request.query_params.get("chat_id")))
        chat = chat or next(iter(self.telegram.chats.values()), None)
        if chat is None or _foreign(request):
            return Response(status_code=404 if chat is None else 403)
        return StreamingResponse(self._changes(chat), media_type="text/event-stream", headers=SAFE)

    async def _changes(self, chat: Chat) -> AsyncIterator[str]:
        shown: Json = {}

        def look() -> Json | None:
            now = state(self.telegram, chat)
            same = {**now, "now": 0} == {**shown, "now": 0} and not self.telegram.updates.closed
            return None if same else copy.deepcopy(now)

        while not self.telegram.updates.closed:
            found = await self.telegram.bell.until(look, HEARTBEAT)
            shown = found or shown
            yield f"data: {json.dumps(found, ensure_ascii=False)}\n\n" if found else ": still here\n\n"

    async def _file(self, request: Request) -> Response:
        found = self.telegram.files.get(request.path_params["file_id"])
        if found is None or _foreign(request):
            return Response(status_code=404)
        path, body = found
        name = path.rsplit("/", 1)[-1]
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        shown = kind.startswith(("image/png", "image/jpeg", "audio/"))
        disposition = {} if shown else {"Content-Disposition": "attachment"}
        return Response(body, media_type=kind, headers=SAFE | disposition)

    def _action(self, act: Callable[[Json], Any]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            if _foreign(request) or request.headers.get("content-type") != "application/json":
                return Response(status_code=403)
            try:
                return JSONResponse({"id": act(await request.json())})
            except (KeyError, TypeError, ValueError) as wrong:
                return JSONResponse({"error": str(wrong)}, 400)

        return endpoint

    def _speaker(self, wish: Json) -> tuple[int, int]:
        chat = self.telegram.chats[wish["chat_id"]]
        return chat.members[0], chat.id

    def _say(self, wish: Json) -> int:
        user_id, chat_id = self._speaker(wish)
        return self.telegram.say(user_id, str(wish["text"])[:4096], chat_id)

    def _press(self, wish: Json) -> str:
        user_id, chat_id = self._speaker(wish)
        self.telegram.press(user_id, wish["message_id"], wish["data"], chat_id)
        return self.telegram.last_press

    def _media(self, wish: Json) -> int:
        user_id, chat_id = self._speaker(wish)
        return self.telegram.send_media(user_id, wish["kind"], chat_id)

    def _document(self, wish: Json) -> int:
        user_id, chat_id = self._speaker(wish)
        body = base64.b64decode(str(wish["body"]), validate=True)
        mime = str(wish.get("mime") or "application/octet-stream")
        return self.telegram.send_file(user_id, str(wish["name"]), body, chat_id, mime=mime)

    def _advance(self, wish: Json) -> float:
        self.telegram.advance(float(wish["days"]) * DAY)
        return self.telegram.offset


def _foreign(request: Request) -> bool:
    """Another site's page that found this port: its Host or Origin is not the loopback."""
    names = [request.headers.get("host", ""), request.headers.get("origin", "").partition("://")[2]]
    return any(name and name.rsplit(":", 1)[0] not in HOSTS for name in names)


def _whole(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else 0
