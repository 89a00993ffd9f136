"""The chat in a terminal: lines in, lines out."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.simulator.lines import message_lines
from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from bot.simulator.terminal import Terminal, terminal
from tests.simulator.small_bot import small_bot

MEMBER, COORDINATOR, GROUP = 1, 2, -3
BELOW = "[1] Vencidos  [2] Sesiones  [3] Ayuda"


@pytest.fixture
def demo() -> Telegram:
    one = Telegram()
    one.person(MEMBER, "Comunera", "qu")
    one.person(COORDINATOR, "Coordinadora")
    one.group(GROUP, "Grupo", [MEMBER, COORDINATOR])
    return one


async def typed(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line + "\n"


async def said(telegram: Telegram, *lines: str) -> list[str]:
    """Everything written after the welcome when these lines are typed."""
    written: list[str] = []
    async with serve(telegram) as url, small_bot(url):
        await terminal(telegram, url, typed(*lines), written.append)
        assert url in written[0]
    assert written[1:3] == ["— Comunera —", "Escriba /start para comenzar."]
    return written[3:]


async def test_numbers_press_the_buttons_below_and_in_the_message(demo: Telegram) -> None:
    pages = "[1] {arrow}  [2] Nada  [3] Plan  [4] Vencidos  [5] Sesiones  [6] Ayuda"
    assert await said(demo, "/start", "1", "1", "2", "3") == [
        "Bienvenida.",
        BELOW,
        "Vencidos, página 1 de 2\n1. Agua para Cuninico /ver_1",
        pages.format(arrow="▶"),
        "✎ Vencidos, página 2 de 2\n1. Agua para Cuninico /ver_1",
        pages.format(arrow="◀"),
        "(No hay nada)",
        "Bienvenida. plan",
        BELOW,
    ]


async def test_files_and_places_are_lines(demo: Telegram) -> None:
    assert await said(demo, "/start", "2", ":salir", "nunca") == [
        "Bienvenida.",
        BELOW,
        "📍 Casa comunal, Espinar (-14.79, -71.41)",
        BELOW,
        "Calendario",
        "📄 sesion.ics (15 B)",
        BELOW,
    ]
    assert demo.chat(MEMBER).messages[-1]["caption"] == "Calendario"


async def test_one_can_be_the_coordinator_or_the_group_and_let_a_day_pass(demo: Telegram) -> None:
    assert await said(demo, ":grupo", "entre nosotros", "/ayuda", ":coordinacion", ":dia", ":nada") == [
        "— Grupo —",
        "Escriba /start para comenzar.",
        "¿Qué <necesita>?",
        "— Coordinadora —",
        "Escriba /start para comenzar.",
        "Pasó un día.",
        "No conozco esa orden. Hay :miembro :coordinacion :grupo :dia :salir",
    ]
    assert demo.offset == 86_400
    assert [one.get("text") for one in demo.chat(GROUP).messages] == [
        "entre nosotros",
        "/ayuda@yuyachiq_bot",
        "¿Qué <necesita>?",
    ]


async def test_what_a_terminal_cannot_do_is_said(demo: Telegram) -> None:
    async with serve(demo) as url, aiohttp.ClientSession(url) as session:
        demo.say(MEMBER, "hola")
        buttons = [
            {"text": "Sitio", "url": "https://e.org/"},
            {"text": "Copiar", "copy_text": {"text": "x"}},
            {"text": "Ver", "callback_data": "v"},
        ]
        markup = {"inline_keyboard": [buttons]}
        await session.post("/bot1000:demo/sendMessage", json={"chat_id": MEMBER, "text": "x", "reply_markup": markup})
        written: list[str] = []
        one = Terminal(demo, written.append)
        assert await one.take(":miembro")
        assert await one.take("1")
        assert await one.take("2")
        demo.chat(MEMBER).remove(2)
        assert await one.take("3")
        assert await one.take(" ")
        assert not await one.take(":salir")
    assert written == [
        "— Comunera —",
        "x",
        "[1] Sitio  [2] Copiar  [3] Ver",
        "https://e.org/",
        "Este botón solo funciona en Telegram.",
        "Ese mensaje ya no está.",
    ]


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ({"photo": [], "caption": "Acta"}, ["Acta", "🖼️ Foto"]),
        ({"voice": {}}, ["🎤 Audio"]),
        ({"poll": {"question": "¿Cuándo?", "options": [{"text": "lunes"}]}}, ["¿Cuándo?", "  ○ lunes"]),
        ({"location": {"latitude": -14.5, "longitude": 1}}, ["📍 (-14.5, 1)"]),
        (
            {"text": "sitio", "entities": [{"type": "bold"}, {"type": "text_link", "url": "https://e.org/"}]},
            ["sitio", "↗ https://e.org/"],
        ),
    ],
)
def test_everything_a_message_shows_is_a_line(message: dict[str, Any], lines: list[str]) -> None:
    assert message_lines(message, []) == lines


def test_no_control_character_reaches_the_terminal() -> None:
    assert message_lines({"text": "a\x1b[2Jb\nc"}, ["x\x07"]) == ["a[2Jb\nc", "[1] x"]
