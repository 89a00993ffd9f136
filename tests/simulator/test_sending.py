"""What the bot sends beside plain text, and what people send it."""

from typing import Any

import pytest

from bot.simulator.telegram import Telegram
from tests.simulator.conftest import ANA, GROUP, Api

PIN = {"latitude": -14.79, "longitude": -71.41}
MENU = [{"command": "ayuda", "description": "Ayuda"}]


async def error(api: Api, method: str, **parameters: Any) -> str:
    return str((await api(method, chat_id=ANA, **parameters))["description"])


@pytest.mark.parametrize("sort", ["photo", "document", "voice", "audio", "video"])
async def test_a_file_people_sent_can_be_sent_again_by_its_id(telegram: Telegram, api: Api, sort: str) -> None:
    telegram.send_media(ANA, sort)
    message = (await api("getUpdates"))["result"][0]["message"]
    file = message[sort][-1] if sort == "photo" else message[sort]
    sent = (await api(f"send{sort.title()}", chat_id=ANA, **{sort: file["file_id"]}, caption="mire"))["result"]
    again = sent[sort][-1] if sort == "photo" else sent[sort]
    assert (again["file_id"], again["file_size"], sent["caption"]) == (file["file_id"], file["file_size"], "mire")
    path = (await api("getFile", file_id=file["file_id"]))["result"]["file_path"]
    assert path.startswith(f"{sort}/")


@pytest.mark.parametrize("sort", ["video", "sticker", "location", "contact"])
def test_people_send_other_things_too(telegram: Telegram, sort: str) -> None:
    telegram.send_media(ANA, sort)
    assert sort in telegram.updates.waiting[0]["message"]


async def test_pins_need_a_place_a_title_and_an_address(api: Api) -> None:
    assert (await api("sendLocation", chat_id=ANA, **PIN))["result"]["location"] == PIN
    assert await error(api, "sendLocation", latitude=91, longitude=0) == ("Bad Request: invalid location specified")
    assert await error(api, "sendLocation") == "Bad Request: latitude is empty"
    assert await error(api, "sendVenue", **PIN, title="x") == "Bad Request: address is empty"
    assert await error(api, "sendVenue", **PIN, address="x") == "Bad Request: title is empty"
    assert await error(api, "sendDocument") == "Bad Request: there is no document in the request"
    assert await error(api, "getFile", file_id="no") == "Bad Request: invalid file_id"


async def test_a_reply_shows_what_it_answers_unless_that_is_gone(telegram: Telegram, api: Api) -> None:
    telegram.say(ANA, "hola")
    asked = {"message_id": telegram.chat(ANA).last_id}
    answered = (await api("sendMessage", chat_id=ANA, text="x", reply_parameters=asked))["result"]
    assert answered["reply_to_message"]["text"] == "hola"
    gone = {"message_id": 99, "allow_sending_without_reply": True}
    free = (await api("sendMessage", chat_id=ANA, text="x", message_thread_id=5, reply_parameters=gone))["result"]
    assert ("reply_to_message" in free, free["message_thread_id"]) == (False, 5)


async def test_the_big_buttons_stay_until_they_are_taken_away(telegram: Telegram, api: Api) -> None:
    big = {"keyboard": [["Vencidos"]]}
    await api("sendMessage", chat_id=ANA, text="x", reply_markup=big)
    await api("sendMessage", chat_id=ANA, text="y")
    assert telegram.chat(ANA).keyboard == big
    await api("sendMessage", chat_id=ANA, text="z", reply_markup={"remove_keyboard": True})
    assert telegram.chat(ANA).keyboard is None
    assert await error(api, "sendMessage", text="x", reply_markup={"keyboard": [[{"text": " "}]]}) == (
        "Bad Request: keyboard button text must be non-empty"
    )


async def test_a_caption_and_a_keyboard_are_edited_in_place(telegram: Telegram, api: Api) -> None:
    telegram.send_media(ANA, "photo")
    sent = (await api("sendPhoto", chat_id=ANA, photo="sample-photo", caption="uno"))["result"]
    place = {"chat_id": ANA, "message_id": sent["message_id"]}
    edited = (await api("editMessageCaption", **place, caption="<b>dos</b>", parse_mode="HTML"))["result"]
    assert (edited["caption"], edited["caption_entities"]) == ("dos", [{"type": "bold", "offset": 0, "length": 3}])
    assert await error(api, "editMessageText", message_id=sent["message_id"], text="tres") == (
        "Bad Request: there is no text in the message to edit"
    )
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "1"}]]}
    assert (await api("editMessageReplyMarkup", **place, reply_markup=keyboard))["result"]["reply_markup"] == keyboard
    assert "reply_markup" not in (await api("editMessageReplyMarkup", **place))["result"]
    text = (await api("sendMessage", chat_id=ANA, text="x"))["result"]["message_id"]
    assert await error(api, "editMessageCaption", message_id=text, caption="x") == (
        "Bad Request: there is no caption in the message to edit"
    )


async def test_messages_are_deleted_for_two_days_only(telegram: Telegram, api: Api) -> None:
    first = (await api("sendMessage", chat_id=ANA, text="uno"))["result"]["message_id"]
    second = (await api("sendMessage", chat_id=ANA, text="dos"))["result"]["message_id"]
    assert (await api("deleteMessage", chat_id=ANA, message_id=first))["result"] is True
    telegram.advance(172_801)
    assert await error(api, "deleteMessage", message_id=second) == (
        "Bad Request: message can't be deleted for everyone"
    )
    assert [one["text"] for one in telegram.chat(ANA).messages] == ["dos"]


async def test_the_newest_pin_is_on_top(telegram: Telegram, api: Api) -> None:
    for text in ("uno", "dos"):
        sent = (await api("sendMessage", chat_id=ANA, text=text))["result"]
        await api("pinChatMessage", chat_id=ANA, message_id=sent["message_id"])
    assert telegram.chat(ANA).pinned == [2, 1]
    await api("unpinChatMessage", chat_id=ANA)
    assert telegram.chat(ANA).pinned == [1]
    assert await error(api, "pinChatMessage", message_id=9) == "Bad Request: message to pin not found"
    assert await error(api, "unpinChatMessage", message_id=9) == "Bad Request: message to unpin not found"


async def test_the_ledger_tells_the_words_that_were_read(telegram: Telegram, api: Api) -> None:
    await api("sendMessage", chat_id=ANA, text="  <b>a</b> &lt; b ", parse_mode="HTML")
    await api("sendMessage", chat_id=404, text="<b>x</b>", parse_mode="HTML")
    assert [(one.text, one.payload["text"], one.delivered) for one in telegram.ledger] == [
        ("a < b", "  <b>a</b> &lt; b ", True),
        ("<b>x</b>", "<b>x</b>", False),
    ]


async def test_entities_may_be_given_but_no_link_that_leads_nowhere(api: Api) -> None:
    bold = {"type": "bold", "offset": 2, "length": 1}
    link = {"type": "text_link", "offset": 2, "length": 1, "url": "javascript:alert(1)"}
    sent = (await api("sendMessage", chat_id=ANA, text="  x", entities=[bold, link]))["result"]
    assert (sent["text"], sent["entities"]) == ("x", [bold | {"offset": 0}])


async def test_the_bot_presents_itself_in_each_language(api: Api) -> None:
    async def name(**language: str) -> str:
        return str((await api("getMyName", **language))["result"]["name"])

    assert await name() == "Yuyachiq"
    await api("setMyName", name="Recordador", language_code="es")
    await api("setMyName", name="Yuyachiq bot")
    assert [await name(language_code=code) for code in ("es", "qu", "")] == [
        "Recordador",
        "Yuyachiq bot",
        "Yuyachiq bot",
    ]
    await api("setMyName", name="", language_code="es")
    assert await name(language_code="es") == "Yuyachiq bot"
    assert await error(api, "setMyName", name="x" * 65) == "Bad Request: BOT_TITLE_INVALID"


async def test_the_menu_button_of_a_chat_or_else_of_all(api: Api) -> None:
    async def button(**place: int) -> dict[str, Any]:
        return dict((await api("getChatMenuButton", **place))["result"])

    assert await button(chat_id=ANA) == {"type": "commands"}
    page = {"type": "web_app", "text": "Plan", "web_app": {"url": "https://e.org"}}
    await api("setChatMenuButton", menu_button=page)
    assert await button(chat_id=ANA) == page
    await api("setChatMenuButton", chat_id=ANA, menu_button={"type": "commands"})
    assert (await button(chat_id=ANA), await button()) == ({"type": "commands"}, page)
    wrong = [
        (5, "can't parse menu button: MenuButton must be an Object"),
        ({"type": "x"}, "can't parse menu button: MenuButton has unsupported type"),
        ({"type": "web_app", "text": "x"}, "can't parse menu button: Can't find field \"web_app\""),
    ]
    for given, reason in wrong:
        assert await error(api, "setChatMenuButton", menu_button=given) == f"Bad Request: {reason}"
    assert (await api("setChatMenuButton", chat_id=404))["description"] == "Bad Request: user not found"


async def test_a_phone_number_is_asked_for_in_private_only(api: Api) -> None:
    ask = {"keyboard": [[{"text": "x", "request_contact": True}]]}
    assert (await api("sendMessage", chat_id=ANA, text="x", reply_markup=ask))["ok"]
    assert (await api("sendMessage", chat_id=GROUP, text="x", reply_markup=ask))["description"] == (
        "Bad Request: phone number can be requested in private chats only"
    )


async def test_who_is_in_a_group(telegram: Telegram, api: Api) -> None:
    async def status(user_id: int) -> str:
        return str((await api("getChatMember", chat_id=GROUP, user_id=user_id))["result"]["status"])

    telegram.person(9, "Carmen")
    assert [await status(user_id) for user_id in (ANA, 8, 9, 1000)] == ["creator", "member", "left", "member"]
    unknown = await api("getChatMember", chat_id=GROUP, user_id=99)
    assert unknown["description"] == "Bad Request: PARTICIPANT_ID_INVALID"
    assert await error(api, "getChatAdministrators") == ("Bad Request: there are no administrators in the private chat")
    assert await error(api, "leaveChat") == "Bad Request: chat not found"


async def test_who_was_promoted_administers_the_group_beside_its_creator(telegram: Telegram, api: Api) -> None:
    telegram.promote(GROUP, 8)
    member = await api("getChatMember", chat_id=GROUP, user_id=8)
    both = await api("getChatAdministrators", chat_id=GROUP)

    assert member["result"]["status"] == "administrator"
    assert [(one["user"]["id"], one["status"]) for one in both["result"]] == [(ANA, "creator"), (8, "administrator")]


async def test_a_webhook_address_must_be_one_telegram_takes(api: Api) -> None:
    plain = await api("setWebhook", url="http://example.org/")
    assert plain["description"] == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    port = await api("setWebhook", url="https://example.org:8080/")
    assert port["description"] == ("Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    secret = await api("setWebhook", url="https://example.org/", secret_token="ñ")
    assert secret["description"] == "Bad Request: secret token contains unallowed characters"
    long = await api("setWebhook", url="https://example.org/", secret_token="x" * 257)
    assert long["description"] == "Bad Request: secret token is too long"
    for url in ("https://", "https://[", "https://example.org:x/"):
        assert (await api("setWebhook", url=url))["description"] == "Bad Request: invalid webhook URL specified"


async def test_too_many_commands_or_one_for_nobody_are_refused(api: Api) -> None:
    assert await error(api, "setMyCommands", commands=MENU * 101) == "Bad Request: BOT_COMMANDS_TOO_MUCH"
    nobody = {"type": "chat", "chat_id": 404}
    assert await error(api, "setMyCommands", commands=MENU, scope=nobody) == "Bad Request: chat not found"


async def test_a_blocked_bot_is_told_and_hears_nothing_until_let_in(telegram: Telegram, api: Api) -> None:
    telegram.block(ANA)
    assert telegram.say(ANA, "¿hola?") == 0
    telegram.unblock(ANA)
    changes = [one["my_chat_member"] for one in (await api("getUpdates"))["result"]]
    assert [(one["old_chat_member"]["status"], one["new_chat_member"]["status"]) for one in changes] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


async def test_a_negative_offset_keeps_the_newest(telegram: Telegram, api: Api) -> None:
    for text in ("uno", "dos", "tres"):
        telegram.say(ANA, text)
    kept = (await api("getUpdates", offset=-1))["result"]
    assert ([one["message"]["text"] for one in kept], telegram.pending) == (["tres"], 1)


async def test_waiting_for_a_message_that_never_comes_ends(telegram: Telegram) -> None:
    with pytest.raises(TimeoutError, match="nothing delivered to chat 7"):
        await telegram.next_message(ANA, timeout=0.05)
    with pytest.raises(TimeoutError, match="did not happen within"):
        await telegram.wait_for(lambda: False, timeout=0.05)
    with pytest.raises(KeyError):
        telegram.press(ANA, 99, "x")
