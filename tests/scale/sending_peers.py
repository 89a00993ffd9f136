"""The peers of the sending bench, without any books: `python -m tests.scale.sending_peers aiogram|ptb URL NUMBER`."""

from __future__ import annotations

import asyncio
import sys

from aiogram import Bot as AiogramBot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram import Bot as PtbBot
from telegram.request import HTTPXRequest

from tests.scale.measured import AT_ONCE, TEXT, TOKEN, at_once, measured


async def aiogram(url: str, number: int) -> None:
    bot = AiogramBot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url), limit=AT_ONCE))
    await at_once(lambda chat: bot.send_message(chat, TEXT, parse_mode="HTML"), number)
    await bot.session.close()


async def ptb(url: str, number: int) -> None:
    request = HTTPXRequest(connection_pool_size=AT_ONCE, pool_timeout=600, read_timeout=600)
    async with PtbBot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=HTTPXRequest()) as bot:
        await at_once(lambda chat: bot.send_message(chat, TEXT, parse_mode="HTML"), number)


if __name__ == "__main__":
    peer = {"aiogram": aiogram, "ptb": ptb}[sys.argv[1]]
    asyncio.run(measured(peer(sys.argv[2], int(sys.argv[3]))))
