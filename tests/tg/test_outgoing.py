"""A Message becomes calls; what Telegram refuses is answered by its meaning (GUARANTEES: errors by meaning)."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from bot.domain.charts import Bar, Chart, Series
from bot.domain.messages import Button, File, Media, Message, Venue
from bot.media.chart import png
from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from bot.texts.markup import Html, plain
from bot.tg.bots import Api
from bot.tg.health import Health
from bot.tg.incoming import Target
from bot.tg.outgoing import Outgoing
from bot.tg.parts import parts_of
from bot.tg.requests import AiohttpRequest
from tests.cast import MEMBER, OUTSIDER

HERE = Target(MEMBER)
BACK = ((Button("Volver", "v1:i"),),)


@pytest_asyncio.fixture
async def outgoing(telegram: Telegram) -> AsyncIterator[Outgoing]:
    async with serve(telegram) as url, AiohttpRequest(8) as request:
        yield Outgoing(Api(telegram.token, url, request), Health())


def calls(telegram: Telegram) -> list[tuple[str, int]]:
    return [(one.method, one.status) for one in telegram.ledger]


async def pressed(telegram: Telegram, outgoing: Outgoing) -> Target:
    """A target that answers the press of a button under a message that stands in the chat."""
    await outgoing.deliver(HERE, Message("lista", rows=BACK))
    message = telegram.chat(MEMBER).messages[-1]
    telegram.press(MEMBER, message["message_id"], "v1:i")
    telegram.ledger.clear()
    return Target(MEMBER, pressed=message["message_id"], callback=next(reversed(telegram.presses)))


async def test_a_text_with_buttons(telegram: Telegram, outgoing: Outgoing) -> None:
    await outgoing.deliver(
        HERE, Message(Html("<b>hola</b> a &lt; b"), rows=((Button("Ver", "v1:i"), Button("Web", url="https://x.pe")),))
    )

    (message,) = telegram.chat(MEMBER).messages
    assert message["text"] == "hola a < b"
    assert message["reply_markup"]["inline_keyboard"] == [
        [{"text": "Ver", "callback_data": "v1:i"}, {"text": "Web", "url": "https://x.pe"}]
    ]
    assert telegram.ledger[-1].payload["link_preview_options"] == {"is_disabled": True}


async def test_a_long_text_goes_in_parts_with_the_buttons_under_the_last(
    telegram: Telegram, outgoing: Outgoing
) -> None:
    words = "ñandú 👩‍👩‍👧‍👦 p'unchaw\n" * 400

    await outgoing.deliver(HERE, Message(words, rows=BACK))

    parts = telegram.chat(MEMBER).messages
    assert len(parts) > 1
    assert [("reply_markup" in one) for one in parts] == [False] * (len(parts) - 1) + [True]
    assert " ".join(one["text"] for one in parts).split() == words.split()


async def test_a_press_edits_its_message_and_ends_the_little_clock(telegram: Telegram, outgoing: Outgoing) -> None:
    target = await pressed(telegram, outgoing)

    await outgoing.deliver(target, Message("otra página", rows=BACK, replaces=True, toast="listo"))

    assert sorted(calls(telegram)) == [("answerCallbackQuery", 200), ("editMessageText", 200)]
    assert telegram.chat(MEMBER).messages[-1]["text"] == "otra página"


async def test_a_press_that_is_too_old_is_answered_all_the_same(telegram: Telegram, outgoing: Outgoing) -> None:
    """IN-08"""
    target = await pressed(telegram, outgoing)
    telegram.advance(3_600)

    await outgoing.deliver(target, Message("respuesta"))

    assert sorted(calls(telegram)) == [("answerCallbackQuery", 400), ("sendMessage", 200)]


async def test_not_modified_is_success(telegram: Telegram, outgoing: Outgoing) -> None:
    """IN-09"""
    target = await pressed(telegram, outgoing)

    await outgoing.deliver(target, Message("lista", rows=BACK, replaces=True, then=Message("y más")))

    assert sorted(calls(telegram)) == [("answerCallbackQuery", 200), ("editMessageText", 400), ("sendMessage", 200)]
    assert telegram.chat(MEMBER).messages[-1]["text"] == "y más"


async def test_a_message_that_is_gone_is_said_anew(telegram: Telegram, outgoing: Outgoing) -> None:
    await outgoing.deliver(Target(MEMBER, pressed=999), Message("otra página", replaces=True))

    assert calls(telegram) == [("editMessageText", 400), ("sendMessage", 200)]


async def test_a_text_telegram_cannot_parse_is_said_plainly_and_counted(telegram: Telegram, outgoing: Outgoing) -> None:
    """OUT-12, for answers"""
    await outgoing.deliver(HERE, Message("<b>hola"))

    assert telegram.chat(MEMBER).messages[-1]["text"] == plain("<b>hola")
    assert outgoing.health.plain_resends == 1


async def test_when_asked_to_wait_it_waits(telegram: Telegram, outgoing: Outgoing) -> None:
    telegram.faults.add("sendMessage", status=429, retry_after=1)
    began = time.monotonic()

    await outgoing.deliver(HERE, Message("hola"))

    assert time.monotonic() - began >= 1
    assert calls(telegram) == [("sendMessage", 429), ("sendMessage", 200)]


async def test_an_answer_that_may_have_arrived_is_not_said_twice(telegram: Telegram, outgoing: Outgoing) -> None:
    telegram.faults.add("sendMessage", status="reset_after", deliver=True)

    await outgoing.deliver(HERE, Message("hola"))

    assert [one["text"] for one in telegram.chat(MEMBER).messages] == ["hola"]


async def test_who_blocked_the_bot_is_left_in_peace(telegram: Telegram, outgoing: Outgoing) -> None:
    telegram.block(MEMBER)

    await outgoing.deliver(HERE, Message("hola", then=Message("y más")))

    assert calls(telegram) == [("sendMessage", 403)]


async def test_a_pin_a_file_a_keyboard_a_menu_and_what_follows(telegram: Telegram, outgoing: Outgoing) -> None:
    await outgoing.deliver(
        HERE, Message("aquí", venue=Venue(-14.79, -71.41, "Plaza", "Espinar"), then=Message("y más"))
    )
    await outgoing.deliver(HERE, Message("guarde", file=File("s.ics", b"BEGIN", "guarde")))
    await outgoing.deliver(HERE, Message("listo", keyboard=(("Uno", "Dos"),), menu=(("ayuda", "esta ayuda"),)))

    said = telegram.chat(MEMBER).messages
    assert [one.get("text") or one.get("caption") or one["venue"]["title"] for one in said] == [
        "aquí",
        "Plaza",
        "y más",
        "guarde",
        "listo",
    ]
    assert telegram.chat(MEMBER).keyboard is not None
    assert list(telegram.menus.values()) == [[{"command": "ayuda", "description": "esta ayuda"}]]


@pytest.mark.parametrize("status", [400, 403, 500])
async def test_menus_are_set_of_the_chats_they_are_for_and_one_that_fails_stops_nothing(
    status: int, telegram: Telegram, outgoing: Outgoing
) -> None:
    telegram.faults.add("setMyCommands", status=status)
    theirs = ((OUTSIDER, (("panel", "el panel"),)),)

    await outgoing.deliver(HERE, Message("hola", menu=(("ayuda", "esta ayuda"),), then=Message("y más", menus=theirs)))
    assert telegram.menus == {f"chat:{OUTSIDER}:": [{"command": "panel", "description": "el panel"}]}
    await outgoing.deliver(Target(OUTSIDER), Message("adiós", menu=()))
    assert telegram.menus == {}


async def test_a_topic_is_answered_in_the_topic(telegram: Telegram, outgoing: Outgoing) -> None:
    telegram.group(-1000, "Foro", [MEMBER], forum=True)

    await outgoing.deliver(Target(-1000, thread=7), Message("hola"))

    assert telegram.chat(-1000).messages[-1]["message_thread_id"] == 7


@pytest.mark.parametrize("medium", ["photo", "voice", "audio", "video", "document"])
async def test_what_somebody_sent_is_sent_on_with_its_words_and_buttons(
    medium: str, telegram: Telegram, outgoing: Outgoing
) -> None:
    telegram.send_media(MEMBER, medium)
    telegram.ledger.clear()
    await outgoing.deliver(HERE, Message("la <b>obra</b>", rows=BACK, media=Media(medium, f"sample-{medium}")))

    (said,) = telegram.ledger
    assert said.message is not None
    assert (said.method, said.status, said.message["caption"]) == (f"send{medium.capitalize()}", 200, "la obra")
    assert said.message["reply_markup"]["inline_keyboard"][0][0]["text"] == "Volver"


async def test_words_too_long_for_a_caption_come_before_what_is_sent_on(telegram: Telegram, outgoing: Outgoing) -> None:
    telegram.send_media(MEMBER, "photo")
    telegram.ledger.clear()
    await outgoing.deliver(HERE, Message("palabra " * 200, media=Media("photo", "sample-photo")))

    assert calls(telegram) == [("sendMessage", 200), ("sendPhoto", 200)]


CHART = Chart("Mesa", "hoy", (Series("Vencidos", 2),), (Bar("MINSA", (2,)),))


async def test_a_chart_is_drawn_and_shown_with_the_words_that_say_the_same(
    telegram: Telegram, outgoing: Outgoing
) -> None:
    await outgoing.deliver(HERE, Message("<b>MINSA</b>: 2 vencidos", rows=BACK, chart=CHART))

    (said,) = telegram.ledger
    assert said.message is not None
    assert (said.method, said.status, said.message["caption"]) == ("sendPhoto", 200, "MINSA: 2 vencidos")
    assert said.message["reply_markup"]["inline_keyboard"][0][0]["text"] == "Volver"
    assert telegram.files[said.message["photo"][0]["file_id"]][1] == png(CHART)


async def test_words_too_long_for_a_caption_come_before_the_chart(telegram: Telegram, outgoing: Outgoing) -> None:
    await outgoing.deliver(HERE, Message("palabra " * 200, chart=CHART))

    assert calls(telegram) == [("sendMessage", 200), ("sendPhoto", 200)]


async def test_a_chart_that_cannot_be_drawn_is_told_in_words(telegram: Telegram, outgoing: Outgoing) -> None:
    too_wide = replace(CHART, bars=(Bar("MINSA", (10**99,)),))

    await outgoing.deliver(HERE, Message("MINSA: 2 vencidos", chart=too_wide))

    assert calls(telegram) == [("sendMessage", 200)]


def test_a_message_carries_one_thing() -> None:
    with pytest.raises(ValueError, match="one thing"):
        Message("x", chart=CHART, file=File("a", b"a"))
    with pytest.raises(ValueError, match="drawn before"):
        parts_of(Message("x", chart=CHART))


async def test_what_telegram_no_longer_sends_on_leaves_its_words(telegram: Telegram, outgoing: Outgoing) -> None:
    await outgoing.deliver(HERE, Message("la obra", rows=BACK, media=Media("photo", "de-otro-bot")))

    assert calls(telegram) == [("sendPhoto", 400), ("sendMessage", 200)]
    assert telegram.chat(MEMBER).messages[-1]["text"] == "la obra"
