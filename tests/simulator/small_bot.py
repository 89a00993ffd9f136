"""A bot of thirty lines, to have somebody at the other end of the page and of the terminal."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

Json = dict[str, Any]
BIG = {"keyboard": [[{"text": "Vencidos"}, {"text": "Sesiones"}], [{"text": "Ayuda"}]], "resize_keyboard": True}
MENU = [{"command": "vencidos", "description": "Lo que venció"}, {"command": "ayuda", "description": "Ayuda"}]
SHAPES = (
    '<b>fuerte <i>y suave</i></b> &lt;b&gt;no&lt;/b&gt; <a href="https://e.org/">sitio</a> '
    '<tg-time unix="1795532400" format="t">10:00</tg-time><blockquote>cita</blockquote>\n\nfin'
)
LIST = "<b>Vencidos</b>, página {page} de 2\n1. Agua para <i>Cuninico</i> /ver_1"


def pages(page: int) -> Json:
    arrow = {"text": "▶" if page == 1 else "◀", "callback_data": f"p{3 - page}"}
    plan = {"text": "Plan", "url": "https://t.me/yuyachiq_bot?start=plan"}
    return {"inline_keyboard": [[arrow, {"text": "Nada", "callback_data": "nada"}], [plan]]}


class SmallBot:
    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def call(self, method: str, **parameters: Any) -> Any:
        form = aiohttp.FormData()
        for name, value in parameters.items():
            if isinstance(value, bytes):
                form.add_field(name, value, filename="sesion.ics")
            else:
                form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        async with self.session.post(f"/bot1000:demo/{method}", data=form) as response:
            return (await response.json())["result"]

    async def run(self) -> None:
        await self.call("setMyCommands", commands=MENU)
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                query = update.get("callback_query")
                await (self.pressed(query) if query else self.told(update.get("message", {})))

    async def told(self, message: Json) -> None:
        chat_id, text = message["chat"]["id"], message.get("text", "")
        if text.startswith("/start"):
            await self.call("sendMessage", chat_id=chat_id, text=f"Bienvenida. {text[7:]}", reply_markup=BIG)
        elif text.startswith(("/vencidos", "Vencidos")):
            page = LIST.format(page=1)
            await self.call("sendMessage", chat_id=chat_id, text=page, parse_mode="HTML", reply_markup=pages(1))
        elif text == "/largo":
            await self.call("sendMessage", chat_id=chat_id, text="\n".join(f"línea {n}" for n in range(60)))
        elif text == "/formas":
            await self.call("sendMessage", chat_id=chat_id, text=SHAPES, parse_mode="HTML")
        elif text == "Sesiones":
            pin = {"latitude": -14.79, "longitude": -71.41, "title": "Casa comunal", "address": "Espinar"}
            await self.call("sendVenue", chat_id=chat_id, **pin)
            await self.call("sendDocument", chat_id=chat_id, document=b"BEGIN:VCALENDAR", caption="Calendario")
        else:
            await self.call("sendMessage", chat_id=chat_id, text="¿Qué <necesita>?")

    async def pressed(self, query: Json) -> None:
        message, data = query["message"], query["data"]
        answer = "No hay nada" if data == "nada" else ""
        await self.call("answerCallbackQuery", callback_query_id=query["id"], text=answer)
        if data != "nada":
            number, text = int(data[1]), LIST.format(page=data[1])
            place = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
            await self.call("editMessageText", **place, text=text, parse_mode="HTML", reply_markup=pages(number))


@asynccontextmanager
async def small_bot(url: str) -> AsyncIterator[None]:
    """The bot polling at `url` until the block ends."""
    async with aiohttp.ClientSession(url) as session:
        running = asyncio.create_task(SmallBot(session).run())
        yield
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
