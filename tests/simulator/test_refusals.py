"""What Telegram refuses, in its words."""

from typing import Any

import aiohttp
import pytest

from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from tests.simulator.conftest import ANA, BETO, GROUP, Api, refusal


def inline(button: object) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


LONG_DATA = {"inline_keyboard": [[{"text": "x", "callback_data": "ñ" * 33}]]}
NO_ACTION = {"inline_keyboard": [[{"text": "x"}]]}
FLAT = {"inline_keyboard": [{"text": "x", "callback_data": "1"}]}
LOCAL_URL = {"inline_keyboard": [[{"text": "x", "url": "http://localhost/plan"}]]}
REFUSED_MESSAGES: list[tuple[dict[str, Any], str]] = [
    ({"text": ""}, "message text is empty"),
    ({}, "message text is empty"),
    ({"text": " <b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ({"text": "x" * 32_769}, "text is too long"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "😀" * 2049}, "message is too long"),
    ({"text": "x", "parse_mode": "Markdown9"}, "unsupported parse_mode"),
    ({"text": "x", "reply_markup": LONG_DATA}, "BUTTON_DATA_INVALID"),
    (
        {"text": "x", "reply_markup": NO_ACTION},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        {"text": "x", "reply_markup": FLAT},
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    (
        {"text": "x", "reply_markup": LOCAL_URL},
        "inline keyboard button URL 'http://localhost/plan' is invalid: Wrong HTTP URL",
    ),
    ({"text": "x", "reply_markup": [5]}, "object expected as reply markup"),
    (
        {"text": "x", "reply_markup": inline(5)},
        "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
    ),
    (
        {"text": "x", "reply_markup": inline({"url": "e.org"})},
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        {"text": "x", "reply_markup": inline({"text": "x", "callback_data": ""})},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        {"text": "x", "reply_markup": inline({"text": "x", "callback_data": "1", "style": "pink"})},
        "can't parse inline keyboard button: invalid button style specified",
    ),
    (
        {"text": "x", "reply_markup": inline({"text": " ", "callback_data": "1"})},
        "inline keyboard button text must be non-empty",
    ),
    ({"text": "x", "reply_markup": {"inline_keyboard": 5}}, 'field "inline_keyboard" must be of type Array'),
    ({"text": "x", "reply_markup": {"keyboard": ["x"]}}, 'field "keyboard" must be an Array of Arrays'),
    (
        {"text": "x", "reply_markup": {"keyboard": [[5]]}},
        "can't parse keyboard button: KeyboardButton must be a String or an Object",
    ),
    ({"text": "x", "reply_parameters": [1]}, "object expected as reply parameters"),
    ({"text": "x", "entities": [5]}, "can't parse MessageEntity: expected an Object"),
    ({"text": "x", "reply_parameters": {"quote": "x"}}, 'can\'t find field "message_id"'),
    ({"text": "x", "entities": [{"offset": 0}]}, "can't parse MessageEntity: Can't find field \"length\""),
    ({"text": "x", "entities": [{"offset": -1, "length": 1}]}, "receive an entity with incorrect offset -1"),
    ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
]


@pytest.mark.parametrize(("parameters", "reason"), REFUSED_MESSAGES)
async def test_a_message_telegram_would_not_take_is_refused(api: Api, parameters: dict[str, Any], reason: str) -> None:
    assert await refusal(api, "sendMessage", chat_id=ANA, **parameters) == (400, f"Bad Request: {reason}")


async def test_4096_units_count_after_parsing(telegram: Telegram, api: Api) -> None:
    longest = "<b>" + "😀" * 2047 + "</b>&lt;ñ"
    sent = await api("sendMessage", chat_id=ANA, text=longest, parse_mode="HTML")
    assert sent["result"]["entities"] == [{"type": "bold", "offset": 0, "length": 4094}]


async def test_data_of_64_bytes_and_100_buttons_are_the_most(api: Api) -> None:
    row = [{"text": "x", "callback_data": "ñ" * 32}]
    assert (await api("sendMessage", chat_id=ANA, text="x", reply_markup={"inline_keyboard": [row] * 100}))["ok"]
    too_many = {"inline_keyboard": [row] * 101}
    assert await refusal(api, "sendMessage", chat_id=ANA, text="x", reply_markup=too_many) == (
        400,
        "Bad Request: reply markup is too long",
    )


async def test_whom_the_bot_may_not_write_to(telegram: Telegram, api: Api) -> None:
    async def words(chat_id: Any) -> tuple[int, str]:
        return await refusal(api, "sendMessage", chat_id=chat_id, text="x")

    assert await words(404) == (400, "Bad Request: chat not found")
    assert await words("") == (400, "Bad Request: chat_id is empty")
    assert await words(BETO) == (403, "Forbidden: bot can't initiate conversation with a user")
    telegram.block(ANA)
    assert await words(ANA) == (403, "Forbidden: bot was blocked by the user")
    telegram.deactivate(BETO)
    assert await words(BETO) == (403, "Forbidden: user is deactivated")
    telegram.kick(GROUP, by=ANA)
    assert await words(GROUP) == (403, "Forbidden: bot was kicked from the group chat")
    telegram.invite(GROUP, by=ANA)
    assert (await api("leaveChat", chat_id=GROUP))["result"] is True
    assert await words(GROUP) == (403, "Forbidden: bot is not a member of the group chat")


async def test_a_migrated_group_tells_its_new_id(telegram: Telegram, api: Api) -> None:
    telegram.migrate(GROUP, -1000050)
    answer = await api("sendMessage", chat_id=GROUP, text="x")
    assert answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": -1000050},
    }
    moves = [update["message"] for update in (await api("getUpdates"))["result"]]
    assert [(one.get("migrate_to_chat_id"), one.get("migrate_from_chat_id")) for one in moves] == [
        (-1000050, None),
        (None, GROUP),
    ]


async def test_edits_that_change_nothing_or_find_nothing_are_refused(telegram: Telegram, api: Api) -> None:
    theirs = telegram.chat(ANA).last_id + 1
    telegram.say(ANA, "hola")
    ours = (await api("sendMessage", chat_id=ANA, text="<b>uno</b>", parse_mode="HTML"))["result"]["message_id"]
    not_modified = (
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message"
    )
    same = await refusal(api, "editMessageText", chat_id=ANA, message_id=ours, text="<b>uno</b>", parse_mode="HTML")
    assert same == (400, not_modified)
    missing = await refusal(api, "editMessageText", chat_id=ANA, message_id=99, text="x")
    assert missing == (400, "Bad Request: message to edit not found")
    foreign = await refusal(api, "editMessageText", chat_id=ANA, message_id=theirs, text="x")
    assert foreign == (400, "Bad Request: message can't be edited")
    gone = await refusal(api, "deleteMessage", chat_id=ANA, message_id=99)
    assert gone == (400, "Bad Request: message to delete not found")


async def test_a_press_is_answered_once_and_in_time(telegram: Telegram, api: Api) -> None:
    message_id = (await api("sendMessage", chat_id=ANA, text="x"))["result"]["message_id"]
    telegram.press(ANA, message_id, "uno")
    telegram.press(ANA, message_id, "dos")
    first, second = (one["callback_query"]["id"] for one in (await api("getUpdates"))["result"])
    too_old = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    assert (await api("answerCallbackQuery", callback_query_id=first))["result"] is True
    assert await refusal(api, "answerCallbackQuery", callback_query_id=first) == too_old
    assert await refusal(api, "answerCallbackQuery", callback_query_id="77") == too_old
    telegram.advance(telegram.callback_lifetime + 1)
    assert await refusal(api, "answerCallbackQuery", callback_query_id=second) == too_old


async def test_a_request_that_cannot_be_read_is_refused(telegram: Telegram) -> None:
    async def said(body: bytes) -> tuple[int, str]:
        headers = {"Content-Type": "application/json"}
        async with session.post("/bot1000:demo/getMe", data=body, headers=headers) as response:
            return response.status, (await response.json())["description"]

    async with serve(telegram) as url, aiohttp.ClientSession(url) as session:
        assert await said(b"{") == (400, "Bad Request: can't parse object")
        assert await said(b"[]") == (400, "Bad Request: JSON object expected")


async def test_a_wrong_token_and_an_unknown_method(telegram: Telegram, api: Api) -> None:
    assert await refusal(api, "makeCoffee") == (404, "Not Found: method not found")
    async with serve(telegram) as url, aiohttp.ClientSession(url) as session:
        async with session.get("/bot1000:other/getMe") as response:
            assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
        async with session.get("/bot1000:demo") as response:
            assert await response.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_a_caption_has_1024_units(telegram: Telegram, api: Api) -> None:
    telegram.files["f"] = ("photos/f", b"x")
    assert (await api("sendPhoto", chat_id=ANA, photo="f", caption="x" * 1024))["ok"]
    words = await refusal(api, "sendPhoto", chat_id=ANA, photo="f", caption="x" * 1025)
    assert words == (400, "Bad Request: message caption is too long")
    unknown = await refusal(api, "sendPhoto", chat_id=ANA, photo="g")
    assert unknown[1].startswith("Bad Request: wrong remote file identifier specified")


async def test_a_group_hears_the_bot_only_when_it_is_spoken_to(telegram: Telegram, api: Api) -> None:
    ours = (await api("sendMessage", chat_id=GROUP, text="x"))["result"]
    for text in ("entre nosotros", "/vencidos@otro_bot", "a@yuyachiq_bota", "y / o"):
        assert telegram.say(ANA, text, GROUP) == 0
    heard = [
        telegram.say(ANA, "/vencidos", GROUP),
        telegram.say(ANA, "/vencidos@Yuyachiq_Bot agua", GROUP),
        telegram.say(ANA, "¿Y esto, @yuyachiq_bot?", GROUP),
        telegram.say(ANA, "sí", GROUP, reply_to_message=ours),
        telegram.send_media(ANA, "photo", GROUP, caption="@yuyachiq_bot mire"),
    ]
    assert [one["update_id"] for one in (await api("getUpdates"))["result"]] == heard
