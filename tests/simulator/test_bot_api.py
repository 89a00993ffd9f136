"""Names and shapes are the Bot API's own: every method, every field of every answer and update."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.simulator.methods import METHODS
from bot.simulator.telegram import Telegram
from tests.simulator.bot_api_spec import SPEC, BotApiSpec
from tests.simulator.conftest import ANA, BETO, GROUP, Api

pytestmark = pytest.mark.skipif(
    not SPEC.exists(), reason="the machine-readable Bot API does not lie beside the project"
)

PIN = {"latitude": -14.79, "longitude": -71.41}
FORMATTED = (
    '<b>a</b><i>b</i><u>c</u><s>d</s><tg-spoiler>e</tg-spoiler><code>f</code><pre><code class="language-py">g</code></pre>'
    '<a href="https://e.org">h</a><blockquote expandable>i</blockquote><tg-emoji emoji-id="5">j</tg-emoji>'
    '<tg-time unix="60" format="wDT">k</tg-time><a href="tg://user?id=7">l</a>'
)
BUTTONS = {"inline_keyboard": [[{"text": "x", "callback_data": "1"}, {"text": "y", "url": "https://e.org"}]]}
MENU = [{"command": "ayuda", "description": "Ayuda"}]
HERE: dict[str, Any] = {"chat_id": ANA}
THIS = HERE | {"message_id": 1}
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("getMe", {}),
    ("sendMessage", HERE | {"text": FORMATTED, "parse_mode": "HTML", "reply_markup": BUTTONS}),
    ("sendMessage", HERE | {"text": "x", "reply_parameters": {"message_id": 1}, "message_thread_id": 3}),
    ("editMessageText", THIS | {"text": "dos", "reply_markup": BUTTONS}),
    ("editMessageReplyMarkup", THIS),
    ("pinChatMessage", THIS),
    ("unpinChatMessage", THIS),
    ("deleteMessage", THIS),
    ("sendPhoto", HERE | {"photo": "sample-photo", "caption": "<b>x</b>", "parse_mode": "HTML"}),
    ("editMessageCaption", HERE | {"message_id": 3, "caption": "y"}),
    ("sendDocument", HERE | {"document": "sample-document"}),
    ("sendVoice", HERE | {"voice": "sample-voice", "duration": 3}),
    ("sendVideo", HERE | {"video": "sample-video"}),
    ("sendAudio", HERE | {"audio": "sample-audio"}),
    ("sendLocation", HERE | PIN),
    ("sendVenue", HERE | PIN | {"title": "Casa comunal", "address": "Espinar"}),
    ("sendPoll", HERE | {"question": "¿Sí?", "options": [{"text": "Sí"}, {"text": "No"}]}),
    ("sendChatAction", HERE | {"action": "typing"}),
    ("setMyCommands", {"commands": MENU, "scope": {"type": "chat", "chat_id": ANA}, "language_code": "es"}),
    ("getMyCommands", {"scope": {"type": "chat", "chat_id": ANA}, "language_code": "es"}),
    ("deleteMyCommands", {}),
    ("setMyName", {"name": "Yuyachiq", "language_code": "es"}),
    ("getMyName", {}),
    ("setMyDescription", {"description": "Recuerda acuerdos"}),
    ("getMyDescription", {"language_code": "es"}),
    ("setMyShortDescription", {"short_description": "Recuerda"}),
    ("getMyShortDescription", {}),
    ("setChatMenuButton", HERE | {"menu_button": {"type": "commands"}}),
    ("getChatMenuButton", HERE),
    ("getChat", HERE),
    ("getChat", {"chat_id": GROUP}),
    ("getChatMember", {"chat_id": GROUP, "user_id": BETO}),
    ("getChatMember", {"chat_id": GROUP, "user_id": ANA}),
    ("getChatMember", {"chat_id": GROUP, "user_id": BETO}),
    ("getChatAdministrators", {"chat_id": GROUP}),
    ("getChatMemberCount", {"chat_id": GROUP}),
    ("leaveChat", {"chat_id": GROUP}),
    ("getFile", {"file_id": "sample-photo"}),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "ya", "show_alert": True}),
    ("getUpdates", {"offset": 0, "limit": 5, "timeout": 0, "allowed_updates": ["message"]}),
    ("setWebhook", {"url": "https://example.org/", "secret_token": "s", "max_connections": 4}),
    ("getWebhookInfo", {}),
    ("deleteWebhook", {"drop_pending_updates": True}),
]


@pytest.fixture(scope="module")
def spec() -> BotApiSpec:
    return BotApiSpec()


def media(kind: str) -> Callable[[Telegram], object]:
    return lambda telegram: telegram.send_media(ANA, kind)


ACTS: dict[str, Callable[[Telegram], object]] = {
    "a command with a name and an address": lambda telegram: telegram.say(
        ANA, "/start@yuyachiq_bot https://e.org", GROUP
    ),
    "a press": lambda telegram: telegram.press(ANA, 1, "1"),
    "a block": lambda telegram: telegram.block(ANA),
    "an unblock": lambda telegram: telegram.unblock(ANA),
    "a kick": lambda telegram: telegram.kick(GROUP, by=ANA),
    "an invitation": lambda telegram: telegram.invite(GROUP, by=ANA),
    "a migration": lambda telegram: telegram.migrate(GROUP, -100_50),
} | {kind: media(kind) for kind in ("voice", "photo", "sticker", "document", "location", "contact", "video", "audio")}


def test_every_method_is_one_of_the_bot_api(spec: BotApiSpec) -> None:
    assert sorted(set(METHODS) - {name.lower() for name in spec.methods}) == []


def test_every_method_is_called_here(spec: BotApiSpec) -> None:
    assert {method.lower() for method, _ in CALLS} == set(METHODS) | {"getupdates"}


async def test_every_answer_has_the_fields_it_must_have_and_no_other(
    telegram: Telegram, api: Api, spec: BotApiSpec
) -> None:
    for kind in ("photo", "document", "voice", "audio", "video"):
        telegram.send_media(BETO, kind, GROUP)
    telegram.promote(GROUP, BETO)
    faults: list[str] = []
    for method, parameters in CALLS:
        if method == "answerCallbackQuery":
            telegram.press(ANA, 3, "1")
        assert set(parameters) <= spec.parameters(method)
        answer = await api(method, **parameters)
        assert answer["ok"], (method, answer)
        faults += spec.result_faults(method, answer["result"])
    assert faults == []


@pytest.mark.parametrize("act", ACTS)
async def test_every_update_has_the_fields_it_must_have_and_no_other(
    telegram: Telegram, api: Api, spec: BotApiSpec, act: str
) -> None:
    await api("sendMessage", chat_id=ANA, text=FORMATTED, parse_mode="HTML", reply_markup=BUTTONS)
    ACTS[act](telegram)
    updates = (await api("getUpdates"))["result"]
    assert len(updates) == (2 if act == "a migration" else 1)
    assert spec.faults("Array of Update", updates, "update") == []
