"""The chat in a terminal: what the bot says is written, numbers press its buttons."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable

from bot.simulator.chats import Chat, Json
from bot.simulator.lines import message_lines
from bot.simulator.telegram import DAY, Telegram

WELCOME = """Demostración: simulador local, no es Telegram. También en el navegador: {url}
Escriba un mensaje, o el número de un botón. :miembro :coordinacion :grupo cambian de persona,
:dia deja pasar un día, :salir termina."""
PATIENCE, PAUSE = 5.0, 0.15
OWN_LINK = re.compile(r"(?:https?://)?t\.me/(?P<bot>\w+)(?:\?start=(?P<payload>[\w-]{1,64}))?", re.IGNORECASE)


class Terminal:
    """One person at a terminal, in one chat at a time."""

    def __init__(self, telegram: Telegram, write: Callable[[str], None]) -> None:
        self.telegram, self.write = telegram, write
        self.chat = next(iter(telegram.chats.values()))
        self.seen = len(telegram.ledger)
        self.buttons: list[tuple[int, Json]] = []
        self.toast: Json | None = None

    async def watch(self) -> None:
        """Write what reaches the chat, until cancelled."""
        while True:
            await self.telegram.bell.until(lambda: len(self.telegram.ledger) > self.seen or None, DAY)
            self.catch_up()

    def catch_up(self) -> None:
        """Write what reached the chat since the last time."""
        news = self.telegram.ledger[self.seen :]
        self.seen += len(news)
        for one in news:
            if one.delivered and one.message is not None and one.chat_id == self.chat.id:
                self._show(one.message)
        if self.chat.toast is not None and self.chat.toast is not self.toast and self.chat.toast["text"]:
            self.write(f"({self.chat.toast['text']})")
        self.toast = self.chat.toast

    def _show(self, message: Json) -> None:
        inline = message.get("reply_markup", {}).get("inline_keyboard", [])
        below = (self.chat.keyboard or {}).get("keyboard", [])
        self.buttons = [(message["message_id"], button) for row in inline for button in row]
        self.buttons += [(0, button) for row in below for button in row]
        labels = [button["text"] if isinstance(button, dict) else button for _, button in self.buttons]
        for line in message_lines(message, labels):
            self.write(line)

    async def take(self, line: str) -> bool:
        """Do what one line asks; False if it asks to leave."""
        mark, text = len(self.telegram.ledger), line.strip()
        if text.startswith(":"):
            return self._order(text[1:].lower())
        if text.isdigit() and 0 < int(text) <= len(self.buttons):
            heard = self._press(*self.buttons[int(text) - 1])
        elif text:
            heard = self._say(text)
        else:
            heard = False
        if heard:
            await self._quiet(mark)
        self.catch_up()
        return True

    async def _quiet(self, mark: int) -> None:
        """Wait for an answer and until nothing more follows it, so that typed-ahead lines meet the right buttons."""
        await self.telegram.bell.until(lambda: self._answered(mark) or None, PATIENCE)
        length = -1
        while length != len(self.telegram.ledger):
            length = len(self.telegram.ledger)
            await asyncio.sleep(PAUSE)

    def _answered(self, mark: int) -> bool:
        reached = any(one.delivered for one in self.telegram.ledger[mark:])
        return reached and self.telegram.pending == 0

    def _say(self, text: str) -> bool:
        if self.chat.kind != "private" and re.fullmatch(r"/\w+( .*)?", text):
            command, space, rest = text.partition(" ")
            text = f"{command}@{self.telegram.username}{space}{rest}"
        return bool(self.telegram.say(self.chat.members[0], text, self.chat.id))

    def _press(self, message_id: int, button: Json | str) -> bool:
        if isinstance(button, str) or not message_id:
            return self._say(button if isinstance(button, str) else button["text"])
        if "callback_data" in button:
            chat = self.chat
            if chat.find(message_id) is None:
                self.write("Ese mensaje ya no está.")
                return False
            return bool(self.telegram.press(chat.members[0], message_id, button["callback_data"], chat.id))
        found = OWN_LINK.fullmatch(button.get("url", ""))
        if found and found["bot"].lower() == self.telegram.username.lower():
            return self._say(f"/start {found['payload'] or ''}".strip())
        self.write(button.get("url", "Este botón solo funciona en Telegram."))
        return False

    def _order(self, order: str) -> bool:
        private = [chat for chat in self.telegram.chats.values() if chat.kind == "private"]
        groups = [chat for chat in self.telegram.chats.values() if chat.kind != "private"]
        places = {"miembro": private[:1], "coordinacion": private[1:2], "grupo": groups[:1]}
        if order == "dia":
            self.telegram.advance(DAY)
            self.write("Pasó un día.")
        elif places.get(order):
            self._enter(places[order][0])
        elif order != "salir":
            self.write("No conozco esa orden. Hay :miembro :coordinacion :grupo :dia :salir")
        return order != "salir"

    def _enter(self, chat: Chat) -> None:
        self.catch_up()
        self.chat, self.buttons, self.toast = chat, [], chat.toast
        self.write(f"— {chat.title} —")
        theirs = [message for message in chat.messages if message["from"]["is_bot"]]
        if theirs:
            self._show(theirs[-1])
        else:
            self.write("Escriba /start para comenzar.")


async def terminal(telegram: Telegram, url: str, lines: AsyncIterator[str], write: Callable[[str], None]) -> None:
    """Chat from `lines` to `write` (one line each) until :salir or the lines end; `url` is the page's address."""
    one = Terminal(telegram, write)
    write(WELCOME.format(url=url))
    write(f"— {one.chat.title} —")
    write("Escriba /start para comenzar.")
    watching = asyncio.create_task(one.watch())
    try:
        async for line in lines:
            if not await one.take(line):
                break
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
