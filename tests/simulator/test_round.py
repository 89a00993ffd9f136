"""A bot's whole life over HTTP: it polls, answers, edits and is told of a press."""

from bot.simulator.telegram import Telegram
from tests.simulator.conftest import ANA, Api

BUTTON = {"inline_keyboard": [[{"text": "▶", "callback_data": "v1:p2"}]]}


async def test_a_question_is_polled_answered_and_kept_in_the_ledger(telegram: Telegram, api: Api) -> None:
    update_id = telegram.say(ANA, "/start hola")
    polled = await api("getUpdates", timeout=5)
    sent = await api("sendMessage", chat_id=ANA, text="Allinllachu")
    assert [update["update_id"] for update in polled["result"]] == [update_id]
    assert polled["result"][0]["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert [(one.method, one.chat_id, one.text, one.delivered) for one in telegram.ledger] == [
        ("sendMessage", ANA, "Allinllachu", True)
    ]
    assert await telegram.next_message(ANA) == sent["result"]


async def test_an_update_stays_until_a_later_offset_confirms_it(telegram: Telegram, api: Api) -> None:
    first, second = telegram.say(ANA, "uno"), telegram.say(ANA, "dos")
    await api("getUpdates")
    assert telegram.pending == 2
    rest = await api("getUpdates", offset=first + 1)
    assert ([one["update_id"] for one in rest["result"]], telegram.pending) == ([second], 1)


async def test_a_press_carries_the_message_and_is_answered_by_an_edit(telegram: Telegram, api: Api) -> None:
    sent = (await api("sendMessage", chat_id=ANA, text="1/2", reply_markup=BUTTON))["result"]
    telegram.press(ANA, sent["message_id"], "v1:p2")
    query = (await api("getUpdates", timeout=5))["result"][0]["callback_query"]
    assert (query["message"]["text"], query["data"]) == ("1/2", "v1:p2")
    mark = len(telegram.ledger)
    await api("answerCallbackQuery", callback_query_id=query["id"])
    await api("editMessageText", chat_id=ANA, message_id=sent["message_id"], text="2/2")
    edited = await telegram.next_message(ANA, after=mark)
    assert (edited["text"], "reply_markup" in edited) == ("2/2", False)
    assert [one["text"] for one in telegram.chat(ANA).messages] == ["2/2"]
