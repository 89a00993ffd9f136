"""A client we did not write lives a whole round against the simulator: aiogram 3 polls, replies, edits and sends."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError, TelegramForbiddenError, TelegramRetryAfter
from aiogram.filters import Command
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from tests.simulator.conftest import ANA

FILE = BufferedInputFile(b"BEGIN:VCALENDAR", "sesion.ics")
KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Sí", callback_data="v1:yes")]])


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with serve(telegram) as url:
        session = AiohttpSession(api=TelegramAPIServer.from_base(url))
        async with Bot(telegram.token, session=session) as one:
            yield one


def dispatcher() -> Dispatcher:
    one = Dispatcher()

    @one.message(Command("start"))
    async def start(message: Message) -> None:
        await message.answer("<b>¿Sí?</b>", parse_mode="HTML", reply_markup=KEYBOARD)

    @one.callback_query()
    async def pressed(query: CallbackQuery) -> None:
        await query.answer("hecho")
        assert isinstance(query.message, Message)
        await query.message.edit_text("Arí")
        await query.message.answer_document(FILE, caption="sesión")

    return one


async def test_aiogram_polls_replies_edits_and_sends_a_document(telegram: Telegram, bot: Bot) -> None:
    polling = asyncio.create_task(dispatcher().start_polling(bot, handle_signals=False, close_bot_session=False))
    asked = await telegram.ask(ANA, "/start")
    mark = len(telegram.ledger)
    telegram.press(ANA, asked["message_id"], asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
    edited = await telegram.next_message(ANA, after=mark)
    document = await telegram.next_message(ANA, after=mark + 2)
    await telegram.bell.until(lambda: telegram.pending == 0 or None, 5)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    assert [(one.method, one.text, one.status) for one in telegram.ledger if one.method != "getMe"] == [
        ("sendMessage", "¿Sí?", 200),
        ("answerCallbackQuery", "hecho", 200),
        ("editMessageText", "Arí", 200),
        ("sendDocument", "sesión", 200),
    ]
    assert (asked["text"], edited["text"], document["document"]["file_name"]) == ("¿Sí?", "Arí", "sesion.ics")
    sent = await bot.download(document["document"]["file_id"])
    assert sent is not None
    assert sent.read() == b"BEGIN:VCALENDAR"


async def test_aiogram_reads_what_every_method_answers(telegram: Telegram, bot: Bot) -> None:
    assert (await bot.get_me()).username == "yuyachiq_bot"
    assert (await bot.get_chat(ANA)).first_name == "Ana"
    assert (await bot.get_chat_member(-50, ANA)).status == "creator"
    assert [one.user.id for one in await bot.get_chat_administrators(-50)] == [ANA]
    poll = (await bot.send_poll(ANA, "¿Cuándo?", ["lunes", "martes"])).poll
    assert poll is not None
    assert [one.text for one in poll.options] == ["lunes", "martes"]
    venue = (await bot.send_venue(ANA, -14.79, -71.41, "Espinar", "Plaza")).venue
    assert venue is not None
    assert venue.location.latitude == -14.79
    photo = (await bot.send_photo(ANA, BufferedInputFile(b"png", "a.png"))).photo
    assert photo is not None
    assert (await bot.send_photo(ANA, photo[-1].file_id)).photo == photo
    menu = [BotCommand(command="ayuda", description="Ayuda")]
    assert await bot.set_my_commands(menu, scope=BotCommandScopeChat(chat_id=ANA))
    kept = await bot.get_my_commands(scope=BotCommandScopeChat(chat_id=ANA))
    assert [(one.command, one.description) for one in kept] == [("ayuda", "Ayuda")]
    assert (await bot.get_webhook_info()).url == ""


async def test_aiogram_understands_every_refusal(telegram: Telegram, bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(404, "x")
    telegram.block(ANA)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(ANA, "x")
    telegram.faults.add("*", 429, retry_after=7)
    with pytest.raises(TelegramRetryAfter) as too_fast:
        await bot.send_message(ANA, "x")
    assert too_fast.value.retry_after == 7
    await bot.set_webhook("https://example.org/hook")
    with pytest.raises(TelegramConflictError, match="webhook is active"):
        await bot.get_updates()
